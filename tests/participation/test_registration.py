"""Registering without an account: a seat, a place on the list, cancelling, moving up; and nobody reads another's."""

import re

import pytest
from django.core import mail
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from participation.enums import EventState, RegistrationState
from participation.models import Registration
from participation.registering import move_up, path_of, secret_of
from rooms.acting import act_as, carry_key
from rooms.enums import Circle
from tests.factories.events import (
    OpenEventFactory,
    RegistrationFactory,
    VenueFactory,
    in_days,
)
from tests.guests import opened

pytestmark = pytest.mark.django_db
SEATED, WAITING, CANCELLED = RegistrationState


@pytest.fixture
def event(engagement):
    return OpenEventFactory(engagement=engagement, capacity=1)


def come(event, name="Ada Gast", client=None, **more):
    """Open the form and send it."""
    client = client or Client()
    url = reverse("guests:register", args=[event.pk])
    page = client.get(url)
    key = re.search(rb'name="key" value="([^"]+)"', page.content)
    data = {"name": name, "email": f"{name.split()[0].lower()}@gast.example", "persons": 1, "opened": opened(), **more}
    return client.post(url, data | ({"key": key[1].decode()} if key else {}))


def link_of(name="Ada Gast"):
    """The page of one registration, as it stands in its mail."""
    row = Registration.objects.get(name=name)
    return path_of(row.pk, "de")


def states(event):
    return {row.name: row.state for row in Registration.objects.filter(event=event)}


def test_who_comes_gets_a_seat_and_then_a_place_on_the_list(event, django_capture_on_commit_callbacks):
    form, places = reverse("guests:register", args=[event.pk]), []
    with django_capture_on_commit_callbacks(execute=True):
        for name in ("Ada Gast", "Bea Gast"):
            places.append("Auf die Warteliste" in Client().get(form).content.decode())
            assert come(event, name).url == f"{form}?danke"

    assert places == [False, True]
    assert states(event) == {"Ada Gast": SEATED, "Bea Gast": WAITING}
    assert "Sie sind angemeldet" in Client().get(link_of()).content.decode()
    assert "Warteliste" in Client().get(link_of("Bea Gast")).content.decode()
    assert [message.to for message in mail.outbox] == [["ada@gast.example"], ["bea@gast.example"]]
    assert link_of() in mail.outbox[0].body


def test_nothing_is_kept_by_anybody_on_the_way(event):
    client = Client()
    page = client.get(reverse("guests:register", args=[event.pk]))
    thanks = client.get(come(event, client=client).url)

    for response in (page, thanks, client.get(link_of())):
        assert "no-store" in response["Cache-Control"]
        assert "sessionid" not in response.cookies


def test_who_cancels_makes_room_for_the_next_who_hears_it_once(event, django_capture_on_commit_callbacks):
    for name in ("Ada Gast", "Bea Gast", "Cem Gast"):
        come(event, name)
    first = link_of()
    with django_capture_on_commit_callbacks(execute=True):
        asked = Client().get(f"{first}?absagen=1")
        assert "Wirklich absagen?" in asked.content.decode()
        assert states(event)["Ada Gast"] == SEATED  # looking changes nothing
        Client().post(first)
        Client().post(first)  # a second click

    assert states(event) == {"Ada Gast": CANCELLED, "Bea Gast": SEATED, "Cem Gast": WAITING}
    assert [message.to for message in mail.outbox if "frei geworden" in message.subject] == [["bea@gast.example"]]
    assert "Sie sind abgemeldet" in Client().get(first).content.decode()


def test_who_moves_up_by_further_seats_reads_the_day(event, advisor, django_capture_on_commit_callbacks):
    for name in ("Ada Gast", "Bea Gast", "Cem Gast"):
        come(event, name)
    type(event).objects.filter(pk=event.pk).update(capacity=5)
    with django_capture_on_commit_callbacks(execute=True):
        act_as(advisor.pk)
        move_up(event, "https://haus.example{}".format)
    day = date_format(timezone.localtime(event.begins), "j. F Y")
    moved_up = [letter.body for letter in mail.outbox if "frei geworden" in letter.subject]

    assert len(moved_up) == 2
    assert all(f"am {day} ist ein Platz frei" in body for body in moved_up)


def test_nobody_is_passed_over_because_a_group_needs_more_seats(engagement):
    event = OpenEventFactory(engagement=engagement, capacity=3)
    come(event, persons=3)
    come(event, "Bea Gast", persons=4)
    come(event, "Cem Gast")
    Client().post(link_of())

    assert states(event)["Bea Gast"] == WAITING
    assert states(event)["Cem Gast"] == WAITING


def test_sent_twice_it_is_one_registration(event):
    client = Client()
    url = reverse("guests:register", args=[event.pk])
    key = re.search(rb'name="key" value="([^"]+)"', client.get(url).content)[1].decode()
    data = {"name": "Ada", "email": "ada@gast.example", "persons": 1, "key": key, "opened": opened()}
    assert client.post(url, data).url == client.post(url, data).url
    assert Registration.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"state": EventState.PLANNED}, "noch nicht offen"),
        ({"state": EventState.CLOSED}, "geschlossen"),
        ({"state": EventState.CANCELLED}, "abgesagt"),
        ({"needs_registration": False}, "nicht anzumelden"),
        ({"registration_until": timezone.localdate() - timezone.timedelta(days=1)}, "geschlossen"),
        ({"begins": in_days(-1), "ends": None}, "geschlossen"),
    ],
)
def test_why_it_is_shut_stands_in_one_sentence(event, change, word):
    type(event).objects.filter(pk=event.pk).update(**change)

    assert word in come(event).content.decode()
    assert not Registration.objects.exists()


@pytest.mark.parametrize("persons", [0, 6])
def test_not_more_than_a_few_under_one_name(event, persons):
    assert come(event, persons=persons).status_code == 200
    assert not Registration.objects.exists()


@pytest.mark.parametrize("circle", [Circle.NETWORK, Circle.STEERING, Circle.TEAM])
def test_what_is_not_public_is_not_there(engagement, circle):
    hidden = OpenEventFactory(engagement=engagement, circle=circle)

    assert Client().get(reverse("guests:register", args=[hidden.pk])).status_code == 404
    assert Client().get(reverse("reports:event", args=[hidden.pk])).status_code == 404


def test_a_machine_that_fills_every_field_is_not_registered(event):
    assert come(event, website="https://spam.example").status_code == 200
    assert not Registration.objects.exists()


def test_too_many_from_one_address_wait(event, settings):
    settings.LIMITS = settings.LIMITS | {"registration_address": (2, 60)}
    for name in ("Ada", "Bea", "Cem"):
        come(event, name)

    assert Registration.objects.count() == 2


def test_the_exact_place_is_for_those_with_a_seat(event):
    VenueFactory(event=event, place_detail="Hinterhaus, zweiter Stock")
    thanks = [come(event, name).url for name in ("Ada Gast", "Bea Gast")]

    assert "Hinterhaus" in Client().get(link_of()).content.decode()
    assert "Hinterhaus" not in Client().get(link_of("Bea Gast")).content.decode()
    for url in thanks:
        page = Client().get(url).content.decode()
        assert "Den Treffpunkt finden Sie über den Link in der E-Mail." in page
        assert "Hinterhaus" not in page
    for name in ("reports:event", "guests:register"):
        assert "Hinterhaus" not in Client().get(reverse(name, args=[event.pk])).content.decode()


def test_the_public_page_tells_no_number(event):
    event.capacity = 17
    event.save()
    come(event, persons=3)
    page = Client().get(reverse("reports:event", args=[event.pk])).content.decode()

    assert "noch Plätze frei" in page
    assert "17" not in re.sub(r"<[^>]+>", "", page)
    assert "Ada" not in page


def test_a_link_nobody_made_opens_nothing(event):
    come(event)

    assert Client().get(reverse("guests:registration", args=["0" * 64])).status_code == 404


# --- by plain SQL as the web role -----------------------------------------------------------


def names():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM participation_registration ORDER BY name")
        return [row[0] for row in cursor.fetchall()]


@pytest.fixture
def two(event):
    return [RegistrationFactory(event=event, name=name) for name in ("Ada", "Bea")]


def test_nobody_reads_anothers_registration(two):
    with transaction.atomic():
        act_as(None)
        assert names() == []
        carry_key(secret_of(two[0].pk))
        assert names() == ["Ada"]
        transaction.set_rollback(True)


def test_with_a_wider_policy_it_would_be_seen(two):
    """The planted leak: the test above would be red."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("CREATE POLICY leak ON participation_registration FOR SELECT USING (true)")
        act_as(None)
        assert names() == ["Ada", "Bea"]
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO participation_registration (id, room_id, circle, shared_on, created_at, changed_at, version,"
        " event_id, name, email, organisation, persons, language, state, key_hash) SELECT gen_random_uuid(), room_id,"
        " 40, now(), now(), now(), 1, id, 'X', 'x@x.de', '', 1, 'de', 'angemeldet', 'x' FROM participation_event",
        "SELECT event_promote(id) FROM participation_event",
    ],
)
def test_a_guest_takes_no_seat_by_herself(two, statement):
    with transaction.atomic(), connection.cursor() as cursor:
        act_as(None)
        carry_key(secret_of(two[0].pk))
        with pytest.raises(ProgrammingError):
            cursor.execute(statement)
        transaction.set_rollback(True)


def test_a_guest_changes_and_deletes_nothing(two):
    with transaction.atomic(), connection.cursor() as cursor:
        act_as(None)
        carry_key(secret_of(two[0].pk))
        for statement in ("UPDATE participation_registration SET name = 'X'", "DELETE FROM participation_registration"):
            cursor.execute(statement)
            assert cursor.rowcount == 0
        cursor.execute("SELECT * FROM event_move_up(%s)", [two[0].event_id])
        assert cursor.fetchall() == []
        transaction.set_rollback(True)
