"""Minutes written once: the group reads them without what is internal, agrees or objects, and then they stand."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rooms.enums import Circle, Role
from rooms.models import Release
from rooms.transitions import approve
from steering.models import Minutes
from steering.skeleton import skeleton
from steering.transitions.minutes import approve_minutes, send_to_review
from steering.wording import without_internal
from tests.factories.rooms import MembershipFactory
from tests.factories.steering import AgendaItemFactory, ResolutionFactory, TaskFactory

from .minutes import TEXT, TOMORROW, read
from .visits import as_, url_of

pytestmark = pytest.mark.django_db
SECRET = b"kanariezaudert"


# --- writing -----------------------------------------------------------------------------------


def test_half_of_them_is_written_by_what_is_known(client, lead, meeting):
    item = AgendaItemFactory(meeting=meeting, order=1, title="Wohnraum", circle=Circle.STEERING)
    inside = {"engagement": meeting.engagement, "meeting": meeting, "item": item}
    ResolutionFactory(**inside, wording="Die Runde empfiehlt ein Haus.")
    TaskFactory(**inside, text="Eigent\u00fcmer fragen", who="Stadthaus")
    text = as_(client, lead).get(url_of("minutes-write", meeting.pk)).context["form"].initial["text"]

    assert "## TOP 1: Wohnraum" in text
    assert "Die Runde empfiehlt ein Haus." in text
    assert "Eigent\u00fcmer fragen (Stadthaus)" in text


def test_minutes_sent_twice_are_written_once_and_other_words_are_not_swallowed(client, lead, advisor, meeting):
    url = url_of("minutes-write", meeting.pk)
    as_(client, lead)
    first = [client.post(url, {"text": TEXT}).status_code for _ in range(2)]
    other = as_(client, advisor).post(url, {"text": "Ganz anders."})

    assert first == [302, 302]
    assert Minutes.objects.get().text == TEXT
    page = other.content.decode()
    assert "Zwei haben hier geschrieben" in page
    assert "Ganz anders." in page
    assert "Weiter im Mai." in page, "what the other has stored stands beside it"


def test_a_mark_that_is_not_closed_is_refused_with_the_text_kept(client, lead, meeting):
    answer = as_(client, lead).post(url_of("minutes-write", meeting.pk), {"text": "Offen [intern] nie zu"})

    assert not Minutes.objects.exists()
    assert "endet aber nicht mit" in answer.content.decode()
    assert "Offen [intern] nie zu" in answer.content.decode()


def test_what_is_given_for_consent_is_not_rewritten_by_an_old_page(client, lead, out):
    answer = as_(client, lead).post(url_of("minutes-write", out.meeting_id), {"text": "Neu.", "version": out.version})

    out.refresh_from_db()
    assert out.text == TEXT
    assert "Neu." in answer.content.decode()


# --- who reads what ----------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.STEERING, Role.CONTACT, Role.OBSERVER])
def test_no_byte_of_an_internal_passage_leaves_the_team(client, engagement, out, lead, role):
    person = MembershipFactory(room=engagement.room, role=role).user
    release = Release.objects.get()
    as_(client, person)
    pages = [url_of("minutes-detail", out.pk), out.meeting.get_absolute_url(), release.get_absolute_url()]
    pages += [url_of("hub", engagement.pk), reverse("rooms:releases", args=[engagement.room_id])]
    answers = [client.get(url) for url in pages]

    assert {answer.status_code for answer in answers} == {200}
    assert not [answer.request["PATH_INFO"] for answer in answers if SECRET in answer.content]
    assert b"[intern]" not in read(client, out.meeting)
    assert b"Weiter im Mai." in read(client, out.meeting)
    assert SECRET in read(as_(client, lead), out.meeting), "there was something to leak"


def test_the_page_would_leak_if_the_edition_were_the_text(client, member, release, monkeypatch):
    """The gate, seen red."""
    monkeypatch.setattr(Minutes, "edition_text", property(lambda minutes: minutes.text))

    assert SECRET in read(as_(client, member), release().meeting)


def test_before_the_second_person_agrees_the_group_reads_nothing(client, member, minutes, advisor):
    send_to_review(minutes, by=advisor, reply_by=TOMORROW)

    assert as_(client, member).get(url_of("minutes-detail", minutes.pk)).status_code == 404


def test_the_public_edition_shows_no_internal_passage(client, advisor, lead, out):
    approve_minutes(out, by=lead)
    answer = as_(client, advisor).post(url_of("minutes-review", out.pk))
    public = Release.objects.get(to_circle=Circle.PUBLIC)
    approve(public, by=lead)
    stranger = MembershipFactory().user

    assert answer.url == public.get_absolute_url()
    page = as_(client, stranger).get(public.get_absolute_url())
    assert page.status_code == 200
    assert b"Weiter im Mai." in page.content
    assert SECRET not in page.content
    assert SECRET in read(as_(client, lead), out.meeting)


def test_a_new_member_reads_no_minutes_from_before(client, engagement, out):
    days = {"shared_on": timezone.localdate() - dt.timedelta(days=100)}
    Release.objects.update(**days)
    new = MembershipFactory(room=engagement.room, role=Role.STEERING, starts_on=timezone.localdate()).user

    assert as_(client, new).get(out.meeting.get_absolute_url()).status_code == 200
    assert b"Lesen" not in client.get(out.meeting.get_absolute_url()).content
    assert client.get(url_of("minutes-detail", out.pk)).status_code == 404
    assert client.post(url_of("minutes-reply", out.pk), {"kind": "einwand", "text": "?"}).status_code == 404


# --- as quick with three as with one -----------------------------------------------------------


def test_the_page_asks_as_often_for_three_replies_as_for_one(client, lead, engagement, out):
    def reply():
        person = MembershipFactory(room=engagement.room, role=Role.STEERING).user
        as_(client, person).post(url_of("minutes-reply", out.pk), {"kind": "einwand", "text": "Nein."})

    def asked():
        as_(client, lead)
        read(client, out.meeting)
        with CaptureQueriesContext(connection) as seen:
            read(client, out.meeting)
        return len(seen)

    reply()
    one = asked()
    reply()
    reply()

    assert asked() == one


def test_what_the_group_does_not_read_is_marked_in_the_skeleton(meeting, lead):
    told = AgendaItemFactory(meeting=meeting, circle=Circle.STEERING, title="Leitbild", order=1)
    hidden = AgendaItemFactory(meeting=meeting, circle=Circle.CLIENT, title="Aufwand der Übergabe", order=2)
    for item, circle in ((told, Circle.TEAM), (told, Circle.STEERING), (hidden, Circle.STEERING), (None, Circle.TEAM)):
        where = {"engagement": meeting.engagement, "meeting": meeting, "item": item, "circle": circle}
        open_ = item is told and circle == Circle.STEERING
        ResolutionFactory(**where, wording="offen" if open_ else "geheim")
        TaskFactory(**where, text="offen" if open_ else "geheim")

    text = skeleton(lead, meeting)

    assert text.count("geheim") == 6
    assert "geheim" not in without_internal(text)
    assert "Aufwand" not in without_internal(text)
    assert without_internal(text).count("offen") == 2
