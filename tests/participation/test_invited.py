"""Answering an invitation by its link, without an account: yes takes a seat, no is told, and nobody reads another's."""

import re

import pytest
from django.core import mail
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse

from participation.enums import EventState, RegistrationState
from participation.models import Answer, Registration
from participation.registering import secret_of
from rooms.acting import act_as, carry_key
from rooms.enums import Circle
from tests.factories.events import (
    EventFactory,
    EventInvitationFactory,
    OpenEventFactory,
    QuestionFactory,
    RegistrationFactory,
    VenueFactory,
    in_days,
)

pytestmark = pytest.mark.django_db
SEATED, WAITING, CANCELLED = RegistrationState


@pytest.fixture(params=[Circle.PUBLIC, Circle.STEERING], ids=["public", "inside"])
def event(engagement, request):
    return OpenEventFactory(engagement=engagement, capacity=1, circle=request.param)


@pytest.fixture
def row(event):
    return EventInvitationFactory(event=event, name="Leitung Jugendhaus", email="haus@stadt.example")


def link_to(row):
    return reverse("guests:invitation", args=[secret_of(row.pk)])


def say(row, client=None, **data):
    client = client or Client()
    key = re.search(rb'name="key" value="([^"]+)"', client.get(link_to(row)).content)
    return client.post(link_to(row), data | ({"key": key[1].decode()} if key else {}))


def yes(row, **more):
    return say(row, name="Ada Haus", persons=1, **more)


def answer_of(row):
    row.refresh_from_db()
    return row.answer


def test_opening_the_link_changes_nothing(row):
    page = Client().get(link_to(row))

    assert "no-store" in page["Cache-Control"]
    assert "sessionid" not in page.cookies
    assert "Leitung Jugendhaus" in page.content.decode()
    assert "haus@stadt.example" not in page.content.decode()
    assert answer_of(row) == ""


def test_a_yes_takes_a_seat_under_her_own_mailbox(row, event, django_capture_on_commit_callbacks):
    VenueFactory(event=event, place_detail="Hinterhaus")
    assert "Hinterhaus" not in Client().get(link_to(row)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        yes(row, email="anders@stadt.example")
    page = Client().get(link_to(row)).content.decode()
    (seat,) = Registration.objects.all()

    assert (seat.name, seat.email, seat.state) == ("Ada Haus", "haus@stadt.example", SEATED)
    assert answer_of(row) == "kommt"
    assert "Sie sind angemeldet" in page
    assert [letter.to for letter in mail.outbox] == [["haus@stadt.example"]]
    ticket = Client().get(reverse("guests:registration", args=[secret_of(seat.pk)])).content.decode()
    assert "Hinterhaus" in ticket


def test_without_a_seat_she_waits(row, event):
    warning = "Alle Plätze sind vergeben"
    assert warning not in Client().get(link_to(row)).content.decode()
    RegistrationFactory(event=event)
    assert warning in Client().get(link_to(row)).content.decode()
    yes(row)

    assert Registration.objects.get(email=row.email).state == WAITING
    assert "Warteliste" in Client().get(link_to(row)).content.decode()


def test_a_no_is_told_and_can_be_taken_back(row):
    say(row, what="nein")
    assert answer_of(row) == "kommt_nicht"
    assert not Registration.objects.exists()
    assert "Schade" in Client().get(link_to(row)).content.decode()

    yes(row)
    assert answer_of(row) == "kommt"
    assert Registration.objects.get().state == SEATED


def test_sent_twice_it_is_one_seat(row):
    client = Client()
    key = re.search(rb'name="key" value="([^"]+)"', client.get(link_to(row)).content)[1].decode()
    data = {"name": "Ada", "persons": 1, "key": key}

    assert client.post(link_to(row), data).status_code == 302
    client.post(link_to(row), data)
    assert Registration.objects.count() == 1


def test_who_is_registered_already_is_told_where_she_stands(row, event):
    seat = RegistrationFactory(event=event, email=row.email.upper())
    page = Client().get(link_to(row)).content.decode()

    assert "Sie sind angemeldet" in page
    assert reverse("guests:registration", args=[secret_of(seat.pk)]) in page
    say(row, what="nein")  # by her registration, where a seat is given back
    assert answer_of(row) == ""


def test_who_gave_her_seat_back_can_come_again(row):
    yes(row)
    seat = Registration.objects.get()
    Client().post(reverse("guests:registration", args=[secret_of(seat.pk)]))
    assert "Sie kommen nicht" in Client().get(link_to(row)).content.decode()

    yes(row)
    assert sorted(Registration.objects.values_list("state", flat=True)) == sorted([CANCELLED, SEATED])


def test_coming_and_going_sends_no_flood_of_mails(row, settings, django_capture_on_commit_callbacks):
    settings.LIMITS = settings.LIMITS | {"registration_mailbox": (2, 60)}
    with django_capture_on_commit_callbacks(execute=True):
        for _n in range(2):
            yes(row)
            seat = Registration.objects.get(state=SEATED)
            Client().post(reverse("guests:registration", args=[secret_of(seat.pk)]))
        refused = yes(row).content.decode()

    assert "Zu viele Versuche" in refused
    assert "Ada Haus" in refused
    assert [letter.to for letter in mail.outbox] == [[row.email]] * 2


def test_what_is_asked_at_registration_is_asked_here(row, event):
    question = QuestionFactory(event=event, text="Brauchen Sie Assistenz?")
    assert "Brauchen Sie Assistenz?" in Client().get(link_to(row)).content.decode()
    yes(row, **{f"q{question.pk}": "Rampe"})

    assert Answer.objects.get().text == "Rampe"


@pytest.mark.parametrize("data", [{"name": "", "persons": 1}, {"name": "Ada", "persons": 9}, {"name": "Ada"}])
def test_bad_input_takes_no_seat(row, data):
    assert say(row, organisation="Jugendhaus e. V.", **data).status_code == 200
    assert not Registration.objects.exists()
    assert answer_of(row) == ""


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"state": EventState.CANCELLED}, "abgesagt"),
        ({"state": EventState.CLOSED}, "Die Anmeldung ist geschlossen."),
        ({"begins": in_days(-3), "ends": None}, "vorbei"),
    ],
)
def test_when_it_is_too_late_it_says_so(row, event, change, word):
    type(event).objects.filter(pk=event.pk).update(**change)

    assert word in Client().get(link_to(row)).content.decode()
    yes(row)
    assert not Registration.objects.exists()


def test_without_registration_a_yes_is_enough_and_shows_the_place(engagement):
    event = EventFactory(engagement=engagement, needs_registration=False)
    VenueFactory(event=event, place_detail="Hinterhaus")
    row = EventInvitationFactory(event=event)
    assert "Hinterhaus" not in Client().get(link_to(row)).content.decode()
    say(row, what="ja")

    assert answer_of(row) == "kommt"
    assert "Hinterhaus" in Client().get(link_to(row)).content.decode()
    say(row, what="nein")
    assert answer_of(row) == "kommt_nicht"
    assert not Registration.objects.exists()


def test_a_link_nobody_made_opens_nothing(row):
    assert Client().get(reverse("guests:invitation", args=["0" * 64])).status_code == 404


def test_it_is_there_in_english(row):
    assert Client().get(f"/en{link_to(row)}").status_code == 200


# --- by plain SQL as the web role -----------------------------------------------------------


def emails():
    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM participation_eventinvitation")
        rows = [email for (email,) in cursor.fetchall()]
        cursor.execute("SELECT email FROM invitation_carried()")
        return rows, [email for (email,) in cursor.fetchall()]


@pytest.fixture
def two(event):
    return [EventInvitationFactory(event=event) for _n in range(2)]


def test_a_guest_reads_her_own_and_no_other(two):
    with transaction.atomic():
        act_as(None)
        assert emails() == ([], [])
        carry_key(secret_of(two[0].pk))
        assert emails() == ([], [two[0].email])
        transaction.set_rollback(True)


def test_with_a_wider_policy_it_would_be_seen(two):
    """The planted leak: the test above would be red."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("CREATE POLICY leak ON participation_eventinvitation FOR SELECT USING (true)")
        act_as(None)
        assert len(emails()[0]) == 2
        transaction.set_rollback(True)


def test_a_guest_answers_for_nobody_else_and_writes_nothing_else(two):
    with transaction.atomic(), connection.cursor() as cursor:
        act_as(None)
        carry_key(secret_of(two[0].pk))
        cursor.execute("SELECT invitation_answer('kommt_nicht')")
        cursor.execute("SELECT invitation_answer('irgendwas')")
        for statement in (
            "UPDATE participation_eventinvitation SET email = 'x@example.org'",
            "DELETE FROM participation_eventinvitation",
        ):
            cursor.execute(statement)
            assert cursor.rowcount == 0
        cursor.execute("RESET ROLE")
    assert [answer_of(row) for row in two] == ["kommt_nicht", ""]


def test_the_door_of_an_event_opens_for_its_own_invitation_alone(two, engagement):
    other = OpenEventFactory(engagement=engagement, circle=Circle.TEAM)
    room = "SELECT id FROM event_room(%s)"
    register = "SELECT event_register(gen_random_uuid(), %s, 'Ada', 'ada@x.example', '', 1, repeat('a', 64), 'de')"
    with transaction.atomic(), connection.cursor() as cursor:
        act_as(None)
        cursor.execute(register, [other.pk])
        assert cursor.fetchone() == ("unknown",)
        carry_key(secret_of(two[0].pk))
        cursor.execute(room, [[other.pk, two[0].event_id]])
        assert cursor.fetchall() == [(two[0].event_id,)]
        cursor.execute(register, [other.pk])
        assert cursor.fetchone() == ("unknown",)
        cursor.execute(register, [two[0].event_id])
        assert cursor.fetchone() == (SEATED,)
        transaction.set_rollback(True)


def test_nobody_puts_herself_on_the_list(event):
    statement = (
        "INSERT INTO participation_eventinvitation (id, room_id, circle, shared_on, created_at, changed_at, version,"
        " event_id, name, email, language, text, answer, key_hash) VALUES (gen_random_uuid(), %s, 40, now(), now(),"
        " now(), 1, %s, 'X', 'x@x.de', 'de', '', '', 'x')"
    )
    with transaction.atomic(), connection.cursor() as cursor:
        act_as(None)
        with pytest.raises(ProgrammingError):
            cursor.execute(statement, [event.room_id, event.pk])
        transaction.set_rollback(True)
