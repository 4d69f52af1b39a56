"""Asking for help: who could, from what has been released and shared; and what must not be named in it."""

from dataclasses import dataclass, field

from django.db.models import Case, Q, Value, When

from engagements.models import Engagement
from rooms.cautions import stands_in
from rooms.reach import reach_of

from .enums import Availability, HelpKind, PoolKind, WorkPhase
from .models import HelpRequest, LibraryItem, NetworkMember, PoolProfile, SuccessFactor
from .twins import Wanted, released_to, twins_of

FEW = 3  # of each kind: enough for a first step
# As what somebody of the pool can be asked; interpreting is asked of whoever speaks the language.
OF_THE_POOL = {
    HelpKind.MEDIATOR: [PoolKind.MEDIATOR, PoolKind.BOTH],
    HelpKind.ADVISOR: [PoolKind.ADVISOR, PoolKind.BOTH],
    HelpKind.INTERPRETING: list(PoolKind),
}


@dataclass
class Helpers:
    """What there is already: towns that are alike, people of the pool, what helped elsewhere, works."""

    twins: list = field(default_factory=list)
    pool: list = field(default_factory=list)
    factors: list = field(default_factory=list)
    works: list = field(default_factory=list)
    helped: list = field(default_factory=list)

    def __bool__(self):
        return any([self.twins, self.pool, self.factors, self.works, self.helped])


def who_could_help(user, network, asked):
    """What the person reads and fits to what is asked; nothing is written to anybody."""
    return Helpers(
        twins=alike(user, asked),
        pool=of_the_pool(user, network, asked),
        factors=factors(user, network, asked),
        works=works(user, network, asked),
        helped=helped(user, network, asked),
    )


def alike(user, asked):
    """Towns like the one it is about, from released profiles alone; her own is not among them."""
    wanted = Wanted(size=asked.size, land=asked.land.key if asked.land else "")
    wanted.themes = [asked.theme] if asked.theme else []
    if not wanted:
        return []
    rooms = reach_of(user).rooms
    return twins_of(wanted, [each for each in released_to(user) if each.room_id not in rooms])[:FEW]


def of_the_pool(user, network, asked):
    """People of the pool who have time, work there and speak the language; who has time now comes first."""
    if asked.kind not in OF_THE_POOL or asked.kind == HelpKind.INTERPRETING and not asked.language:
        return []
    rows = PoolProfile.objects.visible_to(user).filter(network=network, admitted_on__isnull=False)
    rows = rows.filter(kind__in=OF_THE_POOL[asked.kind]).exclude(person=user.pk).exclude(availability=Availability.BUSY)
    if asked.language:
        rows = rows.filter(languages__icontains=asked.language.strip())
    if asked.land:
        rows = rows.filter(Q(regions=asked.land) | Q(regions=None)).distinct()
    later = Case(When(availability=Availability.FREE, then=Value(0)), default=Value(1))
    return list(rows.prefetch_related("regions").order_by(later, "name", "pk")[:FEW])


def factors(user, network, asked):
    if not asked.theme:
        return []
    rows = SuccessFactor.objects.visible_to(user).filter(network=network, theme=asked.theme)
    return list(rows.order_by("-created_at", "pk")[:FEW])


def works(user, network, asked):
    """Works for the theme, or else for the phase; those for both come first."""
    theme = Q(themes__contains=[asked.theme]) if asked.theme else Q(pk=None)
    phase = Q(phase__in=[asked.phase, WorkPhase.ALWAYS]) if asked.phase else Q(pk=None)
    rows = LibraryItem.objects.visible_to(user).filter(theme | phase, network=network)
    order = Case(When(theme & phase, then=Value(0)), When(theme, then=Value(1)), default=Value(2))
    return list(rows.order_by(order, "title", "pk")[:FEW])


def helped(user, network, asked):
    """Earlier requests on the same theme, or of the same kind where no theme is named, that have helped."""
    same = {"theme": asked.theme} if asked.theme else {"kind": asked.kind}
    rows = HelpRequest.objects.visible_to(user).filter(network=network, **same).helped().exclude(pk=asked.pk)
    return list(rows.order_by("-closed_at", "pk")[:FEW])


# --- what must not be named ------------------------------------------------------------------


def unreleased(user):
    """Her consultations of which no released profile names the town."""
    rooms = {edition.room_id for edition in released_to(user)}
    rows = Engagement.objects.visible_to(user).select_related("municipality")
    return [engagement for engagement in rows if engagement.room_id not in rooms]


def named_unreleased(user, network, words):
    """The first name in a text that would tell of a consultation the network does not know; else nothing.

    That a town is a member of the network is known there, so its name alone tells nothing of a consultation.
    """
    own = unreleased(user)
    towns = {row.municipality_id for row in own} - {None}
    known = members_among(user, network, towns)
    for engagement in own:
        town = engagement.municipality
        names = [engagement.title, town.name if town and town.pk not in known else ""]
        for name in names:
            if name and stands_in(name, words):
                return name
    return ""


def members_among(user, network, towns):
    """Which of these towns are members of the network."""
    rows = NetworkMember.objects.visible_to(user).filter(network=network, place__in=towns)
    return {row.place_id for row in rows}


def towns_to_choose(user, network):
    """The members somebody can ask for: not those in which she advises, unless the network knows of it."""
    team = reach_of(user).team_rooms
    advised = {row.municipality_id for row in unreleased(user) if row.room_id in team} - {None}
    rows = NetworkMember.objects.visible_to(user).filter(network=network).current()
    return rows.exclude(place__in=advised).for_list()


def consultations_to_choose(user):
    """Her own consultations by what their released profiles are called: (key of the profile, title)."""
    rooms = reach_of(user).rooms
    return [(str(each.profile_id), each.title) for each in released_to(user) if each.room_id in rooms]
