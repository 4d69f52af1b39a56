"""When minutes may be approved, what that does to the meeting, and that whoever was there stays in the list."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from engagements.transitions.steps import StepRefused
from rooms.enums import Circle, Role
from rooms.transitions import approve
from steering.enums import MeetingState, MinutesState, ReplyKind, ResolutionKind
from steering.models import Attendance, Meeting, MinutesReply, Resolution
from steering.transitions.minutes import approve_minutes, send_to_review
from tests.factories.rooms import MembershipFactory
from tests.factories.steering import (
    MeetingFactory,
    MinutesFactory,
    ResolutionFactory,
    SeatGroupFactory,
    TermFactory,
)
from tests.pages.reading import Page
from tests.stakeholders.sent import sent_by

from .visits import url_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NEXT_WEEK = TODAY + dt.timedelta(days=7)


@pytest.fixture
def out(meeting, advisor, lead):
    minutes = MinutesFactory(meeting=meeting, text="Die Runde begrüßt es.")
    approve(send_to_review(minutes, by=advisor, reply_by=NEXT_WEEK), by=lead)
    minutes.refresh_from_db()
    return minutes


def agrees(out, user, kind=ReplyKind.AGREES):
    where = {"meeting": out.meeting, "room": out.room, "circle": Circle.STEERING}
    MinutesReply.objects.create(**where, member=user, kind=kind)


# --- approving in time -------------------------------------------------------------------------


def test_nothing_is_approved_while_objections_are_possible(client, lead, member, out, body):
    TermFactory(body=body, account=member)
    client.force_login(lead)
    page = client.post(url_of("minutes-approve", out.pk), {"what": "approve"}, follow=True).content.decode()

    assert f"Einwände sind noch bis zum {NEXT_WEEK:%d.%m.%Y} möglich." in page
    out.refresh_from_db()
    assert out.state == MinutesState.REVIEW


def test_unless_everybody_asked_has_agreed(lead, engagement, member, out, body):
    other = MembershipFactory(room=engagement.room, role=Role.STEERING).user
    for user in (member, other):
        TermFactory(body=body, account=user)
    TermFactory(body=body)  # without an account nobody was asked
    agrees(out, member)
    with pytest.raises(StepRefused, match="alle Gefragten"):
        approve_minutes(out, by=lead)
    agrees(out, other)

    assert approve_minutes(out, by=lead).state == MinutesState.APPROVED


def test_where_nobody_can_answer_here_the_day_counts(lead, out):
    with pytest.raises(StepRefused, match="alle Gefragten"):
        approve_minutes(out, by=lead)
    Meeting.objects.filter(pk=out.pk).update(reply_by=TODAY - dt.timedelta(days=1))

    assert approve_minutes(out, by=lead).state == MinutesState.APPROVED


def test_approved_minutes_hold_the_meeting(lead, out):
    Meeting.objects.filter(pk=out.pk).update(reply_by=TODAY - dt.timedelta(days=1))
    approve_minutes(out, by=lead)

    assert Meeting.objects.get(pk=out.pk).state == MeetingState.HELD


def test_a_member_reads_before_she_is_asked(client, member, out):
    client.force_login(member)
    page = client.get(url_of("minutes-detail", out.pk)).content.decode()

    assert page.index("Die Runde begrüßt es.") < page.index("Sind Sie einverstanden?")


# --- the hub -----------------------------------------------------------------------------------


def test_the_hub_says_how_far_the_minutes_are(client, lead, member, body, out):
    engagement = out.meeting.engagement
    others = {"engagement": engagement, "body": body, "circle": Circle.STEERING, "state": MeetingState.HELD}
    MeetingFactory(**others, number=7, on=dt.date(2026, 2, 1))
    MinutesFactory(meeting=MeetingFactory(**others, number=8, on=dt.date(2026, 2, 2)))
    told = {}
    for user in (lead, member):
        client.force_login(user)
        told[user] = client.get(url_of("hub", engagement.pk)).content.decode()

    assert all(f"Protokoll: Einwände bis {NEXT_WEEK:%d.%m.%Y}" in page for page in told.values())
    assert "Protokoll im Entwurf" in told[lead]
    assert "Protokoll im Entwurf" not in told[member], "what the team writes is its own"
    assert told[member].count("Noch kein Protokoll") == 2


def test_the_hub_asks_as_often_for_three_as_for_one(client, engagement, lead, body):
    def asked():
        client.get(url_of("hub", engagement.pk))
        with CaptureQueriesContext(connection) as seen:
            client.get(url_of("hub", engagement.pk))
        return len(seen)

    def held(number):
        fields = {"engagement": engagement, "body": body, "number": number, "state": MeetingState.HELD}
        MinutesFactory(meeting=MeetingFactory(**fields, circle=Circle.STEERING))

    client.force_login(lead)
    held(1)
    one = asked()
    held(2)
    held(3)

    assert asked() == one


# --- who was there -----------------------------------------------------------------------------


def test_whose_seat_is_gone_was_there_all_the_same(client, lead, meeting, body):
    group = SeatGroupFactory(body=body, seats=3)
    stays, ends, goes = TermFactory.create_batch(3, body=body, group=group)
    client.force_login(lead)
    sent_by(client, url_of("attendance", meeting.pk), {"guests": "Gast"})
    goes.delete()
    ends.period = f"2018 bis {meeting.on - dt.timedelta(days=1):%d.%m.%Y}"
    ends.save()
    form = client.get(url_of("attendance", meeting.pk)).content.decode()
    sent_by(client, url_of("attendance", meeting.pk), {f"da-{stays.pk}": "entschuldigt", "guests": "Gast"})
    rows = [(row.term, row.guest, row.presence) for row in meeting.attendance.order_by("pk")]
    page = client.get(meeting.get_absolute_url()).content.decode()

    assert f"Nicht mehr dabei, weil die Amtszeit zu Ende ging: {ends.name}" in form
    assert sorted(rows, key=str) == sorted(
        [(None, "", "anwesend"), (ends, "", "anwesend"), (stays, "", "entschuldigt"), (None, "Gast", "anwesend")],
        key=str,
    )
    assert page.count("war da, Sitz gibt es nicht mehr") == 1
    assert ends.name in page
    assert str(Attendance.objects.get(term=None, guest="")) == "war da, Sitz gibt es nicht mehr"


@pytest.mark.parametrize(("quorum", "is_told"), [("keine", False), ("mehrheit", True)])
def test_a_quorum_nobody_has_set_is_not_spoken_of(client, lead, body, quorum, is_told):
    body.quorum = quorum
    body.save()
    client.force_login(lead)

    assert ("Beschlussfähig</dt>" in client.get(body.get_absolute_url()).content.decode()) is is_told


# --- results -----------------------------------------------------------------------------------


def test_an_answer_sent_twice_is_one(client, lead, engagement):
    question = ResolutionFactory(engagement=engagement, circle=Circle.STEERING, addressee="Stadtrat")
    url = url_of("resolution-answer", question.pk)
    client.force_login(lead)
    form = next(form for form in Page(client.get(url).content).forms if "key" in form.values)
    answers = [client.post(url, form.values).status_code for _ in range(2)]
    question.refresh_from_db()

    assert answers == [302, 302]
    assert Resolution.objects.get(kind=ResolutionKind.DECISION).answers == question
    assert question.outcome == "beschlossen"


def test_a_result_without_a_quorum_needs_a_reason_also_from_the_long_form(client, lead, engagement, meeting, body):
    body.quorum = "mehrheit"
    body.save()
    Attendance.objects.create(meeting=meeting, term=TermFactory(body=body, group=SeatGroupFactory(body=body, seats=5)))
    client.force_login(lead)
    url = url_of("resolution-create", engagement.pk)
    words = {"title": "Haus", "wording": "Ein Haus.", "body": str(body.pk), "meeting": str(meeting.pk)}
    refused = sent_by(client, url, words).content.decode()

    assert "Die Runde war nicht beschlussfähig" in refused
    assert "warum es trotzdem gelten soll" in refused
    sent_by(client, f"{url}?sitzung={meeting.pk}", words | {"quorum_note": "Alle wollen es."})
    assert Resolution.objects.get().quorum_note == "Alle wollen es."
    page = client.get(Resolution.objects.get().get_absolute_url()).content.decode()
    assert "Alle wollen es." in page
