"""T01: every address, by everybody, for everything there is: no word, no row and no status that is not hers.

In every commit a sample; `bin/test --long` tries all of it.
"""

import re
import zlib

import pytest
from django.apps import apps
from django.db import models
from django.urls import get_resolver

from engagements.views import log_lists
from rooms import reach as reach_module
from rooms.enums import Circle, Role
from rooms.models import Membership, RoomItemQuerySet
from tests.attack import crowd as who
from tests.attack.addresses import every_address
from tests.attack.crowd import STANDS, confidential, is_member, reach, text_columns, texts_of
from tests.attack.figures import LONG, note, size, some
from tests.attack.rows import OF_THE_CONTACT, OF_THE_HOUSE, ROW_DOORS, may
from tests.attack.visits import PLANTED, client_of, nothing_stays, planted_words
from tests.doors.table import ADMINISTRATORS_FORMS, DOORS
from tests.doors.test_doors import routes

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("pages_as_served")]
METHODS = ("get", "head", "part", "post", "fill", *size((), ("put", "patch", "delete", "options")))
SAMPLE = 2  # visits per door and role in every commit
# Where an organisation is a free text, a key sent for it is a text like any other.
TOLD_IN_TEXT, FREE_TEXT = {"participation_signatory"}, re.compile(r'"organisation": "[^"]*"')
ALWAYS = {200, 302, 403, 404, 405}


class Sweep:
    """One person at all the doors."""

    def __init__(self, world, watch, role, as_role=None):
        self.world, self.watch, self.role = world, watch, role
        self.allowed = world.allowed(as_role or role)
        self.rights = as_role or role
        self.client = client_of(world, role)
        self.client.raise_request_exception = False
        self.cookie = self.client.cookies.output(header="").strip().partition(";")[0]
        self.asked, self.found, self.names = 0, {}, set()
        self.foreign = foreign_keys(world, self.rights)
        self.wishes = wishes(world, self.rights)

    def visit(self, name, house, circle, url, method):
        with nothing_stays():
            self.client.cookies.clear()  # signing out is a door like any other
            self.client.cookies.load(self.cookie)
            self.watch.written()
            response = self.send(url, method)
            met = planted_words(response) - self.allowed
            written = (
                [row for row in self.watch.written() if self.is_foreign(row)] if method in {"post", "fill"} else []
            )
        self.asked += 1
        self.names.add(name)
        status = 302 if "HX-Redirect" in response.headers else response.status_code
        allowed = may(self.rights, name, house, circle)
        odd = status not in ALWAYS | {400, 401, 409, 410}
        if method in {"get", "part"} and allowed and status not in allowed:
            odd = True
        if method == "head" and allowed and status not in allowed | {405}:
            odd = True
        if (
            method in {"post", "fill"}
            and self.must_refuse(name, house, circle)
            and status not in {302, 401, 403, 404, 405}
        ):
            odd = True
        if met or odd or written:
            self.found[name, house, circle, method] = (status, allowed, sorted(met), written[:1])

    def must_refuse(self, name, house, circle):
        hidden = name in ROW_DOORS and house in who.HOUSES and circle > reach(self.rights, house)
        return hidden and name not in ADMINISTRATORS_FORMS

    def send(self, url, method):
        if method == "part":
            return self.client.get(url, headers={"hx-request": "true", "hx-target": "liste"})
        if method == "fill":
            return self.client.post(url.partition("?")[0], self.wishes)
        return getattr(self.client, method)(url.partition("?")[0] if method == "post" else url)

    def is_foreign(self, row):
        """A row of a house which this person may not write in, or one that points there."""
        table, _deed, before, after = row
        if table.startswith("audit_") and any(is_member(self.rights, house) for house in who.HOUSES):
            return False  # looking at her own room leaves a line there
        if table in OF_THE_CONTACT and self.rights == "contact":
            return False
        if table == "participation_contribution" and before is None:
            return not any(is_member(self.rights, house) for house in who.HOUSES)  # members say what they think
        said = (
            FREE_TEXT.sub("", (before or "") + (after or ""))
            if table in TOLD_IN_TEXT
            else (before or "") + (after or "")
        )
        return any(key in said for key in self.foreign)

    def everything(self, methods=METHODS, names=None):
        for door in self.chosen(methods, names):
            self.visit(*door)
        return self.found

    def chosen(self, methods, names):
        """All visits, or in every commit the same few of each door, others for each person."""
        doors = [each for each in every_address(self.world) if not names or each[0] in names]
        visits = [(*door, method) for door in doors for method in methods]
        if LONG or names:
            return visits
        visits.sort(key=lambda visit: zlib.crc32(f"{self.role} {visit[:3]} {visit[4]}".encode()))
        return [visit for name in DOORS for visit in [each for each in visits if each[0] == name][:SAMPLE]]


def foreign_keys(world, role):
    """The keys of every row in houses in which this person does not write."""
    keys = set()
    for name, house in world.houses.items():
        writes = reach(role, name) >= Circle.TEAM
        if not writes:
            keys |= {str(house.room.pk), str(house.engagement.pk)}
            for rows in vars(house).values():
                keys |= {str(row.pk) for row in (rows.values() if isinstance(rows, dict) else [])}
    return {key for key in keys if len(key) == 36}


def wishes(world, role):
    """Every column and tie of every table, filled with what lies in a house this person does not write in."""
    name = next(name for name in who.HOUSES if reach(role, name) < Circle.TEAM)
    house, data = world.houses[name], {}
    rows = {"Engagement": house.engagement, "Room": house.room, "User": world.stranger, "Phase": house.phase}
    for value in vars(house).values():
        row = value[Circle.PUBLIC] if isinstance(value, dict) else value
        if isinstance(row, models.Model):
            rows.setdefault(type(row).__name__, row)
    for model in apps.get_models():
        if model._meta.app_label in {"accounts", "audit", "rooms", "municipalities", "stakeholders", "engagements"}:
            for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
                data |= value_for(field, rows)
    return data | {"after": house.phase.pk, "drop_files": rows["File"].pk, "email": "boese@example.org"}


def value_for(field, rows):
    if field.is_relation:
        row = rows.get(field.related_model.__name__)
        return {field.name: row.pk, f"{field.name}_id": row.pk} if row else {}
    if field.choices:
        return {field.name: str(next(value for value, _label in field.choices if value != ""))}
    kind = field.get_internal_type()
    usual = {"BooleanField": "on", "DateField": "2020-01-01", "DateTimeField": "2020-01-01 00:00"}
    return {field.name: usual.get(kind, "7" if "Integer" in kind else "2020")}


@pytest.mark.parametrize("role", some(STANDS, 1))
def test_nobody_meets_what_is_not_hers(guarded_crowd, role):
    sweep = Sweep(*guarded_crowd, role)
    sweep.everything()
    note("T01", "Anfragen", sweep.asked, len(sweep.found))

    assert not sweep.found
    assert sweep.names == set(DOORS)
    assert sweep.asked >= len(DOORS)


def test_all_doors_are_in_the_sweep():
    assert len(STANDS) >= 12
    assert set(routes(get_resolver())) == set(DOORS)
    assert not {name for name in ROW_DOORS | OF_THE_HOUSE if name not in DOORS}


def test_every_text_of_a_room_carries_its_word(crowd):
    """The world could leak everything: no column of text without a planted word, in any model."""
    bare = []
    for model in confidential():
        for field in text_columns(model):
            rows = [row for row in model.objects.all() if crowd.word_for(row) and field in texts_of(row)]
            texts = [getattr(row, field.name) for row in rows]
            if not texts or not all(PLANTED.search(text) for text in texts):
                bare.append(f"{model.__name__}.{field.name}")
    assert not bare


# --- the gate, seen red --------------------------------------------------------------------


def found_by(guarded_crowd, role, *names, as_role=None):
    return Sweep(*guarded_crowd, role, as_role).everything(methods=("get",), names=names)


def test_a_view_without_the_check_would_be_seen(guarded_crowd, no_wall, monkeypatch):
    monkeypatch.setattr(RoomItemQuerySet, "visible_to", lambda queryset, user, room=None: queryset)
    found = found_by(guarded_crowd, "steering", "engagements:log-detail")

    assert found["engagements:log-detail", who.HOME, Circle.TEAM, "get"][0] == 200
    assert found["engagements:log-detail", who.AWAY, Circle.CLIENT, "get"][0] == 200


def test_a_list_that_takes_in_too_much_would_be_seen(guarded_crowd, no_wall, monkeypatch):
    real = log_lists.filtered

    def of_all_circles(request, engagement):
        narrowed = real(request, engagement)
        narrowed.queryset = log_lists.LogEntry.objects.filter(engagement=engagement)
        return narrowed

    monkeypatch.setattr(log_lists, "filtered", of_all_circles)
    found = found_by(guarded_crowd, "contact", "engagements:log-list")

    assert {place[1] for place in found} == {who.HOME}
    assert f"kanarie{who.HOME}40x" in next(iter(found.values()))[2]


def test_an_export_by_its_number_would_be_seen(guarded_crowd, no_wall, monkeypatch):
    monkeypatch.setattr(log_lists, "find", lambda request, key: log_lists.Engagement.objects.get(pk=key))
    real = log_lists.for_export
    monkeypatch.setattr(log_lists, "for_export", lambda rows, user: real(log_lists.LogEntry.objects.all(), user))

    assert {place[1] for place in found_by(guarded_crowd, "stranger", "engagements:log-export")} >= set(who.HOUSES)


def test_a_circle_too_far_would_be_seen(guarded_crowd, no_wall, monkeypatch):
    """Off by one: each reads one circle more than hers."""
    real = reach_module.Reach._add

    def one_more(self, row):
        real(self, row._replace(clearance=min(row.clearance + 10, Circle.SEALED)))

    monkeypatch.setattr(reach_module.Reach, "_add", one_more)

    found = found_by(guarded_crowd, "observer", "engagements:log-detail")

    assert found["engagements:log-detail", who.HOME, Circle.CLIENT, "get"][0] == 200
    assert max(place[2] for place in found) == Circle.CLIENT


def test_a_remembered_role_would_be_seen(guarded_crowd, no_wall, monkeypatch):
    """What a person might at her first request counts for ever."""
    crowd, kept = guarded_crowd[0], {}
    monkeypatch.setattr(
        "rooms.models.items.reach_of",
        lambda user: (
            kept.setdefault(user.pk, None) or kept.update({user.pk: reach_module.Reach(user)}) or kept[user.pk]
        ),
    )
    with nothing_stays():
        assert not found_by(guarded_crowd, "advisor", "engagements:log-detail")
        Membership.objects.filter(user=crowd.advisor, role=Role.ADVISOR).update(ends_on="2021-01-01")

        assert found_by(guarded_crowd, "advisor", "engagements:log-detail", as_role="former")
