"""The group agrees to the minutes or objects; approved, they never change, and a correction stands beside them."""

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from rooms.enums import Circle, ReleaseState
from rooms.models import Release
from steering.enums import MinutesState, ReplyKind
from steering.models import Minutes, MinutesReply
from steering.transitions.minutes import approve_minutes
from tests.stakeholders.sent import sent_by

from .minutes import TEXT, TOMORROW, read
from .visits import as_, url_of

pytestmark = pytest.mark.django_db


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
