"""What is still missing before a phase begins or ends, why, and where to put it right."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rooms.enums import Role
from rooms.models import Membership

from .enums import AgreementKind, CriterionKind, Gate
from .models import Agreement, Criterion, Mandate

# A consent or a letter of intent opens no phase.
BINDING = (AgreementKind.COOPERATION, AgreementKind.SEPARATE, AgreementKind.FEE, AgreementKind.EXTENSION)


@dataclass(frozen=True)
class Unmet:
    """One thing that is missing: what, why we think so, and the page that puts it right."""

    text: str
    why: str
    url: str


class Findings:
    """What the system finds in one engagement, as far as this person may read it; each thing is looked up once."""

    def __init__(self, engagement, user):
        self.engagement, self.user = engagement, user

    @cached_property
    def mandates(self):
        return list(Mandate.objects.visible_to(self.user).filter(engagement=self.engagement))

    @cached_property
    def agreements(self):
        return list(Agreement.objects.visible_to(self.user).filter(engagement=self.engagement))

    @cached_property
    def steering_members(self):
        members = Membership.objects.active().filter(room=self.engagement.room_id, role=Role.STEERING)
        return members.values("user").distinct().count()

    def found(self, gate):
        """What fulfils the gate, in words; empty if nothing does."""
        if gate == Gate.MANDATE:
            return next((self._of_mandate(mandate) for mandate in self.mandates if mandate.is_complete), "")
        if gate == Gate.AGREEMENT:
            signed = (paper for paper in self.agreements if paper.is_signed and paper.kind in BINDING)
            return next((self._of_agreement(paper) for paper in signed), "")
        if gate == Gate.STEERING and self.steering_members:
            n = self.steering_members
            return ngettext("Lenkungsrunde: %(n)d Mitglied", "Lenkungsrunde: %(n)d Mitglieder", n) % {"n": n}
        return ""

    @staticmethod
    def _of_mandate(mandate):
        return _("Auftrag: %(organ)s, erteilt %(when)s") % {"organ": mandate.organ, "when": mandate.given_on}

    @staticmethod
    def _of_agreement(paper):
        if paper.signed:
            return _("%(title)s, unterzeichnet %(when)s") % {"title": paper.title, "when": paper.signed}
        return _("%(title)s, unterzeichnet") % {"title": paper.title}

    def is_met(self, criterion):
        """A gate of the system is met by what was found, any other criterion by a tick."""
        return bool(self.found(criterion.gate) if looks_itself(criterion) else criterion.met_on)

    def covers(self, phase):
        """Whether the phase is part of the offer or a signed agreement names it."""
        return phase.in_offer or any(paper.is_signed and phase.code in paper.modules for paper in self.agreements)

    def unmet(self, phase, kind):
        criteria = getattr(phase, "visible_criteria", None)
        if criteria is None:
            criteria = Criterion.objects.visible_to(self.user).filter(phase=phase)
        rows = [self._row(row) for row in criteria if row.kind == kind and not self.is_met(row)]
        if kind == CriterionKind.ENTRY and not self.covers(phase):
            rows.append(self._separate(phase))
        return rows

    def _row(self, criterion):
        if not looks_itself(criterion):
            url = reverse("engagements:criterion-update", args=[criterion.pk])
            return Unmet(criterion.text, _("Noch nicht abgehakt."), url)
        why, url = {
            Gate.MANDATE: self._no_mandate,
            Gate.AGREEMENT: self._no_agreement,
            Gate.STEERING: self._no_steering,
        }[criterion.gate]()
        return Unmet(criterion.text, why, url)

    def _no_mandate(self):
        if not self.mandates:
            create = reverse("engagements:mandate-create", args=[self.engagement.pk])
            return _("Es ist noch kein Auftrag eingetragen."), create
        of_head = [mandate for mandate in self.mandates if mandate.is_head]
        url = reverse("engagements:mandate-update", args=[(of_head or self.mandates)[0].pk])
        if of_head:
            return _("Beim Auftrag fehlt, wann er erteilt wurde."), url
        return _("Es gibt einen Auftrag, aber noch keinen der Verwaltungsspitze."), url

    def _no_agreement(self):
        drafts = [paper for paper in self.agreements if paper.kind in BINDING]
        if drafts:
            why = _("„%(title)s“ ist noch nicht unterzeichnet (%(state)s).")
            words = {"title": drafts[0].title, "state": drafts[0].get_state_display()}
            return why % words, drafts[0].get_absolute_url()
        url = reverse("engagements:agreement-create", args=[self.engagement.pk])
        return _("Es ist noch keine Vereinbarung eingetragen."), url

    def _no_steering(self):
        return _("Die Lenkungsrunde hat hier noch keine Mitglieder."), reverse(
            "rooms:members", args=[self.engagement.room_id]
        )

    def _separate(self, phase):
        drafts = [paper for paper in self.agreements if phase.code in paper.modules]
        if drafts:
            why = _("„%(title)s“ deckt die Phase ab, ist aber nicht unterzeichnet.") % {"title": drafts[0].title}
            return Unmet(_("Braucht eine gesonderte Vereinbarung"), why, drafts[0].get_absolute_url())
        url = reverse("engagements:agreement-draft-separate", args=[self.engagement.pk, phase.code])
        why = _("Die Phase gehört nicht zum Angebot. Ein Entwurf lässt sich aus der ersten Vereinbarung übernehmen.")
        return Unmet(_("Braucht eine gesonderte Vereinbarung"), why, url)


def looks_itself(criterion):
    """Whether the system looks this up; a released edition cannot be looked up yet and is ticked by hand."""
    return criterion.gate in {Gate.MANDATE, Gate.AGREEMENT, Gate.STEERING}


def unmet(phase, kind, user):
    """The rows that stand between this phase and its beginning or its end."""
    return Findings(phase.engagement, user).unmet(phase, kind)
