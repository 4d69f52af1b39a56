"""The world of the doors with everybody who could stand before one, and a planted word in every text of a room."""

import datetime as dt
from contextlib import contextmanager

from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from engagements.enums import LinkKind
from engagements.models import (
    Engagement,
    EngagementLink,
    ProgrammeClaim,
    ProgrammePartner,
    ProgrammePlace,
)
from participation.models import StatementVersion
from periods.fields import PeriodField
from rooms.enums import Circle, Role
from rooms.models import RoomItem
from tests.doors.world import AWAY, HOME, LONG_AGO, World, build_house, canary, up_to
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.rooms import InvitationFactory, MembershipFactory

ARCHIVE = "archiv"
# The triggers of a table that keep its words as they are.
REFUSING = """
    SELECT tgname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid JOIN pg_proc f ON f.oid = tgfoid
    WHERE c.relname = %s AND NOT tgisinternal AND prosrc LIKE '%%RAISE EXCEPTION%%'
"""
OUTSIDE, PUBLIC = -1, Circle.PUBLIC  # nobody signed in; signed in and nothing more
# Each role: in which column of the table of doors she stands in a house of hers, elsewhere, and how far she reads
# at home, away and in the archive. A reach above PUBLIC means she is in the room, but for the network.
STANDS = {
    "nobody": ("nobody", "nobody", OUTSIDE, OUTSIDE, OUTSIDE),
    "invited": ("former", "former", PUBLIC, PUBLIC, PUBLIC),
    "lead": ("lead", "employed", Circle.SEALED, PUBLIC, PUBLIC),
    "advisor": ("advisor", "employed", Circle.TEAM, PUBLIC, PUBLIC),
    "process": ("advisor", "employed", Circle.TEAM, PUBLIC, PUBLIC),
    "contact": ("contact", "former", Circle.CLIENT, PUBLIC, PUBLIC),
    "steering": ("steering", "former", Circle.STEERING, PUBLIC, PUBLIC),
    "observer": ("steering", "former", Circle.STEERING, PUBLIC, PUBLIC),
    "networker": ("networker", "networker", Circle.NETWORK, Circle.NETWORK, Circle.NETWORK),
    "administrator": ("administrator", "administrator", PUBLIC, PUBLIC, PUBLIC),
    "former": ("former", "former", PUBLIC, PUBLIC, PUBLIC),
    "future": ("former", "former", PUBLIC, PUBLIC, PUBLIC),
    "deactivated": ("nobody", "nobody", OUTSIDE, OUTSIDE, OUTSIDE),
    "neighbour": ("advisor", "employed", PUBLIC, Circle.TEAM, PUBLIC),
    "stranger": ("lead", "employed", PUBLIC, Circle.SEALED, PUBLIC),
    "both": ("steering", "employed", Circle.STEERING, Circle.TEAM, PUBLIC),
    "archivist": ("lead", "employed", PUBLIC, PUBLIC, Circle.SEALED),
}
HOUSES = (HOME, AWAY, ARCHIVE)
# Columns of text in which nobody writes: names of things inside the software, sums over bytes.
NOT_WRITTEN = {
    "language",
    "age_told",
    "content_type",
    "sha256",
    "content",
    "kind",
    "role",
    "target",
    "target_key",
    "action",
    "code",
}
# The rows of a house which are read with their room, or with the row they hang on, have no circle of their own.
KNOWN_TO_MEMBERS = {"Engagement", "Phase", "EngagementLink", "ProgrammePart"}
HANG_ON = {
    "Office": "person",
    "Alias": "organisation",
    "ProgrammePartner": "programme",
    "ProgrammeClaim": "programme",
    "ProgrammePlace": "programme",
    "LegalBasis": "body",
    "SeatGroup": "body",
    "Term": "body",
    "BodyShare": "body",
    "BodyClaim": "body",
    "Attendance": "meeting",
    "ConsensingOption": "consensing",
    "Passage": "resolution",
    "MeasureStep": "measure",
    "RoundRequest": "round",
    "Funding": "measure",
    "RoundAsked": "round",
    "Section": "version",
    "ContributionContact": "contribution",
    "ReportLine": "report",
    "RoundSection": "round",
    "AimMeasure": "statement",
}


def reach(role, house):
    return STANDS[role][2 + HOUSES.index(house)]


def is_member(role, house):
    return role != "networker" and reach(role, house) > PUBLIC


class Crowd(World):
    """Three houses: home, away, and an archive whose consultation is over."""

    def __init__(self):
        super().__init__()
        ours, theirs = self.lead.organisation, self.stranger.organisation
        self.archivist = UserFactory(organisation=OrganisationFactory())
        self.archive = build_house(ARCHIVE, self.archivist.organisation, self.archivist, self.template)
        Engagement.objects.filter(pk=self.archive.engagement.pk).update(status="abgeschlossen")
        MembershipFactory(
            room=self.archive.room,
            user=self.advisor,
            role=Role.ADVISOR,
            starts_on=LONG_AGO,
            ends_on=dt.date(2020, 1, 1),
        )
        self.process = self.member(Role.PROCESS, organisation=ours)
        self.observer = self.member(Role.OBSERVER)
        self.deactivated = self.member(Role.LEAD, organisation=ours)
        self.future, self.invited = UserFactory(), UserFactory()
        tomorrow = timezone.localdate() + dt.timedelta(days=1)
        MembershipFactory(room=self.home.room, user=self.future, role=Role.LEAD, starts_on=tomorrow)
        InvitationFactory(room=self.home.room, email=self.invited.email, role=Role.LEAD, invited_by=self.lead)
        self.both = self.member(Role.STEERING, organisation=theirs)
        self.neighbour = UserFactory(organisation=theirs)
        for person in (self.both, self.neighbour):
            MembershipFactory(room=self.away.room, user=person, role=Role.ADVISOR, starts_on=LONG_AGO)
        self.away.link = EngagementLink.objects.create(
            source=self.away.engagement, target=self.archive.engagement, kind=LinkKind.PARALLEL
        )
        self.archive.link = EngagementLink.objects.create(
            source=self.archive.engagement, target=self.home.engagement, kind=LinkKind.PARALLEL
        )
        for house in self.houses.values():
            for programme in house.programmes.values():
                ProgrammePartner.objects.create(programme=programme, name="Name", role="traeger")
                ProgrammeClaim.objects.create(programme=programme, about="Kommunen", wording="drei")
                ProgrammePlace.objects.create(programme=programme, wording="Ort")
        self.fill()
        type(self.deactivated).objects.filter(pk=self.deactivated.pk).update(is_active=False)

    @property
    def houses(self):
        return {HOME: self.home, AWAY: self.away, ARCHIVE: self.archive}

    def house_of(self, room_id):
        """Whose room it is; the room of an organisation has words of its own."""
        for name, house in self.houses.items():
            if room_id == house.room.pk:
                return name
            if room_id == house.programmes[PUBLIC].room_id:
                return f"{name}haus"
        return None

    def word_for(self, row):
        """The planted word that belongs into this row."""
        kind = type(row).__name__
        if kind in KNOWN_TO_MEMBERS:
            engagement = getattr(row, "engagement", None) or getattr(row, "source", row)
            name = self.house_of((row if kind == "Engagement" else engagement).room_id)
            return name and canary(name, "room")
        whole = getattr(row, HANG_ON[kind]) if kind in HANG_ON else row
        name = self.house_of(whole.room_id)
        return name and canary(name, whole.circle)

    def fill(self):
        """A planted word into every text of every row; saved as the product saves, so that what is sealed is sealed."""
        for model in confidential():
            with thawed(model):
                for row in model.objects.all():
                    if word := self.word_for(row):
                        for field in texts_of(row):
                            setattr(row, field.name, with_word(field, getattr(row, field.name), word))
                        row.save()
        with thawed(StatementVersion):
            for version in StatementVersion.objects.exclude(sha256=""):
                StatementVersion.objects.filter(pk=version.pk).update(sha256=version.digest())

    def allowed(self, role):
        """Every planted word this person may meet."""
        words = set()
        for name in HOUSES:
            widest = reach(role, name)
            if widest == OUTSIDE:
                words |= up_to(PUBLIC, name, member=False)  # on the pages for everybody
            else:
                words |= up_to(widest, name, member=is_member(role, name))
                leads = widest == Circle.SEALED  # who leads the house is also in the room of its organisation
                words |= up_to(Circle.SEALED if leads else min(widest, Circle.NETWORK), f"{name}haus", member=leads)
        return words


@contextmanager
def thawed(model):
    """Words that stand can be changed meanwhile: those of an adopted version, of a report that was released."""
    table = model._meta.db_table if model._meta.app_label == "participation" else ""
    with connection.cursor() as cursor:
        cursor.execute(REFUSING, [table])
        names = [name for (name,) in cursor.fetchall()]
        for deed in ("DISABLE", "ENABLE"):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for name in names:
                cursor.execute(f"ALTER TABLE {table} {deed} TRIGGER {name}")
            if deed == "DISABLE":
                yield


def confidential():
    """Every model whose rows lie in a room and are written by people."""
    for model in apps.get_models():
        name = model.__name__
        is_ours = model._meta.app_label in {"rooms", "stakeholders", "engagements", "steering", "participation"}
        if is_ours and (issubclass(model, RoomItem) or name in KNOWN_TO_MEMBERS or name in HANG_ON):
            yield model


def text_columns(model):
    """The columns into which somebody writes words."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and not field.primary_key
        and field.name not in NOT_WRITTEN
        and not field.name.endswith("_edtf")
        and not isinstance(field, models.SlugField)
    ]


def texts_of(row):
    """Those of its columns that may hold words: a round about a mission statement has no title of its own."""
    bare = {"title"} if getattr(row, "subject", "") == "leitbild" else set()
    return [field for field in text_columns(type(row)) if field.name not in bare]


def with_word(field, text, word):
    if word in text:
        return text
    if isinstance(field, models.EmailField):
        return f"{word}@example.org"
    if isinstance(field, PeriodField):
        return f"2020 {word}"
    text = "" if "kanarie" in text else text  # the word of another house
    return f"{text} {word}".strip()[-(field.max_length or 999) :]
