"""What is sealed: who learns that it exists, who opens it, who is told, and when it closes."""

import datetime as dt

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from engagements.models import LogEntry
from engagements.waiting import waiting_for
from rooms.acting import act_as
from rooms.enums import Circle, Role
from rooms.models import Unlock, readers_of
from rooms.readers import RoomReaders
from tests.attack.visits import client_of
from tests.doors.world import HOME, canary

pytestmark = pytest.mark.django_db

WORD = canary(HOME, Circle.SEALED)
REASON = "Die Federführung ist krank, morgen ist die Sitzung."


@pytest.fixture
def world(own_world):
    return own_world


@pytest.fixture
def sealed(world):
    return world.home.entries[Circle.SEALED]


def open_url(world, row):
    return reverse("engagements:sealed-open", args=[world.home.engagement.pk, row.pk])


def opened(world, row, django_capture_on_commit_callbacks, role="advisor"):
    with django_capture_on_commit_callbacks(execute=True):
        return client_of(world, role).post(open_url(world, row), {"reason": REASON})


def test_the_team_learns_that_it_exists_and_no_word_of_it(world, sealed):
    page = client_of(world, "advisor").get(reverse("engagements:sealed", args=[world.home.engagement.pk]))

    assert WORD not in page.content.decode()
    assert open_url(world, sealed) in page.content.decode()
    assert page.content.decode().count("Mit Begründung öffnen") == 3  # entry, person, organisation


def test_nobody_beyond_the_team_learns_that_it_exists(world, sealed):
    for role in ("contact", "steering"):
        for url in (reverse("engagements:sealed", args=[world.home.engagement.pk]), open_url(world, sealed)):
            assert client_of(world, role).get(url).status_code == 403
    for role in ("former", "networker", "administrator", "stranger"):
        assert client_of(world, role).get(open_url(world, sealed)).status_code == 404
    for role in ("contact", "steering", "stranger", "administrator"):
        act_as(getattr(world, role).pk)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM wall_sealed(%s)", [world.home.room.pk])
            assert cursor.fetchone() == (0,), role


def test_without_a_reason_nothing_opens(world, sealed):
    page = client_of(world, "advisor").post(open_url(world, sealed), {"reason": "   "})

    assert "Ohne Begründung bleibt es versiegelt" in page.content.decode()
    assert not Unlock.objects.exists()
    assert client_of(world, "advisor").get(sealed.get_absolute_url()).status_code == 404


def test_with_a_reason_it_is_read_and_the_lead_knows_at_once(world, sealed, django_capture_on_commit_callbacks):
    answer = opened(world, sealed, django_capture_on_commit_callbacks)
    page = client_of(world, "advisor").get(answer.url)

    assert answer.url == sealed.get_absolute_url()
    assert WORD in page.content.decode()
    assert [letter.to for letter in mail.outbox] == [[world.lead.email]]
    assert WORD not in mail.outbox[0].body + mail.outbox[0].subject
    assert REASON not in mail.outbox[0].body
    assert "Öffnung von Versiegeltem" in str([item.text for item in waiting_for(world.lead, [world.home.engagement])])
    assert Entry.objects.get(action="unlock.opened").summary == REASON


def test_the_files_of_an_entry_open_with_it_and_nothing_else_does(world, sealed, django_capture_on_commit_callbacks):
    opened(world, sealed, django_capture_on_commit_callbacks)
    advisor = client_of(world, "advisor")

    file = advisor.get(reverse("rooms:file", args=[world.home.files[Circle.SEALED].pk]))

    assert file.status_code == 200
    assert file.getvalue() == WORD.encode()
    assert advisor.get(world.home.persons[Circle.SEALED].get_absolute_url()).status_code == 404
    assert advisor.get(world.away.entries[Circle.SEALED].get_absolute_url()).status_code == 404


def test_it_is_opened_for_reading_only(world, sealed, django_capture_on_commit_callbacks):
    opened(world, sealed, django_capture_on_commit_callbacks)
    advisor = client_of(world, "advisor")

    assert advisor.get(reverse("engagements:log-update", args=[sealed.pk])).status_code == 403
    assert "Ändern" not in advisor.get(sealed.get_absolute_url()).content.decode()
    act_as(world.advisor.pk)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE engagements_logentry SET title = '' WHERE id = %s", [sealed.pk])
        assert cursor.rowcount == 0


def test_the_line_below_the_text_names_who_opened_it(world, sealed, django_capture_on_commit_callbacks):
    opened(world, sealed, django_capture_on_commit_callbacks)
    readers = RoomReaders(world.home.room.pk).of_item(sealed)

    assert {person.key for person in readers.people} == set(readers_of(sealed).values_list("pk", flat=True))
    assert any("geöffnet bis" in person.reason for person in readers.people if person.key == world.advisor.pk)


def test_after_three_hours_it_is_closed(world, sealed, django_capture_on_commit_callbacks):
    opened(world, sealed, django_capture_on_commit_callbacks)
    past = timezone.now() - dt.timedelta(hours=4)
    Unlock.objects.update(at=past, until=past + dt.timedelta(hours=3))

    assert client_of(world, "advisor").get(sealed.get_absolute_url()).status_code == 404
    assert world.advisor not in readers_of(sealed)


def test_who_leaves_the_team_loses_what_she_opened(world, sealed, django_capture_on_commit_callbacks):
    opened(world, sealed, django_capture_on_commit_callbacks)
    world.advisor.memberships.update(ends_on=timezone.localdate() - dt.timedelta(days=1))

    assert client_of(world, "advisor").get(sealed.get_absolute_url()).status_code == 404


def test_the_lead_closes_it_and_takes_note(world, sealed, django_capture_on_commit_callbacks):
    opened(world, sealed, django_capture_on_commit_callbacks)
    opening = Unlock.objects.filter(key=sealed.pk).get()
    close, note = (
        reverse(f"engagements:{name}", args=[world.home.engagement.pk, opening.pk])
        for name in ("unlock-close", "unlock-note")
    )
    assert client_of(world, "advisor").post(close).status_code == 403
    assert client_of(world, "lead").post(note).status_code == 302
    assert client_of(world, "lead").post(close).status_code == 302

    assert client_of(world, "advisor").get(sealed.get_absolute_url()).status_code == 404
    assert not Unlock.objects.running().exists()
    assert not [item for item in waiting_for(world.lead, [world.home.engagement]) if "Öffnung" in item.text]


def test_the_database_gives_no_unlock_to_others_and_none_that_lasts(world, sealed):
    """By plain SQL as the web role: for somebody else, for longer, without a reason, from outside the team."""
    now = timezone.now()
    values = {"room": world.home.room.pk, "key": sealed.pk, "reason": "weil", "until": now + dt.timedelta(hours=3)}
    tries = [
        (world.advisor, values | {"person": world.contact.pk}),
        (world.advisor, values | {"person": world.advisor.pk, "until": now + dt.timedelta(days=3)}),
        (world.advisor, values | {"person": world.advisor.pk, "reason": ""}),
        (world.contact, values | {"person": world.contact.pk}),
        (world.stranger, values | {"person": world.stranger.pk}),
    ]
    for actor, row in tries:
        act_as(actor.pk)
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO rooms_unlock (id, room_id, kind, key, person_id, reason, at, until)"
                " VALUES (gen_random_uuid(), %(room)s, 'engagements.logentry', %(key)s, %(person)s, %(reason)s,"
                " now(), %(until)s)",
                row,
            )
    act_as(world.advisor.pk)
    assert Unlock.objects.update(until=now) == 0  # and whoever opened it does not prolong it


def test_a_sealed_entry_of_her_own_is_not_opened_but_read(world, sealed):
    mine = LogEntry.objects.get(pk=sealed.pk)
    mine.author = world.advisor
    mine.save(update_fields=["author"])

    assert client_of(world, "advisor").get(open_url(world, mine)).url == mine.get_absolute_url()


def test_an_unknown_key_is_not_there(world):
    url = reverse("engagements:sealed-open", args=[world.home.engagement.pk, world.home.entries[Circle.TEAM].pk])

    assert client_of(world, "advisor").get(url).status_code == 404


def test_a_process_manager_opens_like_an_advisor(world, sealed, django_capture_on_commit_callbacks):
    world.process = world.member(Role.PROCESS)

    assert opened(world, sealed, django_capture_on_commit_callbacks, role="process").status_code == 302
