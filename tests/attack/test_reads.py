"""T40: whatever the team or sealed rows say, nobody is shown without a line that says so; and the lines stay."""

import io
import re
import zipfile
from itertools import count

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.urls import reverse

from audit.models import Read
from engagements.models import Agreement
from periods.fields import PeriodField
from rooms.enums import Circle
from rooms.history import PAGES
from rooms.models import File, RoomItem
from stakeholders.models import Alias, Office
from tests.attack.figures import some
from tests.attack.visits import addresses, client_of
from tests.doors.test_doors import HIDDEN_ROWS

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("pages_as_served")]
MARK = re.compile(r"zeile\d+x")
UNMARKED = {"content_type", "kind", "sha256", "key_hash"}  # nobody types them
CONFIDENTIAL = [Circle.TEAM, Circle.SEALED]
LONG_ENOUGH = 60  # for what stands there and a sign
FOR_THE_LEAD = {"network.PoolRequest"}  # the wall lets the team read them, pages show them to who assembles it
FROZEN = [
    "rooms_release",
    "participation_statementversion",
    "participation_roundreport",
    "network_profileedition",
]  # tables whose words the database keeps as they are


def writable(row):
    about = {"title"} if getattr(row, "subject", "") == "leitbild" else set()  # stands in the mission statement
    for field in row._meta.concrete_fields:
        is_text = isinstance(field, models.CharField | models.TextField) and not isinstance(field, PeriodField)
        is_long = (field.max_length or 999) >= LONG_ENOUGH and not isinstance(field, models.SlugField)
        if is_text and is_long and not field.choices and field.name not in UNMARKED | about:
            yield field


def mark(row, sign):
    """A word of its own at the end of every text of a row."""
    for field in writable(row):
        old = getattr(row, field.name)
        marked = f"{sign} {old}" if isinstance(row, File) else f"{old} {sign}"  # a file keeps its ending
        setattr(row, field.name, f"{sign}@example.org" if isinstance(field, models.EmailField) else marked)
    row.save()


@pytest.fixture
def signs(world):
    """sign -> the key of the row it stands in, for all rows of the team and all sealed ones, and what hangs on them."""
    numbers, found = count(1), {}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in FROZEN:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    # Long overdue, so that they stand first on the first page.
    Agreement.objects.filter(circle__in=CONFIDENTIAL).update(state="unterzeichnet", term="2016")

    def put(row, key):
        sign = f"zeile{next(numbers)}x"
        mark(row, sign)
        found[sign] = key

    for model in apps.get_models():
        if issubclass(model, RoomItem) and any(writable(model)):
            for row in model.objects.filter(circle__in=CONFIDENTIAL):
                put(row, row.pk)
    for office in Office.objects.filter(person__circle__in=CONFIDENTIAL).select_related("person"):
        put(office, office.person_id)
    for alias in Alias.objects.filter(organisation__circle__in=CONFIDENTIAL):
        put(alias, alias.organisation_id)
    return found


def questions(world):
    """Every door, every confidential row by its address, lists asked in several ways."""
    yield from addresses(world).values()
    for house in (world.home, world.away):
        for name, row in HIDDEN_ROWS.items():
            yield from (reverse(name, args=[row(house, circle).pk]) for circle in CONFIDENTIAL)
        diary = reverse("engagements:log-list", args=[house.engagement.pk])
        yield from (diary, f"{diary}?kreis=50", f"{diary}?q=Eintrag", f"{diary}druck/", f"{diary}?meine=on")
        yield from (reverse("engagements:log-export", args=[house.engagement.pk, form]) for form in ("csv", "xlsx"))
        yield from (reverse(f"stakeholders:{name}", args=[house.room.pk]) for name in ("list", "duplicates"))
        yield f"{reverse('stakeholders:list', args=[house.room.pk])}?q=Verein"
        yield reverse("rooms:releases", args=[house.room.pk])
        yield reverse("rooms:release", args=[house.releases[Circle.TEAM].pk])
        yield from (reverse(f"engagements:{name}", args=[house.engagement.pk]) for name in ("mandate", "phases"))
        yield reverse("engagements:programme-detail", args=[house.programmes[Circle.TEAM].pk])
        yield from (reverse("steering:minutes-detail", args=[row.pk]) for row in house.meetings.values())
        yield from (reverse("steering:hold-item", args=[row.pk]) for row in house.items.values())
        yield reverse("steering:call-update", args=[house.calls[Circle.TEAM].pk])
        yield reverse("steering:council-year", args=[house.bodies[Circle.TEAM].pk, 2020])
        yield reverse("steering:field-detail", args=[house.fields[Circle.TEAM].pk])
        yield reverse("steering:measure-detail", args=[house.measures[Circle.TEAM].pk])
        yield from (reverse(f"steering:{name}", args=[house.engagement.pk]) for name in ("hub", "plan"))
        for name in ("detail", "sheet", "tables", "registrations", "invitations", "counts", "photos"):
            yield from (reverse(f"participation:event-{name}", args=[row.pk]) for row in house.events.values())
        yield from (reverse("participation:proposal-detail", args=[row.pk]) for row in house.proposals.values())
        for name in ("contribution-list", "point-list"):
            yield from (reverse(f"participation:{name}", args=[row.pk]) for row in house.statements.values())
        yield from (reverse("participation:contribution-detail", args=[row.pk]) for row in house.brought_in.values())
        yield from (reverse("participation:comment-round-detail", args=[row.pk]) for row in house.asked.values())
        yield from (
            reverse(f"network:{name}", args=[house.engagement.pk]) for name in ("team", "profile", "profile-update")
        )
        yield from (reverse("rooms:file", args=[file.pk]) for file in File.objects.all())
    yield f"{reverse('engagements:search')}?q=Text"


def shown(response):
    """All signs in an answer, its headers included."""
    content = response.getvalue() if response.streaming else response.content
    text = content.decode("utf-8", "replace")
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            text = "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return set(MARK.findall(text + repr(response.headers)))


class Sweep:
    """One person asks everything: what she was shown, what was noted, and what was shown and not noted."""

    def __init__(self, world, role, signs, asks=questions, until_found=False):
        self.person, self.client, self.signs = getattr(world, role), client_of(world, role), signs
        self.met, self.pages, self.unnoted = set(), set(), {}
        for url in dict.fromkeys(asks(world)):
            self.ask(url)
            if until_found and self.unnoted:
                break

    def ask(self, url, **request):
        last = Read.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        response = self.client.post(url, request) if request else self.client.get(url)
        rows = list(Read.objects.filter(pk__gt=last))
        noted = {key for row in rows for key in row.keys}
        met = {self.signs[sign] for sign in shown(response)}
        assert {row.person_id for row in rows} <= {self.person.pk}
        self.met |= met
        self.pages |= {row.page for row in rows}
        if met - noted:
            self.unnoted[url] = met - noted
        return response


def confidential_rows(person):
    """What there is for a person to be shown: the sweep must have met every row of it."""
    kinds = [model for model in apps.get_models() if issubclass(model, RoomItem) and any(writable(model))]
    return {row.pk for kind in kinds for row in kind.objects.visible_to(person).filter(circle__in=CONFIDENTIAL)}


def labels_of(keys):
    """How many of which kind; for whoever must find out what the sweep does not meet."""
    kinds = [model for model in apps.get_models() if issubclass(model, RoomItem)]
    found = {model._meta.label: model.objects.filter(pk__in=keys).count() for model in kinds}
    return {label: number for label, number in found.items() if number}


@pytest.mark.parametrize("role", some(["lead", "advisor", "stranger"], 1))
def test_whatever_is_shown_is_noted(world, signs, role):
    sweep = Sweep(world, role, signs)

    assert sweep.unnoted == {}
    unmet = labels_of(confidential_rows(sweep.person) - sweep.met)
    assert {label for label in unmet if role == "lead" or label not in FOR_THE_LEAD} == set()
    assert sweep.met <= confidential_rows(sweep.person)
    assert len(sweep.pages) > 15
    assert sweep.pages - set(PAGES) == set()  # the lead is told where, in words


@pytest.mark.parametrize("role", some(["contact", "steering", "former", "networker", "administrator"], 1))
def test_whoever_reads_nothing_of_the_kind_is_not_noted(world, signs, role):
    sweep = Sweep(world, role, signs)

    assert sweep.met == set()
    assert not Read.objects.exclude(room_key=None).exists()


def test_a_form_that_comes_back_is_noted(world, signs):
    sweep = Sweep(world, "lead", signs, asks=lambda world: [])
    url = reverse("engagements:log-update", args=[world.home.entries[Circle.SEALED].pk])
    response = sweep.ask(url, title="", when="gestern")

    assert response.status_code in {200, 422}
    assert shown(response)
    assert sweep.unnoted == {}


GAPS = {
    "the collector sees nothing": ("rooms.models.items.note", lambda row: None),
    "nobody keeps what was collected": ("audit.reads.Collection.keep", lambda *args, **kwargs: None),
    "a list of names passes it by": ("engagements.filters.log.note_values", lambda *args: None),
    "an export passes it by": ("engagements.exports.log.note_values", lambda *args: None),
    "what waits passes it by": ("engagements.waiting.note_values", lambda *args: None),
}


@pytest.mark.parametrize("gap", GAPS)
def test_a_gap_would_be_seen(world, signs, monkeypatch, gap):
    """The gate, seen red."""
    monkeypatch.setattr(*GAPS[gap])

    assert Sweep(world, "lead", signs, until_found=True).unnoted


def test_what_cannot_be_noted_is_not_shown(world, signs):
    """The table refuses: no page leaves, and nothing it was made of."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("REVOKE INSERT ON audit_read FROM ortsgespraech_web")
    client = Client(raise_request_exception=False)
    client.force_login(world.lead)
    for circle, status in ((Circle.TEAM, 500), (Circle.SEALED, 500)):
        response = client.get(reverse("engagements:log-detail", args=[world.home.entries[circle].pk]))

        assert response.status_code == status
        assert not shown(response)


def test_a_way_elsewhere_and_a_closed_door_are_no_reads(world):
    entry = world.home.entries[Circle.TEAM]
    client = client_of(world, "lead")
    sent = client.post(
        reverse("engagements:log-update", args=[entry.pk]), {"title": "Neu", "when": "2020"} | form(entry)
    )
    closed = client_of(world, "contact").get(reverse("engagements:log-detail", args=[entry.pk]))

    assert (sent.status_code, closed.status_code) == (302, 404)
    assert not Read.objects.exists()


def form(entry):
    return {"kind": entry.kind, "circle": int(entry.circle), "text": entry.text, "version": entry.version}
