"""A meeting held on screen: one item after the other, nothing typed is lost, half of the minutes at the end."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rooms.enums import Circle, Role
from steering.enums import ItemState, MeetingState, Outcome, ResolutionKind
from steering.holding import Course
from steering.models import Attendance, Consensing, Meeting, Minutes, Note, Resolution, Task
from steering.skeleton import skeleton
from steering.wording import without_internal
from tests.factories.rooms import MembershipFactory
from tests.factories.steering import AgendaItemFactory, MeetingFactory, SeatGroupFactory, TermFactory
from tests.pages.reading import Page
from tests.stakeholders.sent import sent_by

from .visits import url_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SECRET = "kanariezaudert"
ALL = {"circle": Circle.STEERING}


@pytest.fixture
def meeting(engagement, body):
    fields = {"on": TODAY, "begins": dt.time(17), "number": 10}
    return MeetingFactory(engagement=engagement, body=body, **ALL, **fields)


@pytest.fixture
def items(meeting):
    return [AgendaItemFactory(meeting=meeting, **ALL, order=n, title=f"Punkt {n}", minutes=10) for n in (1, 2)]


def send(client, item, what="stay", **words):
    url = url_of("hold-item", item.pk)
    form = Page(client.get(url).content).forms[0]
    return client.post(url, form.values | words | {"what": what})


# --- the beginning -----------------------------------------------------------------------------


def test_who_is_there_and_whether_it_is_enough(signed_in, meeting, body, items):
    body.quorum = "mehrheit"
    body.save()
    group = SeatGroupFactory(body=body, seats=3)
    one, two = TermFactory.create_batch(2, body=body, group=group)
    deputy = TermFactory(body=body, group=group, deputy_of=two)
    words = {f"da-{two.pk}": "entschuldigt", f"statt-{two.pk}": str(deputy.pk)}
    answer = sent_by(signed_in, url_of("hold", meeting.pk), words, follow=True)

    assert "Beschlussfähig: 2 mit Stimme da, 2 nötig." in answer.content.decode()
    assert "Weiter mit „Punkt 1“" in answer.content.decode()
    assert Attendance.objects.get(term=one).presence == "anwesend"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"on": TODAY + dt.timedelta(days=2)}, "Die Sitzung ist erst am"),
        ({"state": MeetingState.CANCELLED}, "Diese Sitzung ist abgesagt."),
    ],
)
def test_what_cannot_be_held_says_so(signed_in, meeting, items, change, said):
    Meeting.objects.filter(pk=meeting.pk).update(**change)
    for url in (url_of("hold", meeting.pk), url_of("hold-item", items[0].pk), url_of("hold-end", meeting.pk)):
        assert said in signed_in.get(url, follow=True).content.decode()


# --- item by item ------------------------------------------------------------------------------


def test_time_is_told_and_not_counted_down(signed_in, items):
    page = signed_in.get(url_of("hold-item", items[1].pk)).content.decode()

    assert "gedacht von 17:10 bis 17:20 Uhr" in page
    assert "Punkt 2 von 2" in page
    assert "jetzt" in page


def test_one_sending_keeps_note_result_and_task_and_goes_on(signed_in, lead, meeting, items):
    words = {
        "notiz-text": f"Beraten.\n[intern]{SECRET}[/intern]",
        "ergebnis-wording": "Die Runde empfiehlt ein Haus.",
        "ergebnis-votes_for": "7",
        "aufgabe-text": "Eigentümer fragen",
        "aufgabe-who": "Stadthaus",
        "aufgabe-due": "2027-01-15",
    }
    answer = send(signed_in, items[0], "close", **words)
    result, task = Resolution.objects.get(), Task.objects.get()
    items[0].refresh_from_db()

    assert answer.url == url_of("hold-item", items[1].pk)
    assert items[0].state == ItemState.CLOSED
    assert (Note.objects.get().circle, Note.objects.get().author) == (Circle.TEAM, lead)
    assert (result.kind, result.outcome, result.title) == (ResolutionKind.RECOMMENDATION, Outcome.PENDING, "Punkt 1")
    assert (result.votes_for, result.meeting, result.item, result.number) == (7, meeting, items[0], 1)
    assert (task.who, task.item, task.circle) == ("Stadthaus", items[0], Circle.STEERING)


def test_the_same_page_sent_twice_makes_everything_once(signed_in, items):
    url = url_of("hold-item", items[0].pk)
    words = {"notiz-text": "Beraten.", "ergebnis-wording": "Ein Haus.", "aufgabe-text": "Fragen", "aufgabe-who": "Amt"}
    form = Page(signed_in.get(url).content).forms[0].values | words | {"what": "stay"}
    answers = [signed_in.post(url, form).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert [model.objects.count() for model in (Note, Resolution, Task)] == [1, 1, 1]


def test_what_is_half_written_stays_and_nothing_is_saved(signed_in, items):
    answer = send(signed_in, items[0], "next", **{"notiz-text": "Beraten.", "aufgabe-text": "Eigentümer fragen"})
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "Eigentümer fragen" in page
    assert "Beraten." in page
    assert not Note.objects.exists()


def test_an_unclosed_mark_is_refused_with_the_text(signed_in, items):
    page = send(signed_in, items[0], **{"notiz-text": "[intern]offen"}).content.decode()

    assert "endet aber nicht mit" in page
    assert "[intern]offen" in page


def test_of_two_who_write_at_once_nobody_is_overwritten(signed_in, items):
    url = url_of("hold-item", items[0].pk)
    old = Page(signed_in.get(url).content).forms[0].values
    send(signed_in, items[0], **{"notiz-text": "Erste."})
    page = signed_in.post(url, old | {"notiz-text": "Zweite.", "what": "stay"}).content.decode()

    assert Note.objects.get().text == "Erste."
    assert "Zweite." in page
    assert "Inzwischen wurde hier etwas anderes gespeichert" in page


def test_nothing_typed_makes_nothing(signed_in, items):
    answer = send(signed_in, items[1], "next")

    assert answer.url == url_of("hold-end", items[1].meeting_id)
    assert [model.objects.count() for model in (Note, Resolution, Task)] == [0, 0, 0]


def test_closed_by_mistake_it_comes_again(signed_in, items):
    for what, state in (("close", ItemState.CLOSED), ("carry", ItemState.OPEN)):
        send(signed_in, items[0], what)
        items[0].refresh_from_db()
        assert items[0].state == state


def test_without_a_quorum_a_result_needs_a_reason(signed_in, meeting, body, items):
    body.quorum = "mehrheit"
    body.save()
    TermFactory(body=body, group=SeatGroupFactory(body=body, seats=5))
    Attendance.objects.create(meeting=meeting, term=body.terms.get())
    words = {"ergebnis-wording": "Ein Haus."}
    refused = send(signed_in, items[0], **words).content.decode()

    assert "Die Runde war nicht beschlussfähig: 1 mit Stimme da, 3 nötig." in refused
    assert not Resolution.objects.exists()
    send(signed_in, items[0], **words, **{"ergebnis-quorum_note": "Alle sind einverstanden."})
    assert Resolution.objects.get().quorum_note == "Alle sind einverstanden."


# --- who sees what -----------------------------------------------------------------------------


def test_no_internal_word_stands_on_the_wall(signed_in, lead, meeting, items):
    hidden = AgendaItemFactory(meeting=meeting, circle=Circle.TEAM, order=3, title=SECRET)
    where = {"engagement": meeting.engagement, "room": meeting.room, "item": items[0], "circle": Circle.TEAM}
    Task.objects.create(**where, text=SECRET, who=SECRET)
    Consensing.objects.create(room=meeting.room, item=items[0], circle=Circle.TEAM, question=SECRET)
    Note.objects.create(item=items[0], room=meeting.room, text=f"Gut.[intern]{SECRET}[/intern]")
    wall = signed_in.get(url_of("hold-item", items[0].pk) + "?beamer").content.decode()
    pages = [wall, *(signed_in.get(url_of(name, meeting.pk)).content.decode() for name in ("hold", "hold-end"))]

    assert not [page for page in pages if SECRET in page or "[intern]" in page]
    assert "Gut." in wall
    assert SECRET in signed_in.get(url_of("hold-item", items[0].pk)).content.decode(), "there was something to leak"
    assert signed_in.get(url_of("hold-item", hidden.pk)).status_code == 302


def test_the_wall_would_show_it_without_the_rule(signed_in, meeting, items, monkeypatch):
    """The gate, seen red."""
    AgendaItemFactory(meeting=meeting, circle=Circle.TEAM, order=3, title=SECRET)
    monkeypatch.setattr(Meeting, "told_to_all", Circle.TEAM)

    assert SECRET in signed_in.get(url_of("hold", meeting.pk)).content.decode()


@pytest.mark.parametrize("role", [Role.STEERING, Role.CONTACT, Role.OBSERVER])
def test_nobody_else_holds_or_reads_a_note(client, engagement, meeting, items, role):
    Note.objects.create(item=items[0], room=meeting.room, text=SECRET)
    client.force_login(MembershipFactory(room=engagement.room, role=role).user)
    addresses = [url_of("hold", meeting.pk), url_of("hold-item", items[0].pk), url_of("hold-end", meeting.pk)]

    assert {client.get(url).status_code for url in addresses} == {403}
    assert SECRET not in client.get(meeting.get_absolute_url()).content.decode()


def test_a_note_stays_with_the_team_whoever_writes(meeting, items):
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.create(item=items[0], room=meeting.room, text="x", circle=Circle.STEERING)


# --- the end -----------------------------------------------------------------------------------


def test_the_end_holds_the_meeting_and_half_writes_the_minutes(signed_in, meeting, items, body):
    here, gone = TermFactory(body=body, name="Frau Da"), TermFactory(body=body, name="Herr Weg")
    sent_by(signed_in, url_of("attendance", meeting.pk), {f"da-{gone.pk}": "entschuldigt", "guests": "Gast"})
    send(signed_in, items[0], "close", **{"notiz-text": f"Beraten.\n[intern]{SECRET}[/intern]"})
    for _ in range(2):
        answer = signed_in.post(url_of("hold-end", meeting.pk))
    meeting.refresh_from_db()
    text = Minutes.objects.get().text

    assert answer.url == url_of("hold-end", meeting.pk)
    assert meeting.state == MeetingState.HELD
    assert f"Anwesend: {here.name}" in text
    assert "Entschuldigt: Herr Weg" in text
    assert "## TOP 1: Punkt 1\n\nBeraten." in text
    assert SECRET in text
    assert SECRET not in without_internal(text)


def test_minutes_somebody_has_begun_are_not_written_over(signed_in, meeting, items):
    sent_by(signed_in, url_of("minutes-write", meeting.pk), {"text": "Schon da."})
    send(signed_in, items[0], **{"notiz-text": "Danach."})
    page = signed_in.get(url_of("hold-end", meeting.pk)).content.decode()
    signed_in.post(url_of("hold-end", meeting.pk))

    assert "Das Protokoll ist schon angefangen." in page
    assert Minutes.objects.get().text == "Schon da."


def test_at_an_internal_item_the_whole_note_is_internal(meeting, lead):
    item = AgendaItemFactory(meeting=meeting, circle=Circle.TEAM, title="Verdeckt")
    Note.objects.create(item=item, room=meeting.room, text=f"{SECRET} [intern]ganz[/intern] offen")

    assert "offen" in skeleton(lead, meeting)
    assert without_internal(skeleton(lead, meeting)) == ""


def test_the_course_is_as_quick_with_three_as_with_one(signed_in, lead, meeting, items):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            signed_in.get(url_of("hold-item", items[0].pk))
        return len(seen)

    asked()
    two = asked()
    AgendaItemFactory.create_batch(3, meeting=meeting, **ALL)

    assert asked() == two
    assert Course(lead, meeting).minutes == 20
