"""Who is in a network, since when and for what; and the rounds in which a programme took towns in."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagements.models import Programme
from municipalities.models import GermanSort, Place
from periods.fields import PeriodField
from rooms.models import OpenItem, RoomItemQuerySet

from ..enums import Purpose
from .network import Network


class NetworkMemberQuerySet(RoomItemQuerySet):
    def for_list(self):
        return self.select_related("place__kreis", "place__land").order_by(GermanSort("sort_name"), "pk")

    def current(self, on=None):
        """Those whose time has not ended, or is not known."""
        return self.exclude(period_until__lt=on or timezone.localdate())


class NetworkMember(OpenItem):
    """A town or an organisation in a network: since when, until when, for what. A person is never one."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="members")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Kommune"))
    name = models.CharField(_("Organisation oder Wortlaut"), max_length=200, blank=True)
    count = models.PositiveSmallIntegerField(_("steht für so viele"), default=1)
    period = PeriodField(_("dabei"), blank=True)
    purposes = ArrayField(
        models.CharField(max_length=16, choices=Purpose), verbose_name=_("Wozu?"), default=list, blank=True
    )
    note = models.CharField(_("Anmerkung"), max_length=300, blank=True)
    source = models.CharField(_("Quelle"), max_length=300, blank=True)
    # What the list is sorted by: the wording, or the name of the place when the row was saved.
    sort_name = models.CharField(max_length=200, editable=False)

    objects = NetworkMemberQuerySet.as_manager()

    class Meta(OpenItem.Meta):
        verbose_name = _("Mitglied des Netzwerks")
        verbose_name_plural = _("Mitglieder des Netzwerks")
        constraints = [
            *OpenItem.Meta.constraints,
            models.CheckConstraint(
                condition=Q(place__isnull=False) | ~Q(name=""),
                name="network_member_has_a_name",
                violation_error_message=_("Bitte wählen Sie eine Kommune oder nennen Sie die Organisation."),
            ),
            models.UniqueConstraint(
                fields=["network", "place"],
                condition=Q(period_until__isnull=True),
                name="network_member_place_once",
                violation_error_message=_("Diese Kommune ist schon eingetragen."),
            ),
            models.CheckConstraint(condition=Q(count__gte=1), name="network_member_counts"),
        ]

    def __str__(self):
        return self.name or self.place.title

    @property
    def purpose_labels(self):
        return [Purpose(each).label for each in self.purposes]

    @property
    def is_over(self):
        return self.period_until is not None and self.period_until < timezone.localdate()


class CohortQuerySet(RoomItemQuerySet):
    def for_list(self):
        return self.prefetch_related("places__place", "counts").order_by(
            F("period_from").asc(nulls_last=True), "title", "number", "pk"
        )


class Cohort(OpenItem):
    """The towns that began together: planned number, those named, and how many more without a name."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="cohorts")
    programme = models.ForeignKey(
        Programme, models.SET_NULL, related_name="cohorts", null=True, blank=True, verbose_name=_("Programm")
    )
    title = models.CharField(_("Bezeichnung"), max_length=200)
    number = models.PositiveSmallIntegerField(_("Runde"), default=1)
    planned = models.PositiveSmallIntegerField(_("geplante Zahl der Kommunen"), null=True, blank=True)
    unnamed = models.PositiveSmallIntegerField(_("weitere, nicht genannt"), default=0)
    period = PeriodField(_("Zeitraum"), blank=True)
    note = models.TextField(_("Anmerkung"), max_length=2000, blank=True)
    source = models.CharField(_("Quelle"), max_length=300, blank=True)

    objects = CohortQuerySet.as_manager()

    class Meta(OpenItem.Meta):
        verbose_name = _("Kohorte")
        verbose_name_plural = _("Kohorten")
        constraints = [
            *OpenItem.Meta.constraints,
            models.UniqueConstraint(
                fields=["network", "title", "number"],
                name="cohort_round_once",
                violation_error_message=_("Diese Runde ist schon eingetragen."),
            ),
        ]

    def __str__(self):
        return _("%(title)s, Runde %(number)s") % {"title": self.title, "number": self.number}

    def get_absolute_url(self):
        return reverse("network:cohort-detail", args=[self.pk])

    @property
    def total(self):
        """All towns of the round, those without a name included."""
        return len(self.places.all()) + self.unnamed

    @property
    def latest(self):
        """The number stated last, with its day; none where nobody stated one."""
        return next(reversed(self.counts.all()), None)


class CohortPlace(models.Model):
    """A town named as one of a cohort, in the wording of the source."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="places")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Kommune"))
    wording = models.CharField(_("Name"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("Kommune einer Kohorte")
        verbose_name_plural = _("Kommunen einer Kohorte")

    def __str__(self):
        return self.wording or self.place.title


class CohortCount(models.Model):
    """How many towns it was said to be, on which day and by whom: 21 in September 2020, 35 at the end."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="counts")
    number = models.PositiveSmallIntegerField(_("Zahl der Kommunen"))
    as_of = PeriodField(_("Stand"), blank=True)
    source = models.CharField(_("Quelle"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("Stand der Zahl")
        verbose_name_plural = _("Stände der Zahl")

    def __str__(self):
        return str(self.number)
