"""Recommendations and decisions: what was proposed, who decided, what answer came; and who does what until when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement
from periods.fields import PeriodField
from rooms.models import OpenItem, RoomItemQuerySet
from stakeholders.models import Body

from ..enums import Consensus, Outcome, ResolutionKind
from .meetings import AgendaItem, Meeting


class ResolutionQuerySet(RoomItemQuerySet):
    def in_order(self):
        return self.order_by("kind", "-number")

    def newest_first(self):
        return self.select_related("body", "answers").order_by(F("decided_from").desc(nulls_last=True), "-pk")

    def unanswered(self):
        """Recommendations nobody has decided about yet."""
        return self.filter(kind=ResolutionKind.RECOMMENDATION, outcome__in=[Outcome.PENDING, Outcome.POSTPONED])

    def overdue(self, today=None):
        return self.unanswered().filter(due__lt=today or timezone.localdate())


class Resolution(OpenItem):
    """A numbered, worded result: the steering group recommends, council or head of administration decides."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="resolutions")
    kind = models.CharField(_("Was ist es?"), max_length=12, choices=ResolutionKind)
    number = models.PositiveSmallIntegerField(_("Nummer"), editable=False)
    title = models.CharField(_("Worum geht es?"), max_length=200)
    wording = models.TextField(_("Wortlaut"), max_length=20_000)
    reasons = models.TextField(_("Begründung"), blank=True, max_length=20_000)
    body = models.ForeignKey(
        Body, models.PROTECT, related_name="resolutions", null=True, blank=True, verbose_name=_("Gremium")
    )
    organ = models.CharField(
        _("oder wer sonst?"), max_length=160, blank=True, help_text=_("Zum Beispiel Bürgermeister*in, Stadtvorstand.")
    )
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, related_name="resolutions", null=True, blank=True, verbose_name=_("Sitzung")
    )
    item = models.ForeignKey(
        AgendaItem, models.SET_NULL, related_name="resolutions", null=True, blank=True, verbose_name=_("TOP")
    )
    decided = PeriodField(_("vom"), blank=True)
    outcome = models.CharField(_("Ergebnis"), max_length=12, choices=Outcome, default=Outcome.PENDING)
    votes_for = models.PositiveSmallIntegerField(_("dafür"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("dagegen"), null=True, blank=True)
    abstained = models.PositiveSmallIntegerField(_("enthalten"), null=True, blank=True)
    consensus = models.CharField(_("Einvernehmen"), max_length=20, choices=Consensus, default=Consensus.OPEN)
    reservations = models.TextField(_("Vorbehalte"), blank=True, max_length=5_000)
    quorum_note = models.CharField(_("Trotzdem, weil …"), max_length=300, blank=True)  # without a quorum
    addressee = models.CharField(_("geht an"), max_length=160, blank=True)
    due = models.DateField(_("Antwort erbeten bis"), null=True, blank=True)
    answers = models.ForeignKey(
        "self", models.SET_NULL, related_name="answered_by", null=True, blank=True, verbose_name=_("antwortet auf")
    )
    ris = models.URLField(_("im Ratsinformationssystem"), max_length=400, blank=True)
    source = models.CharField(_("Quelle"), max_length=300, blank=True)

    objects = ResolutionQuerySet.as_manager()

    class Meta(OpenItem.Meta):
        ordering = ["kind", "-number"]
        verbose_name = _("Empfehlung oder Beschluss")
        verbose_name_plural = _("Empfehlungen und Beschlüsse")
        constraints = [
            *OpenItem.Meta.constraints,
            models.UniqueConstraint(fields=["engagement", "kind", "number"], name="resolution_number_once"),
            models.CheckConstraint(condition=~Q(answers=F("id")), name="resolution_answers_another"),
        ]

    def __str__(self):
        return f"{self.sign} {self.title}"

    def get_absolute_url(self):
        return reverse("steering:resolution-detail", args=[self.pk])

    @property
    def counted_in(self):
        return self.engagement, self.kind

    @property
    def list_url(self):
        return reverse("steering:resolution-list", args=[self.engagement_id])

    @property
    def sign(self):
        """Its number as people quote it: E 9, B 14."""
        return f"{ResolutionKind(self.kind).letter} {self.number}"

    @property
    def by(self):
        """Who recommended or decided."""
        return str(self.body) if self.body else self.organ  # a body hidden from the reader is not there

    @property
    def votes(self):
        """How they voted, as far as it was counted."""
        columns = [self._meta.get_field(name) for name in ("votes_for", "votes_against", "abstained")]
        return [f"{n} {field.verbose_name}" for field in columns if (n := getattr(self, field.name)) is not None]

    @property
    def is_overdue(self):
        waits = self.outcome in {Outcome.PENDING, Outcome.POSTPONED}
        return bool(waits and self.due and self.due < timezone.localdate())


class Passage(models.Model):
    """One stop of a recommendation on its way through the bodies of the town."""

    resolution = models.ForeignKey(Resolution, models.CASCADE, related_name="passages")
    organ = models.CharField(_("Gremium"), max_length=160)
    on = PeriodField(_("am"), blank=True)
    outcome = models.CharField(_("Ergebnis"), max_length=12, choices=Outcome, default=Outcome.PENDING)
    note = models.CharField(_("Anmerkung"), max_length=300, blank=True)

    class Meta:
        ordering = [F("on_from").asc(nulls_last=True), "pk"]
        verbose_name = _("Station")
        verbose_name_plural = _("Weg durch die Gremien")

    def __str__(self):
        return self.organ


class TaskQuerySet(RoomItemQuerySet):
    def open(self):
        return self.filter(done_on=None).order_by(F("due").asc(nulls_last=True), "pk")


class Task(OpenItem):
    """Who does what until when, as agreed in a meeting."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="tasks")
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, related_name="tasks", null=True, blank=True, verbose_name=_("Sitzung")
    )
    item = models.ForeignKey(
        AgendaItem, models.SET_NULL, related_name="tasks", null=True, blank=True, verbose_name=_("TOP")
    )
    text = models.CharField(_("Was ist zu tun?"), max_length=300)
    who = models.CharField(_("Wer?"), max_length=160)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="tasks", null=True, blank=True, verbose_name=_("Konto")
    )
    due = models.DateField(_("bis wann"), null=True, blank=True)
    done_on = models.DateField(_("erledigt am"), null=True, blank=True)
    untold = {"account"}  # earlier versions name whoever it was as the task itself does

    objects = TaskQuerySet.as_manager()

    class Meta(OpenItem.Meta):
        ordering = [F("due").asc(nulls_last=True), "pk"]
        verbose_name = _("Aufgabe")
        verbose_name_plural = _("Aufgaben")

    def __str__(self):
        return self.text

    @property
    def list_url(self):
        return reverse("steering:task-list", args=[self.engagement_id])

    @property
    def is_overdue(self):
        return self.done_on is None and self.due is not None and self.due < timezone.localdate()
