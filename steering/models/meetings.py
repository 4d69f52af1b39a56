"""Meetings: when a body comes together, about what, and who was there."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement
from rooms.enums import Circle
from rooms.models import File, OpenItem, RoomItemQuerySet
from stakeholders.models import Body, Term

from ..enums import Aim, ItemState, MeetingState, Presence


class MeetingQuerySet(RoomItemQuerySet):
    def in_order(self):
        return self.select_related("body").order_by("on", F("begins").asc(nulls_first=True), "pk")

    def ahead(self, today=None):
        """Those still to be held, the next first."""
        waiting = [MeetingState.PLANNED, MeetingState.INVITED]
        return self.in_order().filter(on__gte=today or timezone.localdate(), state__in=waiting)

    def latest_first(self):
        return self.select_related("body").order_by("-on", "-pk")


class Meeting(OpenItem):
    """One sitting of a body; `state` is written by `transitions` and nowhere else."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="meetings")
    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings", verbose_name=_("Gremium"))
    number = models.PositiveSmallIntegerField(_("Nummer"), editable=False)
    on = models.DateField(_("Tag"))
    begins = models.TimeField(_("Beginn"), null=True, blank=True)
    ends = models.TimeField(_("Ende"), null=True, blank=True)
    place = models.CharField(_("Ort"), max_length=200, blank=True)
    online = models.URLField(_("Zugang online"), max_length=400, blank=True)
    is_protected = models.BooleanField(
        _("Ort und Zeit schützen"),
        default=False,
        help_text=_("Für bedrohte Teilnehmende: Ort und Uhrzeit stehen in keinem Kalender und keiner Mail."),
    )
    state = models.CharField(
        _("Stand"), max_length=12, choices=MeetingState, default=MeetingState.PLANNED, editable=False
    )
    invited_on = models.DateField(_("eingeladen am"), null=True, editable=False)
    # What the group may know of minutes whose whole text it does not read.
    reply_by = models.DateField(_("Einwände zum Protokoll bis"), null=True, editable=False)
    approved_on = models.DateField(_("Protokoll genehmigt am"), null=True, editable=False)
    cancelled_why = models.CharField(_("Grund der Absage"), max_length=300, blank=True, editable=False)
    quorum_needed = models.PositiveSmallIntegerField(null=True, editable=False)  # when the list was written
    sequence = models.PositiveIntegerField(default=0, editable=False)  # RFC 5545: how often the calendar changed
    papers = models.ManyToManyField(File, related_name="meetings", blank=True, verbose_name=_("Unterlagen"))

    objects = MeetingQuerySet.as_manager()

    class Meta(OpenItem.Meta):
        ordering = ["-on", "-pk"]
        verbose_name = _("Sitzung")
        verbose_name_plural = _("Sitzungen")
        constraints = [
            *OpenItem.Meta.constraints,
            models.UniqueConstraint(fields=["body", "number"], name="meeting_number_once"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(begins__isnull=False, ends__gt=F("begins")),
                name="meeting_ends_after_begin",
                violation_error_message=_("Das Ende liegt vor dem Beginn."),
            ),
        ]

    def __str__(self):
        return _("%(number)s. Sitzung %(body)s") % {"number": self.number, "body": self.body}

    def get_absolute_url(self):
        return reverse("steering:meeting-detail", args=[self.pk])

    @property
    def goes_at_most(self):
        return self.body.circle

    @property
    def told_to_all(self):
        """How far in a row may lie to be told to everybody who reads the meeting."""
        return max(Circle.STEERING, self.circle)

    @property
    def counted_in(self):
        return self.body, "meeting"

    @property
    def is_ahead(self):
        return self.state in {MeetingState.PLANNED, MeetingState.INVITED}

    @property
    def is_over(self):
        """Whether its day has come, so that it can be held."""
        return self.on <= timezone.localdate()


class AgendaItemQuerySet(RoomItemQuerySet):
    def in_order(self):
        return self.order_by("order", "pk")


class AgendaItem(OpenItem):
    """One item of an agenda; what stays open returns on the next agenda until it is closed."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    order = models.PositiveSmallIntegerField(_("TOP"), default=0, editable=False)
    title = models.CharField(_("Worum geht es?"), max_length=200)
    aim = models.CharField(_("Was soll die Runde tun?"), max_length=12, choices=Aim, default=Aim.DISCUSSION)
    minutes = models.PositiveSmallIntegerField(_("Minuten"), null=True, blank=True)
    presenter = models.CharField(_("Wer führt ein?"), max_length=160, blank=True)
    input = models.TextField(_("Was muss man vorher wissen?"), blank=True)
    state = models.CharField(_("Stand"), max_length=10, choices=ItemState, default=ItemState.OPEN, editable=False)
    came_from = models.ForeignKey(
        "self", models.SET_NULL, related_name="carried_to", null=True, editable=False, verbose_name=_("vertagt aus")
    )
    about = models.SlugField(max_length=60, blank=True, editable=False, db_index=False)  # what it was proposed for

    objects = AgendaItemQuerySet.as_manager()

    class Meta(OpenItem.Meta):
        ordering = ["order", "pk"]
        verbose_name = _("Tagesordnungspunkt")
        verbose_name_plural = _("Tagesordnung")
        constraints = [
            *OpenItem.Meta.constraints,
            models.UniqueConstraint(
                fields=["came_from"], condition=Q(came_from__isnull=False), name="agenda_item_returns_once"
            ),
            models.UniqueConstraint(fields=["meeting", "about"], condition=~Q(about=""), name="agenda_item_about_once"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{reverse('steering:meeting-detail', args=[self.meeting_id])}#top-{self.pk}"

    @property
    def goes_at_most(self):
        return self.meeting.circle


class Note(OpenItem):
    """What was noted at an item while the meeting was held, for the minutes; it stays with the team like their text."""

    item = models.OneToOneField(AgendaItem, models.CASCADE, related_name="note")
    text = models.TextField(_("Mitschrift"), max_length=20_000)

    class Meta(OpenItem.Meta):
        ordering = ["pk"]
        verbose_name = _("Mitschrift")
        verbose_name_plural = _("Mitschriften")
        constraints = [
            *OpenItem.Meta.constraints,
            models.CheckConstraint(condition=Q(circle=Circle.TEAM), name="note_stays_with_the_team"),
        ]

    def __str__(self):
        return _("Mitschrift zu „%(item)s“") % {"item": self.item}


class Attendance(models.Model):
    """Whether somebody came: a member, the deputy instead, or a guest."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance")
    term = models.ForeignKey(Term, models.SET_NULL, related_name="+", null=True, blank=True)
    deputy = models.ForeignKey(
        Term, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("vertreten durch")
    )
    guest = models.CharField(_("Gast"), max_length=160, blank=True)
    presence = models.CharField(_("da?"), max_length=12, choices=Presence, default=Presence.PRESENT)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("Anwesenheit")
        verbose_name_plural = _("Anwesenheit")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "term"], name="attendance_once"),
            # Neither where the seat is gone: then somebody was there, and nobody knows who any more.
            models.CheckConstraint(
                condition=Q(term__isnull=True) | Q(guest=""),
                name="attendance_member_or_guest",
            ),
        ]

    def __str__(self):
        return self.guest or str(self.term or _("war da, Sitz gibt es nicht mehr"))

    @property
    def is_gone(self):
        """Whether this was a member whose seat is not there any more."""
        return self.term_id is None and not self.guest
