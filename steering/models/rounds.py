"""Update rounds: everybody who answers for measures says once where they stand."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement
from rooms.models import OpenItem

from ..enums import Light, MeasureState, RoundState
from .plan import Measure


class UpdateRound(OpenItem):
    """One round of asking: when it opened, until when answers come, and frozen once it is closed.

    `state` is written by `transitions` and nowhere else.
    """

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("Nummer"), editable=False)
    opened_on = models.DateField(_("geöffnet am"), default=timezone.localdate, editable=False)
    answers_by = models.DateField(_("Antworten bis"))
    state = models.CharField(_("Stand"), max_length=12, choices=RoundState, default=RoundState.OPEN, editable=False)
    closed_on = models.DateField(_("abgeschlossen am"), null=True, editable=False)

    class Meta(OpenItem.Meta):
        ordering = ["-number"]
        verbose_name = _("Runde")
        verbose_name_plural = _("Runden")
        constraints = [
            *OpenItem.Meta.constraints,
            models.UniqueConstraint(fields=["engagement", "number"], name="round_number_once"),
            models.UniqueConstraint(
                fields=["engagement"],
                condition=Q(state=RoundState.OPEN),
                name="round_one_open",
                violation_error_message=_("Es läuft schon eine Runde."),
            ),
        ]

    def __str__(self):
        return _("Runde %(number)s") % {"number": self.number}

    def get_absolute_url(self):
        return reverse("steering:round-detail", args=[self.pk])


class RoundRequest(models.Model):
    """The question to one address in a round: one signed link, one mail, at most two reminders."""

    round = models.ForeignKey(UpdateRound, models.CASCADE, related_name="requests")
    email = models.EmailField(_("Adresse"))
    asked_at = models.DateTimeField(auto_now_add=True)
    reminded_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(_("geantwortet hat"), max_length=160, blank=True)

    class Meta:
        ordering = ["email"]
        verbose_name = _("Anfrage")
        verbose_name_plural = _("Anfragen")
        constraints = [models.UniqueConstraint(fields=["round", "email"], name="round_request_once")]

    def __str__(self):
        return self.email


class RoundAsked(models.Model):
    """What a round that is closed had asked for: a measure under an address, and where it stood at the end."""

    round = models.ForeignKey(UpdateRound, models.CASCADE, related_name="asked")
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="+")
    email = models.EmailField(_("Adresse"))
    owner = models.CharField(_("zuständige Stelle"), max_length=160, blank=True)
    state = models.CharField(_("Stand"), max_length=16, choices=MeasureState)
    light = models.CharField(_("Ampel"), max_length=6, choices=Light)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("Gefragte Maßnahme")
        verbose_name_plural = _("Gefragte Maßnahmen")
        constraints = [models.UniqueConstraint(fields=["round", "measure"], name="round_asked_once")]

    def __str__(self):
        return self.email
