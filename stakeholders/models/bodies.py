"""Bodies: who sits there, by what right, from when to when, and what one grew out of."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Prefetch, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.models import GermanSort
from periods.fields import PeriodField
from rooms.models import OpenItem, RoomItemQuerySet

from ..enums import TRIO, BodyKind, Duty, FilledBy, LegalKind, Quorum, Sector, Share, Succession
from .register import Organisation, Person

FEWEST_FOR_SHARES = 10  # below it a share of a body is not told at all
FEWEST_FOR_NUMBERS = 20  # below it a share of a body is told in three classes only


class BodyQuerySet(RoomItemQuerySet):
    def in_order(self):
        """Those that still meet first."""
        return self.order_by(F("ended_from").asc(nulls_first=True), "kind", GermanSort("name"), "pk")

    def meeting(self):
        """Those that still meet."""
        over = Coalesce("ended_until", "ended_from")
        return self.alias(over=over).filter(Q(over=None) | Q(over__gte=timezone.localdate()))

    def with_seats(self):
        """With seat groups and everybody who ever sat there."""
        return self.prefetch_related("groups", Prefetch("terms", Term.objects.in_order()))


def three_sectors():
    return [sector.value for sector in TRIO]


class Body(OpenItem):
    """A group with seats that meets again and again: steering group, integration council, working group.

    It is never sealed: a body that nobody may know of is none. Whoever must not be named sits there under a role.
    """

    kind = models.CharField(_("Art"), max_length=24, choices=BodyKind, default=BodyKind.STEERING)
    name = models.CharField(_("Name"), max_length=160)
    purpose = models.TextField(_("Aufgabe"), blank=True)
    set_up = PeriodField(_("eingerichtet"), blank=True)
    ended = PeriodField(_("beendet"), blank=True)
    predecessor = models.ForeignKey(
        "self", models.SET_NULL, related_name="successors", null=True, blank=True, verbose_name=_("vorheriges Gremium")
    )
    succession = models.CharField(_("Übergang"), max_length=16, choices=Succession, blank=True)
    sectors = ArrayField(
        models.CharField(max_length=24, choices=Sector),
        verbose_name=_("Diese Seiten sollen vertreten sein"),
        default=three_sectors,
        blank=True,
    )
    quorum = models.CharField(_("beschlussfähig"), max_length=12, choices=Quorum, default=Quorum.NONE)
    notice_days = models.PositiveSmallIntegerField(_("Ladungsfrist in Tagen"), default=14)
    sittings_per_year = models.PositiveSmallIntegerField(_("Sitzungen im Jahr"), null=True, blank=True)
    is_public = models.BooleanField(_("tagt öffentlich"), default=False)
    with_council = models.BooleanField(_("Amtszeit endet mit der Wahlperiode"), default=False)
    carried_by = models.ForeignKey(
        Organisation, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("weitergeführt von")
    )
    carried_since = PeriodField(_("weitergeführt seit"), blank=True)
    source = models.CharField(_("Quelle"), max_length=300, blank=True)

    objects = BodyQuerySet.as_manager()

    class Meta(OpenItem.Meta):
        ordering = ["name", "pk"]
        verbose_name = _("Gremium")
        verbose_name_plural = _("Gremien")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("stakeholders:body-detail", args=[self.pk])

    @property
    def meets(self):
        """Whether it still meets; its last day is one of them."""
        return self.last_day is None or self.last_day >= timezone.localdate()

    @property
    def last_day(self):
        return self.ended_until or self.ended_from

    @property
    def is_only_advising(self):
        """A steering group recommends; council or head of administration decides."""
        return self.kind != BodyKind.COUNCIL


class LegalBasis(models.Model):
    """What a body rests on: a resolution, a by-law, and what changed it since."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="legal_bases")
    kind = models.CharField(_("Art"), max_length=20, choices=LegalKind, default=LegalKind.RESOLUTION)
    title = models.CharField(_("Bezeichnung"), max_length=200)
    decided = PeriodField(_("vom"), blank=True)
    amends = models.ForeignKey(
        "self", models.SET_NULL, related_name="amendments", null=True, blank=True, verbose_name=_("ändert")
    )
    source = models.CharField(_("Quelle"), max_length=300, blank=True)

    class Meta:
        ordering = [F("decided_from").asc(nulls_last=True), "pk"]
        verbose_name = _("Grundlage")
        verbose_name_plural = _("Grundlagen")

    def __str__(self):
        return self.title


class SeatGroup(models.Model):
    """Seats of one kind in a body: how many, how they are filled, whether they vote."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="groups")
    label = models.CharField(_("Wer sitzt hier?"), max_length=160)
    seats = models.PositiveSmallIntegerField(
        _("Sitze"), default=1, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    sector = models.CharField(_("Seite"), max_length=24, choices=Sector, blank=True)
    filled_by = models.CharField(_("besetzt durch"), max_length=12, choices=FilledBy, default=FilledBy.DELEGATED)
    has_vote = models.BooleanField(_("mit Stimme"), default=True)
    proposed_by = models.CharField(_("Vorschlag von"), max_length=160, blank=True)
    # Whoever sat below such a name would be marked by it: a trigger keeps such a group without names.
    by_trait = models.BooleanField(_("nennt ein Merkmal: nur Sitze, keine Namen"), default=False)
    order = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("Sitzgruppe")
        verbose_name_plural = _("Sitzgruppen")

    def __str__(self):
        return self.label


class NumberedSort(GermanSort):
    """The same with numbers as numbers: „Mitglied 8“ comes before „Mitglied 10“."""

    template = (
        f"regexp_replace(regexp_replace({GermanSort.template}, '(\\d+)', '000000000\\1', 'g'),"
        " '\\d*(\\d{10})', '\\1', 'g')"
    )


class TermQuerySet(models.QuerySet):
    def in_order(self):
        return self.order_by(F("period_from").asc(nulls_first=True), NumberedSort("name"), "pk")

    def on(self, day):
        """Those that hold on a day."""
        return self.exclude(period_from__gt=day).exclude(period_until__lt=day)

    def going_beyond(self, day):
        """Those that are not over with a day: open ones, and those with an end of their own behind it."""
        return self.exclude(period_until__lte=day)


class Term(models.Model):
    """Somebody's time on a seat, or as the deputy of somebody who sits there.

    The name is the one the body itself goes by; who the person is in the register stays behind its own circle.
    """

    body = models.ForeignKey(Body, models.CASCADE, related_name="terms")
    group = models.ForeignKey(
        SeatGroup, models.CASCADE, related_name="terms", null=True, blank=True, verbose_name=_("Sitzgruppe")
    )
    name = models.CharField(_("Name oder Rolle"), max_length=160)
    person = models.ForeignKey(
        Person, models.SET_NULL, related_name="terms", null=True, blank=True, verbose_name=_("im Register")
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="terms", null=True, blank=True, verbose_name=_("Konto")
    )
    sent_by = models.CharField(_("entsandt von"), max_length=160, blank=True)
    duty = models.CharField(_("Aufgabe"), max_length=20, choices=Duty, default=Duty.MEMBER)
    deputy_of = models.ForeignKey(
        "self", models.CASCADE, related_name="deputies", null=True, blank=True, verbose_name=_("vertritt")
    )
    period = PeriodField(_("Amtszeit"), blank=True)
    basis = models.CharField(_("durch"), max_length=200, blank=True)
    untold = {"account"}  # earlier versions do not say who in the house a member is

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = [F("period_from").asc(nulls_first=True), "name", "pk"]
        verbose_name = _("Amtszeit")
        verbose_name_plural = _("Amtszeiten")

    def __str__(self):
        return self.name

    def begins_after(self, day):
        return self.period_from is not None and self.period_from > day

    def holds_on(self, day):
        """Whether somebody sits on that day; without dates, always."""
        begun = self.period_from is None or self.period_from <= day
        return begun and (self.period_until is None or self.period_until >= day)


class BodyShare(models.Model):
    """How large a part of a body says something of itself, on a day; never who.

    Below ten there is none: the class would be the number. Below twenty only the class is kept: two exact numbers
    before and after one change would name two people.
    """

    body = models.ForeignKey(Body, models.CASCADE, related_name="shares")
    trait = models.CharField(_("Was sagen sie von sich?"), max_length=120)
    as_of = models.DateField(_("Stand"), default=timezone.localdate)
    share = models.CharField(_("Anteil"), max_length=20, choices=Share)
    count = models.PositiveSmallIntegerField(_("Anzahl"), null=True, blank=True)
    seats = models.PositiveSmallIntegerField(_("von"))
    target_percent = models.PositiveSmallIntegerField(
        _("Ziel in Prozent"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )

    class Meta:
        ordering = ["-as_of", "-pk"]
        verbose_name = _("Anteil")
        verbose_name_plural = _("Anteile")
        constraints = [
            models.CheckConstraint(
                condition=Q(seats__gte=FEWEST_FOR_SHARES),
                name="body_share_of_enough",
                violation_error_message=_("Unter zehn Mitgliedern zeigte schon der Anteil, wer es ist."),
            ),
            models.CheckConstraint(
                condition=Q(count__isnull=True) | Q(seats__gte=FEWEST_FOR_NUMBERS, count__gt=0, count__lt=F("seats")),
                name="body_share_small_numbers",
                violation_error_message=_("Unter 20 Mitgliedern, bei keinem und bei allen bleibt es beim Anteil."),
            ),
            models.UniqueConstraint(
                fields=["body", "trait", "as_of"],
                name="body_share_once_a_day",
                violation_error_message=_("Für diesen Tag steht der Anteil schon da."),
            ),
        ]

    def __str__(self):
        return self.trait

    @property
    def percent(self):
        """The share in percent where the number may be told at all, else None."""
        return None if self.count is None else 100 * self.count / self.seats


class BodyClaim(models.Model):
    """What a source says about a body, word for word; two sources may disagree."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="claims")
    wording = models.CharField(_("Aussage"), max_length=300)
    as_of = PeriodField(_("Stand"), blank=True)
    source = models.CharField(_("Quelle"), max_length=300)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("Aussage")
        verbose_name_plural = _("Aussagen")

    def __str__(self):
        return self.wording
