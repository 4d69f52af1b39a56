from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from periods.fields import PeriodField
from rooms.fields import SealableCharField, SealableTextField
from rooms.models import RoomItem
from stakeholders.models import Office, Organisation

from ..enums import AgreementKind, AgreementState, ContributionState, Service
from .engagement import Engagement

SIGNED_STATES = (AgreementState.SIGNED, AgreementState.IN_FORCE)


class Mandate(RoomItem):
    """Who commissions the consultation: the organ, the person in office, the day. It stays with the office."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="mandates")
    client = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Auftraggeber*in")
    )
    organ = SealableCharField(
        _("Organ"),
        max_length=160,
        help_text=_("Zum Beispiel Bürgermeister*in, Stadtvorstand, Landrätin, Staatsministerium."),
    )
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Person im Amt")
    )
    is_head = models.BooleanField(_("Verwaltungsspitze beauftragt"), default=True)
    given_on = PeriodField(_("erteilt"), blank=True)
    subject = SealableTextField(_("Gegenstand"), blank=True)
    services = ArrayField(
        models.CharField(max_length=28, choices=Service), verbose_name=_("Leistungen"), default=list, blank=True
    )
    source = SealableCharField(_("Quelle"), max_length=300, blank=True)

    class Meta:
        ordering = [F("given_on_from").asc(nulls_last=True), "pk"]
        verbose_name = _("Auftrag")
        verbose_name_plural = _("Aufträge")

    def __str__(self):
        return self.organ

    @property
    def service_labels(self):
        return [Service(service).label for service in self.services]

    @property
    def is_complete(self):
        """Whether it passes the gate: commissioned by the head of administration, with a date."""
        return self.is_head and bool(self.given_on)


class Contact(RoomItem):
    """A person the town names for daily contact or cooperation."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="contacts")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("Person im Amt"))
    is_contact = models.BooleanField(_("Ansprechpartner*in"), default=True)
    is_partner = models.BooleanField(_("Kooperationspartner*in"), default=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("Ansprechperson")
        verbose_name_plural = _("Ansprechpersonen")

    def __str__(self):
        return str(self.office)


class Agreement(RoomItem):
    """A paper between the parties: what it covers, how far it is, what it rests on.

    `state` is written by `transitions` and nowhere else.
    """

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="agreements")
    kind = models.CharField(_("Art"), max_length=16, choices=AgreementKind, default=AgreementKind.COOPERATION)
    title = SealableCharField(_("Titel"), max_length=200)
    state = models.CharField(
        _("Stand"), max_length=16, choices=AgreementState, default=AgreementState.DRAFT, editable=False
    )
    based_on = models.ForeignKey(
        "self", models.PROTECT, related_name="followers", null=True, blank=True, verbose_name=_("ergänzt")
    )
    modules = ArrayField(models.SlugField(max_length=40), verbose_name=_("abgedeckte Phasen"), default=list, blank=True)
    signed = PeriodField(_("unterzeichnet"), blank=True)
    term = PeriodField(_("Laufzeit"), blank=True)
    text = SealableTextField(_("Inhalt"), blank=True)
    source = SealableCharField(_("Quelle"), max_length=300, blank=True)

    class Meta:
        ordering = [F("signed_from").asc(nulls_last=True), "pk"]
        verbose_name = _("Vereinbarung")
        verbose_name_plural = _("Vereinbarungen")

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("engagements:agreement-detail", args=[self.pk])

    @property
    def is_signed(self):
        return self.state in SIGNED_STATES

    @property
    def is_frozen(self):
        """Whether its wording stands: what has been signed is not reworded, not even after its end."""
        return self.state not in {AgreementState.DRAFT, AgreementState.NEGOTIATING}

    @property
    def has_run_out(self):
        return self.term_until is not None and self.term_until < timezone.localdate()


class OwnContribution(RoomItem):
    """What the municipality brings: rooms, material, publicity, catering, co-moderators."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="own_contributions")
    name = SealableCharField(_("Eigenleistung"), max_length=120)
    state = models.CharField(_("Stand"), max_length=8, choices=ContributionState, default=ContributionState.OPEN)
    responsible = SealableCharField(_("zuständig"), max_length=160, blank=True)
    value_eur = models.DecimalField(
        _("Wert in Euro"), max_digits=10, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    due = PeriodField(_("bis wann"), blank=True)
    note = SealableCharField(_("Anmerkung"), max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("Eigenleistung")
        verbose_name_plural = _("Eigenleistungen")
        constraints = [
            models.CheckConstraint(
                condition=Q(value_eur__isnull=True) | Q(value_eur__gte=0),
                name="own_contribution_not_negative",
                violation_error_message=_("Der Wert ist nicht kleiner als null."),
            ),
            models.UniqueConstraint(
                fields=["engagement", "name"],
                name="own_contribution_once",
                violation_error_message=_("Diese Eigenleistung steht schon auf der Liste."),
            ),
        ]

    def __str__(self):
        return self.name
