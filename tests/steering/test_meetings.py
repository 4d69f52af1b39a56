"""Meetings: planned, invited to in time, held with whoever came; what stays open returns."""

import datetime as dt

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.letters import send_due
from rooms.enums import Circle, Role
from steering.enums import ItemState, MeetingState
from steering.models import AgendaItem, Meeting
from steering.skeleton import skeleton
from tests.factories.rooms import MembershipFactory
from tests.factories.steering import AgendaItemFactory, BodyFactory, MeetingFactory, SeatGroupFactory, TermFactory
from tests.stakeholders.sent import sent_by

from .visits import url_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def in_days(days):
    return TODAY + dt.timedelta(days=days)


@pytest.fixture
def ahead(engagement, body):
    return MeetingFactory(
        engagement=engagement, body=body, circle=Circle.STEERING, on=in_days(30), place="Rathaus", number=11
    )


def later_by(member, days):
    """Somebody who has sat in the group for some days only."""
    member.memberships.update(starts_on=TODAY - dt.timedelta(days=days))


# --- planning --------------------------------------------------------------------------------


def test_a_meeting_is_planned_once_however_often_it_is_sent(signed_in, engagement, body):
    url = url_of("meeting-create", engagement.pk)
    form = signed_in.get(url).context["form"]
    words = {"body": body.pk, "on": in_days(20).isoformat(), "circle": 20, "key": form.helper.layout[-1].value}
    answers = [signed_in.post(url, words) for _ in range(2)]

    meeting = Meeting.objects.get()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (meeting.number, meeting.state, meeting.circle) == (1, MeetingState.PLANNED, Circle.STEERING)


def test_a_meeting_reaches_no_further_than_its_body(signed_in, engagement):
    inner = BodyFactory(room=engagement.room, circle=Circle.TEAM)
    words = {"body": inner.pk, "on": in_days(20).isoformat(), "circle": "20"}
    answer = sent_by(signed_in, url_of("meeting-create", engagement.pk), words)

    assert answer.status_code == 200
    assert "Weiter als ihr Gremium" in answer.content.decode()
    assert not Meeting.objects.exists()


def test_a_rhythm_makes_numbered_meetings(signed_in, engagement, body):
    words = {"body": body.pk, "first": in_days(10).isoformat(), "every": "3", "count": "4"}
    sent_by(signed_in, url_of("meeting-series", engagement.pk), words)

    again = sent_by(signed_in, url_of("meeting-series", engagement.pk), words, follow=True)
    assert "An diesen Tagen tagt das Gremium schon." in again.content.decode()
    assert [meeting.number for meeting in Meeting.objects.order_by("on")] == [1, 2, 3, 4]
    assert len({meeting.on.weekday() for meeting in Meeting.objects.all()}) == 1


def test_agenda_items_move_and_close_up(signed_in, ahead):
    for title in ("A", "B", "C"):
        sent_by(signed_in, url_of("agenda-create", ahead.pk), {"title": title})
    a, b, _c = AgendaItem.objects.in_order()
    signed_in.post(url_of("agenda-order", a.pk), {"what": "down"})
    signed_in.post(url_of("agenda-delete", b.pk))

    assert [(item.order, item.title) for item in AgendaItem.objects.in_order()] == [(1, "A"), (2, "C")]


def test_a_hidden_item_leaves_not_even_a_gap(client, member, lead, ahead):
    AgendaItemFactory(meeting=ahead, order=1, circle=Circle.TEAM, title="Verborgenes", input="Verborgen")
    AgendaItemFactory(meeting=ahead, order=2, circle=Circle.STEERING, title="Wohnraum")
    client.force_login(member)
    page = client.get(ahead.get_absolute_url()).content.decode()

    assert "TOP 1: Wohnraum" in page
    assert "Verborgen" not in page
    assert "## TOP 1: Wohnraum" in skeleton(lead, ahead)


def test_what_stays_open_returns_after_the_meeting_was_held(signed_in, ahead, meeting):
    AgendaItemFactory(meeting=meeting, title="Offenes", circle=Circle.STEERING)
    signed_in.post(url_of("meeting-move", meeting.pk, "gehalten"), {"reason": ""})

    assert ahead.agenda.get().title == "Offenes"
    assert meeting.agenda.get().state == ItemState.CARRIED


def test_a_step_that_is_gone_gets_a_sentence(signed_in, meeting):
    signed_in.post(url_of("meeting-move", meeting.pk, "gehalten"), {"reason": ""})
    answer = signed_in.get(url_of("meeting-move", meeting.pk, "abgesagt"), follow=True)

    assert "Dieser Schritt geht nicht mehr" in answer.content.decode()


# --- who was there -----------------------------------------------------------------------------


def test_too_few_were_there(signed_in, meeting, body):
    body.quorum = "mehrheit"
    body.save()
    group = SeatGroupFactory(body=body, seats=5)
    terms = TermFactory.create_batch(3, body=body, group=group)
    words = {f"da-{terms[0].pk}": "entschuldigt", "guests": "Herr Gast\n\nHerr Gast\n"}
    sent_by(signed_in, url_of("attendance", meeting.pk), words)
    page = signed_in.get(meeting.get_absolute_url()).content.decode()

    assert "Nicht beschlussfähig: 2 mit Stimme da, 3 nötig." in page
    assert "was sie empfiehlt oder beschließt, braucht einen Grund" in page
    assert page.count("Herr Gast") == 1


def test_a_deputy_makes_the_quorum_and_the_list_knows_who_sat_there_that_day(signed_in, meeting, body):
    body.quorum = "haelfte"
    body.save()
    group = SeatGroupFactory(body=body, seats=2)
    sits = TermFactory(body=body, group=group, name="Sitzt")
    deputy = TermFactory(body=body, group=group, name="Vertritt", deputy_of=sits)
    TermFactory(body=body, group=group, name="Kommt später", period=f"seit {in_days(1):%d.%m.%Y}")
    form = signed_in.get(url_of("attendance", meeting.pk)).content.decode()
    words = {f"da-{sits.pk}": "entschuldigt", f"statt-{sits.pk}": str(deputy.pk)}
    sent_by(signed_in, url_of("attendance", meeting.pk), words)

    assert "Kommt später" not in form
    assert "Beschlussfähig: 1 mit Stimme da, 1 nötig." in signed_in.get(meeting.get_absolute_url()).content.decode()


# --- inviting ----------------------------------------------------------------------------------


@pytest.fixture
def sits(body, member):
    return TermFactory(body=body, name="Frau Mitglied", account=member)


def letters(django_capture_on_commit_callbacks, act):
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=False):
        answer = act()
    send_due()
    return answer, mail.outbox


def test_an_invitation_says_nearly_nothing(signed_in, ahead, sits, django_capture_on_commit_callbacks):
    AgendaItemFactory(meeting=ahead, title="Wohnraum für Familie Z", circle=Circle.STEERING)
    TermFactory(body=ahead.body, name="Ohne Konto")
    page = signed_in.get(url_of("meeting-invite", ahead.pk)).content.decode()
    assert "Bitte auf anderem Weg einladen:" in page
    assert "Ohne Konto" in page

    _answer, (letter,) = letters(
        django_capture_on_commit_callbacks, lambda: sent_by(signed_in, url_of("meeting-invite", ahead.pk), {})
    )
    ahead.refresh_from_db()
    assert (ahead.state, ahead.invited_on) == (MeetingState.INVITED, TODAY)
    assert letter.to == [sits.account.email]
    assert str(ahead.pk) in letter.body
    told = letter.subject + letter.body
    assert not [word for word in ("Rathaus", "Wohnraum", "Mitglied", ahead.body.name) if word in told]


@pytest.mark.parametrize("is_protected", [True, False])
def test_the_mail_of_a_protected_meeting_has_neither_day_nor_place(
    signed_in, ahead, sits, is_protected, django_capture_on_commit_callbacks
):
    Meeting.objects.filter(pk=ahead.pk).update(is_protected=is_protected, begins=dt.time(17, 43))
    _answer, (letter,) = letters(
        django_capture_on_commit_callbacks, lambda: sent_by(signed_in, url_of("meeting-invite", ahead.pk), {})
    )

    assert (str(ahead.on.year) in letter.body) is not is_protected
    assert "17:43" not in letter.body
    assert "Rathaus" not in letter.body


def test_too_late_needs_a_reason_and_goes_all_the_same(signed_in, ahead, sits, django_capture_on_commit_callbacks):
    Meeting.objects.filter(pk=ahead.pk).update(on=in_days(5))
    url = url_of("meeting-invite", ahead.pk)
    answer, none = letters(django_capture_on_commit_callbacks, lambda: sent_by(signed_in, url, {}))
    assert "noch 5 Tage, die Ladungsfrist beträgt 14." in answer.content.decode()
    assert not none

    answer, sent = letters(
        django_capture_on_commit_callbacks, lambda: sent_by(signed_in, url, {"reason": "Der Saal fehlte."})
    )
    assert answer.status_code == 302
    assert len(sent) == 1
    assert "Der Saal fehlte." in signed_in.get(ahead.get_absolute_url()).content.decode()


def test_the_same_invitation_goes_once(signed_in, ahead, sits, django_capture_on_commit_callbacks):
    url = url_of("meeting-invite", ahead.pk)
    words = {"version": str(ahead.version)}
    answers, sent = letters(
        django_capture_on_commit_callbacks, lambda: [signed_in.post(url, words, follow=True) for _ in range(2)]
    )

    assert len(sent) == 1
    assert "schon eingeladen" in answers[1].content.decode()


def test_nobody_is_invited_to_yesterday(signed_in, meeting):
    answer = signed_in.post(url_of("meeting-invite", meeting.pk), {"version": "1"}, follow=True)

    assert "einladen lässt sich nicht mehr" in answer.content.decode()
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.PLANNED


# --- who came later ----------------------------------------------------------------------------


def test_a_new_member_reads_nothing_from_before_and_all_she_is_invited_to(
    client, signed_in, engagement, ahead, meeting
):
    AgendaItemFactory(meeting=ahead, title="Wohnraum", circle=Circle.STEERING)
    for row in (ahead, meeting, ahead.body, ahead.agenda.get()):
        type(row).objects.filter(pk=row.pk).update(shared_on=in_days(-300))
    new = MembershipFactory(room=engagement.room, role=Role.STEERING, starts_on=in_days(-3)).user
    TermFactory(body=ahead.body, name="Neu", account=new, period=f"seit {in_days(-3):%d.%m.%Y}")
    client.force_login(new)
    assert client.get(ahead.get_absolute_url()).status_code == 404

    client.force_login(engagement.room.memberships.get(role=Role.LEAD).user)
    assert "<li>Neu</li>" in client.get(url_of("meeting-invite", ahead.pk)).content.decode()
    sent_by(client, url_of("meeting-invite", ahead.pk), {})
    client.force_login(new)
    assert "Wohnraum" in client.get(ahead.get_absolute_url()).content.decode()
    assert client.get(meeting.get_absolute_url()).status_code == 404


# --- as quick with three as with one -----------------------------------------------------------


def test_pages_ask_as_often_for_three_as_for_one(signed_in, engagement, ahead, body):
    def filled():
        AgendaItemFactory(meeting=ahead, circle=Circle.STEERING)
        TermFactory(body=body, deputy_of=TermFactory(body=body, group=SeatGroupFactory(body=body)))
        MeetingFactory(engagement=engagement, body=body, circle=Circle.STEERING, on=in_days(40))

    def asked(url):
        signed_in.get(url)
        with CaptureQueriesContext(connection) as seen:
            signed_in.get(url)
        return len(seen)

    urls = [ahead.get_absolute_url(), url_of("hub", engagement.pk), url_of("meeting-invite", ahead.pk)]
    filled()
    one = [asked(url) for url in urls]
    filled()
    filled()

    assert [asked(url) for url in urls] == one
