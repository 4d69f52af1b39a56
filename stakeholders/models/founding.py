"""How an integration council comes about: its ten steps, the call, who is thought of, and what a year was like."""

from datetime import timedelta

from django.db import models
from django.db.models import CharField, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.models import Entry
from periods.fields import PeriodField
from rooms.enums import Circle
from rooms.models import OpenItem, RoomItemQuerySet

from ..enums import Approach, FoundingStep, NominationState, StepState
from .bodies import Body, LegalBasis, SeatGroup

SEATED = (NominationState.ELECTED, NominationState.APPOINTED)
NOMINATION_DAYS = 90  # so long after the appointment, or after a no, the house knows who was thought of


class CouncilStep(OpenItem):
    """One of the ten steps of a council; `state` is written by `steering.transitions` and nowhere else."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="steps")
    key = models.CharField(_("Schritt"), max_length=20, choices=FoundingStep, editable=False)
    state = models.CharField(_("Stand"), max_length=12, choices=StepState, default=StepState.OPEN, editable=False)
    period = PeriodField(_("Wann?"), blank=True)
    responsible = models.CharField(_("Wer kümmert sich?"), max_length=160, blank=True)
    note = models.TextField(_("Was Sie festhalten"), blank=True, max_length=5_000)
    basis = models.ForeignKey(
        LegalBasis, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("beruht auf")
    )

    goes_at_most = Circle.CLIENT

    class Meta(OpenItem.Meta):
        ordering = ["pk"]
        verbose_name = _("Schritt zum Beirat")
        verbose_name_plural = _("Schritte zum Beirat")
        constraints = [
            *OpenItem.Meta.constraints,
            models.UniqueConstraint(fields=["body", "key"], name="council_step_once"),
        ]

    def __str__(self):
        return f"{self.number}. {self.get_key_display()}"

    def get_absolute_url(self):
        return reverse("steering:council-step", args=[self.pk])

    @property
    def number(self):
        """Its place among the ten."""
        return list(FoundingStep).index(FoundingStep(self.key)) + 1

    @property
    def siblings(self):
        """All steps of its council."""
        return CouncilStep.objects.filter(body=self.body_id)

    @property
    def is_over(self):
        return self.state in {StepState.DONE, StepState.SKIPPED}


class Call(OpenItem):
    """How people are asked to sit in a council: in which words, which languages, until when."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="calls")
    wording = models.TextField(_("Wortlaut"), max_length=10_000)
    channels = models.CharField(
        _("Wege"), max_length=300, blank=True, help_text=_("Zum Beispiel Amtsblatt, Aushang, Ansprache in Vereinen.")
    )
    languages = models.CharField(_("Sprachen"), max_length=200, blank=True, default="Deutsch")
    published_on = models.DateField(_("bekannt gemacht am"), null=True, blank=True)
    until = models.DateField(_("Meldungen bis"), null=True, blank=True)

    class Meta(OpenItem.Meta):
        ordering = ["-created_at", "-pk"]
        verbose_name = _("Aufruf")
        verbose_name_plural = _("Aufrufe")

    def __str__(self):
        return str(_("Aufruf für „%(body)s“") % {"body": self.body})

    def get_absolute_url(self):
        return reverse("steering:call-update", args=[self.pk])

    @property
    def is_open(self):
        """Whether one can still come forward."""
        return self.until is None or self.until >= timezone.localdate()


class NominationQuerySet(RoomItemQuerySet):
    def in_order(self):
        return self.select_related("group").order_by("group__order", "group", "name", "pk")

    def with_day_to_go(self):
        """Each with the day it goes: its own, or where nobody has touched it since seats were filled, that of these."""
        about = {"target": self.model._meta.label_lower, "target_key": Cast(OuterRef("pk"), CharField())}
        noted = Entry.objects.filter(**about, action="nomination.state")
        moment = Coalesce(Subquery(noted.order_by("-at").values("at")[:1]), "changed_at")
        seated = self.model._base_manager.filter(body=OuterRef("body"), state__in=SEATED).alias(seated_at=moment)
        since = seated.filter(seated_at__gte=OuterRef("changed_at")).order_by("goes_on")
        return self.annotate(day_it_goes=Coalesce("goes_on", Subquery(since.values("goes_on")[:1])))

    def forgettable(self, today=None):
        """Those whose time is over: settled long ago, or left over when the seats were filled."""
        return self.with_day_to_go().filter(day_it_goes__lte=today or timezone.localdate())


class Nomination(OpenItem):
    """Somebody who is thought of for a seat: told in confidence, and forgotten when the seats are filled.

    It reaches the team and, where said, the town's contact persons; nothing brings it further out.
    """

    body = models.ForeignKey(Body, models.CASCADE, related_name="nominations")
    group = models.ForeignKey(
        SeatGroup, models.CASCADE, related_name="nominations", null=True, blank=True, verbose_name=_("Sitzgruppe")
    )
    name = models.CharField(_("Name oder Rolle"), max_length=160)
    approach = models.CharField(_("Wie kam es dazu?"), max_length=12, choices=Approach, default=Approach.PERSONAL)
    proposed_by = models.CharField(_("vorgeschlagen von"), max_length=160, blank=True)
    state = models.CharField(
        _("Stand"), max_length=16, choices=NominationState, default=NominationState.PROPOSED, editable=False
    )
    goes_on = models.DateField(_("wird gelöscht am"), null=True, editable=False)

    goes_at_most = Circle.CLIENT

    objects = NominationQuerySet.as_manager()

    class Meta(OpenItem.Meta):
        ordering = ["name", "pk"]
        verbose_name = _("Vorschlag für einen Sitz")
        verbose_name_plural = _("Vorschläge für Sitze")
        constraints = [
            *OpenItem.Meta.constraints,
            models.CheckConstraint(condition=Q(circle__gte=Circle.CLIENT), name="nomination_in_confidence"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"{reverse('steering:nominations', args=[self.body_id])}#v-{self.pk}"

    @staticmethod
    def day_to_go(day=None):
        """When it goes if it is settled on this day."""
        return (day or timezone.localdate()) + timedelta(days=NOMINATION_DAYS)


class CouncilYear(OpenItem):
    """What somebody writes into the yearly report of a body; the rest of it is counted."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField(_("Jahr"), editable=False)
    foreword = models.TextField(_("Vorwort"), blank=True, max_length=10_000)
    done = models.TextField(_("Was getan wurde"), blank=True, max_length=10_000)
    ahead = models.TextField(_("Wie es weitergeht"), blank=True, max_length=10_000)

    class Meta(OpenItem.Meta):
        ordering = ["-year", "pk"]
        verbose_name = _("Jahresbericht")
        verbose_name_plural = _("Jahresberichte")
        constraints = [
            *OpenItem.Meta.constraints,
            models.UniqueConstraint(fields=["body", "year"], name="council_year_once"),
        ]

    def __str__(self):
        return str(_("Jahresbericht %(year)s") % {"year": self.year})

    def get_absolute_url(self):
        return reverse("steering:council-year", args=[self.body_id, self.year])
