"""Papers to a meeting: each in its own circle, told to those who may read it, warned about where somebody may not."""

import datetime as dt

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.letters import send_due
from rooms.enums import Circle, Role
from rooms.models import File
from tests.factories.engagements import LogEntryFactory
from tests.factories.rooms import MembershipFactory
from tests.factories.steering import MeetingFactory, TermFactory
from tests.stakeholders.sent import sent_by

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def ahead(engagement, body):
    on = TODAY + dt.timedelta(days=30)
    return MeetingFactory(engagement=engagement, body=body, circle=Circle.STEERING, on=on, number=11)


@pytest.fixture
def frau(body, member):
    return TermFactory(body=body, account=member, name="Frau Mitglied")


def url_of(meeting, name="meeting-papers"):
    return reverse(f"steering:{name}", args=[meeting.pk])


def upload(client, meeting, circle=Circle.STEERING, name="Entwurf.txt", content=b"Guten Tag", **words):
    file = SimpleUploadedFile(name, content, "text/plain")
    return client.post(url_of(meeting), {"circle": int(circle), "new_files": [file], **words})


def paper(meeting, circle=Circle.STEERING, **more):
    words = {"name": "Altes.txt", "content_type": "text/plain", "size": 3, "sha256": "x", "content": "x"} | more
    return File.objects.create(room=meeting.room, circle=circle, **words)


def test_a_member_finds_and_opens_what_was_laid_beside(client, lead, member, ahead):
    client.force_login(lead)
    upload(client, ahead)
    file = ahead.papers.get()
    client.force_login(member)
    page = client.get(ahead.get_absolute_url()).content.decode()

    assert (file.circle, file.author, file.shared_on) == (Circle.STEERING, lead, TODAY)
    assert "Entwurf.txt" in page
    assert b"".join(client.get(reverse("rooms:file", args=[file.pk]))) == b"Guten Tag"
    assert client.get(url_of(ahead)).status_code == 403


def test_what_lies_further_in_is_warned_about_and_not_told(client, lead, member, ahead, frau):
    client.force_login(lead)
    upload(client, ahead, Circle.TEAM, "Kanarie.txt")
    for url in (ahead.get_absolute_url(), url_of(ahead), url_of(ahead, "meeting-invite")):
        page = client.get(url).content.decode()
        assert "Nicht öffnen können das:" in page, url
        assert "Frau Mitglied" in page
    client.force_login(member)

    assert "Kanarie" not in client.get(ahead.get_absolute_url()).content.decode()


def test_nobody_is_warned_about_where_all_may_read(client, lead, ahead, frau):
    client.force_login(lead)
    upload(client, ahead)

    assert "Nicht öffnen" not in client.get(url_of(ahead, "meeting-invite")).content.decode()


def test_whoever_came_later_opens_it_once_she_is_invited(client, engagement, lead, ahead, body):
    old = paper(ahead, shared_on=TODAY - dt.timedelta(days=300))
    ahead.papers.add(old)
    new = MembershipFactory(room=engagement.room, role=Role.STEERING, starts_on=TODAY).user
    TermFactory(body=body, account=new, name="Neu")
    client.force_login(lead)
    assert "Nicht öffnen können das:" in client.get(ahead.get_absolute_url()).content.decode()

    sent_by(client, url_of(ahead, "meeting-invite"), {})
    assert "Nicht öffnen" not in client.get(ahead.get_absolute_url()).content.decode()
    client.force_login(new)
    assert "Altes.txt" in client.get(ahead.get_absolute_url()).content.decode()


def test_no_mail_names_a_paper(client, lead, ahead, frau, django_capture_on_commit_callbacks):
    client.force_login(lead)
    upload(client, ahead)
    assert "Mit Unterlagen" in client.get(url_of(ahead, "meeting-invite")).content.decode()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=False):
        sent_by(client, url_of(ahead, "meeting-invite"), {})
    send_due()
    (letter,) = mail.outbox

    assert "Entwurf" not in letter.subject + letter.body
    assert not letter.attachments


def test_what_lies_in_the_room_is_linked_and_taken_off_and_stays(client, lead, ahead):
    file = paper(ahead)
    entry = LogEntryFactory(engagement=ahead.engagement, room=ahead.room)
    entry.files.add(file)
    client.force_login(lead)
    client.post(url_of(ahead), {"circle": 20, "linked": [str(file.pk)]})
    assert ahead.papers.get() == file
    client.post(url_of(ahead), {"circle": 20, "dropped": [str(file.pk)]})

    assert not ahead.papers.exists()
    assert entry.files.get() == file


def test_what_hangs_on_nothing_any_more_goes(client, lead, ahead):
    client.force_login(lead)
    upload(client, ahead)
    client.post(url_of(ahead), {"circle": 20, "dropped": [str(ahead.papers.get().pk)]})

    assert not File.objects.exists()


def test_neither_sealed_nor_foreign_files_are_linked(client, lead, ahead):
    sealed, foreign = paper(ahead, Circle.SEALED, sha256=""), paper(MeetingFactory())
    client.force_login(lead)
    for file in (sealed, foreign):
        assert client.post(url_of(ahead), {"circle": 20, "linked": [str(file.pk)]}).status_code in {200, 302}

    assert not ahead.papers.exists()


@pytest.mark.parametrize(("name", "content"), [("Programm.exe", b"MZ"), ("leer.txt", b""), ("bild.txt", b"\x00\x01")])
def test_what_is_not_taken_gets_a_sentence(client, lead, ahead, name, content):
    client.force_login(lead)
    answer = upload(client, ahead, name=name, content=content)

    assert answer.status_code == 200
    assert name in answer.content.decode()
    assert not File.objects.exists()


def test_the_same_file_sent_twice_lies_there_once(client, lead, ahead):
    client.force_login(lead)
    for _ in range(2):
        upload(client, ahead)

    assert ahead.papers.count() == 1


def test_three_papers_ask_as_often_as_one(client, lead, ahead, frau):
    def asked():
        client.get(ahead.get_absolute_url())
        with CaptureQueriesContext(connection) as seen:
            client.get(ahead.get_absolute_url())
        return len(seen)

    client.force_login(lead)
    ahead.papers.add(paper(ahead), paper(ahead, Circle.TEAM))
    one = asked()
    ahead.papers.add(paper(ahead), paper(ahead, Circle.TEAM))

    assert asked() == one


def test_linked_files_count_towards_the_most_a_meeting_bears(client, lead, ahead):
    files = [str(paper(ahead).pk) for _ in range(21)]
    client.force_login(lead)
    answer = client.post(url_of(ahead), {"circle": 20, "linked": files})
    assert "höchstens 20 Unterlagen" in answer.content.decode()
    assert not ahead.papers.exists()

    client.post(url_of(ahead), {"circle": 20, "linked": files[:20]})
    assert ahead.papers.count() == 20
    assert "höchstens 20" in upload(client, ahead).content.decode()
    upload(client, ahead, dropped=files[:1])  # one for another
    assert ahead.papers.count() == 20
    assert ahead.papers.filter(name="Entwurf.txt").exists()


@pytest.mark.parametrize("is_linked", [True, False])
def test_taken_off_an_entry_a_paper_stays_beside_its_meeting(client, lead, ahead, is_linked):
    entry, file = LogEntryFactory(engagement=ahead.engagement, room=ahead.room), paper(ahead, Circle.TEAM)
    entry.files.add(file)
    if is_linked:
        ahead.papers.add(file)
    client.force_login(lead)
    answer = sent_by(client, reverse("engagements:log-update", args=[entry.pk]), {"drop_files": [str(file.pk)]})

    assert answer.status_code == 302
    assert not entry.files.exists()
    assert ahead.papers.exists() == File.objects.exists() == is_linked
