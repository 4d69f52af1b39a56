"""Who registers for an event, what she is asked for it, and what she answers."""

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _

from rooms.enums import Circle
from rooms.models import OpenItem, Room, RoomItemQuerySet

from ..enums import QuestionReaders, RegistrationState
from .events import Event

MOST_PERSONS = 5  # under one registration
ANSWERS_DAYS = 7  # after the event what was answered for it goes
REGISTRATION_DAYS = 30  # and then who had registered


class AfterEvent(models.QuerySet):
    """Rows whose time is counted from the last day of their event; `way` leads to it.

    Without a date it is the day it was cancelled, or last changed: nothing is kept because a date is missing.
    """

    def after(self, way, days, today):
        day = TruncDate(Coalesce(f"{way}ends", f"{way}begins"))
        last_day = Coalesce(day, f"{way}cancelled_on", TruncDate(f"{way}changed_at"))
        return self.alias(last_day=last_day).filter(last_day__lt=today - timedelta(days=days))


class Question(models.Model):
    """What is asked at registration; each question says who reads the answers."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="questions")
    order = models.PositiveSmallIntegerField(default=0, editable=False)
    text = models.CharField(_("Frage"), max_length=200)
    readers = models.CharField(
        _("Wer liest die Antworten?"), max_length=18, choices=QuestionReaders, default=QuestionReaders.TEAM
    )

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("Frage bei der Anmeldung")
        verbose_name_plural = _("Fragen bei der Anmeldung")

    def __str__(self):
        return self.text


class RegistrationQuerySet(AfterEvent, RoomItemQuerySet):
    def forgettable(self, today):
        return self.after("event__", REGISTRATION_DAYS, today)

    def in_order(self):
        """As they came; who waits moves up in this order."""
        return self.order_by("created_at", "pk")

    def seated(self):
        return self.filter(state=RegistrationState.SEATED)

    def waiting(self):
        return self.filter(state=RegistrationState.WAITING)


class Registration(OpenItem):
    """One registration, for one person or a few; it never leaves the team, and whoever carries its link reads it.

    Seats are given and taken by functions of the database alone, which look at all registrations under one lock.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="registrations")
    name = models.CharField(_("Name"), max_length=120)
    email = models.EmailField(_("E-Mail"))
    organisation = models.CharField(_("Organisation"), max_length=160, blank=True)
    persons = models.PositiveSmallIntegerField(
        _("Personen"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_PERSONS)]
    )
    language = models.CharField(max_length=8, default="de", editable=False)
    state = models.CharField(
        _("Stand"), max_length=10, choices=RegistrationState, default=RegistrationState.SEATED, editable=False
    )
    moved_up_at = models.DateTimeField(_("nachgerückt am"), null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("abgemeldet am"), null=True, blank=True, editable=False)
    key_hash = models.CharField(max_length=64, unique=True, editable=False)

    goes_at_most = Circle.TEAM

    objects = RegistrationQuerySet.as_manager()

    class Meta(OpenItem.Meta):
        ordering = ["created_at", "pk"]
        verbose_name = _("Anmeldung zur Veranstaltung")
        verbose_name_plural = _("Anmeldungen")
        constraints = [
            *OpenItem.Meta.constraints,
            models.CheckConstraint(condition=Q(circle=Circle.TEAM), name="registration_stays_with_the_team"),
            models.CheckConstraint(
                condition=Q(persons__gte=1, persons__lte=MOST_PERSONS), name="registration_persons_in_bounds"
            ),
        ]

    def __str__(self):
        return self.name


class AnswerQuerySet(AfterEvent):
    def forgettable(self, today):
        return self.after("registration__event__", ANSWERS_DAYS, today)


class Answer(models.Model):
    """What somebody answered to one question; read by those the question names, deleted after the event."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="+", editable=False)
    registration = models.ForeignKey(Registration, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.CASCADE, related_name="answers")
    text = models.CharField(_("Antwort"), max_length=500)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("Antwort bei der Anmeldung")
        verbose_name_plural = _("Antworten bei der Anmeldung")
        constraints = [models.UniqueConstraint(fields=["registration", "question"], name="answer_once")]

    def __str__(self):
        return self.text
