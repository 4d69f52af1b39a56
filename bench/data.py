"""Thousands of consultations with their diaries, by COPY: the same rows every time."""

import itertools
import random
import uuid
from collections import Counter
from contextlib import contextmanager
from datetime import date, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import AutoField
from django.test import Client

from accounts import sessions
from accounts.models import Organisation, User
from bench.face import make_face
from bench.group import make_group
from bench.shape import SHAPE
from config import localdb
from engagements.enums import Approach, ConflictTheme, PhaseState, Status
from engagements.models import Agreement, Contact, Engagement, LogEntry, Mandate, OwnContribution, Phase
from municipalities.models import Place
from rooms.enums import CLEARANCES, Role, RoomKind
from rooms.models import Membership, Room
from stakeholders.models import Office, Person

OWN, ENTRIES, LONG = 50, 50, 10_000  # consultations of the person who asks, entries of each, entries of the long one
BODIES, OFFICES = 20_000, 20
BEGINNINGS = (
    "bürger konflikt platz verein schule jugend verwaltung markt wohnung straße stadt dorf kirche moschee brücke garten"
    " nachbar streit gespräch runde anlage energie wind wasser verkehr sicherheit lärm treff beirat kreis amt haushalt"
)
ENDS = (
    "gespräch forum plan frage rat gruppe arbeit weg fest haus raum zeit bericht antrag gebiet leitung stelle projekt"
    " konzept bild wahl ordnung spiel halle"
)
STEMS = BEGINNINGS.split()
WORDS = [*STEMS, *(f"{stem}{end}" for end in ENDS.split() for stem in STEMS)]
ZIPF = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(WORDS))))
FIRST_DAY = date(2015, 1, 1)


def build(engagements):
    """Fills an empty database and says what the benchmark asks for."""
    chance = random.Random(7)
    bodies, word = texts(chance)
    places, users = list(make_places()), make_people()
    rooms = [Room(pk=key(chance), kind=RoomKind.ENGAGEMENT, organisation=owner_of(users, n).organisation)
             for n in range(engagements)]  # fmt: skip
    copy(rooms)
    copy(m for n, room in enumerate(rooms) for m in members(room, users, n))
    cases = [case(chance, room, n, places) for n, room in enumerate(rooms)]
    copy(cases)
    copy(phase for each in cases for phase in phases(each))
    make_papers(cases[:OWN], users)
    make_group(cases[1], users[0], FIRST_DAY)
    slug = make_face(cases, users[0])
    copy_entries(chance, cases, users, bodies)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return {
        "shape": SHAPE,
        "user": users[0].pk,
        "engagement": str(cases[1].pk),
        "written": str(cases[2].pk),
        "written_room": str(cases[2].room_id),
        "long": str(cases[0].pk),
        "word": word,
        "slug": slug,
    }


def key(chance):
    """A key like those of the product: ordered by time, here by a chance day."""
    stamp = int((FIRST_DAY - date(1970, 1, 1)).total_seconds() * 1000) + chance.randrange(10**11)
    return uuid.UUID(int=stamp << 80 | 7 << 76 | chance.getrandbits(12) << 64 | 2 << 62 | chance.getrandbits(62))


def texts(chance):
    """Bodies of 60 to 90 words, frequent and rare ones as in any language, and the word nearest to 1.3 % of them."""
    bodies = [chance.choices(WORDS, cum_weights=ZIPF, k=chance.randint(60, 90)) for _ in range(BODIES)]
    seen = Counter(word for body in bodies for word in set(body))
    word = min(sorted(seen), key=lambda each: abs(seen[each] / BODIES - 0.013))
    return [" ".join(body).capitalize() + "." for body in bodies], word


def make_places():
    for number in range(1, 17):
        land = Place.objects.create(key=f"{number:02}", level="land", name=f"Land {number}", full_name=f"Land {number}")
        kreis = Place.objects.create(
            key=f"{number:02}001", level="kreis", name=f"Kreis {number}", full_name=f"Kreis {number}", land=land
        )
        for town in range(1, 26):
            name = f"Ort {number}-{town}"
            yield Place.objects.create(
                key=f"{number:02}001{town:03}", level="gemeinde", name=name, full_name=name, land=land, kreis=kreis
            )


def make_people():
    """The person who asks, and an advisor for each of some offices."""
    offices = [Organisation.objects.create(name=f"Büro {number}") for number in range(OFFICES)]
    people = [offices[0], *offices]
    return [
        User.objects.create_user(f"p{n}@bench.example", f"Person {n}", organisation=o) for n, o in enumerate(people)
    ]


def owner_of(users, number):
    """The first consultations are led by the person who asks, the others by other offices."""
    return users[0] if number < OWN else users[1 + number % OFFICES]


def members(room, users, number):
    pairs = [(owner_of(users, number), Role.LEAD), (users[1 + (number + 7) % OFFICES], Role.ADVISOR)]
    for user, role in pairs:
        yield Membership(room=room, user=user, role=role, clearance=CLEARANCES[role], starts_on=FIRST_DAY)


def case(chance, room, number, places):
    begin = FIRST_DAY + timedelta(days=chance.randrange(3600))
    return Engagement(
        pk=key(chance),
        room=room,
        title=f"Beratung {number}: {chance.choice(WORDS)}",
        municipality=places[number % len(places)],
        approach=Approach.KKB,
        status=Status.RUNNING if number % 3 else Status.CLOSED,
        occasion="Ein Anlass. " * 20,
        aims="Ein Ziel.",
        themes=[ConflictTheme.values[number % 5]],
        period=f"{begin:%d.%m.%Y}",
    )


def phases(engagement):
    states = [PhaseState.DONE, PhaseState.DONE, PhaseState.RUNNING, PhaseState.PLANNED, PhaseState.PLANNED]
    for number, state in enumerate(states):
        yield Phase(engagement=engagement, code=f"p{number}", name=f"Phase {number}", order=number, state=state)


def make_papers(cases, users):
    """What stands beside the diary of her own consultations."""
    for number, each in enumerate(cases):
        common = {"room": each.room, "author": users[0]}
        person = Person.objects.create(name=f"Person im Amt {number}", **common)
        office = Office.objects.create(person=person, title="Bürgermeisterin")
        Mandate.objects.create(engagement=each, organ="Bürgermeisterin", office=office, given_on="2018", **common)
        Contact.objects.create(engagement=each, office=office, **common)
        Agreement.objects.create(engagement=each, title="Kooperationsvereinbarung", **common)
        for name in ("Räume", "Material", "Moderation"):
            OwnContribution.objects.create(engagement=each, name=name, **common)


def copy_entries(chance, cases, users, bodies):
    """The entries, scattered over the cases in the order of time as they would have been written."""
    fields = columns_of(LogEntry)
    first = [case for case in cases for _ in range(ENTRIES)]
    chance.shuffle(first)
    model = dict(zip((f.attname for f in fields), values_of(LogEntry(
        engagement=cases[0], room=cases[0].room, title="x", text="x", when="1.1.2018", author=users[0]
    ), fields), strict=True))  # fmt: skip
    whole = [*((case, users[0]) for case in cases[:1] for _ in range(LONG)), *((case, None) for case in first)]
    owners = {case.pk: owner_of(users, number).pk for number, case in enumerate(cases)}

    def rows():
        for number, (case, _user) in enumerate(whole):
            day = FIRST_DAY + timedelta(days=number * 3900 // len(whole))
            body = bodies[number % BODIES]
            yield model | {
                "id": key(chance), "engagement_id": case.pk, "room_id": case.room_id, "author_id": owners[case.pk],
                "title": body[:40], "text": body, "when": f"{day:%d.%m.%Y}", "when_edtf": str(day), "when_from": day,
                "when_until": day, "shared_on": day, "written_on": day,
            }  # fmt: skip

    with unguarded(LogEntry._meta.db_table) as cursor:
        write(LogEntry, fields, (row.values() for row in rows()), cursor)


@contextmanager
def unguarded(table):
    """A cursor that fills a table in bulk: without foreign keys and triggers, its indexes built at the end.

    Only a superuser may do so; this is the embedded server, and nothing but the benchmark.
    """
    kept = "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = %s::regclass"
    with localdb.connect(settings.VAR_DIR, connection.settings_dict["NAME"]) as admin, admin.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET maintenance_work_mem = '256MB'")
        indexes = cursor.execute(f"{kept} AND NOT indisunique", [table]).fetchall()
        for name, _made in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield cursor
        for _name, made in indexes:
            cursor.execute(made)


def columns_of(model):
    return [field for field in model._meta.concrete_fields if not field.generated]


def values_of(row, fields):
    """As the row would be saved, in the order of the columns; its date fields are read on the way."""
    saved = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
    late = {field.attname: getattr(row, field.attname) for field in fields if field.attname.endswith(PARTS)}
    return [late.get(field.attname, value) for field, value in zip(fields, saved, strict=True)]


PARTS = ("_edtf", "_from", "_until")


def copy(rows):
    """Unsaved rows of one model into their table."""
    rows = iter(rows)
    first = next(rows)
    fields = columns_of(type(first))
    write(type(first), fields, (values_of(row, fields) for row in itertools.chain([first], rows)))


def write(model, fields, rows, cursor=None):
    """Rows of values; keys that the database counts itself are left to it."""
    places = [n for n, field in enumerate(fields) if not isinstance(field, AutoField)]
    names = ", ".join(f'"{fields[n].column}"' for n in places)
    with (cursor or connection.cursor()).copy(f"COPY {model._meta.db_table} ({names}) FROM STDIN") as into:
        for row in rows:
            values = list(row)
            into.write_row([getattr(values[n], "value", values[n]) for n in places])


def sign_in(user):
    """The key of a session of this person, who has shown who she is a moment ago."""
    client = Client()
    client.force_login(user)
    session = client.session
    session[sessions.PROVEN] = True
    session.save()
    return session.session_key
