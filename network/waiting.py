"""What waits for a person in a network, and what is new there."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import rules
from .enums import HelpState, PeerState, RequestState
from .keeping import Step, keepers_steps
from .models import (
    Cohort,
    Course,
    HelpOffer,
    HelpRequest,
    LibraryItem,
    NetworkMeeting,
    NetworkMember,
    PeerConsultation,
    PoolProfile,
    PoolRequest,
    SuccessFactor,
)

NEWEST = 6
TITLE_OF = {NetworkMember: ["place"], NetworkMeeting: ["event"]}


@dataclass(frozen=True)
class News:
    """A row somebody has added."""

    on: object
    what: str
    title: str
    url: str


def steps_of(user, network):
    """What waits for this person here, the most urgent first."""
    steps = [
        Step(
            _("Anfrage"),
            _("Sie sind für ein Team angefragt: Haben Sie Zeit?"),
            reverse("network:request-answer", args=[row.pk]),
        )
        for row in PoolRequest.objects.asked().prefetch_related("profile")
        if row.state == RequestState.ASKED and row.profile.network_id == network.pk
    ]
    steps += steps_of_help(user, network)
    for row in PeerConsultation.objects.visible_to(user).filter(network=network).exclude(state=PeerState.ENDED):
        when = _("läuft") if row.state == PeerState.RUNNING else _("Fallberatung")
        steps.append(Step(when, row.title, row.get_absolute_url()))
    for row in PoolProfile.objects.filter(network=network, person=user.pk):
        if row.is_stale:
            url = reverse("network:pool-update", args=[row.pk])
            steps.append(Step(_("Ihr Profil"), _("Stimmt noch, was Sie über Ihre Zeit geschrieben haben?"), url))
    return steps + (keepers_steps(user, [network]) if rules.can_keep(user, network) else [])


def steps_of_help(user, network):
    """Offers to her own requests, those that are over, and where somebody counts on her."""
    steps = []
    running = HelpRequest.objects.visible_to(user).filter(network=network, author=user.pk, closed_at=None)
    for row in running.with_offers().order_by("until", "pk"):
        words = {"question": row.question, "n": row.offered}
        if row.state == HelpState.ARRANGED:
            steps.append(Step(_("Ihre Bitte"), _("Hat es geholfen? %(question)s") % words, row.get_absolute_url()))
        elif row.is_over:
            told = _("Abgelaufen, verlängern oder abschließen: %(question)s") % words
            steps.append(Step(_("Ihre Bitte"), told, row.get_absolute_url()))
        elif row.offered:
            told = ngettext("Ein Angebot: %(question)s", "%(n)s Angebote: %(question)s", row.offered) % words
            steps.append(Step(_("Ihre Bitte"), told, row.get_absolute_url()))
    given = HelpOffer.objects.visible_to(user).filter(person=user.pk, accepted_at__isnull=False)
    for offer in given.filter(request__network=network, request__state=HelpState.ARRANGED).select_related("request"):
        told = _("Ihr Angebot ist angenommen: %(question)s") % {"question": offer.request.question}
        steps.append(Step(_("Hilfe"), told, offer.get_absolute_url()))
    return steps


def news_of(user, network):
    """What was added last, the newest first; a fixed number of questions."""
    found = []
    for model, what in (
        (HelpRequest, _("Bitte um Hilfe")),
        (LibraryItem, _("Bibliothek")),
        (NetworkMeeting, _("Treffen")),
        (SuccessFactor, _("Erfolgsfaktor")),
        (Course, _("Lehrgang")),
        (Cohort, _("Kohorte")),
        (NetworkMember, _("Mitglied")),
    ):
        rows = model.objects.visible_to(user).filter(network=network).order_by("-created_at")
        rows = rows.select_related(*TITLE_OF.get(model, ()))
        rows = rows.open() if model is HelpRequest else rows
        for row in rows[:NEWEST]:
            url = row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""
            found.append(News(timezone.localtime(row.created_at).date(), what, str(row), url))
    return sorted(found, key=lambda each: each.on, reverse=True)
