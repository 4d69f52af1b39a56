"""A town without an account asks for help: what it must fill in, what it is promised, and who can read it."""

import datetime as dt
import re
import time

import pytest
from django.core import mail, signing
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.letters import send_due
from network.forms import inquiries as forms
from network.models import Inquiry
from network.models.inquiries import promised
from rooms.acting import act_as
from rooms.enums import Role
from rooms.ids import uuid7
from tests.factories.accounts import UserFactory
from tests.factories.desk import desk_of, inquiry_in
from tests.factories.rooms import MembershipFactory

pytestmark = pytest.mark.django_db
CANARY = "Kanarienvogel am Markt"


@pytest.fixture
def desk():
    return desk_of()


@pytest.fixture
def ask():
    with translation.override("de"):
        return reverse("inquiries:ask")


@pytest.fixture
def ask_acute():
    with translation.override("de"):
        return reverse("inquiries:ask-acute")


def opened(seconds=60):
    return signing.dumps(int(time.time()) - seconds, salt=forms.SALT)


def filled(desk, **more):
    return {
        "desk": desk.pk,
        "name": "Amt",
        "function": "Ordnungsamt",
        "municipality": "Musterstadt",
        "phone": "",
        "email": "amt@musterstadt.example",
        "happened": CANARY,
        "urgency": "planbar",
        "safety": "nein",
        "leadership": "nein",
        "website": "",
        "opened": opened(),
        "key": str(uuid7()),
        **more,
    }


def page(response):
    return response.content.decode()


def test_the_form_knows_no_session_and_says_who_reads(client, desk, ask):
    response = client.get(ask)

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "sessionid" not in response.cookies
    for words in ("Bei Gefahr: 110", "72 Stunden", "verschlüsselt gespeichert", "Ein Konto brauchen Sie nicht"):
        assert words in page(response)


def test_a_request_lies_sealed_in_the_room_that_was_asked(client, desk, ask, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(ask, filled(desk))

    inquiry = Inquiry.objects.get()
    assert response.status_code == 302
    assert (inquiry.room_id, inquiry.state, inquiry.author_id) == (desk.room_id, "neu", None)
    assert inquiry.said["happened"] == CANARY
    with connection.cursor() as cursor:
        cursor.execute("SELECT i::text FROM network_inquiry i")
        stored = cursor.fetchone()[0]
    assert CANARY.encode().hex() not in stored
    assert CANARY not in stored
    after = client.get(response["Location"])
    assert inquiry.reference in page(after)
    assert CANARY not in page(after)


def test_what_is_urgent_or_dangerous_is_promised_72_hours(client, desk, ask, ask_acute):
    for number, more in enumerate([{"urgency": "akut"}, {"safety": "ja"}, {"urgency": "bald"}]):
        client.post(ask, filled(desk, email=f"amt{number}@musterstadt.example", **more))
    client.post(ask_acute, filled(desk, email="eilig@musterstadt.example", threatened="eine Familie"))

    rows = list(Inquiry.objects.order_by("pk"))
    assert [row.is_acute for row in rows] == [True, True, False, True]
    for row in (rows[0], rows[1], rows[3]):
        assert abs(row.answer_by - row.created_at - dt.timedelta(hours=72)) < dt.timedelta(minutes=1)
    assert rows[3].said["threatened"] == "eine Familie"


@pytest.mark.parametrize(
    ("day", "until"),
    [("2026-11-23", "2026-11-30"), ("2026-11-20", "2026-11-27"), ("2026-11-21", "2026-11-27")],
)
def test_five_working_days_leave_out_weekends(day, until):
    moment = timezone.make_aware(dt.datetime.fromisoformat(f"{day}T10:00"))

    assert timezone.localdate(promised(False, moment)).isoformat() == until
    assert promised(True, moment) == moment + dt.timedelta(hours=72)


def test_an_error_loses_nothing(client, desk, ask):
    response = client.post(ask, filled(desk, municipality="", email="", phone=""))

    assert not Inquiry.objects.exists()
    assert CANARY in page(response)
    assert "Musterstadt" not in page(response)
    again = client.post(ask, filled(desk, email="", phone=""))
    assert "Bitte geben Sie Telefon oder E-Mail an" in page(again)


def test_machines_and_haste_are_kept_out_with_a_sentence(client, desk, ask):
    trapped = client.post(ask, filled(desk, website="https://spam.example"))
    quick = client.post(ask, filled(desk, opened=opened(0)))
    forged = client.post(ask, filled(desk, opened="1700000000"))

    assert not Inquiry.objects.exists()
    assert "Dieses Feld bitte leer lassen" in page(trapped)
    for response in (quick, forged):
        assert "Bitte senden Sie noch einmal ab" in page(response)
        assert CANARY in page(response)
    token = re.search(r'name="opened" value="([^"]+)"', page(quick))[1]
    assert signing.loads(token, salt=forms.SALT)


def test_one_mailbox_asks_three_times_an_hour(client, desk, ask):
    answers = [client.post(ask, filled(desk, happened=f"{CANARY} {n}")) for n in range(4)]

    assert [response.status_code for response in answers] == [302, 302, 302, 429]
    assert Inquiry.objects.count() == 3
    assert CANARY in page(answers[3])


def test_sent_twice_it_is_there_once(client, desk, ask):
    data = filled(desk)

    first, second = client.post(ask, data), client.post(ask, data)

    assert (first.status_code, second.status_code) == (302, 302)
    assert Inquiry.objects.count() == 1


def test_no_csrf_token_no_request(desk, ask):
    assert Client(enforce_csrf_checks=True).post(ask, filled(desk)).status_code == 403
    assert not Inquiry.objects.exists()


def test_where_nobody_takes_requests_the_page_says_so(client, ask):
    closed = desk_of(is_open=False)
    nobody = desk_of()
    nobody.room.memberships.update(ends_on=dt.date(2021, 1, 1))

    assert "nimmt keine Organisation" in page(client.get(ask))
    for desk in (closed, nobody):
        client.post(ask, filled(desk))
    assert not Inquiry.objects.exists()


def test_those_on_duty_learn_of_it_without_a_word(client, desk, ask, django_capture_on_commit_callbacks):
    lead = desk.room.memberships.get().user
    desk_of()  # others learn nothing
    with django_capture_on_commit_callbacks(execute=True):
        client.post(ask, filled(desk))
    send_due()
    inquiry = Inquiry.objects.get()

    assert {tuple(message.to) for message in mail.outbox} == {(lead.email,), ("amt@musterstadt.example",)}
    for message in mail.outbox:
        words = message.subject + message.body
        assert not any(word in words for word in (CANARY, "Musterstadt", "Ordnungsamt"))
    to_town = next(message for message in mail.outbox if message.to != [lead.email])
    assert inquiry.reference in to_town.subject
    assert "/netzwerk/" not in to_town.body


def test_in_english_the_answer_is_english(client, desk):
    with translation.override("en"):
        path = reverse("inquiries:ask")
    response = client.post(path, filled(desk))

    assert path.startswith("/en/")
    assert Inquiry.objects.get().language == "en"
    assert response["Location"].startswith("/en/")


# --- the wall, by plain SQL as the web role ------------------------------------------------


def sql(statement, params=None):
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def refused(statement, params=None):
    try:
        with transaction.atomic():
            return sql(statement, params) == 0
    except DatabaseError:
        return True


INSERT = """
    INSERT INTO network_inquiry (id, room_id, circle, author_id, shared_on, created_at, changed_at, version, reference,
        language, is_acute, content, talk, state, answer_by, interest)
    VALUES (%(id)s, %(room)s, %(circle)s, %(author)s, now(), now(), now(), 1, substr(md5(%(id)s), 1, 12), 'de', false,
        'x', %(talk)s, %(state)s, now(), '')
"""


def row(desk, **more):
    return {
        "id": str(uuid7())[::-1],
        "room": desk.room_id,
        "circle": 40,
        "author": None,
        "talk": b"",
        "state": "neu",
    } | more


def test_nobody_leaves_a_request_and_does_nothing_else(desk):
    lead = desk.room.memberships.get().user
    there = inquiry_in(desk.room)
    closed = desk_of(is_open=False)
    act_as(None)

    assert sql(INSERT, row(desk)) == 1
    for wrong in (
        {"room": closed.room_id},
        {"author": lead.pk},
        {"state": "angenommen"},
        {"talk": b"x"},
        {"circle": 0},
    ):
        assert refused(INSERT, row(desk) | wrong), wrong
    assert sql("SELECT count(*) FROM network_inquiry") == [(0,)]
    assert sql("UPDATE network_inquiry SET state = 'abgelehnt'") == 0
    assert sql("DELETE FROM network_inquiry") == 0
    assert Inquiry.objects.filter(pk=there.pk).count() == 0


def test_who_is_on_duty_is_told_for_a_fresh_request_only(desk):
    fresh, old = inquiry_in(desk.room), inquiry_in(desk.room)
    Inquiry.objects.filter(pk=old.pk).update(created_at=timezone.now() - dt.timedelta(minutes=11))
    lead = desk.room.memberships.get().user
    act_as(None)

    assert sql("SELECT * FROM inquiry_on_duty(%s)", [fresh.pk]) == [(lead.email, "de")]
    assert sql("SELECT * FROM inquiry_on_duty(%s)", [old.pk]) == []
    assert sql("SELECT * FROM inquiry_on_duty(%s)", [uuid7()]) == []


def test_the_team_reads_and_the_lead_works(desk):
    inquiry = inquiry_in(desk.room)
    lead = desk.room.memberships.get().user
    colleague = MembershipFactory(room=desk.room, role=Role.ADVISOR).user
    steering = MembershipFactory(room=desk.room, role=Role.STEERING).user
    admin, other = UserFactory(is_network_admin=True), desk_of().room.memberships.get().user
    change = "UPDATE network_inquiry SET next_contact = now()"

    for person, reads, works in [
        (lead, 1, 1),
        (colleague, 1, 0),
        (steering, 0, 0),
        (admin, 0, 0),
        (other, 0, 0),
    ]:
        act_as(person.pk)
        assert sql("SELECT count(*) FROM network_inquiry") == [(reads,)], person
        assert sql(change) == works, person
    act_as(lead.pk)
    sql("UPDATE network_inquiry SET taken_by_id = %s", [colleague.pk])
    act_as(colleague.pk)
    assert sql(change) == 1
    act_as(None)
    assert not Inquiry.objects.filter(pk=inquiry.pk).exists()


@pytest.mark.parametrize("leak", ["read", "add"])
def test_a_leak_would_be_seen(desk, leak):
    """The gate, seen red: a wall that lets everybody read, or add anything."""
    inquiry_in(desk.room)
    clause = "USING (true)" if leak == "read" else "WITH CHECK (true)"
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql(f"ALTER POLICY wall_{leak} ON network_inquiry {clause}")
    act_as(None)

    if leak == "read":
        assert sql("SELECT count(*) FROM network_inquiry") == [(1,)]
    else:
        assert not refused(INSERT, row(desk, state="angenommen"))
