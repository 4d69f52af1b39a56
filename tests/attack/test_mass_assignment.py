"""T04: a form changes its own fields; whatever else is sent along changes nothing, whoever sends it."""

import json
import re

import pytest
from django.db import connection, transaction

from rooms import ids
from tests.attack.figures import LONG, share, some
from tests.attack.visits import address, client_of
from tests.databases import own_apps
from tests.doors.table import ADMINISTRATORS_FORMS, DOORS, POST_ONLY, ROLES
from tests.pages.reading import Page

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("pages_as_served")]
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:[+-]\d\d:\d\d)?")
# Which of the roles has the pages whose forms the others send, too.
FILLED_BY = ("lead", "advisor", "administrator", "networker", "nobody")


def hostile(world):
    """Every column of every table, with the value an intruder would like."""
    away = world.away
    wishes = {
        "room": away.room.pk,
        "author": world.stranger.pk,
        "user": world.stranger.pk,
        "engagement": away.engagement.pk,
        "organisation": away.room.organisation_id,
        "circle": 0,
        "clearance": 50,
        "role": "lead",
        "state": "veroeffentlicht",
        "status": "abgeschlossen",
        "version": 99,
        "number": 99,
        "invited_by": world.stranger.pk,
        "template": world.draft.pk,
        "kind": "network",
        "email": "boese@example.org",
        "lead": world.stranger.pk,
    }
    data = dict(wishes)
    for app in own_apps():
        for model in app.get_models():
            for field in model._meta.concrete_fields:
                kind = field.get_internal_type()
                default = {"BooleanField": "on", "DateField": "2001-01-01", "DateTimeField": "2001-01-01 00:00"}
                value = wishes.get(field.name, default.get(kind, 7 if "Integer" in kind else "boese"))
                data |= {field.name: value, field.attname: value}
    return data


def form_of(world, name):
    """What a browser would send from this page with every field filled in, and the names of all its fields."""
    for role in FILLED_BY:
        response = client_of(world, role).get(address(name, world))
        content = response.getvalue() if response.streaming else response.content
        if response.status_code != 200 or "html" not in response.headers.get("content-type", ""):
            continue
        url = address(name, world, query=False)
        forms = [each for each in Page(content).forms if each.method == "post" and each.action in {"", url}]
        for form in forms[-1:]:
            own = {*form.values, *form.typed, *form.chosen}
            typed = {field: form.values.get(field, [""])[0] or "2019" for field in form.typed}
            return form.values | typed, own
    return {}, set()


class Chance:
    """Keys that come in the same order every time, so that two deeds can be compared."""

    def __init__(self):
        self.count = 0

    def randbits(self, _bits):
        return 1

    def time_ns(self):
        self.count += 1
        return (1_900_000_000_000 + self.count) * 1_000_000


def deed(world, watch, role, name, data):
    """What the form writes, undone afterwards: its status, and each row as it was and as it became."""
    client = client_of(world, role)
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        chance = Chance()
        patch.setattr(ids, "secrets", chance)
        patch.setattr(ids, "time", chance)
        watch.written()
        response = client.post(address(name, world, query=False), data)
        rows = [(table, kind, *map(plain, (before, after))) for table, kind, before, after in unnamed(watch.written())]
        transaction.set_rollback(True)
    return response.status_code, rows


def same_numbers():
    """The next rows get the same numbers each time, so that two deeds can be compared."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(oid::regclass, 1000000) FROM pg_class"
            " WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace AND relname NOT LIKE 'attack%'"
        )


def unnamed(written):
    """The keys of new rows by their number, since some are made by chance."""
    new = dict.fromkeys(json.loads(after).get("id") for _table, kind, _before, after in written if kind == "INSERT")
    for number, key in enumerate(key for key in new if isinstance(key, str)):
        written = [tuple(part and part.replace(key, f"neu {number}") for part in row) for row in written]
    return written


# Of a phase made by hand, from the key of its form; and the end of an address that nobody should guess.
OWN_CODE = re.compile(r"(?<=eigene-)[0-9a-f]+|(?<=-)[0-9a-f]{6}(?=\")")


def plain(row):
    """A row without the moment of its writing, the salt of its password and what stands for its token.

    Of what is sealed, how long it is.
    """
    values = json.loads(OWN_CODE.sub("", MOMENT.sub("", row))) if row else {}
    known = {key: value for key, value in values.items() if key not in {"password", "last_login", "digest"}}
    return {key: len(value) if str(value).startswith("\\x") else value for key, value in known.items()}


def compare(world, watch, role, forms):
    """Doors where what was sent along made a difference, or where somebody without a right wrote."""
    wrong, accepted, wishes = {}, 0, hostile(world)
    del wishes["key"]  # stands in some forms for the sending itself
    for name, (data, own) in forms.items():
        more = data | {key: value for key, value in wishes.items() if key not in own}
        is_refused = DOORS[name][0][role] in {403, 404} and name not in ADMINISTRATORS_FORMS
        is_compared = not is_refused and DOORS[name][0] != POST_ONLY  # those have no form: what is sent is all there is
        if is_compared:
            same_numbers()
        status, rows = deed(world, watch, role, name, more)
        if is_refused and (rows or status < 400):
            wrong[name] = (status, rows)
        if is_compared:
            same_numbers()
            if (status, rows) != (clean := deed(world, watch, role, name, data)):
                wrong[name] = (status, rows, clean)
            accepted += bool(rows)
    return wrong, accepted


def forms_of(world, names):
    """Each door with its form; what looking at them has written is undone."""
    with transaction.atomic():
        forms = {name: form_of(world, name) for name in names}
        transaction.set_rollback(True)
    return forms


WHO = some(ROLES, 2)


def doors_of(role):
    """In a run of theirs a fifth of the doors, each tried by one of the chosen; with `--long` all by everybody."""
    return list(DOORS) if LONG else share(DOORS)[WHO.index(role) :: len(WHO)]


@pytest.mark.parametrize("role", WHO)
def test_only_the_fields_of_the_form_count(world, watch, role):
    wrong, accepted = compare(world, watch, role, forms_of(world, doors_of(role)))

    assert not wrong
    assert accepted >= 5 or not (LONG and role in {"lead", "advisor"})


def test_a_form_that_takes_everything_would_be_seen(world, watch, monkeypatch):
    """The gate, seen red: a profile that saves whatever it is sent."""
    from accounts.forms import ProfileForm

    def greedy(form, commit=True):
        form.instance.is_network_admin = "is_network_admin" in form.data
        form.instance.save()
        return form.instance

    monkeypatch.setattr(ProfileForm, "save", greedy)

    assert "accounts:profile" in compare(world, watch, "lead", forms_of(world, ["accounts:profile"]))[0]
