"""Requests of towns that have no account yet: sealed from the first moment, and answered in time."""

import json
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import keys
from engagements.models import Engagement
from rooms.enums import Circle
from rooms.models import OpenItem, Room, RoomItemQuerySet

PURPOSE = "inquiry"
HOURS_ACUTE = 72  # they run on at weekends
WORKING_DAYS = 5
KEPT = timedelta(days=365)  # after the decision
SATURDAY = 5


class InquiryState(models.TextChoices):
    NEW = "neu", _("neu")
    CLARIFYING = "klaerung", _("in Klärung")
    ACCEPTED = "angenommen", _("angenommen")
    SHORT = "kurzzeit", _("als Kurzzeitberatung angenommen")
    REFERRED = "verwiesen", _("verwiesen")
    DECLINED = "abgelehnt", _("abgelehnt")

    @property
    def is_open(self):
        return self in {InquiryState.NEW, InquiryState.CLARIFYING}

    @property
    def is_accepted(self):
        return self in {InquiryState.ACCEPTED, InquiryState.SHORT}


class Interest(models.TextChoices):
    """Whether whoever is to decide is close to one of the sides."""

    UNCHECKED = "", _("noch nicht geprüft")
    NONE = "keine", _("niemand von uns ist befangen")
    SOMEBODY = "jemand", _("wer übernommen hat, ist befangen und gibt ab")


def promised(is_acute, now):
    """Until when somebody answers: 72 hours where it is acute, else the end of the fifth working day."""
    if is_acute:
        return now + timedelta(hours=HOURS_ACUTE)
    day, left = timezone.localdate(now), WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return timezone.make_aware(datetime.combine(day, time(23, 59)))


class InquiryDesk(models.Model):
    """Where an organisation takes requests: in its own room, those who lead it are on duty."""

    room = models.OneToOneField(Room, models.CASCADE, related_name="inquiry_desk", editable=False)
    is_open = models.BooleanField(_("Wir nehmen Anfragen über die öffentliche Seite an"), default=False)
    hint = models.CharField(
        _("Für wen?"),
        max_length=200,
        blank=True,
        help_text=_("Öffentlich, zum Beispiel welche Länder Sie beraten. Ein Satz."),
    )

    class Meta:
        ordering = ["room__organisation__name"]
        verbose_name = _("Annahme von Anfragen")
        verbose_name_plural = _("Annahmen von Anfragen")

    def __str__(self):
        return str(self.room.organisation)


class InquiryQuerySet(RoomItemQuerySet):
    def open(self):
        return self.filter(state__in=[state for state in InquiryState if state.is_open])

    def unanswered(self):
        return self.open().filter(answered_at=None)

    def in_order(self):
        """Who waits longest past her promise first."""
        return self.select_related("room__organisation", "taken_by").order_by(
            F("answered_at").asc(nulls_first=True), "answer_by", "pk"
        )

    def forgettable(self, now):
        """What was decided so long ago that nobody needs the words any more."""
        return self.exclude(state__in=[state for state in InquiryState if state.is_open]).filter(
            decided_at__lt=now - KEPT
        )


class Inquiry(OpenItem):
    """What a town asked for before there was a mandate. `state` is written by `transitions` and nowhere else.

    The words lie sealed with the keys of the house, in the room of the organisation that was asked: its team reads
    them, whoever leads the room or has been handed the request works on it. They never go further out.
    """

    has_own_desk = True
    goes_at_most = Circle.TEAM

    reference = models.CharField(_("Kennzeichen"), max_length=24, unique=True, editable=False)
    language = models.CharField(_("Sprache"), max_length=2, choices=settings.LANGUAGES, default="de", editable=False)
    is_acute = models.BooleanField(_("akut"), default=False, editable=False)
    content = models.BinaryField(editable=False)  # what the town wrote
    talk = models.BinaryField(default=b"", editable=False)  # what we wrote: first talk, decision, answers
    state = models.CharField(_("Stand"), max_length=12, choices=InquiryState, default=InquiryState.NEW, editable=False)
    answer_by = models.DateTimeField(_("Antwort zugesagt bis"), editable=False)
    answered_at = models.DateTimeField(_("beantwortet"), null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    decided_at = models.DateTimeField(_("entschieden"), null=True, editable=False)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("übernommen von"),
    )
    interest = models.CharField(_("Befangenheit"), max_length=8, choices=Interest, blank=True, default="")
    next_contact = models.DateField(_("Nächster Kontakt"), null=True, blank=True)
    engagement = models.ForeignKey(
        Engagement, models.SET_NULL, related_name="+", null=True, editable=False, verbose_name=_("Beratung")
    )

    objects = InquiryQuerySet.as_manager()

    class Meta(OpenItem.Meta):
        ordering = ["answer_by", "pk"]
        verbose_name = _("Anfrage")
        verbose_name_plural = _("Anfragen")
        constraints = [
            *OpenItem.Meta.constraints,
            models.CheckConstraint(condition=Q(circle=Circle.TEAM), name="inquiry_stays_with_the_team"),
        ]

    def __str__(self):
        return _("Anfrage %(reference)s") % {"reference": self.reference}

    def get_absolute_url(self):
        return reverse("network:inquiry-detail", args=[self.pk])

    @property
    def standing(self):
        return InquiryState(self.state)

    @property
    def said(self):
        """What the town wrote, by the names of the form."""
        return self._opened("content")

    @property
    def ours(self):
        """What we wrote about it."""
        return self._opened("talk")

    def _opened(self, column):
        sealed = bytes(getattr(self, column))
        return json.loads(keys.open_sealed(PURPOSE, sealed, f"{self.pk}:{column}")) if sealed else {}

    def put(self, column, words):
        """Seal words into a column of this row; nowhere else do they open."""
        setattr(self, column, keys.seal(PURPOSE, json.dumps(words).encode(), f"{self.pk}:{column}"))

    @property
    def is_late(self):
        return self.answered_at is None and self.standing.is_open and self.answer_by < timezone.now()

    @property
    def hours_left(self):
        """Full hours until the promise runs out, negative after it."""
        return int((self.answer_by - timezone.now()) / timedelta(hours=1))
