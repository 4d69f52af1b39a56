"""What hangs on a measure: who pays which share, what stands in its way, what it goes back to."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from rooms.enums import Circle
from steering.models import Funding, Impulse, Obstacle
from steering.money import check_sum, read_funding
from tests.factories.engagements import LogEntryFactory
from tests.factories.steering import MeasureFactory
from tests.pages.reading import key_in

from .test_plan import full
from .visits import at, text

pytestmark = pytest.mark.django_db
FOR_GROUP = {"circle": Circle.STEERING}


@pytest.fixture
def measure(goal):
    return MeasureFactory(goal=goal, title="Lotsin", **FOR_GROUP)


@pytest.fixture
def obstacle(measure, lead):
    return Obstacle.objects.create(measure=measure, room=measure.room, author=lead, text="Das Amt zaudert.")


# --- Money ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "source", "amount", "percent"),
    [
        ("Landesmittel: 12.000 €", "Landesmittel", "12000", None),
        ("Landesmittel 12.000,50 Euro", "Landesmittel", "12000.50", None),
        ("Stadt: 40 %", "Stadt", None, "40"),
        ("Stadt – 12,5 Prozent", "Stadt", None, "12.5"),
        ("Programm 2026", "Programm 2026", None, None),
        ("Programm 2026: 1.250 €", "Programm 2026", "1250", None),
        ("Spenden", "Spenden", None, None),
        ("Fonds 3: 5 000 €", "Fonds 3", "5000", None),
    ],
)
def test_a_line_is_read_as_people_write_it(line, source, amount, percent):
    (row,) = read_funding(line)

    assert row.source == source
    assert (row.amount_eur, row.percent) == (amount and Decimal(amount), percent and Decimal(percent))
    (again,) = read_funding(str(row))
    assert (again.source, again.amount_eur, again.percent) == (row.source, row.amount_eur, row.percent)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Stadt: viel €", "Betrag oder Anteil"),
        ("Stadt: 1.2.3 €", "nicht zu lesen"),
        ("Stadt: 120 %", "Mehr als 100 %"),
        (": 40 %", "woher"),
        ("Landesprogramm 2026 500 €", "Doppelpunkt"),
        ("Fonds 3 5.000 €", "Doppelpunkt"),
        ("Stadt 1 2 %", "Doppelpunkt"),
        ("x" * 201, "zu lang"),
    ],
)
def test_what_is_no_share_is_said_in_one_sentence(line, words):
    with pytest.raises(ValidationError, match=words):
        read_funding(line)


def test_the_sum_is_held_against_the_cost():
    check_sum(read_funding("Land: 600 €\nStadt: 40 %"), Decimal(1000))
    check_sum(read_funding("Land: 600 €"), None)
    with pytest.raises(ValidationError, match=r"1\.100 €, die Maßnahme kostet aber 1\.000 €"):
        check_sum(read_funding("Land: 700 €\nStadt: 40 %"), Decimal(1000))
    with pytest.raises(ValidationError, match="zusammen 110 %"):
        check_sum(read_funding("Land: 70 %\nStadt: 40 %"), None)


def test_in_english_the_sources_are_read_again_as_they_are_shown(client, lead, goal, measure):
    Funding.objects.create(measure=measure, source="Land", amount_eur=12_000, order=0)
    type(lead).objects.update(language="en")
    client.force_login(lead)
    form = client.get(at("measure-update", measure)).context["form"]
    shown = form["funding"].value()
    data = full(goal, funding=shown, version=measure.version) | {"begun": form["begun"].value()}

    assert client.post(at("measure-update", measure), data).status_code == 302
    assert Funding.objects.get().amount_eur == 12_000


def test_several_sources_stand_with_the_measure(client, lead, goal, measure):
    client.force_login(lead)
    url = at("measure-update", measure)
    page = client.get(url)
    data = full(goal, cost_eur="1.000", funding="Land: 600 €\nStadt: 40 %", version=measure.version)
    data |= {"begun": page.context["form"]["begun"].value()}
    assert client.post(url, data).status_code == 302
    shown = text(client.get(measure.get_absolute_url()))
    assert "600 €" in shown
    assert "40 %" in shown

    measure.refresh_from_db()
    page = client.get(url)
    assert "Land: 600 €\nStadt: 40 %" in page.context["form"]["funding"].value()
    wrong = client.post(url, data | {"funding": "Land: 900 €\nStadt: 40 %", "version": measure.version})
    assert "Zusammen ergeben die Quellen 1.300 €" in text(wrong)
    assert "Land: 900 €" in text(wrong)
    assert [str(row) for row in Funding.objects.all()] == ["Land: 600 €", "Stadt: 40 %"]


# --- Obstacles -----------------------------------------------------------------------------


def test_an_obstacle_is_changed_cleared_and_removed(client, lead, measure, obstacle):
    client.force_login(lead)
    form = client.get(at("obstacle-update", obstacle)).context["form"]
    assert form["circle"].value() == Circle.TEAM
    words = {"text": "Das Amt prüft.", "circle": 40, "version": obstacle.version, "begun": form["begun"].value()}
    client.post(at("obstacle-update", obstacle), words)
    for _twice in range(2):
        client.post(at("obstacle-clear", obstacle))
    obstacle.refresh_from_db()
    assert (obstacle.text, obstacle.gone_on) == ("Das Amt prüft.", timezone.localdate())
    assert Entry.objects.filter(action="obstacle.cleared").count() == 1
    client.post(at("obstacle-clear", obstacle), {"offen": "1"})
    assert Obstacle.objects.get().gone_on is None

    assert "Dieses Hindernis entfernen?" in text(client.get(at("obstacle-delete", obstacle)))
    client.post(at("obstacle-delete", obstacle))
    assert not Obstacle.objects.exists()


@pytest.mark.usefixtures("obstacle")
def test_open_ones_are_counted_for_the_team_only(client, lead, member, contact, measure):
    plan = reverse("steering:plan", args=[measure.engagement_id])
    shared = {"measure": measure, "room": measure.room, "text": "Es fehlt Geld.", **FOR_GROUP}
    Obstacle.objects.create(**shared)
    Obstacle.objects.create(**shared, gone_on=timezone.localdate())
    client.force_login(lead)
    assert "2 offene Hindernisse" in text(client.get(plan))
    assert "2 offen" in text(client.get(measure.get_absolute_url()))
    for person in (member, contact):
        client.force_login(person)
        assert "offene Hindernisse" not in text(client.get(plan))
        shown = text(client.get(measure.get_absolute_url()))
        assert "Es fehlt Geld." in shown
        assert "offen</span>" not in shown


@pytest.mark.parametrize("name", ["obstacle-update", "obstacle-clear", "obstacle-delete"])
def test_a_hidden_obstacle_is_not_there_and_a_shared_one_not_theirs(client, member, obstacle, name):
    client.force_login(member)
    assert client.post(at(name, obstacle)).status_code == 404
    Obstacle.objects.update(circle=Circle.STEERING)
    assert client.post(at(name, obstacle)).status_code == 403
    assert Obstacle.objects.get().gone_on is None


# --- Impulses ------------------------------------------------------------------------------


def test_an_impulse_leads_the_team_to_its_diary(client, lead, member, engagement, measure):
    entry = LogEntryFactory(engagement=engagement, title="Runder Tisch")
    client.force_login(lead)
    url = at("impulse-create", measure)
    page = client.get(url)
    data = {"kind": "bedarf", "text": "Es fehlt Wohnraum", "entry": entry.pk, "circle": 40, "key": key_in(page)}
    for _twice in range(2):
        client.post(url, data)
    found = Impulse.objects.get()
    assert found.circle == Circle.TEAM
    assert entry.get_absolute_url() in text(client.get(measure.get_absolute_url()))

    Impulse.objects.update(circle=Circle.STEERING)
    client.force_login(member)
    shown = text(client.get(measure.get_absolute_url()))
    assert "Es fehlt Wohnraum" in shown
    assert entry.get_absolute_url() not in shown
    assert "Runder Tisch" not in shown

    client.force_login(lead)
    client.post(at("impulse-delete", found))
    assert not Impulse.objects.exists()


def test_the_diary_of_another_consultation_is_no_choice(client, lead, measure):
    foreign = LogEntryFactory()
    client.force_login(lead)
    url = at("impulse-create", measure)
    data = {"kind": "bedarf", "text": "x", "entry": foreign.pk, "circle": 40, "key": key_in(client.get(url))}

    assert client.post(url, data).context["form"].errors.keys() == {"entry"}
