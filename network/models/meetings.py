"""Meetings of a network: an event with an edition, a host, who came from where, and what was learned."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from engagements.enums import ConflictTheme
from municipalities.models import Place
from participation.models import Event
from periods.fields import PeriodField
from rooms.models import OpenItem, RoomItemQuerySet

from ..enums import MeetingKind
from .network import Network


class NetworkMeetingQuerySet(RoomItemQuerySet):
    def for_list(self):
        return self.select_related("event", "host_place").order_by(
            F("event__begins").desc(nulls_first=True), "-created_at", "pk"
        )

    def ahead(self):
        return self.filter(event__in=Event.objects.ahead())

    def for_next(self):
        return self.select_related("event", "host_place").order_by(F("event__begins").asc(nulls_last=True), "pk")


class NetworkMeeting(OpenItem):
    """A gathering of a network: programme, tables and registration are the event's, the rest is here."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="meetings")
    event = models.OneToOneField(Event, models.CASCADE, related_name="network_meeting", editable=False)
    kind = models.CharField(_("Art"), max_length=24, choices=MeetingKind, default=MeetingKind.MEETING)
    edition = models.PositiveSmallIntegerField(_("das wievielte?"), null=True, blank=True)
    planned = PeriodField(_("geplant für"), blank=True)
    host_place = models.ForeignKey(
        Place, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("gastgebende Kommune")
    )
    open_questions = models.TextField(_("Offene Fragen"), max_length=3000, blank=True)
    evaluation = models.TextField(_("Auswertung"), max_length=3000, blank=True)
    next_time = PeriodField(_("nächster Termin"), blank=True)
    source = models.CharField(_("Quelle"), max_length=300, blank=True)

    objects = NetworkMeetingQuerySet.as_manager()

    class Meta(OpenItem.Meta):
        verbose_name = _("Treffen des Netzwerks")
        verbose_name_plural = _("Treffen des Netzwerks")

    def __str__(self):
        return (
            _("%(title)s, %(edition)s. Mal") % {"title": self.event, "edition": self.edition}
            if self.edition
            else str(self.event)
        )

    def get_absolute_url(self):
        return reverse("network:meeting-detail", args=[self.pk])


class MeetingPresence(models.Model):
    """How many came from one town or organisation; nobody by name."""

    meeting = models.ForeignKey(NetworkMeeting, models.CASCADE, related_name="presences")
    name = models.CharField(_("Kommune oder Organisation"), max_length=200)
    heads = models.PositiveSmallIntegerField(_("Personen"), default=1)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("Teilnahme einer Kommune")
        verbose_name_plural = _("Teilnahme der Kommunen")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "name"],
                name="meeting_presence_once",
                violation_error_message=_("Diese Kommune steht schon in der Liste."),
            )
        ]

    def __str__(self):
        return f"{self.name}: {self.heads}"


class SuccessFactorQuerySet(RoomItemQuerySet):
    def for_list(self):
        return self.select_related("meeting__event").order_by("-created_at", "pk")

    def search(self, words):
        """Those in which every word occurs, in the sentence or in what it rests on."""
        rows = self
        for word in words.split():
            rows = rows.filter(Q(text__icontains=word) | Q(evidence__icontains=word))
        return rows


class SuccessFactor(OpenItem):
    """What helped, in one sentence, and where it was seen: the harvest of the meetings."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="factors")
    meeting = models.ForeignKey(
        NetworkMeeting, models.SET_NULL, related_name="factors", null=True, blank=True, verbose_name=_("beim Treffen")
    )
    text = models.CharField(_("Was hat geholfen?"), max_length=300)
    evidence = models.CharField(_("Woran war es zu sehen?"), max_length=500, blank=True)
    theme = models.CharField(_("Thema"), max_length=30, choices=ConflictTheme, blank=True)
    source = models.CharField(_("Quelle"), max_length=300, blank=True)

    objects = SuccessFactorQuerySet.as_manager()

    class Meta(OpenItem.Meta):
        verbose_name = _("Erfolgsfaktor")
        verbose_name_plural = _("Erfolgsfaktoren")

    def __str__(self):
        return self.text
