from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from municipalities.models import GermanSort, Place
from periods.fields import PeriodField
from rooms.enums import Circle
from rooms.models import RoomItem, RoomItemQuerySet

from ..enums import PartnerRole, ProgrammeKind
from .engagement import Engagement


class ProgrammeQuerySet(RoomItemQuerySet):
    def for_list(self):
        return self.prefetch_related("partners").order_by(
            F("period_from").desc(nulls_last=True), GermanSort("title"), "pk"
        )


class Programme(RoomItem):
    """What bundles engagements: a project, a pilot, a commission. It lies in its organisation's room."""

    title = models.CharField(_("Titel"), max_length=240)
    acronym = models.CharField(_("Kürzel"), max_length=40, blank=True)
    other_titles = models.TextField(_("andere Titel (einer je Zeile)"), blank=True)
    kind = models.CharField(_("Art"), max_length=14, choices=ProgrammeKind, blank=True)
    planned = PeriodField(_("geplante Laufzeit"), blank=True)
    period = PeriodField(_("Laufzeit"), blank=True)
    activity = PeriodField(_("Zeit der Arbeit vor Ort"), blank=True)
    summary = models.TextField(_("Worum geht es?"), blank=True)
    credit_lines = models.TextField(_("Förderhinweise im Wortlaut (einer je Zeile)"), blank=True)
    predecessor = models.ForeignKey(
        "self", models.SET_NULL, related_name="successors", null=True, blank=True, verbose_name=_("folgt auf")
    )
    source = models.CharField(_("Quelle"), max_length=300, blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("Programm")
        verbose_name_plural = _("Programme")
        constraints = [
            models.CheckConstraint(
                condition=Q(circle__lt=Circle.SEALED),
                name="programme_not_sealed",
                violation_error_message=_("Ein Programm wird nicht versiegelt."),
            )
        ]

    def __str__(self):
        return self.acronym or self.title

    def get_absolute_url(self):
        return reverse("engagements:programme-detail", args=[self.pk])


class ProgrammePartner(models.Model):
    """Somebody who carries, funds or accompanies a programme, by name and role."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="partners")
    name = models.CharField(_("Name"), max_length=200)
    role = models.CharField(_("Rolle"), max_length=14, choices=PartnerRole)
    note = models.CharField(_("Anmerkung"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("Partner*in")
        verbose_name_plural = _("Partner*innen")

    def __str__(self):
        return self.name


class ProgrammeClaim(models.Model):
    """A number somebody stated about a programme, kept beside other statements even where they disagree."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="claims")
    about = models.CharField(_("wovon"), max_length=120)
    number = models.PositiveIntegerField(_("Zahl"), null=True, blank=True)
    wording = models.CharField(_("Wortlaut"), max_length=300)
    is_planned = models.BooleanField(_("geplant, nicht erreicht"), default=False)
    as_of = PeriodField(_("Stand"), blank=True)
    source = models.CharField(_("Quelle"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("Angabe")
        verbose_name_plural = _("Angaben")

    def __str__(self):
        return self.wording


class ProgrammePlaceQuerySet(models.QuerySet):
    def for_list(self):
        return self.select_related("place__kreis", "place__land")


class ProgrammePlace(models.Model):
    """A place a programme names in public, with or without an engagement of ours."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="places")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Kommune"))
    wording = models.CharField(_("Wortlaut"), max_length=200, blank=True)
    group = models.CharField(_("Gruppe"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = ProgrammePlaceQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("genannter Ort")
        verbose_name_plural = _("genannte Orte")

    def __str__(self):
        return self.wording or str(self.place)


class ProgrammePart(models.Model):
    """Says that an engagement belongs to a programme, for its own time; seen by those who see the engagement."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="parts", verbose_name=_("Programm"))
    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="parts", verbose_name=_("Beratung"))
    period = PeriodField(_("Zeit im Programm"), blank=True)
    note = models.CharField(_("Anmerkung"), max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("Zuordnung")
        verbose_name_plural = _("Zuordnungen")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "engagement"],
                name="programme_part_once",
                violation_error_message=_("Diese Beratung gehört schon zu diesem Programm."),
            )
        ]

    def __str__(self):
        return str(self.programme)
