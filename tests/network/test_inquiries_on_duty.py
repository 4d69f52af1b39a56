"""Those on duty: take a request, talk, answer, decide, and begin the consultation with its words."""

import datetime as dt

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from accounts.letters import send_due
from engagements.models import Engagement, LogEntry
from engagements.template_files import DIRECTORY, load
from engagements.transitions.steps import ReasonMissing, StepRefused
from network.models import Inquiry, InquiryState
from network.receiving import carry_over
from network.transitions.inquiries import decide, reopen
from retention.due import forget_requests
from rooms.enums import Circle, Role
from rooms.ids import uuid7
from tests.factories.accounts import UserFactory
from tests.factories.desk import desk_of, inquiry_in
from tests.factories.engagements import EngagementFactory
from tests.factories.municipalities import PlaceFactory
from tests.factories.rooms import MembershipFactory

from .visits import page

pytestmark = pytest.mark.django_db
CANARY = "Kanarienvogel am Markt"
S = InquiryState


@pytest.fixture
def lead(desk):
    return desk.room.memberships.get().user


@pytest.fixture
def on_duty(client, lead):
    client.force_login(lead)
    return client


@pytest.fixture
def inquiry(desk):
    return inquiry_in(desk.room, said={"happened": CANARY})


def at(step, inquiry):
    return reverse(f"network:inquiry-{step}", args=[inquiry.pk])


def checked(inquiry, **fields):
    Inquiry.objects.filter(pk=inquiry.pk).update(interest="keine", **fields)
    inquiry.refresh_from_db()
    return inquiry


def test_the_inbox_says_how_long_there_is(on_duty, desk):
    inquiry_in(desk.room, said={"municipality": "Eilig"}, is_acute=True)
    inquiry_in(desk.room, said={"municipality": "Zu spät"}, answer_by=timezone.now() - dt.timedelta(hours=2))
    inquiry_in(desk.room, said={"municipality": "Erledigt"}, answered_at=timezone.now())

    response = on_duty.get(reverse("network:inquiry-list"))

    towns = [row.town for row in response.context["waiting"]]
    assert towns == ["Zu spät", "Eilig", "Erledigt"]
    for words in ("Frist abgelaufen", "noch 71 Stunden", "beantwortet", "noch niemand"):
        assert words in page(response)


@pytest.mark.parametrize("count", [1, 3])
def test_the_inbox_costs_the_same_for_many(on_duty, desk, count, django_assert_num_queries):
    for _each in range(count):
        inquiry_in(desk.room)

    with django_assert_num_queries(9):
        on_duty.get(reverse("network:inquiry-list"))


def test_hidden_from_everybody_else(client, desk, inquiry):
    MembershipFactory(room=desk.room, role=Role.STEERING, user__name="Gast")
    others = [
        UserFactory(is_network_admin=True),
        desk_of().room.memberships.get().user,
        desk.room.memberships.get(role=Role.STEERING).user,
        EngagementFactory(lead=UserFactory()).room.memberships.get().user,
    ]
    for person in others:
        client.force_login(person)
        for step in ("detail", "talk", "answer", "decide", "open"):
            assert client.get(at(step, inquiry)).status_code == 404, (person, step)
        assert client.post(at("take", inquiry)).status_code == 404
        assert CANARY not in page(client.get(reverse("network:inquiry-list")))


def test_a_colleague_reads_and_works_once_she_has_it(client, desk, lead, inquiry):
    colleague = MembershipFactory(room=desk.room, role=Role.ADVISOR).user
    client.force_login(colleague)
    assert CANARY in page(client.get(at("detail", inquiry)))
    assert client.get(at("talk", inquiry)).status_code == 403
    client.force_login(lead)
    client.post(at("take", inquiry), {"person": colleague.pk})

    client.force_login(colleague)
    assert client.get(at("talk", inquiry)).status_code == 200
    assert client.post(at("take", inquiry), {"person": lead.pk}).status_code == 403
    inquiry.refresh_from_db()
    assert (inquiry.taken_by, inquiry.state) == (colleague, S.CLARIFYING)


def test_the_talk_is_kept_sealed(on_duty, inquiry):
    data = {"version": inquiry.version, "note": CANARY, "interest": "keine", "on": "2026-11-20"}
    assert on_duty.post(at("talk", inquiry), data).status_code == 302
    late = on_duty.post(at("talk", inquiry), data | {"note": "Zweiter Text"})

    inquiry.refresh_from_db()
    assert inquiry.ours["note"] == CANARY
    assert CANARY.encode() not in bytes(inquiry.talk)
    assert "Inzwischen hat jemand an dieser Anfrage gearbeitet" in page(late)
    assert "Zweiter Text" in page(late)


def test_an_answer_goes_in_the_language_of_the_request_and_keeps_the_promise(on_duty, desk):
    inquiry = inquiry_in(desk.room, language="en")
    with TestCase.captureOnCommitCallbacks(execute=True):
        on_duty.post(at("answer", inquiry), {"version": 1, "way": "mail", "text": "We call you."})
    send_due()

    (message,) = mail.outbox
    assert message.to == ["amt@musterstadt.example"]
    assert "We call you." in message.body
    assert str(desk.room.organisation) in message.body
    inquiry.refresh_from_db()
    assert inquiry.answered_at
    assert inquiry.ours["answers"][0]["text"] == "We call you."


def test_without_an_address_only_the_phone_is_offered(on_duty, desk):
    inquiry = inquiry_in(desk.room, said={"email": "", "phone": "030 1"})

    refused = on_duty.post(at("answer", inquiry), {"version": 1, "way": "mail", "text": "x"})
    assert refused.status_code == 200
    on_duty.post(at("answer", inquiry), {"version": 1, "way": "phone", "text": "Gesprochen"})
    assert not mail.outbox
    inquiry.refresh_from_db()
    assert inquiry.answered_at


def test_a_decision_needs_the_check_a_reason_and_a_target(lead, inquiry):
    with pytest.raises(StepRefused, match="befangen"):
        decide(inquiry, S.ACCEPTED, by=lead)
    checked(inquiry)
    with pytest.raises(ReasonMissing):
        decide(inquiry, S.DECLINED, by=lead)
    with pytest.raises(StepRefused, match="verweisen"):
        decide(inquiry, S.REFERRED, by=lead, reason="anderes Land")
    inquiry = decide(inquiry, S.REFERRED, by=lead, reason="anderes Land", refer_to="LaKI")
    assert (inquiry.state, inquiry.ours["refer_to"]) == (S.REFERRED, "LaKI")
    with pytest.raises(StepRefused):
        decide(inquiry, S.ACCEPTED, by=lead)
    assert reopen(inquiry, by=lead).state == S.CLARIFYING


def test_whoever_is_close_to_a_side_does_not_decide(lead, inquiry):
    Inquiry.objects.filter(pk=inquiry.pk).update(interest="jemand", taken_by=lead)

    with pytest.raises(StepRefused, match="Wer befangen ist"):
        decide(inquiry, S.ACCEPTED, by=lead)


@pytest.mark.parametrize(("state", "code"), [(S.SHORT, "kkb_kiko"), (S.ACCEPTED, "kkb_forumzfd")])
def test_a_consultation_begins_prefilled_with_the_words_sealed(on_duty, lead, inquiry, state, code):
    for name in ("kkb_kiko", "kkb_forumzfd"):
        load(DIRECTORY / f"{name}.toml")
    place = PlaceFactory(name="Musterstadt")
    decide(checked(inquiry), state, by=lead)

    response = on_duty.get(at("open", inquiry))
    initial = response.context["form"].initial
    assert initial["municipality"] == place.pk
    template = response.context["form"].fields["template"].queryset.get(pk=initial["template"])
    assert template.code == code
    assert CANARY not in page(response)  # what the steering group reads later is written anew
    data = {"template": template.pk, "municipality": place.pk, "key": str(uuid7()), "disclosure": "genannt"}
    sent = on_duty.post(at("open", inquiry), data)

    engagement = Engagement.objects.get()
    assert sent["Location"] == engagement.get_absolute_url()
    entry = LogEntry.objects.get()
    assert (entry.circle, entry.author, entry.engagement) == (Circle.SEALED, lead, engagement)
    assert CANARY in entry.text
    inquiry.refresh_from_db()
    assert inquiry.engagement == engagement
    assert on_duty.get(at("open", inquiry)).status_code == 302
    with pytest.raises(StepRefused, match="schon eine Beratung"):
        reopen(inquiry, by=lead)


def test_what_was_answered_comes_along(lead, inquiry):
    engagement = EngagementFactory(lead=lead)
    line = {"at": timezone.now().isoformat(), "by": "Amt", "way": "mail", "text": "Wir kommen am Montag."}
    inquiry.put("talk", {"note": "Erstes Gespräch", "answers": [line]})
    inquiry.save()
    name = inquiry.said["name"]

    text = carry_over(inquiry, engagement, by=lead).text

    for words in (CANARY, "Erstes Gespräch", "Wir kommen am Montag.", inquiry.reference):
        assert words in text
    assert name
    assert name not in text


def test_a_promise_that_runs_out_is_told_once(desk, lead):
    late = inquiry_in(desk.room, said={"happened": CANARY}, answer_by=timezone.now() - dt.timedelta(hours=1))
    inquiry_in(desk.room)
    for _time in range(2):
        with TestCase.captureOnCommitCallbacks(execute=True):
            call_command("remind_requests", verbosity=0)
    send_due()

    (message,) = mail.outbox
    assert message.to == [lead.email]
    assert CANARY not in message.body
    assert str(late.pk) in message.body


def test_what_was_decided_long_ago_goes_with_every_version(desk, lead, inquiry):
    long_ago = timezone.now() - dt.timedelta(days=366)
    decide(checked(inquiry), S.DECLINED, by=lead, reason="passt nicht")
    Inquiry.objects.filter(pk=inquiry.pk).update(decided_at=long_ago)
    open_one = inquiry_in(desk.room)

    assert forget_requests() == 1
    assert list(Inquiry.objects.all()) == [open_one]


def test_the_lead_opens_and_closes_the_desk(on_duty, desk):
    path = reverse("network:inquiry-desk", args=[desk.room_id])
    stamp = on_duty.get(path).context["form"]["version"].value()
    assert on_duty.post(path, {"version": stamp, "hint": "Für Sachsen-Anhalt."}).status_code == 302

    desk.refresh_from_db()
    assert (desk.is_open, desk.hint) == (False, "Für Sachsen-Anhalt.")


def test_what_came_by_phone_is_taken_down_like_any_other(client, on_duty, desk):
    other, path = desk_of(), reverse("network:inquiry-create")
    data = {
        "desk": desk.pk,
        "channel": "Telefon",
        "name": "Amt",
        "municipality": "Musterstadt",
        "phone": "030 1",
        "happened": CANARY,
        "urgency": "akut",
        "safety": "nein",
        "key": str(uuid7()),
    }
    assert on_duty.post(path, data | {"desk": other.pk}).status_code == 200
    assert on_duty.post(path, data | {"phone": ""}).status_code == 200
    assert not Inquiry.objects.exists()

    response = on_duty.post(path, data)

    inquiry = Inquiry.objects.get()
    assert response["Location"] == inquiry.get_absolute_url()
    assert (inquiry.room_id, inquiry.is_acute, inquiry.said["channel"]) == (desk.room_id, True, "Telefon")
    assert "Telefon" in page(on_duty.get(inquiry.get_absolute_url()))
    client.force_login(UserFactory(is_network_admin=True))
    assert client.get(path).status_code == 404
