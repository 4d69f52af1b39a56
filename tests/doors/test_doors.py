"""Every door, tried by everybody: the right answer, and no planted word that is not theirs."""

import io
import itertools
import re
import zipfile

import pytest
from django.urls import get_resolver, reverse

from engagements.models import LogEntry
from rooms.enums import Circle
from rooms.models import RoomItemQuerySet
from tests.attack.figures import share, some

from .table import ADMINISTRATORS_FORMS, DOORS, QUERIES, ROLES
from .world import AWAY, HOME, canaries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pages_as_served")]

OUTSIDE = {"nobody", "former", "networker", "administrator", "stranger"}  # of the consultation
PLANTED = re.compile(rf"kanarie(?:{HOME}|{AWAY})(?:\d+|room)x")


def routes(resolver, namespace=""):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern, f"{pattern.namespace}:" if pattern.namespace else namespace)
        else:
            yield f"{namespace}{pattern.name}"


@pytest.fixture
def world(own_world):
    return own_world


@pytest.fixture(params=[role for role in ROLES if role not in OUTSIDE])
def role(request):
    return request.param


def test_every_address_has_a_line_in_the_table():
    assert set(routes(get_resolver())) == set(DOORS)


@pytest.mark.parametrize("name", DOORS)
def test_every_door(name, client, world):
    """Many roles in one world: the status of the table, and planted words only for those they are meant for."""
    statuses, arguments = DOORS[name]
    url = reverse(name, args=arguments(world) if arguments else None) + QUERIES.get(name, "")
    wrong = {}
    for role in asking(name, statuses):
        client.cookies = world.cookies[role]
        response = client.get(url)
        met = words(response) - world.allowed(role)
        if response.status_code != statuses[role] or met:
            wrong[role] = (response.status_code, f"erwartet {statuses[role]}", sorted(met))

    assert not wrong


def asking(name, statuses):
    """Somebody whom the door opens to, so that no page breaks unseen, and some of the others."""
    let_in = some([role for role in ROLES if statuses[role] == 200], 1, name)
    return let_in + some([role for role in ROLES if role not in let_in], 1, name)


@pytest.mark.parametrize("name", share(name for name, (_statuses, arguments) in DOORS.items() if arguments))
def test_nobody_from_outside_changes_anything(name, client, world):
    """An empty form sent by those who have no right: refused, and not a word given away."""
    statuses, arguments = DOORS[name]
    url = reverse(name, args=arguments(world))
    for role in some(("stranger", "administrator", "networker", "former"), 1, name):
        if statuses[role] == 200 or (role == "administrator" and name in ADMINISTRATORS_FORMS):
            continue
        client.cookies = world.cookies[role]
        response = client.post(url)

        assert response.status_code in {403, 404, 405}, role
        assert not words(response) - world.allowed(role), role


def words(response):
    """The planted words in an answer, its headers included."""
    content = response.getvalue() if response.streaming else response.content
    heads = "\n".join(f"{key}: {value}" for key, value in response.headers.items())
    return set(PLANTED.findall(content.decode("utf-8", "replace") + heads))


HIDDEN_ROWS = {
    "engagements:log-detail": lambda house, circle: house.entries[circle],
    "engagements:log-update": lambda house, circle: house.entries[circle],
    "engagements:agreement-detail": lambda house, circle: house.agreements[circle],
    "engagements:agreement-print": lambda house, circle: house.agreements[circle],
    "engagements:mandate-update": lambda house, circle: house.mandates[circle],
    "engagements:contribution-update": lambda house, circle: house.contributions[circle],
    "stakeholders:organisation-detail": lambda house, circle: house.organisations[circle],
    "stakeholders:person-detail": lambda house, circle: house.persons[circle],
    "stakeholders:body-detail": lambda house, circle: house.bodies.get(circle, house.entries[circle]),
    "participation:contribution-detail": lambda house, circle: house.brought_in.get(circle, house.entries[circle]),
    "participation:point-detail": lambda house, circle: house.points.get(circle, house.entries[circle]),
    "participation:comment-round-detail": lambda house, circle: house.comment_rounds.get(circle, house.entries[circle]),
    "participation:report-detail": lambda house, circle: house.round_reports.get(circle, house.entries[circle]),
    "participation:event-detail": lambda house, circle: house.events.get(circle, house.entries[circle]),
    "participation:event-sheet": lambda house, circle: house.events.get(circle, house.entries[circle]),
    "participation:proposal-detail": lambda house, circle: house.proposals.get(circle, house.entries[circle]),
    "participation:statement-detail": lambda house, circle: house.statements.get(circle, house.entries[circle]),
    "participation:version-detail": lambda house, circle: house.statement_versions.get(circle, house.entries[circle]),
    "participation:version-compare": lambda house, circle: house.statement_versions.get(circle, house.entries[circle]),
    "participation:statement-step": lambda house, circle: house.statement_steps.get(circle, house.entries[circle]),
    "participation:signatory-update": lambda house, circle: house.signatories.get(circle, house.entries[circle]),
    "steering:council-step": lambda house, circle: house.council_steps.get(circle, house.entries[circle]),
    "steering:nomination-update": lambda house, circle: house.nominations.get(circle, house.entries[circle]),
    "steering:meeting-detail": lambda house, circle: house.meetings.get(circle, house.entries[circle]),
    "steering:consensing-detail": lambda house, circle: house.questions.get(circle, house.entries[circle]),
    "steering:meeting-calendar": lambda house, circle: house.meetings.get(circle, house.entries[circle]),
    "steering:round-detail": lambda house, circle: house.rounds.get(circle, house.entries[circle]),
    "network:edition": lambda house, circle: house.editions.get(circle, house.entries[circle]),
    "network:twin": lambda house, circle: house.editions.get(circle, house.entries[circle]),
    "rooms:file": lambda house, circle: house.files[circle],
    "rooms:release": lambda house, circle: house.releases.get(circle, house.entries[circle]),
}


@pytest.mark.parametrize("name", HIDDEN_ROWS)
def test_a_row_in_too_narrow_a_circle_does_not_exist(name, client, world):
    """Asked by its address, row by row and circle by circle, in both houses; T01 asks as further people."""
    for role in some([role for role in ROLES if role != "nobody"], 2, name):
        client.cookies = world.cookies[role]
        allowed = world.allowed(role)
        for house, circle in itertools.product((world.home, world.away), Circle):
            word = f"kanarie{house.name}{int(circle)}x"
            response = client.get(reverse(name, args=[HIDDEN_ROWS[name](house, circle).pk]))

            if word not in allowed:
                assert response.status_code == 404, (role, house.name, circle)
            assert words(response) <= allowed, (role, house.name, circle)


def test_hidden_and_missing_look_the_same(client, world):
    client.force_login(world.steering)
    hidden = client.get(reverse("engagements:log-detail", args=[world.home.entries[Circle.TEAM].pk]))
    missing = client.get(reverse("engagements:log-detail", args=[world.home.room.pk]))

    assert hidden.status_code == missing.status_code == 404
    assert blank(hidden) == blank(missing)


def blank(response):
    """The page without what differs at every request: tokens and the address itself."""
    return re.sub(rb'(value|Token": ")="?[\w-]{20,}"?|[0-9a-f-]{36}|[A-Za-z0-9]{64}', b"", response.content)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_exports_carry_what_the_person_reads(form, client, world, role):
    """XLSX is a packed file: unpacked here before it is searched."""
    client.force_login(getattr(world, role))
    response = client.get(reverse("engagements:log-export", args=[world.home.engagement.pk, form]))
    met = set(PLANTED.findall(unpacked(response.content)))

    assert met
    assert met <= world.allowed(role) - {f"kanarie{HOME}50x"}


def unpacked(content):
    if not content.startswith(b"PK"):
        return content.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


def test_the_planted_words_are_really_there(world):
    """The world could leak: every canary stands in a row, and the lead meets hers."""
    texts = " ".join(LogEntry.objects.values_list("text", flat=True))

    assert {word for word in canaries(HOME) | canaries(AWAY) if "room" not in word} <= set(PLANTED.findall(texts))


@pytest.fixture
def forgetful(monkeypatch):
    """The planted bug: `visible_to` lets everything through."""
    monkeypatch.setattr(RoomItemQuerySet, "visible_to", lambda queryset, user, room=None: queryset)


def test_the_wall_holds_where_a_view_forgets_the_rule(client, world, forgetful, role):
    client.force_login(getattr(world, role))
    response = client.get(reverse("engagements:log-list", args=[world.home.engagement.pk]))

    assert words(response)
    assert not words(response) - world.allowed(role)


def test_without_rule_and_wall_the_doors_would_be_red(client, world, forgetful, monkeypatch):
    """The gate, seen red: rule forgotten and wall taken down, the steering member meets words that are not hers."""
    monkeypatch.setattr("rooms.middleware.act_as", lambda user_id: None)
    client.force_login(world.steering)
    response = client.get(reverse("engagements:log-list", args=[world.home.engagement.pk]))

    assert words(response) - world.allowed("steering")
