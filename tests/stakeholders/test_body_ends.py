"""How terms and bodies end, whichever way their dates are worded: who goes along, who leaves, when a body is over."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rooms.enums import Circle, Role
from stakeholders.bodies import AlreadyEnded, end_with_council, succeed
from stakeholders.models import Body, Term
from stakeholders.seating import Seating
from stakeholders.terms import ended_readably
from steering.invitations import guests_of
from tests.factories.rooms import MembershipFactory
from tests.factories.steering import BodyFactory, MeetingFactory, TermFactory

from .sent import sent_by

pytestmark = pytest.mark.django_db
LONG = "31.12.2024 (" + "x" * 150 + ")"
ELECTED = (
    "seit 21.02.2018 (gewählt in der konstituierenden Sitzung der Stadtvertretung, bestätigt durch Beschluss 12/2018)"
)


@pytest.fixture
def body(room):
    return BodyFactory(room=room, circle=Circle.STEERING, name="Vorbereitungsgruppe")


def day(days=0):
    return timezone.localdate() + dt.timedelta(days=days)


def url(name, *keys):
    return reverse(f"stakeholders:{name}", args=keys)


def seating(body, on=None):
    return Seating(Body.objects.with_seats().get(pk=body.pk), on)


def names(body, on=None):
    return {term.name for term in seating(body, on).members}


def successor(body, **more):
    return Body(room=body.room, name="Neu", circle=Circle.STEERING, predecessor=body, **more)


def grown(client, body, when, **words):
    sent = {"name": "Neu", "succession": "erweitert", "when": when} | words
    return sent_by(client, url("body-succeed", body.pk), sent)


ENDS = {  # the three ways in which terms end
    "term-end": lambda client, term, when: sent_by(client, url("term-end", term.pk), {"until": when}),
    "body-succeed": lambda client, term, when: grown(client, term.body, when),
    "council-ended": lambda client, term, when: client.post(
        url("council-ended", term.body.room_id), {"when": when, "bodies": [term.body_id]}
    ),
}


# --- a term with a fixed end -----------------------------------------------------------------


def test_whoever_is_elected_until_later_goes_along_to_her_end(body, lead):
    TermFactory(body=body, name="elected", period=f"2023 bis {day().year + 3}")
    TermFactory(body=body, name="open", period="seit 2023")
    TermFactory(body=body, name="gone", period="2010 bis 2011")
    new = succeed(body, successor(body), by=lead, when=f"{day():%d.%m.%Y}")

    assert names(new, day(1)) == {"elected", "open"}
    assert new.terms.get(name="elected").period_until == dt.date(day().year + 3, 12, 31)
    assert names(body, day(1)) == set()


def test_after_the_election_nobody_sits_on_because_her_end_was_fixed(body, lead):
    TermFactory(body=body, name="elected", period=f"{day().year - 5} bis {day().year + 1}")

    assert end_with_council([body], f"{day():%d.%m.%Y}", by=lead) == 1
    assert names(body, day(1)) == set()


def test_a_deputy_elected_until_later_goes_with_her_member_and_gets_no_mail(signed_in, room, body):
    account = MembershipFactory(room=room, role=Role.STEERING).user
    anna = TermFactory(body=body, name="Anna", period="seit 2020")
    period = f"2020 bis {day().year + 2}"
    deputy = TermFactory(body=body, name="Bert", deputy_of=anna, account=account, period=period)
    sent_by(signed_in, url("term-end", anna.pk), {"until": f"{day(-1):%d.%m.%Y}"})

    deputy.refresh_from_db()
    assert deputy.period_until == day(-1)


def test_a_deputy_whose_member_left_another_way_gets_no_mail_either_and_can_be_reached(signed_in, room, body):
    account = MembershipFactory(room=room, role=Role.STEERING).user
    anna = TermFactory(body=body, name="Anna", period="2020 bis 2021")
    bert = TermFactory(body=body, name="Bert", deputy_of=anna, account=account)
    meeting = MeetingFactory(engagement=room.engagement, body=body, circle=Circle.STEERING, on=day(30))
    shown = signed_in.get(body.get_absolute_url()).content.decode()

    assert guests_of(meeting, seating(body, meeting.on)).by_mail == []
    assert url("term-update", bert.pk) in shown


# --- an end that is none ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "until", ["2020 bis 2024", "zwischen 2020 und 2024", "2023 und 2024", "2023/24", "../2024", "seit 2024", "vorbei"]
)
@pytest.mark.parametrize("name", ENDS)
def test_a_span_is_no_day(signed_in, body, name, until):
    term = TermFactory(body=body, period="seit 2018")
    answer = ENDS[name](signed_in, term, until)
    term.refresh_from_db()

    assert "Bitte nennen Sie einen Tag, einen Monat oder ein Jahr." in answer.content.decode()
    assert (term.period, Body.objects.count()) == ("seit 2018", 1)


@pytest.mark.parametrize(
    "until", ["Ende 2024", "bis Ende März 2024", "um 2024", "Sommer 2024", "31.12.2024 (Rücktritt)"]
)
@pytest.mark.parametrize("period", ["seit 2018", "2018 bis 2028", "fünf Jahre (2018)", "zwischen 2018 und 2028", ""])
def test_every_end_can_be_read_whatever_stood_there_before(signed_in, body, period, until):
    term = TermFactory(body=body, period=period)
    sent_by(signed_in, url("term-end", term.pk), {"until": until})
    term.refresh_from_db()

    assert term.period_until.year == 2024
    assert names(body, dt.date(2025, 1, 1)) == set()
    assert all(
        word in term.period for word in period.split() if word.strip("()").isalpha() and word not in {"seit", "bis"}
    )


def test_what_cannot_be_continued_stays_beside_the_end():
    assert ended_readably("2018 bis 2023", "2020") == "2018 bis 2020"
    assert ended_readably("auf Zeit (fünf Jahre)", "2020") == "bis 2020 (auf Zeit [fünf Jahre])"


def test_an_end_still_to_come_does_not_say_that_the_seat_is_free(signed_in, body):
    for days, words in ((30, "bis dahin ist der Sitz besetzt"), (-30, "der Sitz ist frei")):
        term = TermFactory(body=body, period="seit 2018")
        sent_by(signed_in, url("term-end", term.pk), {"until": f"{day(days):%d.%m.%Y}"})
        assert words in signed_in.get(body.get_absolute_url()).content.decode()


# --- too long ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("period", "when"), [("seit 2018", LONG), (ELECTED, "31.12.2024 (auf eigenen Wunsch hin)")])
@pytest.mark.parametrize("name", ENDS)
def test_an_end_that_is_too_long_gets_a_sentence(signed_in, body, name, period, when):
    term = TermFactory(body=body, name="Frau Muster", period=period)
    answer = ENDS[name](signed_in, term, when)
    term.refresh_from_db()

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert (term.period, Body.objects.count()) == (period, 1)


@pytest.mark.parametrize("asked", ["²", "٣", "9" * 30, "9" * 5000, "-1", "x"])
def test_a_seat_group_that_is_none_is_nothing_chosen(signed_in, body, asked):
    assert signed_in.get(url("term-create", body.pk), {"gruppe": asked}).status_code == 200


# --- one body grows into one ---------------------------------------------------------------------


def test_a_body_grows_into_another_once(signed_in, lead, body):
    TermFactory(body=body, period="seit 2018")
    grown(signed_in, body, "2024")
    answer = grown(signed_in, body, "2025", name="Zweites")

    assert "nehmen Sie das Ende zuerst heraus" in answer.content.decode()
    assert Body.objects.count() == 2
    with pytest.raises(AlreadyEnded):  # even for whoever has the page of before
        succeed(body, successor(body), by=lead, when="2026")


def test_the_same_form_sent_twice_makes_one_successor(signed_in, body):
    page = signed_in.get(url("body-succeed", body.pk)).context["form"]
    key = next(each.value for each in page.helper.layout if getattr(each, "name", "") == "key")
    sent = {"kind": body.kind, "name": "Neu", "succession": "erweitert", "when": "2024", "key": key}

    for _ in range(2):
        assert signed_in.post(url("body-succeed", body.pk), sent).status_code == 302
    assert Body.objects.count() == 2


@pytest.mark.parametrize(("circle", "now"), [(Circle.PUBLIC, Circle.STEERING), (Circle.CLIENT, Circle.CLIENT)])
def test_the_new_body_is_read_no_further_than_by_the_group(room, circle, now):
    """What goes further out goes by two people."""
    body = BodyFactory(room=room, circle=circle)
    client = Client()
    client.force_login(MembershipFactory(room=room, role=Role.CONTACT).user)
    grown(client, body, "2026")

    assert Body.objects.get(predecessor=body).circle == now


# --- when a body is over -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ended", "meets"),
    [("", True), ("2020", False), ("{year}", True), ("{today}", True), ("{yesterday}", False), ("seit 2020", False)],
)
def test_a_body_meets_to_the_last_day_of_its_end(signed_in, room, ended, meets):
    ended = ended.format(year=day().year, today=f"{day():%d.%m.%Y}", yesterday=f"{day(-1):%d.%m.%Y}")
    body = BodyFactory(room=room, circle=Circle.STEERING, ended=ended)
    create = reverse("steering:meeting-create", args=[room.engagement.pk])
    series = reverse("steering:meeting-series", args=[room.engagement.pk])

    assert Body.objects.get().meets == meets
    assert list(Body.objects.meeting()) == ([body] if meets else [])
    assert (signed_in.get(create).status_code == 200) == meets
    assert list(signed_in.get(series).context["form"].fields["body"].queryset) == ([body] if meets else [])
    offered = signed_in.get(url("council-ended", room.pk)).context["form"].fields["bodies"].queryset
    assert list(offered) == ([body] if meets else [])


def test_the_meeting_of_an_ended_body_can_still_be_changed(signed_in, room):
    body = BodyFactory(room=room, circle=Circle.STEERING, ended="2020")
    meeting = MeetingFactory(engagement=room.engagement, body=body, circle=Circle.STEERING)
    answer = sent_by(signed_in, reverse("steering:meeting-update", args=[meeting.pk]), {"place": "Rathaus"})

    meeting.refresh_from_db()
    assert (answer.status_code, meeting.place, meeting.body) == (302, "Rathaus", body)


# --- deputies --------------------------------------------------------------------------------------


def test_whoever_has_a_deputy_is_none(signed_in, body):
    anna, carla = TermFactory(body=body, name="Anna"), TermFactory(body=body, name="Carla")
    TermFactory(body=body, name="Bert", deputy_of=anna)
    answer = sent_by(signed_in, url("term-update", anna.pk), {"deputy_of": carla.pk})

    assert "hat selbst eine Vertretung" in answer.content.decode()
    assert Term.objects.get(name="Anna").deputy_of is None
