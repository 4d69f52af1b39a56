"""Organisations, people and their offices, as one engagement's room knows them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.models import GermanSort, Unit
from periods.fields import PeriodField
from rooms.enums import Circle
from rooms.fields import SealableCharField, SealableEmailField, SealableTextField
from rooms.models import Room, RoomItem, RoomItemQuerySet

from ..enums import Kind, Sector


class OrganisationQuerySet(RoomItemQuerySet):
    def in_order(self):
        return self.order_by(GermanSort("name"), "pk")

    def unmerged(self):
        return self.filter(merged_into=None)

    def for_register(self, user):
        """With other names and the offices this person may see, each with its holder."""
        offices = Office.objects.visible_to(user).select_related("person").in_order()
        return self.in_order().prefetch_related("aliases", Prefetch("offices", offices))


class Organisation(RoomItem):
    """An organisation or group that takes part in a consultation, as one engagement's room knows it."""

    name = SealableCharField(_("Name"), max_length=200)
    kind = models.CharField(_("Art"), max_length=30, choices=Kind, blank=True)
    sector = models.CharField(_("Sektor"), max_length=24, choices=Sector, blank=True)
    is_organised = models.BooleanField(_("verfasst (hat Satzung oder Ansprechstelle)"), default=True)
    unit = models.ForeignKey(
        Unit, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("Verwaltungseinheit")
    )
    parent = models.ForeignKey(
        "self", models.SET_NULL, related_name="units", null=True, blank=True, verbose_name=_("gehört zu")
    )
    contact_email = SealableEmailField(_("Funktionsadresse"), blank=True)
    contact_phone = SealableCharField(_("Telefon"), max_length=40, blank=True)
    note = SealableTextField(_("Anmerkung"), blank=True)
    merged_into = models.ForeignKey("self", models.SET_NULL, related_name="merged", null=True, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("Organisation")
        verbose_name_plural = _("Organisationen")
        constraints = [
            models.UniqueConstraint(
                "room",
                Lower("name"),
                # A sealed name must not answer whoever tries it again.
                condition=Q(merged_into=None, circle__lt=Circle.SEALED),
                name="organisation_once_per_room",
                violation_error_message=_("Diese Organisation steht hier schon."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("stakeholders:organisation-detail", args=[self.pk])


class Alias(models.Model):
    """Another name of an organisation: an abbreviation, an earlier name, a spelling found in a text."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="aliases")
    name = SealableCharField(_("anderer Name"), max_length=200, of="organisation")
    period = PeriodField(_("geführt"), blank=True)
    source = SealableCharField(_("Quelle"), max_length=300, blank=True, of="organisation")

    class Meta:
        ordering = ["name"]
        verbose_name = _("anderer Name")
        verbose_name_plural = _("andere Namen")
        constraints = [models.UniqueConstraint("organisation", Lower("name"), name="alias_once")]

    def __str__(self):
        return self.name


class PersonQuerySet(RoomItemQuerySet):
    def in_order(self):
        return self.order_by(GermanSort("name"), "pk")

    def unmerged(self):
        return self.filter(merged_into=None)

    def for_register(self, user):
        """With their offices; an organisation this person may not see is left out of them."""
        return self.in_order().prefetch_related(Prefetch("offices", Office.objects.for_reader(user)))


class Person(RoomItem):
    """A person in the register: name or role, and how to reach the function. Nothing about who she is."""

    name = SealableCharField(_("Name oder Rolle"), max_length=160)
    sector = models.CharField(_("Sektor"), max_length=24, choices=Sector, blank=True)
    contact_email = SealableEmailField(_("Funktionsadresse"), blank=True)
    contact_phone = SealableCharField(_("Telefon"), max_length=40, blank=True)
    note = SealableTextField(_("Anmerkung"), blank=True)
    merged_into = models.ForeignKey("self", models.SET_NULL, related_name="merged", null=True, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("Person")
        verbose_name_plural = _("Personen")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("stakeholders:person-detail", args=[self.pk])


class OfficeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """An office is as visible as the person who holds it."""
        return self.filter(person__in=Person.objects.visible_to(user).unmerged())

    def in_order(self):
        return self.order_by("is_former", "title", "pk")

    def for_reader(self, user):
        """With person and organisation, where an organisation hidden from this person reads as none."""
        organisations = Organisation.objects.visible_to(user).unmerged()
        return (
            self.visible_to(user)
            .in_order()
            .select_related("person")
            .prefetch_related(Prefetch("organisation", organisations))
        )


class Office(models.Model):
    """An office or function a person holds or held, from when to when."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="offices")
    title = SealableCharField(_("Amt oder Funktion"), max_length=160, of="person")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="offices", null=True, blank=True, verbose_name=_("Organisation")
    )
    party = SealableCharField(
        _("Partei (bei Gewählten)"),
        max_length=60,
        blank=True,
        of="person",
        help_text=_("Nur was im Amt öffentlich ist, zum Beispiel „parteilos“."),
    )
    period = PeriodField(_("im Amt"), blank=True)
    is_former = models.BooleanField(_("a.D. (nicht mehr im Amt)"), default=False)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["is_former", "title", "pk"]
        verbose_name = _("Amt")
        verbose_name_plural = _("Ämter")

    def __str__(self):
        details = ", ".join(filter(None, [self.party, "a.D." if self.has_ended else ""]))
        return f"{self.title} {self.person}" + (f" ({details})" if details else "")

    @property
    def has_ended(self):
        return self.is_former or (self.period_until is not None and self.period_until < timezone.localdate())


class NotDuplicate(models.Model):
    """Somebody has looked: these two are different, and nobody is asked about them again."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="+")
    first = models.UUIDField()
    second = models.UUIDField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("verschieden trotz Ähnlichkeit")
        verbose_name_plural = _("verschieden trotz Ähnlichkeit")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="not_duplicate_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="not_duplicate_in_order"),
        ]

    def __str__(self):
        return f"{self.first} ≠ {self.second}"
