"""A round that is closed takes no answer any more, and shows what it had asked for and got, whatever comes after."""

import re

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rooms.acting import act_as
from rooms.enums import Circle
from steering.enums import Light, RoundState
from steering.models import Measure, RoundAsked, UpdateRound
from steering.sheets import Sheet
from steering.transitions.measures import report
from steering.transitions.rounds import close_round
from tests.pages.reading import key_in

from .test_rounds import ADDRESS, SAME, link, link_of, plan, running, send  # noqa: F401

pytestmark = pytest.mark.django_db


def test_a_round_from_the_link_to_the_frozen_state(client, lead, member, link, running):  # noqa: F811
    send(link, {"Sprachcafé": SAME, "Wohnraum": {"light": "rot", "note": "Absage"}})
    client.force_login(lead)
    url = reverse("steering:round-close", args=[running.pk])
    assert "Zu 1 Maßnahme fehlt der Stand" in client.get(url).content.decode()
    assert client.post(url).status_code == 302
    assert client.post(url).status_code == 302

    running.refresh_from_db()
    assert running.state == RoundState.CLOSED
    page = Client().get(link)
    assert page.status_code == 410
    assert "Diese Runde ist abgeschlossen" in page.content.decode()
    assert "Sprachcafé" not in page.content.decode()
    client.force_login(member)
    page = client.get(running.get_absolute_url())
    assert "Absage" in page.content.decode()
    assert "Ohne Meldung geblieben" in page.content.decode()
    assert ADDRESS not in page.content.decode()
    assert "Berichtigen" not in page.content.decode()


def test_what_comes_later_is_a_correction(client, lead, link, running):  # noqa: F811
    send(link, {"Sprachcafé": SAME})
    measure = Measure.objects.get(title="Sprachcafé")
    client.force_login(lead)
    client.post(reverse("steering:round-close", args=[running.pk]))
    url = reverse("steering:round-report", args=[running.pk, measure.pk])
    key = key_in(client.get(url))
    data = {"target": "in_umsetzung", "light": "rot", "note": "Leider doch", "key": key}
    assert client.post(url, data).status_code == 302

    line = Sheet(lead, UpdateRound.objects.get()).lines[measure.pk]
    assert line.now.light == Light.GREEN  # as it was answered
    assert [row.note for row in line.corrections] == ["Leider doch"]
    assert "nach Abschluss berichtigt" in client.get(running.get_absolute_url()).content.decode()


def shown(client, found):
    return re.sub(r"\s+", " ", client.get(found.get_absolute_url()).content.decode())


def of(found, title):
    return next(line for line in Sheet(found.author, found).lines.values() if line.measure.title == title)


def test_it_shows_what_was_asked_then(client, lead, running, goal, link):  # noqa: F811
    send(link, {"Sprachcafé": SAME})
    close_round(running, by=lead)
    found = UpdateRound.objects.get()
    client.force_login(lead)
    before = shown(client, found)
    assert "Stand am Ende: ▲ in Umsetzung, stockt" in before

    report(Measure.objects.get(title="Wohnraum"), target="umgesetzt", light="gruen", by=lead)
    Measure.objects.filter(title="Beirat").update(email="andere@stadt.example", owner="Andere")
    plan(goal, "Später dazu")

    after = shown(client, found)
    cut = re.compile(r'csrfmiddlewaretoken" value="\w+"|X-CSRFToken":"\w+"')
    assert cut.sub("", after) == cut.sub("", before)
    assert "Später dazu" not in after
    assert [line.measure.title for line in Sheet(lead, found).missing] == ["Wohnraum", "Beirat"]


def test_an_address_that_never_answered_says_so(client, lead, member, running, link):  # noqa: F811
    send(link, {"Sprachcafé": SAME, "Wohnraum": SAME})
    close_round(running, by=lead)
    Measure.objects.update(state="umgesetzt")
    client.force_login(lead)
    asked = shown(client, running).partition("Wer gefragt wurde</h2>")[2]

    assert "2 von 2 gemeldet" in asked.partition(ADDRESS)[2]
    assert "keine Antwort, gefragt war 1 Maßnahme" in asked.partition("rathaus@stadt.example")[2]
    assert "nichts mehr offen" not in asked


def test_what_lies_inside_by_now_is_not_shown_to_the_group(client, lead, member, running):  # noqa: F811
    close_round(running, by=lead)
    Measure.objects.filter(title="Beirat").update(circle=Circle.TEAM)
    client.force_login(member)

    assert "Beirat" not in shown(client, running)


def test_nobody_writes_into_what_was_asked(lead, running):  # noqa: F811
    close_round(running, by=lead)
    row = RoundAsked.objects.first()
    act_as(lead.pk)
    for change in (
        lambda: RoundAsked.objects.update(state="umgesetzt"),
        lambda: RoundAsked.objects.create(
            round=running, measure=Measure.objects.get(title="Innen"), email="x@y.example", state="x", light="rot"
        ),
    ):
        with pytest.raises(ProgrammingError, match="frozen"), transaction.atomic():
            change()
    assert RoundAsked.objects.get(pk=row.pk).state == row.state


def test_a_round_that_asks_anew_would_be_seen(lead, running, monkeypatch):  # noqa: F811
    """The gate, seen red: a closed round that looks at the plan of today."""
    close_round(running, by=lead)
    found = UpdateRound.objects.get()
    monkeypatch.setattr(Sheet, "kept", property(lambda sheet: {}, lambda sheet, value: None), raising=False)

    assert [line.measure.title for line in Sheet(lead, found).missing] == []


@pytest.mark.parametrize("n", [1, 3])
def test_a_closed_round_asks_a_fixed_number_of_statements(client, lead, running, goal, n):  # noqa: F811
    for each in range(n):
        plan(goal, f"Maßnahme {each}")
    close_round(running, by=lead)
    client.force_login(lead)
    client.get(running.get_absolute_url())
    with CaptureQueriesContext(connection) as found:
        client.get(running.get_absolute_url())

    assert len(found) == STATEMENTS


STATEMENTS = 12
