"""The link of a round under attack: foreign, changed, expired, closed; and the wall behind it, by plain SQL."""

import datetime as dt
import uuid

import pytest
from django.core import signing
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rooms.acting import act_as
from rooms.enums import Circle
from steering import rounds
from steering.models import Measure, Progress, RoundRequest, UpdateRound
from steering.transitions.measures import report
from steering.transitions.rounds import close_round
from tests.walls import as_owner, sql

from .test_rounds import ADDRESS, SAME, absolute, link, link_of, opened, plan, running, send  # noqa: F401

pytestmark = pytest.mark.django_db
ANSWER = "SELECT round_answer(%s, %s, %s, %s, %s, %s, %s, %s, 'Amt')"


def state():
    return list(Measure.objects.order_by("pk").values()), list(Progress.objects.order_by("pk").values())


def tokens(request):
    """Links we did not make, or not for this."""
    good = rounds.token(request)
    head, _colon, tail = good.rpartition(":")
    return [
        *(good[:-1], good + "x", good.swapcase(), f"{head}:{tail[::-1]}", "x", str(request.pk)),
        signing.dumps(request.pk, salt="rooms.invitation"),
        signing.dumps(request.pk, salt=rounds.SALT, key="another key"),
        rounds.token(RoundRequest(pk=request.pk + 10_000)),  # deleted since
    ]


def test_a_link_that_is_none_of_ours_opens_nothing(running):  # noqa: F811
    before = state()
    for text in tokens(running.requests.get(email=ADDRESS)):
        url = reverse("steering:round-answer", args=[text])
        for method in ("get", "post"):
            page = getattr(Client(), method)(url)
            assert page.status_code == 404, text
            assert "Dieser Link ist unvollständig" in page.content.decode()
            assert "Sprachcafé" not in page.content.decode()
    assert state() == before


@pytest.mark.parametrize(("days", "status"), [(0, 200), (14, 200), (15, 410), (400, 410)])
def test_a_link_expires_fourteen_days_after_the_deadline(link, running, days, status):  # noqa: F811
    client = Client()
    page = client.get(link)
    UpdateRound.objects.filter(pk=running.pk).update(answers_by=timezone.localdate() - dt.timedelta(days=days))
    before = state()

    assert client.get(link).status_code == status
    answer = send(link, {"Sprachcafé": SAME}, client, page)
    if status == 410:
        assert answer.status_code == 410
        assert "Dieser Link ist abgelaufen" in answer.content.decode()
        assert state() == before
    else:
        assert answer.status_code == 302


def test_no_answer_after_the_end(link, running, lead):  # noqa: F811
    client = Client()
    page = client.get(link)
    close_round(running, by=lead)
    before = state()

    assert send(link, {"Sprachcafé": SAME}, client, page).status_code == 410
    assert state() == before


def test_measures_of_others_are_neither_shown_nor_written(link, running):  # noqa: F811
    client, before = Client(), state()
    page = client.get(link)
    for title in ("Beirat", "Innen"):
        row = Measure.objects.get(title=title)
        data = {"was": "in_umsetzung/gruen", "target": "umgesetzt", "light": "gruen", "note": "", "same": "on"}
        sent = {f"{row.pk}-{name}": value for name, value in data.items()} | {"key": page.context["key"]}
        answer = client.post(link, sent)
        assert answer.status_code == 422
        assert title not in answer.content.decode()
    assert state() == before


def test_what_the_team_takes_back_is_gone_from_the_page_and_from_the_letters(link, running, goal):  # noqa: F811
    client = Client()
    page = client.get(link)
    Measure.objects.filter(email=ADDRESS).update(circle=Circle.TEAM)
    before = state()

    assert "Sprachcafé" not in client.get(link).content.decode()
    assert send(link, {"Sprachcafé": SAME}, client, page).status_code == 422
    assert state() == before
    late = running.answers_by + dt.timedelta(days=1)
    assert rounds.remind(running, absolute=absolute, today=late) == 1  # the other address only


def test_who_is_signed_in_elsewhere_sees_by_the_link_just_what_the_link_shows(link, running, lead, member):  # noqa: F811
    for person in (lead, member):
        client = Client()
        client.force_login(person)
        assert [form.asked.title for form in client.get(link).context["forms"]] == ["Sprachcafé", "Wohnraum"]
    send(link, {"Sprachcafé": SAME}, client)
    assert Progress.objects.get().author is None


# --- the wall, by plain SQL as the web role ------------------------------------------------


@pytest.fixture
def asked(running):  # noqa: F811
    """The request, and its measures by title, with nobody acting."""
    request = running.requests.get(email=ADDRESS)
    found = {row.title: row.pk for row in Measure.objects.all()}
    act_as(None)
    yield request.pk, found
    as_owner()


def write(request, measure, *words):
    values = words or ("in_umsetzung", "gruen", "in_umsetzung", "gruen", "")
    return sql(ANSWER, [request, uuid.uuid4(), measure, *values])[0][0]


def test_without_the_functions_nobody_sees_a_measure(asked):
    request, _found = asked

    assert sql("SELECT count(*) FROM steering_measure") == [(0,)]
    assert sql("SELECT count(*) FROM steering_updateround") == [(0,)]
    assert [row[0] for row in sql("SELECT title FROM round_measures(%s)", [request])] == ["Sprachcafé", "Wohnraum"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM round_measures(%s)", [request])
        assert [column.name for column in cursor.description] == [
            *("id", "number", "title", "state", "light", "answered_at")
        ]


def test_the_function_writes_only_what_was_asked(asked):
    request, found = asked

    assert write(request, found["Beirat"]) == "foreign"
    assert write(request, found["Innen"]) == "foreign"
    assert write(request + 10_000, found["Sprachcafé"]) == "closed"
    assert write(request, found["Sprachcafé"], "umgesetzt", "gruen", "in_umsetzung", "gruen", "") == "moved"
    assert write(request, found["Sprachcafé"], "in_umsetzung", "gruen", "in_umsetzung", "rot", "") == "reason"
    assert write(request, found["Sprachcafé"]) == "written"


def test_a_closed_round_is_frozen_for_everybody(running, lead, link):  # noqa: F811
    send(link, {"Sprachcafé": SAME})
    close_round(running, by=lead)
    row, measure = Progress.objects.get(), Measure.objects.get(title="Wohnraum")
    act_as(lead.pk)
    try:
        for deed in (
            lambda: Progress.objects.filter(pk=row.pk).update(light="rot"),
            lambda: Progress.objects.filter(pk=row.pk).update(note="anders"),
            lambda: UpdateRound.objects.filter(pk=running.pk).update(state="offen"),
            lambda: report(measure, target="umgesetzt", light="gruen", by=lead, round=running),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                deed()
        report(measure, target="umgesetzt", light="gruen", by=lead, round=running, correction=True)
        assert write(running.requests.get(email=ADDRESS).pk, measure.pk) == "closed"
    finally:
        as_owner()


def test_a_page_without_the_signature_would_be_seen(running, monkeypatch):  # noqa: F811
    """The gate, seen red: whoever counts up meets the measures of others."""
    monkeypatch.setattr(rounds.signing, "loads", lambda text, **_words: int(text))
    url = reverse("steering:round-answer", args=[str(running.requests.get(email=ADDRESS).pk)])

    assert "Sprachcafé" in Client().get(url).content.decode()
