"""The networks of the samples: members, cohorts, meetings, a course, the pool and the library."""

import datetime as dt

from django.utils import timezone

from municipalities.models import Place
from network.enums import HelpState, MeetingKind, PeerNoteKind
from network.forms.meetings import FORMATS
from network.models import (
    Cohort,
    CohortCount,
    CohortPlace,
    Course,
    CourseModule,
    CourseParticipant,
    HelpOffer,
    HelpRequest,
    LibraryItem,
    ModuleAttendance,
    Network,
    NetworkMeeting,
    NetworkMember,
    PeerConsultation,
    PeerNote,
    PeerSeat,
    PoolProfile,
    SuccessFactor,
)
from participation.enums import EventState
from participation.models import Event, Slot, Table
from periods.reading import read
from rooms.actions import admit
from rooms.enums import Circle, Role, RoomKind
from rooms.models import Room

from . import files
from .house import circle, made


def load(house):
    for data in files.read("netzwerke", house.today)["network"]:
        network = found_or_made(house, data)
        base = {"network": network, "room": network.room, "author": house.accounts["netzwerk"]}
        base |= {"circle": Circle.NETWORK}
        for key, load_one in LOADERS.items():
            for row in data.get(key, []):
                load_one(house, base, dict(row))


def found_or_made(house, data):
    """The network of people.toml, or one more with a room of its own, kept by the sample administrator."""
    if "name" not in data:
        return Network.objects.get(room__organisation=house.organisations[data["key"]])
    room = Room.objects.create(kind=RoomKind.NETWORK, organisation=house.organisations[data["organisation"]])
    admit(room, house.accounts["netzwerk"], Role.LEAD, by=house.accounts["netzwerk"])
    return made(Network, name=data["name"], purpose=data["purpose"], room=room)


def day(text):
    """The day a sample names."""
    return read(text).earliest


def _member(_house, base, row):
    place = Place.objects.get(key=row.pop("place")) if "place" in row else None
    made(NetworkMember, **base, place=place, sort_name=place.name if place else row["name"], **row)


def _cohort(house, base, row):
    places, said = row.pop("place", []), row.pop("number_said", [])
    programme = house.programmes.get(row.pop("programme", None))
    cohort = made(Cohort, **base, programme=programme, **row)
    for order, place in enumerate(places):
        known = Place.objects.get(key=place["key"])
        made(CohortPlace, cohort=cohort, place=known, wording=place["wording"], order=order)
    for order, each in enumerate(said):
        made(CohortCount, cohort=cohort, order=order, **each)


def _meeting(_house, base, row):
    on, kind = read(row.pop("on")).earliest if "on" in row else None, MeetingKind(row["kind"])
    begins = timezone.make_aware(dt.datetime.combine(on, dt.time(10))) if on else None
    is_past = row.pop("is_held", False) or (on is not None and on < timezone.localdate())
    lists = {name: row.pop(name, []) for name in ("slot", "table", "factor")}
    inside = {name: base[name] for name in ("room", "author", "circle")}
    event = made(
        Event,
        **inside,
        title=row.pop("title"),
        format=FORMATS[kind],
        mode=row.pop("mode", "praesenz"),
        begins=begins,
        has_times=not is_past,
        when="" if begins else row.get("planned", ""),
        place=row.pop("where", ""),
        summary=row.pop("summary", ""),
        state=EventState.HELD if is_past else EventState.PLANNED,
    )
    meeting = made(NetworkMeeting, **base, event=event, **row)
    for order, each in enumerate(lists["slot"]):
        made(Slot, **inside, event=event, order=order, **each)
    for order, each in enumerate(lists["table"]):
        made(Table, **inside, event=event, order=order, **each)
    for each in lists["factor"]:
        made(SuccessFactor, **base, meeting=meeting, **each)


def _peer(house, base, row):
    seats, notes = row.pop("seats"), row.pop("note", [])
    giver = house.accounts[row.pop("giver")]
    case = made(PeerConsultation, network=base["network"], room=base["room"], giver=giver, **row)
    for person in [giver, *(house.accounts[key] for key in seats)]:
        PeerSeat.objects.create(consultation=case, person=person)
    for note in notes:
        author = house.accounts[note["author"]]
        made(PeerNote, consultation=case, author=author, kind=PeerNoteKind(note["kind"]), text=note["text"])


def _help(house, base, row):
    offers, closed = row.pop("offer", []), row.pop("closed_on", None)
    base = base | {"author": house.accounts[row.pop("asker")]}
    if closed:
        row |= {
            "state": HelpState.CLOSED,
            "closed_at": timezone.make_aware(dt.datetime.combine(day(closed), dt.time(10))),
        }
    asked = made(HelpRequest, **base, until=day(row.pop("until")), **row)
    for each in offers:
        accepted = timezone.now() if each.pop("is_accepted", False) else None
        made(
            HelpOffer, request=asked, person=house.accounts[each["account"]], words=each["words"], accepted_at=accepted
        )


def _course(_house, base, row):
    titles, people = row.pop("module", []), row.pop("participant", [])
    course = made(Course, **base, **row)
    modules = [made(CourseModule, course=course, title=title, order=order) for order, title in enumerate(titles)]
    for each in people:
        been = modules[: each.pop("modules")]
        inside = {"room": base["room"], "author": base["author"], "circle": Circle.TEAM}
        person = made(CourseParticipant, **inside, course=course, **each)
        ModuleAttendance.objects.bulk_create([ModuleAttendance(participant=person, module=module) for module in been])


def _profile(house, base, row):
    regions, is_public = row.pop("regions", []), row.pop("is_public", False)
    profile = made(
        PoolProfile,
        network=base["network"],
        room=base["room"],
        person=house.accounts[row.pop("account")],
        admitted_on=house.today,
        is_public=is_public,
        consented_at=timezone.now() if is_public else None,
        **row,
    )
    profile.regions.set(Place.objects.filter(key__in=regions))


def _work(_house, base, row):
    reach = circle(row.pop("circle", "network"))
    made(LibraryItem, **base | {"circle": reach}, **row)


LOADERS = {
    "member": _member,
    "cohort": _cohort,
    "meeting": _meeting,
    "peer": _peer,
    "help": _help,
    "course": _course,
    "profile": _profile,
    "work": _work,
}
