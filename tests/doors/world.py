"""Two consultations full of planted words, and one person for every way to stand to them.

Every confidential text carries a canary: `kanarie` + room + circle. `allowed` says which canaries a person may meet.
"""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from engagements.enums import AgreementKind, ContributionState, LinkKind, PhaseState, TemplateState
from engagements.models import (
    Agreement,
    Contact,
    Criterion,
    EngagementLink,
    Mandate,
    OwnContribution,
    PhaseStep,
    PhaseTemplate,
    ProcessTemplate,
    Programme,
    ProgrammePart,
)
from engagements.template_files import DIRECTORY, load
from network.models import Network
from rooms.enums import Circle, ReleaseState, Role, RoomKind
from rooms.models import File, Invitation, Release, Room
from stakeholders.models import Alias, Office, Organisation, Person
from steering.models import Feed
from tests.doors.contributions import plant_contributions
from tests.doors.desk import plant_requests
from tests.doors.events import plant_events
from tests.doors.network import Together
from tests.doors.profiles import logo_of, plant_profiles
from tests.doors.statements import plant_statements
from tests.doors.steering import Group
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.engagements import EngagementFactory, LogEntryFactory, PhaseFactory
from tests.factories.municipalities import PlaceFactory
from tests.factories.rooms import MembershipFactory
from tests.rooms.files import stored

HOME, AWAY = "heimat", "fremde"
LONG_AGO = dt.date(2015, 1, 1)


def canary(room, circle):
    """The planted word of a room and a circle; `room` stands for what every member of the room knows."""
    return f"kanarie{room}{circle if circle == 'room' else int(circle)}x"


def canaries(room):
    return {canary(room, circle) for circle in [*Circle, "room"]}


def up_to(circle, room=HOME, member=True):
    """The canaries of a room that reach a person cleared for this circle."""
    return {canary(room, each) for each in Circle if each <= circle} | ({canary(room, "room")} if member else set())


@dataclass
class House:
    """One consultation with one row of everything in every circle."""

    name: str
    engagement: object
    entries: dict
    files: dict
    organisations: dict
    persons: dict
    offices: dict
    agreements: dict
    mandates: dict
    contributions: dict
    phase: object
    planned: object
    criterion: object
    contact: object
    programmes: dict
    link: object = None
    part: object = None
    releases: dict = None
    invitation: object = None
    alias: object = None
    group: object = None  # tests.doors.steering
    requests: tuple = ()  # tests.doors.desk: the desk, an open request, an accepted one

    def __getattr__(self, name):
        """Meetings, measures and their like, by circle."""
        if name.startswith("_") or self.group is None:
            raise AttributeError(name)
        return getattr(self.group, name)

    @property
    def room(self):
        return self.engagement.room


def build_house(name, organisation, lead, template):
    """A consultation of this organisation with planted words in every circle; what is sealed is the lead's."""
    place = PlaceFactory(name=f"Ort {name}")
    engagement = EngagementFactory(
        room__organisation=organisation,
        title=f"Beratung {canary(name, 'room')}",
        occasion=canary(name, "room"),
        municipality=place,
        template=template,
        status="laufend",
    )
    room = engagement.room
    MembershipFactory(room=room, user=lead, role=Role.LEAD, starts_on=LONG_AGO)
    base = {"room": room, "author": lead, "shared_on": dt.date(2020, 1, 1)}
    each = {circle: base | {"circle": circle} for circle in Circle}
    word = {circle: canary(name, circle) for circle in Circle}

    def rows(model, **fields):
        return {
            circle: model.objects.create(
                **common, **{key: value(circle) if callable(value) else value for key, value in fields.items()}
            )
            for circle, common in each.items()
        }

    organisations = rows(Organisation, name=lambda c: f"Verein {word[c]}", note=lambda c: word[c], sector="verwaltung")
    persons = rows(Person, name=lambda c: f"Person {word[c]}", sector="politik")
    offices = {
        c: Office.objects.create(person=persons[c], title=f"Amt {word[c]}", organisation=organisations[c])
        for c in Circle
    }
    files = rows(
        File,
        name=lambda c: f"{word[c]}.txt",
        content_type="text/plain",
        size=len(word[Circle.TEAM]),
        sha256=lambda c: stored(word[c].encode(), name)["sha256"],
        content=lambda c: stored(word[c].encode(), f"{name}{int(c)}")["content"],
    )
    phase = PhaseFactory(
        engagement=engagement, state=PhaseState.RUNNING, name=f"Phase {canary(name, 'room')}", period="seit 2020"
    )
    planned = PhaseFactory(engagement=engagement, state=PhaseState.PLANNED, name=f"Später {canary(name, 'room')}")
    entries = {}
    for circle in Circle:
        entries[circle] = LogEntryFactory(
            engagement=engagement,
            title=f"Eintrag {word[circle]}",
            text=f"Text {word[circle]} und mehr",
            source=word[circle],
            phase=phase,
            **each[circle],
        )
        entries[circle].persons.add(persons[circle])
        entries[circle].organisations.set(organisations.values())
        entries[circle].files.add(files[circle])
    rows(PhaseStep, phase=phase, source="geplant", target="laeuft", reason=lambda c: word[c], unmet=lambda c: word[c])
    criterion = Criterion.objects.create(
        phase=phase, text=word[Circle.TEAM], note=word[Circle.TEAM], **each[Circle.TEAM]
    )
    agreements = rows(
        Agreement,
        engagement=engagement,
        title=lambda c: f"Papier {word[c]}",
        kind=AgreementKind.COOPERATION,
        text=lambda c: word[c],
    )
    mandates = rows(Mandate, engagement=engagement, organ=lambda c: f"Organ {word[c]}", subject=lambda c: word[c])
    contributions = rows(
        OwnContribution,
        engagement=engagement,
        name=lambda c: f"Leistung {word[c]}",
        state=ContributionState.OPEN,
        responsible=lambda c: word[c],
    )
    contact = Contact.objects.create(engagement=engagement, office=offices[Circle.TEAM], **each[Circle.TEAM])
    home = Room.objects.create(kind=RoomKind.ORGANISATION, organisation=organisation)
    MembershipFactory(room=home, user=lead, role=Role.LEAD, starts_on=LONG_AGO)
    programmes = {
        c: Programme.objects.create(
            room=home,
            author=lead,
            circle=c,
            title=f"Programm {word[c]}",
            summary=word[c],
            shared_on=dt.date(2020, 1, 1),
        )
        for c in (Circle.PUBLIC, Circle.TEAM)
    }
    second = UserFactory(organisation=organisation)
    releases = {c: released(entries[c], c, word[c], lead, second) for c in Circle if c <= Circle.TEAM}
    part = ProgrammePart.objects.create(
        programme=programmes[Circle.PUBLIC], engagement=engagement, note=canary(name, "room")
    )
    invitation = Invitation.objects.create(
        email=f"{canary(name, Circle.TEAM)}@example.org", room=room, role=Role.STEERING, invited_by=lead
    )
    alias = Alias.objects.create(organisation=organisations[Circle.TEAM], name=f"Alias {word[Circle.TEAM]}")
    return House(
        name=name,
        engagement=engagement,
        entries=entries,
        files=files,
        organisations=organisations,
        persons=persons,
        offices=offices,
        agreements=agreements,
        mandates=mandates,
        contributions=contributions,
        phase=phase,
        planned=planned,
        criterion=criterion,
        contact=contact,
        programmes=programmes,
        part=part,
        releases=releases,
        invitation=invitation,
        alias=alias,
        group=plant_contributions(
            plant_events(
                plant_profiles(plant_statements(Group(engagement, each, word), name, place), name, place), files
            )
        ),
        requests=plant_requests(home, word[Circle.SEALED], lead),
    )


def released(entry, circle, word, lead, second):
    """The edition of an entry that is out in a circle, or for the team a proposal."""
    row = Release(
        room_id=entry.room_id, author=lead, shared_on=entry.shared_on, circle=circle, kind="engagements.logentry"
    )
    row.key, row.item_version, row.to_circle = entry.pk, entry.version, min(circle, Circle.CLIENT)
    row.title, row.content, row.purpose, row.answer = f"Fassung {word}", [["", f"Worte {word}"]], word, word
    row.sha256, row.decided_at = row.digest(), entry.created_at
    if circle < Circle.TEAM:
        row.decided_by, row.state = second, ReleaseState.RELEASED
    row.save()
    return row


class World:
    """Home, where each person stands somewhere, and away, where only the stranger is at home."""

    def __init__(self):
        self.template = load(DIRECTORY / "leer.toml") or ProcessTemplate.objects.get(code="leer")
        ours, theirs = OrganisationFactory(), OrganisationFactory()
        self.lead = UserFactory(organisation=ours)
        self.stranger = UserFactory(organisation=theirs)
        self.home = build_house(HOME, ours, self.lead, self.template)
        self.away = build_house(AWAY, theirs, self.stranger, self.template)
        self.advisor = self.member(Role.ADVISOR, organisation=ours)
        self.contact = self.member(Role.CONTACT)
        self.steering = self.member(Role.STEERING)
        self.former = self.member(Role.LEAD, ends_on=dt.date(2020, 12, 31))
        self.networker = UserFactory()
        self.administrator = UserFactory(is_network_admin=True)
        network_room = Room.objects.create(kind=RoomKind.NETWORK, organisation=ours)
        self.network = Network.objects.create(name="Netzwerk", room=network_room)
        MembershipFactory(room=network_room, user=self.networker, role=Role.OBSERVER, starts_on=LONG_AGO)
        words = {circle: canary(HOME, circle) for circle in Circle}
        self.together = Together(self.network, words, self.home.engagement, UserFactory())
        second = EngagementFactory(title="Zweite Beratung", lead=self.lead)
        self.home.link = EngagementLink.objects.create(
            source=self.home.engagement, target=second, kind=LinkKind.PARALLEL
        )
        self.draft = ProcessTemplate.objects.create(
            code="entwurf", name="Entwurf", state=TemplateState.DRAFT, based_on=self.template
        )
        self.draft_phase = PhaseTemplate.objects.create(template=self.draft, code="a", name="A", order=10)
        self.logo = logo_of("Stiftung Beispiel")
        self.nobody = AnonymousUser()
        self.feed = Feed.objects.create(person=self.lead, label="Telefon", digest="0" * 64)

    def member(self, role, organisation=None, ends_on=None):
        person = UserFactory(organisation=organisation)
        MembershipFactory(room=self.home.room, user=person, role=role, starts_on=LONG_AGO, ends_on=ends_on)
        return person

    ROLES = ("nobody", "lead", "advisor", "contact", "steering", "former", "networker", "administrator", "stranger")

    def allowed(self, role):
        """The canaries this person may meet anywhere in the product."""
        away = up_to(Circle.PUBLIC, AWAY, member=False)
        home = {
            "nobody": up_to(Circle.PUBLIC, member=False),  # on the pages for everybody
            "lead": up_to(Circle.SEALED),
            "advisor": up_to(Circle.TEAM),
            "contact": up_to(Circle.CLIENT),
            "steering": up_to(Circle.STEERING),
            "former": up_to(Circle.PUBLIC, member=False),
            "networker": up_to(Circle.NETWORK, member=False),
            "administrator": up_to(Circle.PUBLIC, member=False),
            "stranger": up_to(Circle.PUBLIC, member=False),
        }[role]
        if role == "stranger":
            away = canaries(AWAY)
        elif role == "networker":
            away = up_to(Circle.NETWORK, AWAY, member=False)
        return home | away
