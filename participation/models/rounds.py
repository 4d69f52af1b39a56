"""Asking: a round about a version, a text, the plan or an open question; and what everybody reads of its end."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from municipalities.models import Place
from rooms.models import OpenItem, RoomItemQuerySet

from ..enums import Asks, Subject, VersionState
from .statements import MissionStatement, StatementVersion


class CommentRoundQuerySet(RoomItemQuerySet):
    def with_what_is_asked(self, user):
        """Those whose version this person reads, too; and those about something of their own."""
        whats = {"of": StatementVersion, "statement": MissionStatement}
        read = Q(**{f"{name}__in": model.objects.visible_to(user) for name, model in whats.items()})
        return self.visible_to(user).filter(read | ~Q(subject=Subject.STATEMENT)).select_related("of", "statement")

    def open_to(self, nobody):
        """Those everybody may write in today; asked by nobody in particular only public rows are there."""
        today = timezone.localdate()
        versions = StatementVersion.objects.visible_to(nobody).filter(state=VersionState.COMMENTED)
        rows = self.visible_to(nobody).filter(Q(of__in=versions) | ~Q(subject=Subject.STATEMENT), asks=Asks.ALL)
        return rows.filter(opens_on__lte=today, closes_on__gte=today).select_related("of")


class CommentRound(OpenItem):
    """A time in which people are asked: about one version of a mission statement, or about something of its own.

    Guests may write once this row, and the version where it asks about one, are public; two people agree each time.
    """

    subject = models.CharField(
        _("Worum geht es?"), max_length=10, choices=Subject, default=Subject.STATEMENT, editable=False
    )
    statement = models.ForeignKey(MissionStatement, models.CASCADE, related_name="comment_rounds", null=True)
    of = models.ForeignKey(
        StatementVersion, models.CASCADE, related_name="comment_rounds", null=True, verbose_name=_("Welche Fassung?")
    )
    title = models.CharField(_("Titel"), max_length=160, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", null=True, editable=False)
    slug = models.SlugField(max_length=80, editable=False)
    opens_on = models.DateField(_("ab"), default=timezone.localdate)
    closes_on = models.DateField(_("bis einschließlich"))
    asks = models.CharField(_("Wer wird gefragt?"), max_length=12, choices=Asks, default=Asks.ALL)
    introduction = models.TextField(_("Einleitung"), max_length=3_000, blank=True)

    objects = CommentRoundQuerySet.as_manager()

    class Meta(OpenItem.Meta):
        ordering = ["-opens_on", "-created_at"]
        verbose_name = _("Kommentierung")
        verbose_name_plural = _("Kommentierungen")
        constraints = [
            *OpenItem.Meta.constraints,
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="comment_round_ends_after_start",
                violation_error_message=_("Das Ende liegt vor dem Beginn."),
            ),
            models.CheckConstraint(
                condition=Q(subject=Subject.STATEMENT, statement__isnull=False, of__isnull=False, title="")
                | ~Q(subject=Subject.STATEMENT) & Q(statement__isnull=True, of__isnull=True) & ~Q(title=""),
                name="comment_round_one_subject",
            ),
        ]

    def __str__(self):
        return gettext("Kommentierung %(opens)s–%(closes)s") % {
            "opens": f"{self.opens_on:%d.%m.}",
            "closes": f"{self.closes_on:%d.%m.%Y}",
        }

    def get_absolute_url(self):
        return reverse("participation:comment-round-detail", args=[self.pk])

    @property
    def asks_of_a_statement(self):
        return self.subject == Subject.STATEMENT

    @property
    def engagement(self):
        return self.statement.engagement if self.asks_of_a_statement else self.room.engagement

    @property
    def whole(self):
        """Where what comes in is gathered: at the mission statement, or here."""
        return self.statement if self.asks_of_a_statement else self

    @property
    def heading(self):
        """What people are asked about, as they read it."""
        return self.of.title if self.asks_of_a_statement else self.title

    @property
    def town(self):
        return self.of.place if self.asks_of_a_statement else self.place

    @property
    def guest_url(self):
        """The form for everybody."""
        name = "contribution-create" if self.asks_of_a_statement else "question-create"
        return reverse(f"guests:{name}", args=[self.slug])

    @property
    def takes(self):
        """Whether something may be said today."""
        return self.is_running and (not self.asks_of_a_statement or self.of.state == VersionState.COMMENTED)

    @property
    def is_running(self):
        return self.opens_on <= timezone.localdate() <= self.closes_on

    @property
    def is_over(self):
        return timezone.localdate() > self.closes_on


class RoundSection(models.Model):
    """A numbered part of what a round asks about: of a text its words, of the plan only what an aim or a measure is
    called in short, for its words are read where they stand, by whoever may.
    """

    round = models.ForeignKey(CommentRound, models.CASCADE, related_name="sections")
    number = models.PositiveSmallIntegerField()  # points name it
    sign = models.CharField(_("Nummer"), max_length=20)
    heading = models.CharField(_("Überschrift"), max_length=200, blank=True)
    text = models.TextField(_("Text"), max_length=10_000, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("Abschnitt")
        verbose_name_plural = _("Abschnitte")
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="round_section_once"),
            models.UniqueConstraint(fields=["round", "sign"], name="round_section_sign_once"),
        ]

    def __str__(self):
        return f"{self.sign} {self.heading}".strip()


class RoundReport(OpenItem):
    """What became of the points of a round, in moderated words: written once, then only released or left."""

    round = models.ForeignKey(CommentRound, models.CASCADE, related_name="reports")
    slug = models.SlugField(max_length=80, editable=False)
    number = models.PositiveSmallIntegerField(editable=False)
    title = models.CharField(_("Titel"), max_length=160)
    asked = models.CharField(_("Gefragt wurde"), max_length=120, blank=True)
    introduction = models.TextField(_("Einleitung"), max_length=3_000, blank=True)

    class Meta(OpenItem.Meta):
        ordering = ["-created_at"]
        verbose_name = _("Was wurde daraus?")
        verbose_name_plural = _("Was wurde daraus?")
        constraints = [
            *OpenItem.Meta.constraints,
            models.UniqueConstraint(fields=["round", "number"], name="round_report_number_once"),
        ]

    def __str__(self):
        return gettext("Was wurde daraus? %(title)s") % {"title": self.title}

    def get_absolute_url(self):
        return reverse("participation:report-detail", args=[self.pk])


class ReportLine(models.Model):
    """One point as everybody may read it; `outcome` is the German word, so that whoever releases it reads it, too."""

    report = models.ForeignKey(RoundReport, models.CASCADE, related_name="lines")
    order = models.PositiveSmallIntegerField()
    section = models.PositiveSmallIntegerField(null=True)
    heading = models.CharField(_("Abschnitt"), max_length=220)
    text = models.TextField(_("Punkt"), max_length=3_000)
    wording = models.TextField(_("Vorschlag"), max_length=5_000, blank=True)
    outcome = models.CharField(_("Ergebnis"), max_length=40)
    reason = models.TextField(_("Begründung"), max_length=2_000, blank=True)

    class Meta:
        ordering = ["order"]
        verbose_name = _("Punkt")
        verbose_name_plural = _("Punkte")
        constraints = [models.UniqueConstraint(fields=["report", "order"], name="report_line_order_once")]

    def __str__(self):
        return self.text[:80]
