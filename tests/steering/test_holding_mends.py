"""What a review found on the screens a meeting is held on: nothing lost, nothing internal told, nothing done late."""

import datetime as dt

import pytest
from django.utils import timezone

from rooms.enums import Circle
from stakeholders.seating import Seating
from steering.enums import Consensus, ItemState, Light, MeasureState, MeetingState
from steering.models import Attendance, Meeting, Minutes, Note, Resolution, Task
from steering.preparing import Preparing, add_items
from steering.presence import quorum_of
from tests.factories.steering import (
    ActionFieldFactory,
    AgendaItemFactory,
    GoalFactory,
    MeasureFactory,
    MeetingFactory,
    SeatGroupFactory,
    TermFactory,
)
from tests.pages.reading import Page
from tests.stakeholders.sent import sent_by

from .visits import url_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SECRET = "kanariezaudert"
ALL = {"circle": Circle.STEERING}
RESULT = {"ergebnis-wording": "Ein Haus.", "what": "stay"}
TASK = {"aufgabe-text": "Eigentümer fragen", "aufgabe-who": "Amt", "what": "stay"}


@pytest.fixture
def today(engagement, body):
    return MeetingFactory(engagement=engagement, body=body, **ALL, on=TODAY, begins=dt.time(17), number=11)


@pytest.fixture
def point(today):
    return AgendaItemFactory(meeting=today, **ALL, order=1, title="Wo?")


def opened(client, item):
    """The address of an item, and what its form carries."""
    url = url_of("hold-item", item.pk)
    return url, Page(client.get(url).content).forms[0].values


def folds(page):
    return [part.partition(">")[0] for part in page.split('<details class="fold"')[1:]]


# --- sent again ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "then", "model"),
    [
        (RESULT, {"ergebnis-wording": "Ein anderes Haus."}, Resolution),
        (TASK, {"aufgabe-text": "Eigentümer anrufen"}, Task),
    ],
)
def test_sent_again_with_other_text_it_asks_and_loses_nothing(signed_in, point, first, then, model):
    url, form = opened(signed_in, point)
    signed_in.post(url, form | first)
    answer = signed_in.post(url, form | first | then)
    page = answer.content.decode()

    assert answer.status_code == 409
    assert "Ändern oder noch einen anlegen?" in page
    assert next(iter(then.values())) in page
    assert model.objects.count() == 1


def test_another_button_on_the_same_text_is_the_same_sending(signed_in, point):
    url, form = opened(signed_in, point)
    words = form | RESULT | {"notiz-text": "Beraten."}
    answers = [signed_in.post(url, words | {"what": what}) for what in ("stay", "next")]

    assert [answer.url for answer in answers] == [url, url_of("hold-end", point.meeting_id)]
    assert [Resolution.objects.count(), Note.objects.count()] == [1, 1]


def test_a_note_that_says_so_already_is_no_conflict(signed_in, point):
    url, form = opened(signed_in, point)
    words = form | RESULT | {"notiz-text": "Beraten."}
    signed_in.post(url, words)
    page = signed_in.post(url, words | {"ergebnis-wording": "Ein anderes Haus."}).content.decode()

    assert "Zwei haben hier geschrieben" not in page
    assert "Beraten." in page


def test_only_how_it_was_carried_is_not_dropped_in_silence(signed_in, point):
    url, form = opened(signed_in, point)
    assert signed_in.post(url, form | {"what": "stay"}).status_code == 302, "what nobody has touched makes nothing"
    answer = signed_in.post(url, form | {"what": "stay", "ergebnis-consensus": Consensus.YES})

    assert answer.status_code == 200
    assert "Bitte sehen Sie diese Angaben noch einmal an" in answer.content.decode()
    assert not Resolution.objects.exists()


# --- the wall ------------------------------------------------------------------------------------


def test_the_end_leads_to_a_screen_without_a_word_of_the_minutes(signed_in, point, lead):
    AgendaItemFactory(meeting=point.meeting, circle=Circle.TEAM, order=2, title=SECRET)
    Note.objects.create(item=point, room=point.room, author=lead, text=f"Offen.\n[intern]{SECRET}[/intern]")
    page = signed_in.post(url_of("hold-end", point.meeting_id), follow=True).content.decode()

    assert SECRET in Minutes.objects.get().text, "there was something to leak"
    assert SECRET not in page
    assert 'class="calm wall"' in page
    assert "Ist der Beamer aus?" in page
    assert url_of("minutes-write", point.meeting_id) in page


def test_without_anything_captured_the_minutes_are_still_offered(signed_in, today):
    page = signed_in.post(url_of("hold-end", today.pk), follow=True).content.decode()

    assert not Minutes.objects.exists()
    assert "Protokoll schreiben" in page


def test_a_conflict_does_not_open_what_another_wrote_internally(signed_in, point, lead):
    note = Note.objects.create(item=point, room=point.room, author=lead, text="Offen.")
    url, form = opened(signed_in, point)
    Note.objects.filter(pk=note.pk).update(text=f"Offen.\n[intern]{SECRET}[/intern]", version=2)
    page = signed_in.post(url, form | {"what": "stay", "notiz-text": "Meins."}).content.decode()

    assert SECRET in page, "there was something to show"
    assert not [fold for fold in folds(page)[:1] if "open" in fold]
    assert "Mitschrift prüfen" in page
    assert "Meins." in page


def test_a_conflict_without_internal_words_opens(signed_in, point, lead):
    note = Note.objects.create(item=point, room=point.room, author=lead, text="Offen.")
    url, form = opened(signed_in, point)
    Note.objects.filter(pk=note.pk).update(text="Anders.", version=2)

    assert "open" in folds(signed_in.post(url, form | {"notiz-text": "Meins."}).content.decode())[0]


def test_the_title_of_the_tab_tells_nothing_of_a_hidden_item(signed_in, today):
    AgendaItemFactory(meeting=today, circle=Circle.TEAM, order=1, title=SECRET)
    seen = AgendaItemFactory(meeting=today, **ALL, order=2, title="Wo?")
    page = signed_in.get(url_of("hold-item", seen.pk)).content.decode()

    assert "Punkt 1 von 1" in page.partition("<title>")[2].partition("</title>")[0]
    assert "TOP 2" not in page


# --- who is there --------------------------------------------------------------------------------


def test_of_two_who_note_the_list_the_one_at_the_wall_is_asked_to_look(signed_in, today, body):
    term = TermFactory(body=body)
    url = url_of("hold", today.pk)
    form = next(form for form in Page(signed_in.get(url).content).forms if f"da-{term.pk}" in form.values)
    sent_by(signed_in, url_of("attendance", today.pk), {f"da-{term.pk}": "abwesend", "guests": "Frau X"})
    page = signed_in.post(url, form.values).content

    assert "Inzwischen hat jemand anderes die Liste geändert." in page.decode()
    assert Attendance.objects.filter(guest="Frau X").exists()
    again = next(form for form in Page(page).forms if f"da-{term.pk}" in form.values).values
    assert signed_in.post(url, again | {"guests": "Frau Y"}).status_code == 302
    assert list(Attendance.objects.exclude(guest="").values_list("guest", flat=True)) == ["Frau Y"]


def test_seats_added_later_do_not_change_the_quorum_on_the_wall(signed_in, today, body):
    body.quorum = "mehrheit"
    body.save()
    one = TermFactory(body=body, group=SeatGroupFactory(body=body, seats=1))
    sent_by(signed_in, url_of("hold", today.pk), {f"da-{one.pk}": "anwesend"})
    SeatGroupFactory(body=body, seats=20)

    assert "Beschlussfähig: 1 mit Stimme da, 1 nötig." in signed_in.get(url_of("hold", today.pk)).content.decode()


@pytest.mark.parametrize(("is_one", "voices"), [(True, 1), (False, 2)])
def test_one_deputy_of_two_members_has_one_voice(today, body, member, is_one, voices):
    for _seat in range(2):
        seat = TermFactory(body=body)
        deputy = TermFactory(body=body, deputy_of=seat, name="Frau Dazu", account=member if is_one else None)
        Attendance.objects.create(meeting=today, term=seat, deputy=deputy, presence="entschuldigt")

    assert quorum_of(Seating(body, TODAY), today.attendance.all()).there == voices


def test_a_member_who_is_a_deputy_too_has_one_voice(today, body, member):
    TermFactory(body=body, account=member)
    seat = TermFactory(body=body)
    deputy = TermFactory(body=body, deputy_of=seat, account=member)
    Attendance.objects.create(meeting=today, term=body.terms.get(account=member, deputy_of=None))
    Attendance.objects.create(meeting=today, term=seat, deputy=deputy, presence="entschuldigt")

    assert quorum_of(Seating(body, TODAY), today.attendance.all()).there == 1


# --- too late ------------------------------------------------------------------------------------


def test_what_is_approved_is_not_held_any_more(signed_in, point, body):
    term = TermFactory(body=body)
    url, form = opened(signed_in, point)
    listed = {f"da-{term.pk}": "anwesend", "guests": ""}
    Meeting.objects.filter(pk=point.meeting_id).update(state=MeetingState.HELD, approved_on=TODAY)
    for name, key in (("hold", point.meeting_id), ("hold-item", point.pk), ("hold-end", point.meeting_id)):
        page = signed_in.get(url_of(name, key), follow=True).content.decode()
        assert "an dieser Sitzung ändert sich nichts mehr" in page
    page = signed_in.post(url, form | RESULT | {"what": "close", "notiz-text": "Zu spät gesagt."}).content.decode()
    signed_in.post(url_of("hold", point.meeting_id), listed)
    point.refresh_from_db()

    assert "an dieser Sitzung ändert sich nichts mehr" in page
    assert "Zu spät gesagt." in page, "what was typed comes back"
    assert point.state == ItemState.OPEN
    assert [model.objects.count() for model in (Note, Resolution, Attendance)] == [0, 0, 0]


# --- what comes back -----------------------------------------------------------------------------


def test_what_comes_back_keeps_who_opens_it_and_what_it_is_for(engagement, body, lead, meeting):
    goal = GoalFactory(field=ActionFieldFactory(engagement=engagement, **ALL), **ALL)
    red = MeasureFactory(goal=goal, **ALL, state=MeasureState.RUNNING, light=Light.RED)
    words = {"presenter": "Frau Auf", "input": "Drei Fragen.", "about": f"massnahme-{red.pk}"}
    old = AgendaItemFactory(meeting=meeting, **ALL, **words)
    ahead = MeetingFactory(engagement=engagement, body=body, **ALL, on=TODAY + dt.timedelta(days=30), number=12)
    found = Preparing(lead, ahead).all()
    made = add_items(ahead, found, by=lead)

    assert [row.carried for row in found] == [old]
    assert [{name: getattr(item, name) for name in words} for item in made] == [words]
    assert Preparing(lead, ahead).all() == []
    assert add_items(ahead, found, by=lead) == []
