"""Proposals of an event: to whom they go, and what was answered."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rooms.enums import Circle
from rooms.models import OpenItem

from ..enums import ProposalState
from .events import Event, Table


class Proposal(OpenItem):
    """What an event proposes to somebody; its number holds for good. `state` is written by `transitions` alone."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="proposals")
    table = models.ForeignKey(
        Table, models.SET_NULL, related_name="proposals", null=True, blank=True, verbose_name=_("vom Tisch")
    )
    number = models.PositiveSmallIntegerField(_("Nummer"), editable=False)
    text = models.TextField(_("Vorschlag"), max_length=2_000)
    addressee = models.CharField(_("An wen? (Amt oder Rolle)"), max_length=200)
    handed_on = models.DateField(_("übergeben am"), default=timezone.localdate)
    state = models.CharField(
        _("Stand"), max_length=12, choices=ProposalState, default=ProposalState.RECEIVED, editable=False
    )

    class Meta(OpenItem.Meta):
        ordering = ["number"]
        verbose_name = _("Vorschlag")
        verbose_name_plural = _("Vorschläge")
        constraints = [
            *OpenItem.Meta.constraints,
            models.UniqueConstraint(fields=["event", "number"], name="proposal_number_once"),
        ]

    def __str__(self):
        return _("Vorschlag %(number)s") % {"number": self.number}

    def get_absolute_url(self):
        return reverse("participation:proposal-detail", args=[self.pk])


class ProposalContact(OpenItem):
    """Where the addressee of a proposal is asked, and when she was; this stays with the team."""

    proposal = models.OneToOneField(Proposal, models.CASCADE, related_name="contact")
    email = models.EmailField(_("E-Mail der Stelle"), help_text=_("Eine Adresse des Amtes, keine persönliche."))
    asked_on = models.DateField(_("gefragt am"), null=True, blank=True, editable=False)

    goes_at_most = Circle.TEAM

    class Meta(OpenItem.Meta):
        ordering = ["pk"]
        verbose_name = _("Adresse zu einem Vorschlag")
        verbose_name_plural = _("Adressen zu Vorschlägen")
        constraints = [
            *OpenItem.Meta.constraints,
            models.CheckConstraint(condition=Q(circle=Circle.TEAM), name="proposal_contact_stays_with_the_team"),
        ]

    def __str__(self):
        return self.email


class ProposalAnswer(OpenItem):
    """What the addressee answered; it comes out by a release of its own."""

    proposal = models.OneToOneField(Proposal, models.CASCADE, related_name="answer")
    text = models.TextField(_("Antwort"), max_length=5_000)
    given_by = models.CharField(_("Wer hat geantwortet? (Amt oder Rolle)"), max_length=200, blank=True)
    given_on = models.DateField(_("geantwortet am"), default=timezone.localdate)

    class Meta(OpenItem.Meta):
        ordering = ["pk"]
        verbose_name = _("Antwort auf einen Vorschlag")
        verbose_name_plural = _("Antworten auf Vorschläge")

    def __str__(self):
        return _("Antwort auf Vorschlag %(number)s") % {"number": self.proposal.number}

    def get_absolute_url(self):
        return self.proposal.get_absolute_url()

    @property
    def goes_at_most(self):
        return self.proposal.circle
