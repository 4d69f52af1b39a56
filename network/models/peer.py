"""Peer consultation (Kollegiale Fallberatung): read by those who sit in it, and gone after six weeks."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rooms.ids import uuid7
from rooms.models import Room

from ..enums import PeerNoteKind, PeerState
from .network import Network

KEPT_DAYS = 42  # six weeks: long enough for the look back, then the notes go
# Phases with minutes as they are usual in the field; whoever gives the case may change the minutes.
PHASES = (
    ("rollen", _("Rollen klären"), 2),
    ("fall", _("Fall schildern"), 10),
    ("schluesselfrage", _("Schlüsselfrage"), 5),
    ("resonanz", _("Innere Resonanz"), 5),
    ("fragen", _("Rückfragen"), 5),
    ("hypothesen", _("Hypothesen"), 5),
    ("antwort", _("Antwort der Fallgeber*in"), 3),
    ("ideen", _("Ideen"), 7),
    ("mitnehmen", _("Auswahl: was ich mitnehme"), 5),
)
LONGEST_PHASE = 60


def usual_minutes():
    return [minutes for _key, _label, minutes in PHASES]


class PeerConsultationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Only who sits in it: neither the network nor its administration."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(giver=user.pk) | Q(pk__in=PeerSeat.objects.filter(person=user.pk).values("consultation")))


class PeerConsultation(models.Model):
    """One case among equals: disguised, with a question, by the clock; its words delete themselves.

    `state` is written by `transitions` and nowhere else.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="+", editable=False)
    network = models.ForeignKey(Network, models.CASCADE, related_name="consultations", editable=False)
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", editable=False)
    title = models.CharField(_("Überschrift, ohne Ort und Namen"), max_length=120)
    case = models.TextField(_("Der Fall, verfremdet"), max_length=5000)
    question = models.CharField(_("Schlüsselfrage"), max_length=300, blank=True)
    takeaway = models.TextField(_("Was ich mitnehme"), max_length=3000, blank=True)
    minutes = models.JSONField(default=usual_minutes)
    state = models.CharField(_("Stand"), max_length=8, choices=PeerState, default=PeerState.PLANNED, editable=False)
    starts = models.DateTimeField(_("Termin"), null=True, blank=True)
    started_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    delete_on = models.DateField(_("wird gelöscht am"), null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PeerConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("Kollegiale Fallberatung")
        verbose_name_plural = _("Kollegiale Fallberatungen")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=PeerState.RUNNING) | Q(started_at__isnull=False), name="peer_runs_since"
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("network:peer-detail", args=[self.pk])

    @property
    def is_open(self):
        return self.state != PeerState.ENDED

    @property
    def is_kept(self):
        return self.delete_on is None and not self.is_open


def clock(consultation, now=None):
    """Where the phases stand: each with its minutes, begin and end, and which one runs.

    Told from the moment it began; so it goes on while nobody looks, and is the same for everybody.
    """
    now = now or timezone.now()
    begins, rows = consultation.started_at, []
    for (key, label, _usual), minutes in zip(PHASES, consultation.minutes, strict=True):
        row = {"key": key, "label": label, "minutes": minutes}
        if begins:
            ends = begins + timedelta(minutes=minutes)
            left = -((now - ends) // timedelta(minutes=1))
            row |= {"begins": begins, "ends": ends, "is_over": ends <= now, "left": left}
            row["runs"] = consultation.state == PeerState.RUNNING and begins <= now < ends
            begins = ends
        rows.append(row)
    return rows


class PeerSeat(models.Model):
    """Somebody who takes part, and so reads it; the case giver sits in it, too."""

    consultation = models.ForeignKey(PeerConsultation, models.CASCADE, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("Teilnehmer*in einer Fallberatung")
        verbose_name_plural = _("Teilnehmende einer Fallberatung")
        constraints = [models.UniqueConstraint(fields=["consultation", "person"], name="peer_seat_once")]

    def __str__(self):
        return str(self.person)


class PeerNote(models.Model):
    """A question, a guess or an idea somebody brings in; goes with the consultation."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consultation = models.ForeignKey(PeerConsultation, models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(_("Was?"), max_length=10, choices=PeerNoteKind, default=PeerNoteKind.IDEA)
    text = models.CharField(_("Ihr Beitrag"), max_length=600)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("Beitrag zur Fallberatung")
        verbose_name_plural = _("Beiträge zur Fallberatung")

    def __str__(self):
        return self.text
