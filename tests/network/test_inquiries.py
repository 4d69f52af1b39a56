"""A town without an account asks for help: what it must fill in, what it is promised, and who can read it."""

import datetime as dt
import re

import pytest
from django.core import mail, signing
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.letters import send_due
from network.models import Inquiry
from network.models.inquiries import promised
from network.pooling import set_public
from rooms import guests
from rooms.ids import uuid7
from tests.factories.desk import desk_of
from tests.factories.network import PoolProfileFactory, networker
from tests.guests import opened

from .visits import page

pytestmark = pytest.mark.django_db
CANARY = "Kanarienvogel am Markt"


@pytest.fixture
def ask():
    with translation.override("de"):
        return reverse("inquiries:ask")


@pytest.fixture
def ask_acute():
    with translation.override("de"):
        return reverse("inquiries:ask-acute")


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
    assert signing.loads(token, salt=guests.SALT)


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


# --- With a wish for somebody of the pool ---------------------------------------------------


@pytest.fixture
def wished(network):
    """Somebody of the pool who wants to be found by everybody."""
    profile = PoolProfileFactory(network=network, name="Mediatorin im Norden", person=networker(network))
    set_public(profile, True, by=profile.person)
    return profile


def test_from_the_pool_one_asks_for_somebody_by_the_desk(client, desk, ask, wished):
    pool = page(client.get(reverse("reports:pool")))
    assert f"{ask}?wunsch={wished.pk}" in pool
    asked = client.get(ask, {"wunsch": wished.pk})
    assert f'value="{wished.pk}" selected' in page(asked)
    assert wished.person.email not in page(asked)
    client.post(ask, filled(desk, wished=wished.pk))

    inquiry = Inquiry.objects.get()
    assert inquiry.said["wished"] == "Mediatorin im Norden"
    assert "Mediatorin" not in str(bytes(inquiry.content))


def test_who_has_left_the_public_pool_cannot_be_wished_for(client, desk, ask, wished):
    set_public(wished, False, by=wished.person)
    again = client.post(ask, filled(desk, wished=wished.pk))

    assert "steht nicht mehr im Pool" in page(again)
    assert CANARY in page(again)
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize("bent", ["x", "00000000-0000-0000-0000-000000000000", "\x00"])
def test_a_bent_wish_opens_the_form_without_one(client, desk, ask, wished, bent):
    response = client.get(ask, {"wunsch": bent})

    assert response.status_code == 200
    assert "Mediatorin im Norden" in page(response)
