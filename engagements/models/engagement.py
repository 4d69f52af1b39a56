from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from municipalities.models import GermanSort, Place
from periods.fields import PeriodField
from rooms.ids import uuid7
from rooms.models import Room
from rooms.reach import reach_of
from stakeholders.models import Organisation

from ..enums import Approach, ConflictTheme, Disclosure, LinkKind, Service, Status
from .templates import ProcessTemplate


class EngagementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever is an active member of the room knows that the engagement exists."""
        return self.filter(room_id__in=reach_of(user).rooms)

    def open(self):
        return self.filter(status__in=[status for status in Status if status.is_open])

    def for_list(self):
        """Engagements with their place, those still open first."""
        closed = Q(status__in=[status for status in Status if not status.is_open])
        return (
            self.select_related("municipality__land")
            .annotate(is_closed=models.Case(models.When(closed, then=1), default=0))
            .order_by("is_closed", F("period_from").desc(nulls_last=True), GermanSort("title"), "pk")
        )

    def for_detail(self):
        return self.select_related(
            "municipality__kreis", "municipality__land", "template", "room__organisation", "client"
        ).prefetch_related("phases")


class Engagement(models.Model):
    """One consultation with an occasion, a mandate, a period and phases.

    Its room decides who reads what of it; `status` is written by `transitions` and nowhere else.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    room = models.OneToOneField(Room, models.CASCADE, related_name="engagement", editable=False)
    title = models.CharField(_("Titel"), max_length=200)
    municipality = models.ForeignKey(
        Place, models.PROTECT, related_name="engagements", null=True, blank=True, verbose_name=_("Kommune")
    )
    place = models.CharField(
        _("genauer Ort"),
        max_length=160,
        blank=True,
        help_text=_("Ortsteil, Quartier oder Platz, wenn kleiner als die Kommune."),
    )
    disclosure = models.CharField(
        _("Wird die Kommune öffentlich genannt?"), max_length=14, choices=Disclosure, default=Disclosure.NAMED
    )
    client = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Auftraggeber*in")
    )
    approach = models.CharField(_("Ansatz"), max_length=12, choices=Approach, default=Approach.KKB)
    template = models.ForeignKey(
        ProcessTemplate,
        models.PROTECT,
        related_name="engagements",
        null=True,
        editable=False,
        verbose_name=_("Vorlage"),
    )
    status = models.CharField(_("Stand"), max_length=14, choices=Status, default=Status.REQUEST, editable=False)
    occasion = models.TextField(_("Anlass und Ausgangslage"), blank=True)
    occasion_period = PeriodField(_("Wann begann es?"), blank=True)
    aims = models.TextField(_("Ziele"), blank=True)
    themes = ArrayField(
        models.CharField(max_length=24, choices=ConflictTheme),
        verbose_name=_("Konfliktthemen"),
        default=list,
        blank=True,
    )
    services = ArrayField(
        models.CharField(max_length=28, choices=Service), verbose_name=_("Leistungen"), default=list, blank=True
    )
    planned = PeriodField(_("geplanter Zeitraum"), blank=True)
    period = PeriodField(_("Beratungszeitraum"), blank=True)
    source = models.CharField(_("Quelle"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = EngagementQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("Beratung")
        verbose_name_plural = _("Beratungen")

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("engagements:detail", args=[self.pk])

    # Django's own would translate every choice to name one (docs/performance.md).
    def get_status_display(self):
        return str(Status(self.status).label)

    @property
    def is_open(self):
        return Status(self.status).is_open

    @property
    def place_name(self):
        """The place as members of the room know it."""
        return place_words(self.place, self.municipality.name if self.municipality_id else "")

    @property
    def theme_labels(self):
        return [ConflictTheme(theme).label for theme in self.themes]

    @property
    def service_labels(self):
        return [Service(service).label for service in self.services]


def place_words(place, town):
    """„Nordstadt (Dortmund)“, or the one of the two that is known."""
    if place and town:
        return f"{place} ({town})"
    return place or town or _("Ort nicht genannt")


class EngagementLink(models.Model):
    """Says that one engagement follows, prepares or runs beside another; seen by those who see both."""

    source = models.ForeignKey(Engagement, models.CASCADE, related_name="links")
    target = models.ForeignKey(Engagement, models.CASCADE, related_name="backlinks", verbose_name=_("andere Beratung"))
    kind = models.CharField(_("Verhältnis"), max_length=10, choices=LinkKind)
    note = models.CharField(_("Anmerkung"), max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("Verknüpfung")
        verbose_name_plural = _("Verknüpfungen")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target", "kind"],
                name="engagement_link_once",
                violation_error_message=_("Diese Verknüpfung gibt es schon."),
            ),
            models.CheckConstraint(
                condition=~Q(source=F("target")),
                name="engagement_link_to_another",
                violation_error_message=_("Eine Beratung kann nicht mit sich selbst verknüpft werden."),
            ),
        ]

    def __str__(self):
        return self.get_kind_display()
