"""Minutes written once: the group reads them without what is internal, agrees or objects, and then they stand."""

import datetime as dt

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rooms.enums import Circle, ReleaseState, Role
from rooms.models import Release
from rooms.transitions import approve
from steering.enums import MinutesState, ReplyKind
from steering.models import Minutes, MinutesReply
from steering.skeleton import skeleton
from steering.transitions.minutes import approve_minutes, send_to_review
from steering.wording import without_internal
from tests.factories.rooms import MembershipFactory
from tests.factories.steering import AgendaItemFactory, MinutesFactory, ResolutionFactory, TaskFactory
from tests.stakeholders.sent import sent_by

pytestmark = pytest.mark.django_db
SECRET = b"kanariezaudert"
TEXT = "Die Runde begr\u00fc\u00dft den Entwurf.\n\n[intern]Das Amt kanariezaudert.[/intern]\n\nWeiter im Mai."
TOMORROW = timezone.localdate() + dt.timedelta(days=1)


def url_of(name, *keys):
    return reverse(f"steering:{name}", args=keys)


@pytest.fixture
def minutes(meeting):
    return MinutesFactory(meeting=meeting, text=TEXT)


@pytest.fixture
def release(minutes, advisor, lead):
    """Lets the group read the minutes."""

    def let_out():
        approve(send_to_review(minutes, by=advisor, reply_by=TOMORROW - dt.timedelta(days=2)), by=lead)
        return Minutes.objects.get(pk=minutes.pk)

    return let_out


@pytest.fixture
def out(release):
    """Minutes whose edition the group reads."""
    return release()


def as_(client, person):
    client.force_login(person)
    return client


def read(client, meeting):
    return client.get(url_of("minutes-detail", meeting.pk)).content


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


# --- agreeing ----------------------------------------------------------------------------------


def test_a_member_agrees_or_objects_in_one_click_and_changes_her_mind(client, member, out):
    url = url_of("minutes-reply", out.pk)
    as_(client, member)
    for _ in range(2):
        client.post(url, {"kind": "einwand", "text": "Ich war nicht da."})
    reply = MinutesReply.objects.get()
    assert (reply.kind, reply.text, reply.circle) == (ReplyKind.OBJECTS, "Ich war nicht da.", Circle.STEERING)

    client.post(url, {"kind": "zustimmung", "text": "Ich war nicht da."})
    reply.refresh_from_db()
    assert (reply.kind, reply.text) == (ReplyKind.AGREES, "")


def test_whoever_agrees_once_it_is_settled_leaves_objection_and_answer_there(client, member, lead, out):
    url = url_of("minutes-reply", out.pk)
    as_(client, member).post(url, {"kind": "einwand", "text": "Ich war nicht da."})
    sent_by(as_(client, lead), url_of("reply-settle", MinutesReply.objects.get().pk), {"answer": "Gestrichen."})
    as_(client, member)
    for _ in range(2):
        client.post(url, {"kind": "zustimmung", "text": ""})
    reply, page = MinutesReply.objects.get(), read(client, out.meeting).decode()
    assert (reply.kind, reply.text, reply.answer) == (ReplyKind.AGREES, "Ich war nicht da.", "Gestrichen.")
    assert reply.settled_on == timezone.localdate()
    assert "Gestrichen." in page
    assert "Ich war nicht da.</textarea>" not in page

    client.post(url, {"kind": "einwand", "text": "Doch."})  # objecting anew is not settled
    reply.refresh_from_db()
    assert (reply.kind, reply.text, reply.answer, reply.settled_on) == (ReplyKind.OBJECTS, "Doch.", "", None)


def test_an_objection_says_to_what_and_a_long_one_is_not_lost(client, member, out):
    as_(client, member)
    empty = client.post(url_of("minutes-reply", out.pk), {"kind": "einwand", "text": " "})
    long = client.post(url_of("minutes-reply", out.pk), {"kind": "einwand", "text": "lang " * 1001})

    assert "Bitte schreiben Sie, was nicht stimmt." in empty.content.decode()
    assert "lang lang lang" in long.content.decode()
    assert not MinutesReply.objects.exists()


def test_an_objection_is_settled_before_anything_is_approved(client, member, lead, out):
    as_(client, member).post(url_of("minutes-reply", out.pk), {"kind": "einwand", "text": "Ich war nicht da."})
    as_(client, lead)
    refused = client.post(url_of("minutes-approve", out.pk), {"what": "approve"}, follow=True)
    assert "\u00dcber einen Einwand ist noch nicht gesprochen." in refused.content.decode()

    sent_by(client, url_of("reply-settle", MinutesReply.objects.get().pk), {"answer": "Gestrichen."})
    client.post(url_of("minutes-approve", out.pk), {"what": "approve"})
    out.refresh_from_db()
    assert out.state == MinutesState.APPROVED
    assert "Gestrichen." in read(as_(client, member), out.meeting).decode()


def test_too_late_for_an_objection_gets_a_sentence(client, member, lead, out):
    approve_minutes(out, by=lead)
    answer = as_(client, member).post(url_of("minutes-reply", out.pk), {"kind": "einwand", "text": "?"}, follow=True)

    assert "schon genehmigt" in answer.content.decode()
    assert not MinutesReply.objects.exists()


def test_back_at_the_desk_the_old_proposal_is_gone_and_a_new_one_possible(client, lead, minutes):
    as_(client, lead)
    for _ in range(2):
        sent_by(client, url_of("minutes-review", minutes.pk), {"reply_by": TOMORROW.isoformat()})
        client.post(url_of("minutes-approve", minutes.pk), {"what": "back"})

    assert set(Release.objects.values_list("state", flat=True)) == {ReleaseState.WITHDRAWN}
    assert Release.objects.count() == 2


def test_a_second_public_proposal_gets_a_sentence(client, lead, out):
    approve_minutes(out, by=lead)
    as_(client, lead).post(url_of("minutes-review", out.pk))
    answer = client.post(url_of("minutes-review", out.pk))

    assert "wartet schon ein Vorschlag" in answer.content.decode()


# --- frozen ------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", [{"text": "anders"}, {"state": MinutesState.DRAFT}, {"sha256": "0" * 64}])
def test_approved_words_never_change_whoever_writes(lead, out, change):
    approve_minutes(out, by=lead)
    with pytest.raises(ProgrammingError, match="frozen"), transaction.atomic():
        Minutes.objects.filter(pk=out.pk).update(**change)
    Minutes.objects.filter(pk=out.pk).update(changed_at=timezone.now())


def test_before_they_may(out):
    assert Minutes.objects.filter(pk=out.pk).update(text="anders") == 1


def test_a_correction_stands_beside_and_hides_nothing(client, lead, member, out):
    url = url_of("addendum-create", out.pk)
    early = as_(client, lead).get(url, follow=True)
    assert "Solange das Protokoll nicht genehmigt ist" in early.content.decode()

    approve_minutes(out, by=lead)
    refused = sent_by(client, url, {"text": "Es waren [intern]drei[/intern]."})
    assert "interne Stellen kann er nicht haben" in refused.content.decode()
    sent_by(client, url, {"text": "Es waren drei."})
    assert "Es waren drei." in read(as_(client, member), out.meeting).decode()
    out.refresh_from_db()
    assert out.text == TEXT


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
