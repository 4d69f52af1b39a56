"""What came between: lists of two, meetings called off and planned again, editions replaced, late objections."""

import datetime as dt

import pytest
from django.utils import timezone

from rooms.enums import Circle
from rooms.models import Release
from rooms.transitions import approve
from stakeholders.models import SeatGroup
from stakeholders.seating import Seating
from steering.actions import remove_item
from steering.enums import ItemState, MeetingState, MinutesState
from steering.models import AgendaItem, Attendance, Meeting, Minutes, MinutesReply
from steering.presence import quorum_of
from steering.transitions.meetings import close_item, move_meeting
from steering.transitions.minutes import send_to_review, take_back
from tests.factories.stakeholders import PersonFactory
from tests.factories.steering import (
    AgendaItemFactory,
    MeetingFactory,
    MinutesFactory,
    SeatGroupFactory,
    TermFactory,
)

from .visits import at, text

pytestmark = pytest.mark.django_db
SOON = dt.timedelta(days=30)


@pytest.fixture
def held(engagement, body):
    """A sitting of last week with two members."""
    for name in ("Anna", "Bert"):
        TermFactory(body=body, name=name)
    last_week = timezone.localdate() - dt.timedelta(days=7)
    return MeetingFactory(engagement=engagement, body=body, circle=Circle.STEERING, on=last_week, number=3)


def marked(client, meeting, presence, **more):
    page = client.get(at("attendance", meeting))
    form = page.context["form"]
    data = {name: presence for name in form.fields if name.startswith("da-")}
    return data | {"guests": form["guests"].value(), "seen": form["seen"].value()} | more


def test_of_two_who_note_the_list_the_second_is_asked_to_look(signed_in, held):
    url = at("attendance", held)
    mine = marked(signed_in, held, "anwesend")
    theirs = marked(signed_in, held, "entschuldigt", guests="Gast aus Salzwedel")
    assert signed_in.post(url, theirs).status_code == 302
    answer = signed_in.post(url, mine)

    assert "Inzwischen hat jemand anderes" in text(answer)
    assert held.attendance.filter(guest="Gast aus Salzwedel").exists()
    again = mine | {"seen": answer.context["form"]["seen"].value()}
    assert signed_in.post(url, again).status_code == 302
    assert held.attendance.filter(presence="anwesend").count() == 2


def test_seats_added_later_do_not_change_a_quorum_of_the_past(signed_in, held, body):
    body.quorum = "mehrheit"
    body.save()
    signed_in.post(at("attendance", held), marked(signed_in, held, "anwesend"))
    before = text(signed_in.get(at("meeting-detail", held)))
    SeatGroupFactory(body=body, seats=20)
    assert SeatGroup.objects.count() == 1

    after = text(signed_in.get(at("meeting-detail", held)))
    assert "Beschlussfähig" in before
    assert "Nicht beschlussfähig" not in after


def test_one_person_on_two_seats_has_one_voice(engagement, body, held):
    person = PersonFactory(room=engagement.room)
    terms = [TermFactory(body=body, name="Anna, zweifach", person=person) for _seat in range(2)]
    for term in terms:
        Attendance.objects.create(meeting=held, term=term, presence="anwesend")

    assert quorum_of(Seating(body, held.on), held.attendance.all()).there == 1


def test_planned_again_a_meeting_has_its_agenda_back(engagement, body, lead):
    ahead = {"engagement": engagement, "body": body, "circle": Circle.STEERING}
    first = MeetingFactory(**ahead, on=timezone.localdate() + SOON, number=1)
    later = MeetingFactory(**ahead, on=timezone.localdate() + 2 * SOON, number=2)
    quiet, worked = (AgendaItemFactory(meeting=first, circle=Circle.STEERING, title=word) for word in ("Eins", "Zwei"))
    move_meeting(first, MeetingState.CANCELLED, by=lead, reason="Sturm")
    assert later.agenda.count() == 2
    AgendaItem.objects.filter(came_from=worked).update(version=2)

    move_meeting(first, MeetingState.PLANNED, by=lead)

    assert [item.title for item in later.agenda.all()] == ["Zwei"]
    states = {item.title: item.state for item in first.agenda.all()}
    assert states == {"Eins": ItemState.OPEN, "Zwei": ItemState.CARRIED}
    assert quiet.pk in first.agenda.values_list("pk", flat=True)


def test_taken_off_the_next_agenda_an_item_can_be_opened_where_it_came_from(engagement, body, held, lead):
    item = AgendaItemFactory(meeting=held, circle=Circle.STEERING, title="Eins")
    later = MeetingFactory(engagement=engagement, body=body, on=timezone.localdate() + SOON, number=4)
    move_meeting(held, MeetingState.HELD, by=lead)
    remove_item(later.agenda.get(), by=lead)

    item.refresh_from_db()
    assert item.state == ItemState.CLOSED
    assert close_item(item, by=lead, open_again=True).state == ItemState.OPEN


def test_an_invitation_is_not_given_by_address(signed_in, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.PLANNED)
    signed_in.post(at("meeting-move", meeting, "eingeladen"))

    meeting.refresh_from_db()
    assert meeting.state == MeetingState.PLANNED


def test_what_approved_minutes_tell_does_not_move_any_more(signed_in, held):
    first, second = (AgendaItemFactory(meeting=held, circle=Circle.STEERING, order=n, title=f"P{n}") for n in (1, 2))
    Meeting.objects.filter(pk=held.pk).update(state=MeetingState.HELD, approved_on=timezone.localdate())
    for url, data in (
        (at("agenda-order", second), {"what": "up"}),
        (at("agenda-delete", first), {}),
        (at("agenda-create", held), {"title": "Neu", "aim": "beratung", "circle": Circle.STEERING}),
    ):
        assert "bleibt, wie sie war" in text(signed_in.post(url, data, follow=True))
    form = signed_in.get(at("meeting-update", held)).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"on": "2020-01-01"}
    assert "der Tag bleibt" in text(signed_in.post(at("meeting-update", held), data))

    assert [item.title for item in held.agenda.order_by("order")] == ["P1", "P2"]


def test_a_held_meeting_is_not_put_into_the_future(signed_in, held):
    Meeting.objects.filter(pk=held.pk).update(state=MeetingState.HELD)
    form = signed_in.get(at("meeting-update", held)).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"on": timezone.localdate() + SOON}

    assert "nicht in der Zukunft" in text(signed_in.post(at("meeting-update", held), data))


@pytest.fixture
def in_review(held, lead, advisor):
    minutes = MinutesFactory(meeting=held, text="Die Runde hat beraten.")
    release = send_to_review(minutes, by=lead, reply_by=timezone.localdate() + SOON)
    approve(release, by=advisor)
    return minutes


def test_only_the_button_approves(signed_in, in_review):
    for what in ("public", "irgendwas", ""):
        signed_in.post(at("minutes-approve", in_review.meeting), {"what": what})

    in_review.refresh_from_db()
    assert in_review.state == MinutesState.REVIEW


def test_agreed_to_one_edition_is_not_agreed_to_the_next(client, *, member, lead, advisor, in_review, held):
    client.force_login(member)
    client.post(at("minutes-reply", held), {"kind": "zustimmung"})
    assert "Sie haben gelesen und zugestimmt" in text(client.get(at("minutes-detail", held)))

    minutes = take_back(Minutes.objects.get(), by=lead)
    Minutes.objects.update(text="Die Runde hat etwas anderes beschlossen.")
    approve(send_to_review(Minutes.objects.get(), by=lead, reply_by=timezone.localdate() + SOON), by=advisor)

    page = text(client.get(at("minutes-detail", held)))
    assert minutes.state == MinutesState.DRAFT
    assert "etwas anderes" in page
    assert "Sie haben gelesen und zugestimmt" not in page
    assert "Lesen und zustimmen" in text(client.get(at("review", held.engagement)))


def test_an_objection_that_comes_too_late_is_given_back(client, member, held, in_review):
    Meeting.objects.filter(pk=held.pk).update(approved_on=timezone.localdate())
    client.force_login(member)
    page = text(client.post(at("minutes-reply", held), {"kind": "einwand", "text": "Das habe ich nie gesagt."}))

    assert "Das habe ich nie gesagt." in page
    assert "schon genehmigt" in page
    assert not MinutesReply.objects.exists()


def test_the_team_is_not_asked_to_agree_to_its_own_words(signed_in, held, in_review):
    assert Release.objects.editions().exists()

    assert "Lesen und zustimmen" not in text(signed_in.get(at("review", held.engagement)))


def test_names_in_the_minutes_are_pointed_out_before_they_go_out(signed_in, held):
    """The one who proposes ticks that she has looked, for these words and no others."""
    PersonFactory(room=held.room, name="Petra Wiesenhütter")
    MinutesFactory(meeting=held, text="Petra Wiesenhütter hat widersprochen.")
    url, day = at("minutes-review", held), {"reply_by": timezone.localdate() + SOON}
    page = signed_in.get(url)
    assert "Petra Wiesenhütter" in text(page).partition("h-cautions")[2]

    assert signed_in.post(url, day).status_code == 200
    assert not Release.objects.exists()
    ticked = day | {"looked": "on", "seen": page.context["form"]["seen"].value()}
    assert signed_in.post(url, ticked).status_code == 302


def test_words_beside_an_agreement_are_asked_about(client, member, held, in_review):
    client.force_login(member)
    url, words = at("minutes-reply", held), {"kind": "zustimmung", "text": "Nur der dritte Satz nicht."}
    page = text(client.post(url, words))
    assert "Soll das ein Einwand sein?" in page
    assert "Nur der dritte Satz nicht." in page
    assert not MinutesReply.objects.exists()

    client.post(url, words | {"kind": "einwand"})
    client.post(url, words)  # the text that stands there already is none typed anew
    assert MinutesReply.objects.get().kind == "zustimmung"
