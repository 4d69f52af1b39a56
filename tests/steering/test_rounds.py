"""An update round: who is asked, what the link shows, what an answer changes, and what closing keeps."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rooms.enums import Circle
from steering import rounds
from steering.enums import MeasureState
from steering.models import Measure, Progress, RoundRequest, UpdateRound
from steering.sheets import Sheet
from steering.transitions.measures import report
from steering.transitions.rounds import close_round
from tests.factories.steering import MeasureFactory
from tests.pages.reading import key_in

pytestmark = pytest.mark.django_db
ADDRESS = "soziales@stadt.example"


def plan(goal, title, email=ADDRESS, **fields):
    words = {"circle": Circle.STEERING, "state": "in_umsetzung", "light": "gruen", "owner": "Sozialamt"}
    return MeasureFactory(goal=goal, title=title, email=email, **(words | fields))


def absolute(path):
    return f"http://testserver{path}"


def opened(engagement, by, days=20):
    return rounds.open_round(
        engagement, timezone.localdate() + dt.timedelta(days=days), by=by, absolute=absolute, key=rounds.UUID(int=days)
    )


@pytest.fixture
def running(engagement, goal, lead):
    plan(goal, "Sprachcafé")
    plan(goal, "Wohnraum", light="gelb", light_reason="Es fehlt Geld")
    plan(goal, "Beirat", email="rathaus@stadt.example", owner="")
    plan(goal, "Innen", circle=Circle.TEAM)
    return opened(engagement, lead)


def link_of(request):
    return reverse("steering:round-answer", args=[rounds.token(request)])


@pytest.fixture
def link(running):
    return link_of(running.requests.get(email=ADDRESS))


def fields(page):
    """What the page would send as it stands."""
    data = {"key": page.context["key"]}
    for form in page.context["forms"]:
        data |= {form.add_prefix(name): form[name].value() or "" for name in ("was", "same", "target", "light", "note")}
    return data


def send(link, changes, client=None, page=None):
    """Open the page, change some fields of measures named by title, send it."""
    client = client or Client()
    page = page or client.get(link)
    data = fields(page)
    for form in page.context["forms"]:
        for name, value in changes.get(form.asked.title, {}).items():
            data[form.add_prefix(name)] = value
    return client.post(link, data)


SAME = {"same": "on"}


# --- asking --------------------------------------------------------------------------------


def test_each_address_gets_one_mail_without_content(client, lead, engagement, goal, django_capture_on_commit_callbacks):
    plan(goal, "Sprachcafé", email="Soziales@stadt.example")
    plan(goal, "Wohnraum")
    plan(goal, "Beirat", email="rathaus@stadt.example")
    plan(goal, "Innen", email="innen@stadt.example", circle=Circle.TEAM)
    plan(goal, "Fertig", email="fertig@stadt.example", state="umgesetzt")
    plan(goal, "Niemandes", email="")
    client.force_login(lead)
    url = reverse("steering:round-create", args=[engagement.pk])
    page = client.get(url)
    day = timezone.localdate() + dt.timedelta(days=10)
    data = {"answers_by": day.isoformat(), "key": key_in(page)}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url, data).status_code == 302
        assert client.post(url, data).status_code == 302  # a second click

    assert sorted(message.to[0] for message in mail.outbox) == ["rathaus@stadt.example", ADDRESS]
    found = UpdateRound.objects.get()
    assert (found.circle, found.number, found.answers_by) == (Circle.STEERING, 1, day)
    for message in mail.outbox:
        assert not re.search("Sprach|Wohn|Beirat|Innen|Sozialamt", message.subject + message.body)
        assert engagement.title not in message.body
        assert "/lenkung/antwort/" in message.body


@pytest.mark.parametrize("days", [-1, 0, 91])
def test_a_deadline_is_ahead_and_not_too_far(client, lead, engagement, goal, days):
    plan(goal, "Sprachcafé")
    client.force_login(lead)
    day = timezone.localdate() + dt.timedelta(days=days)
    url = reverse("steering:round-create", args=[engagement.pk])

    assert client.post(url, {"answers_by": day.isoformat()}).status_code == 200
    assert not UpdateRound.objects.exists()


def test_without_an_address_no_round_is_opened(client, contact, engagement, goal):
    plan(goal, "Niemandes", email="")
    client.force_login(contact)
    day = timezone.localdate() + dt.timedelta(days=5)
    page = client.post(reverse("steering:round-create", args=[engagement.pk]), {"answers_by": day.isoformat()})

    assert "Funktionsadresse" in page.content.decode()
    assert not UpdateRound.objects.exists()


def test_a_second_round_waits_for_the_first(client, contact, running, engagement):
    client.force_login(contact)
    url = reverse("steering:round-create", args=[engagement.pk])
    day = timezone.localdate() + dt.timedelta(days=5)

    assert client.get(url).url == running.get_absolute_url()
    assert "Es läuft schon eine Runde." in client.post(url, {"answers_by": day.isoformat()}).content.decode()
    assert UpdateRound.objects.count() == 1


# --- answering -----------------------------------------------------------------------------


def test_the_link_shows_its_measures_as_they_stand_and_nothing_else(link, engagement):
    page = Client().get(link)
    text = page.content.decode()

    assert [form.asked.title for form in page.context["forms"]] == ["Sprachcafé", "Wohnraum"]
    for word in ("Beirat", "Innen", "Es fehlt Geld", "Sozialamt", engagement.title, ADDRESS):
        assert word not in text, word


def test_looking_changes_nothing(link, running):
    before = list(Measure.objects.order_by("pk").values()), list(RoundRequest.objects.order_by("pk").values())
    for method in ("get", "head", "options"):
        getattr(Client(), method)(link)

    assert before == (
        list(Measure.objects.order_by("pk").values()),
        list(RoundRequest.objects.order_by("pk").values()),
    )
    assert not Progress.objects.filter(round=running).exists()


def test_no_change_is_one_click_and_the_reason_stays(link, running):
    assert send(link, {"Wohnraum": SAME}).status_code == 302

    row = Progress.objects.get(round=running)
    assert (row.measure.title, row.source, row.target) == ("Wohnraum", "in_umsetzung", "in_umsetzung")
    assert (row.light, row.note, row.author, row.circle) == ("gelb", "Es fehlt Geld", None, Circle.STEERING)
    assert row.reported_by == "zuständige Stelle: Sozialamt"
    assert row.measure.light_reason == "Es fehlt Geld"
    request = RoundRequest.objects.get(email=ADDRESS)
    assert request.answered_at
    assert request.answered_by == "zuständige Stelle"
    assert RoundRequest.objects.exclude(pk=request.pk).get().answered_at is None


@pytest.mark.parametrize("light", ["gelb", "rot"])
def test_yellow_and_red_want_a_reason(link, running, light):
    page = send(link, {"Sprachcafé": {"light": light}})

    assert page.status_code == 422
    assert "woran es liegt" in page.content.decode()
    assert not Progress.objects.filter(round=running).exists()
    assert send(link, {"Sprachcafé": {"light": light, "note": "Niemand da"}}).status_code == 302
    assert Measure.objects.get(title="Sprachcafé").light_reason == "Niemand da"


def test_both_at_once_is_asked_about(link, running):
    page = send(link, {"Sprachcafé": SAME | {"light": "rot", "note": "Niemand da"}})

    assert page.status_code == 422
    assert "Niemand da" in page.content.decode()
    assert not Progress.objects.filter(round=running).exists()


def test_nothing_said_is_no_answer(link, running):
    assert send(link, {}).status_code == 422
    assert RoundRequest.objects.filter(answered_at__isnull=False).count() == 0


def test_sent_twice_is_one_report_and_answered_again_the_last_counts(link, running, lead):
    client = Client()
    page = client.get(link)
    for _again in "12":
        assert send(link, {"Sprachcafé": {"target": "umgesetzt"}}, client, page).status_code == 302
    assert Progress.objects.filter(round=running).count() == 1

    assert send(link, {"Sprachcafé": {"target": "in_umsetzung", "note": "Doch nicht"}}, client).status_code == 302
    line = next(line for line in Sheet(lead, running).lines.values() if line.measure.title == "Sprachcafé")
    assert (line.now.target, line.now.note) == ("in_umsetzung", "Doch nicht")


def test_a_page_that_lay_open_overwrites_nothing(link, running, lead):
    client = Client()
    page = client.get(link)
    report(Measure.objects.get(title="Sprachcafé"), target="in_vorbereitung", light="gruen", by=lead)
    answer = send(link, {"Sprachcafé": {"light": "rot", "note": "Niemand da"}}, client, page)

    assert answer.status_code == 422
    assert "jemand anderes" in answer.content.decode()
    assert "Niemand da" in answer.content.decode()
    assert Measure.objects.get(title="Sprachcafé").state == MeasureState.PREPARED
    assert send(link, {"Wohnraum": SAME}, client, page).status_code == 302  # the others are not held up


def test_what_was_typed_about_a_measure_that_is_gone_stands_there_once_more(link, running, lead):
    client = Client()
    page = client.get(link)
    report(Measure.objects.get(title="Sprachcafé"), target="umgesetzt", light="gruen", by=lead)
    answer = send(link, {"Sprachcafé": {"light": "rot", "note": "Niemand da"}, "Wohnraum": SAME}, client, page)

    assert answer.status_code == 422
    assert "Niemand da" in answer.content.decode()
    assert send(link, {}, client, answer).status_code == 302  # the tick at the other one was kept


# --- comparing and counting -----------------------------------------------------------------


def test_differences_to_the_round_before(engagement, goal, lead, member):
    first, second, third = plan(goal, "Eins"), plan(goal, "Zwei"), plan(goal, "Drei")
    before = opened(engagement, lead, days=19)
    for row in (first, second):
        report(row, target="in_umsetzung", light="gruen", by=lead, round=before)
    close_round(before, by=lead)
    now = opened(engagement, lead)
    report(first, target="in_umsetzung", light="rot", note="Absage", by=lead, round=now)
    report(second, target="in_umsetzung", light="gruen", by=lead, round=now)
    report(third, target="in_umsetzung", light="gruen", by=lead, round=now)
    sheet = Sheet(member, now)

    assert [[line.measure.title for line in part] for part in (sheet.changed, sheet.same, sheet.first)] == [
        ["Eins"],
        ["Zwei"],
        ["Drei"],
    ]
    assert not sheet.missing


@pytest.mark.parametrize("n", [1, 3])
def test_pages_ask_a_fixed_number_of_statements(client, lead, goal, n, django_assert_num_queries):
    engagement = goal.field.engagement
    for each in range(n):
        plan(goal, f"Maßnahme {each}", email=f"amt{each}@stadt.example")
        plan(goal, f"Weitere {each}", email=f"amt{each}@stadt.example")
    found = opened(engagement, lead)
    link = link_of(found.requests.first())
    client.force_login(lead)
    client.get(found.get_absolute_url())
    with django_assert_num_queries(STATEMENTS["detail"]):
        client.get(found.get_absolute_url())
    with django_assert_num_queries(STATEMENTS["answer"]):
        Client().get(link)


STATEMENTS = {"detail": 11, "answer": 5}
