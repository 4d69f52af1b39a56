"""Events: what is planned, how it runs, which tables work side by side, and who has which duty."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement
from rooms.enums import Circle
from rooms.models import File, OpenItem, RoomItemQuerySet
from steering.models import ActionField

from ..enums import AttendanceMode, Duty, EventMode, EventState, Format, Publicness


class EventQuerySet(RoomItemQuerySet):
    def in_order(self):
        return self.order_by(F("begins").asc(nulls_last=True), "pk")

    def latest_first(self):
        return self.order_by(F("begins").desc(nulls_last=True), "-pk")

    def ahead(self):
        """Those still to be held, today's included; without a date those that are planned."""
        not_past = Q(begins__isnull=True) | Q(begins__date__gte=timezone.localdate())
        return self.filter(not_past, state__in=[state for state in EventState if state.is_ahead])

    def past(self):
        return self.exclude(pk__in=self.ahead().values("pk"))

    def on_public_pages(self):
        """What two people have released to everybody; a closed event is on no list, whoever released it."""
        return self.filter(circle=Circle.PUBLIC).exclude(publicness=Publicness.CLOSED)


class Event(OpenItem):
    """A gathering of a consultation, or of a network, where there is none; `state` is written by `transitions` alone.

    It holds what its public page says. What registered people alone may know is in its `Venue`.
    """

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="events", null=True, blank=True)
    title = models.CharField(_("Titel"), max_length=160)
    format = models.CharField(_("Format"), max_length=24, choices=Format, default=Format.FORUM)
    publicness = models.CharField(_("Öffentlichkeit"), max_length=18, choices=Publicness, default=Publicness.PARTLY)
    mode = models.CharField(_("Form"), max_length=10, choices=EventMode, default=EventMode.PRESENT)
    begins = models.DateTimeField(_("Beginn"), null=True, blank=True)
    ends = models.DateTimeField(_("Ende"), null=True, blank=True)
    has_times = models.BooleanField(_("Uhrzeit steht fest"), default=True)
    when = models.CharField(
        _("Wann ungefähr?"), max_length=120, blank=True, help_text=_("Nur, wenn kein Tag feststeht oder bekannt ist.")
    )
    place = models.CharField(
        _("Ort"),
        max_length=160,
        blank=True,
        help_text=_("Gemeinde oder Ortsteil; das genaue Haus steht beim Treffpunkt."),
    )
    invited_by = models.CharField(_("Wer lädt ein?"), max_length=200, blank=True)
    lead_question = models.CharField(_("Leitfrage"), max_length=300, blank=True)
    summary = models.TextField(_("Worum geht es?"), blank=True, max_length=5_000)
    needs_registration = models.BooleanField(_("mit Anmeldung"), default=True)
    capacity = models.PositiveSmallIntegerField(
        _("Plätze"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("Leer: ohne Grenze.")
    )
    registration_until = models.DateField(_("Anmeldung bis einschließlich"), null=True, blank=True)
    attendance = models.CharField(
        _("Anwesenheit festhalten"), max_length=10, choices=AttendanceMode, default=AttendanceMode.COUNT
    )
    grant_title = models.CharField(
        _("Titel laut Antrag"), max_length=300, blank=True, help_text=_("Steht so auf der Teilnehmendenliste.")
    )
    state = models.CharField(_("Stand"), max_length=14, choices=EventState, default=EventState.PLANNED, editable=False)
    cancelled_on = models.DateField(_("abgesagt am"), null=True, blank=True, editable=False)
    counted = models.JSONField(null=True, blank=True, editable=False)  # the counts others read, small numbers covered
    age_told = models.CharField(max_length=14, blank=True, editable=False)  # which classes of age others have read
    cleared_on = models.DateField(_("Anmeldungen gelöscht am"), null=True, blank=True, editable=False)
    last_proposal = models.PositiveSmallIntegerField(default=0, editable=False)  # numbers of proposals are used once
    sequence = models.PositiveIntegerField(default=0, editable=False)  # RFC 5545: how often the calendar changed

    objects = EventQuerySet.as_manager()

    class Meta(OpenItem.Meta):
        ordering = [F("begins").desc(nulls_last=True), "-id"]
        verbose_name = _("Veranstaltung")
        verbose_name_plural = _("Veranstaltungen")
        constraints = [
            *OpenItem.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(begins__isnull=False, ends__gte=F("begins")),
                name="event_ends_after_begin",
                violation_error_message=_("Das Ende liegt vor dem Beginn."),
            ),
            models.CheckConstraint(
                condition=Q(registration_until__isnull=True)
                | Q(begins__isnull=True)
                | Q(registration_until__lte=TruncDate("begins")),
                name="event_registration_ends_before",
                violation_error_message=_("Die Anmeldung endet spätestens am Tag der Veranstaltung."),
            ),
            models.CheckConstraint(
                condition=~Q(publicness=Publicness.CLOSED) | Q(circle__gt=Circle.PUBLIC),
                name="event_closed_is_not_public",
                violation_error_message=_("Eine nicht öffentliche Veranstaltung steht auf keiner öffentlichen Seite."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("participation:event-detail", args=[self.pk])

    @property
    def goes_at_most(self):
        return Circle.NETWORK if self.publicness == Publicness.CLOSED else Circle.PUBLIC

    @property
    def is_over(self):
        """Whether its day has come, so that it can be held."""
        return self.begins is None or timezone.localtime(self.begins).date() <= timezone.localdate()

    @property
    def is_ahead(self):
        return EventState(self.state).is_ahead

    @property
    def last_day(self):
        """The day after which what was asked for it is not needed any more."""
        moment = self.ends or self.begins
        return timezone.localtime(moment).date() if moment else None


class Venue(OpenItem):
    """The exact place and the way in online: for the room and for registered people, on no public page."""

    event = models.OneToOneField(Event, models.CASCADE, related_name="venue")
    place_detail = models.CharField(_("Treffpunkt"), max_length=300, blank=True)
    online = models.URLField(_("Zugang online"), max_length=400, blank=True)
    hint = models.CharField(_("Hinweis für Angemeldete"), max_length=300, blank=True)

    goes_at_most = Circle.NETWORK

    class Meta(OpenItem.Meta):
        ordering = ["pk"]
        verbose_name = _("Treffpunkt")
        verbose_name_plural = _("Treffpunkte")
        constraints = [
            *OpenItem.Meta.constraints,
            models.CheckConstraint(condition=Q(circle__gt=Circle.PUBLIC), name="venue_is_never_public"),
        ]

    def __str__(self):
        return _("Treffpunkt zu „%(event)s“") % {"event": self.event}


class Slot(OpenItem):
    """One step of the run sheet; when it begins follows from those before it."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="slots")
    order = models.PositiveSmallIntegerField(default=0, editable=False)
    title = models.CharField(_("Was geschieht?"), max_length=200)
    minutes = models.PositiveSmallIntegerField(_("Minuten"), validators=[MinValueValidator(1)])
    starts = models.TimeField(
        _("beginnt fest um"), null=True, blank=True, help_text=_("Leer: gleich nach dem Schritt davor.")
    )
    method = models.CharField(_("Methode"), max_length=200, blank=True)
    material = models.CharField(_("Material"), max_length=300, blank=True)
    by_whom = models.CharField(_("Wer macht es? (Rolle)"), max_length=160, blank=True)

    class Meta(OpenItem.Meta):
        ordering = ["order", "pk"]
        verbose_name = _("Schritt")
        verbose_name_plural = _("Moderationsplan")

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{reverse('participation:event-sheet', args=[self.event_id])}#schritt-{self.pk}"

    @property
    def goes_at_most(self):
        return max(Circle.STEERING, self.event.circle)


class Table(OpenItem):
    """A workshop or table that works beside others, and what came out of it."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="tables")
    order = models.PositiveSmallIntegerField(default=0, editable=False)
    title = models.CharField(_("Thema"), max_length=200)
    lead_question = models.CharField(_("Leitfrage"), max_length=300, blank=True)
    host = models.CharField(_("Gastgeber*in (Rolle)"), max_length=160, blank=True)
    result = models.TextField(_("Ergebnis"), blank=True, max_length=20_000)
    field = models.ForeignKey(
        ActionField,
        models.SET_NULL,
        related_name="tables",
        null=True,
        blank=True,
        verbose_name=_("gehört zum Handlungsfeld"),
    )

    class Meta(OpenItem.Meta):
        ordering = ["order", "pk"]
        verbose_name = _("Tisch oder Workshop")
        verbose_name_plural = _("Tische und Workshops")

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{reverse('participation:event-tables', args=[self.event_id])}#tisch-{self.pk}"

    @property
    def goes_at_most(self):
        return self.event.circle


class EventDuty(models.Model):
    """Who of the room does what at an event; it opens the answers that duty needs, and nothing else."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="duties")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("Person"))
    duty = models.CharField(_("Aufgabe"), max_length=18, choices=Duty)

    class Meta:
        ordering = ["duty", "pk"]
        verbose_name = _("Aufgabe bei einer Veranstaltung")
        verbose_name_plural = _("Aufgaben bei Veranstaltungen")
        constraints = [models.UniqueConstraint(fields=["event", "person", "duty"], name="event_duty_once")]

    def __str__(self):
        return f"{self.get_duty_display()}: {self.person}"


class EventPhoto(OpenItem):
    """A photograph that was agreed to: who asked the people on it, when, and what they agreed to."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="photos")
    file = models.OneToOneField(File, models.CASCADE, related_name="+", verbose_name=_("Foto"))
    shows = models.CharField(_("Was ist zu sehen?"), max_length=300)
    asked_by = models.CharField(_("Wer hat gefragt? (Rolle)"), max_length=160)
    asked_on = models.DateField(_("gefragt am"), default=timezone.localdate)
    consent = models.CharField(_("Wozu haben alle zugestimmt?"), max_length=300)

    goes_at_most = Circle.CLIENT

    class Meta(OpenItem.Meta):
        ordering = ["pk"]
        verbose_name = _("Foto")
        verbose_name_plural = _("Fotos")

    def __str__(self):
        return self.shows
