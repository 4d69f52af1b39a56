"""Who is invited to an event by mail, in which words, and what she has answered."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from rooms.enums import Circle
from rooms.models import OpenItem, RoomItemQuerySet

from ..enums import InvitationAnswer
from .events import Event
from .registrations import REGISTRATION_DAYS, AfterEvent

LONGEST_TEXT = 3_000


class EventInvitationQuerySet(AfterEvent, RoomItemQuerySet):
    def forgettable(self, today):
        """With the registrations of the event."""
        return self.after("event__", REGISTRATION_DAYS, today)

    def in_order(self):
        return self.order_by("name", "pk")


class EventInvitation(OpenItem):
    """One invitation to one mailbox; it never leaves the team, and whoever carries its link answers it."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="invitations")
    name = models.CharField(_("Name oder Rolle"), max_length=200)
    email = models.EmailField(_("E-Mail"))
    language = models.CharField(max_length=8, default="de", editable=False)
    text = models.TextField(_("Text der Einladung"), max_length=LONGEST_TEXT)
    answer = models.CharField(_("Antwort"), max_length=12, choices=InvitationAnswer, blank=True, editable=False)
    answered_at = models.DateTimeField(_("geantwortet am"), null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(_("erinnert am"), null=True, blank=True, editable=False)
    key_hash = models.CharField(max_length=64, unique=True, editable=False)

    goes_at_most = Circle.TEAM

    objects = EventInvitationQuerySet.as_manager()

    class Meta(OpenItem.Meta):
        ordering = ["name", "pk"]
        verbose_name = _("Einladung zur Veranstaltung")
        verbose_name_plural = _("Einladungen zur Veranstaltung")
        constraints = [
            *OpenItem.Meta.constraints,
            models.CheckConstraint(condition=Q(circle=Circle.TEAM), name="eventinvitation_stays_with_the_team"),
            models.UniqueConstraint("event", Lower("email"), name="eventinvitation_once"),
        ]

    def __str__(self):
        return self.name
