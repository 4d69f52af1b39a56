"""Minutes: one text, its wider edition, who agreed, what was objected, what was added later."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rooms.models import OpenItem, RoomItemQuerySet

from ..enums import MinutesState, ReplyKind
from ..wording import without_internal
from .meetings import Meeting


class Minutes(OpenItem):
    """The one text of a meeting, with passages marked as internal; it stays with the team.

    What the group reads is an edition without those passages (`rooms.Release`), frozen when it is approved. `state` is
    written by `transitions` and nowhere else.
    """

    is_released_as_edition = has_own_desk = True

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="record")
    text = models.TextField(_("Protokoll"), max_length=200_000)
    state = models.CharField(
        _("Stand"), max_length=10, choices=MinutesState, default=MinutesState.DRAFT, editable=False
    )
    sha256 = models.CharField(max_length=64, blank=True, editable=False)  # of the text as it was approved

    class Meta(OpenItem.Meta):
        ordering = ["-meeting__on", "-pk"]
        verbose_name = _("Protokoll")
        verbose_name_plural = _("Protokolle")
        # Who reads an edition finds it by the meeting; the row with the whole text is not hers to see.
        constraints = [
            *OpenItem.Meta.constraints,
            models.CheckConstraint(condition=Q(id=F("meeting")), name="minutes_bear_the_key_of_their_meeting"),
        ]

    def __str__(self):
        return _("Protokoll der %(number)s. Sitzung") % {"number": self.meeting.number}

    def get_absolute_url(self):
        return reverse("steering:minutes-detail", args=[self.meeting_id])

    @property
    def edition_text(self):
        """What the group may read: never an internal passage."""
        return without_internal(self.text)

    @property
    def is_frozen(self):
        return self.state == MinutesState.APPROVED


class MinutesReplyQuerySet(RoomItemQuerySet):
    def open_objections(self):
        return self.filter(kind=ReplyKind.OBJECTS, settled_on=None)


class MinutesReply(OpenItem):
    """A member has read the minutes: agrees, or objects and says to what; the group reads it."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="replies")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(_("Rückmeldung"), max_length=12, choices=ReplyKind, default=ReplyKind.AGREES)
    text = models.TextField(_("Was stimmt nicht?"), blank=True, max_length=5_000)
    answer = models.CharField(_("Was wurde daraus?"), max_length=300, blank=True)
    settled_on = models.DateField(_("erledigt am"), null=True, blank=True)

    objects = MinutesReplyQuerySet.as_manager()

    class Meta(OpenItem.Meta):
        ordering = ["pk"]
        verbose_name = _("Rückmeldung zum Protokoll")
        verbose_name_plural = _("Rückmeldungen zum Protokoll")
        constraints = [
            *OpenItem.Meta.constraints,
            models.UniqueConstraint(fields=["meeting", "member"], name="minutes_reply_once"),
        ]

    def __str__(self):
        return self.get_kind_display()

    def is_about(self, edition):
        """Whether she had these words before her, and not an edition that was replaced since."""
        return edition is not None and self.changed_at >= edition.decided_at


class Addendum(OpenItem):
    """A correction to approved minutes: it stands beside them and changes not a word of them."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="addenda")
    text = models.TextField(_("Nachtrag"), max_length=20_000)

    class Meta(OpenItem.Meta):
        ordering = ["created_at", "pk"]
        verbose_name = _("Nachtrag")
        verbose_name_plural = _("Nachträge")

    def __str__(self):
        return self.text[:80]
