"""What waits for a person in a network, and what is new there."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import rules
from .enums import PeerState, RequestState
from .models import (
    Cohort,
    Course,
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
class Step:
    """One thing to do: when, what, and where it is done."""

    when: str
    words: str
    url: str


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
    for row in PeerConsultation.objects.visible_to(user).filter(network=network).exclude(state=PeerState.ENDED):
        when = _("läuft") if row.state == PeerState.RUNNING else _("Fallberatung")
        steps.append(Step(when, row.title, row.get_absolute_url()))
    for row in PoolProfile.objects.filter(network=network, person=user.pk):
        if row.is_stale:
            url = reverse("network:pool-update", args=[row.pk])
            steps.append(Step(_("Ihr Profil"), _("Stimmt noch, was Sie über Ihre Zeit geschrieben haben?"), url))
    return steps + (keepers_steps(user, network) if rules.can_keep(user, network) else [])


def keepers_steps(user, network):
    """What waits for those who keep the network."""
    steps = [
        Step(_("Pool"), _("%(name)s möchte in den Pool") % {"name": row.name}, row.get_absolute_url())
        for row in PoolProfile.objects.visible_to(user).filter(network=network, admitted_on=None)
    ]
    unknown = NetworkMember.objects.visible_to(user).filter(network=network, period="").count()
    if unknown:
        words = ngettext(
            "Bei einem Mitglied fehlt, seit wann es dabei ist",
            "Bei %(n)s Mitgliedern fehlt, seit wann sie dabei sind",
            unknown,
        )
        steps.append(Step(_("Mitglieder"), words % {"n": unknown}, f"{network.get_absolute_url()}#mitglieder"))
    return steps


def news_of(user, network):
    """What was added last, the newest first; a fixed number of questions."""
    found = []
    for model, what in (
        (LibraryItem, _("Bibliothek")),
        (NetworkMeeting, _("Treffen")),
        (SuccessFactor, _("Erfolgsfaktor")),
        (Course, _("Lehrgang")),
        (Cohort, _("Kohorte")),
        (NetworkMember, _("Mitglied")),
    ):
        rows = model.objects.visible_to(user).filter(network=network).order_by("-created_at")
        rows = rows.select_related(*TITLE_OF.get(model, ()))
        for row in rows[:NEWEST]:
            url = row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""
            found.append(News(timezone.localtime(row.created_at).date(), what, str(row), url))
    return sorted(found, key=lambda each: each.on, reverse=True)
