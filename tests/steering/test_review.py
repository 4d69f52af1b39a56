"""The state of things for the group: nothing from further inside, whoever asks; new since her own last visit."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rooms.enums import Circle, Role
from steering.enums import Light, MeasureState
from steering.models import Measure, Meeting, Progress, Resolution, Task, Visit
from steering.review import SHOWN, Review
from steering.visits import visit
from tests.factories.accounts import UserFactory
from tests.factories.rooms import MembershipFactory
from tests.factories.steering import (
    ActionFieldFactory,
    BodyFactory,
    GoalFactory,
    MeasureFactory,
    MeetingFactory,
    ResolutionFactory,
    TaskFactory,
)

from .visits import text

pytestmark = pytest.mark.django_db

INSIDE = Circle.TEAM, Circle.CLIENT
FOR_GROUP = {"circle": Circle.STEERING}


def review_of(engagement, query=""):
    return reverse("steering:review", args=[engagement.pk]) + query


@pytest.fixture
def planted(engagement, body, goal, lead):
    """One row of everything the page shows for every circle, and rows for the group that hang on hidden ones."""
    soon = timezone.localdate() + dt.timedelta(days=7)
    for circle in (*INSIDE, Circle.STEERING):
        here, word = {"engagement": engagement, "circle": circle}, f"wort{int(circle)}"
        hidden = BodyFactory(room=engagement.room, circle=circle, name=f"{word}gremium")
        MeetingFactory(**here, body=hidden, on=soon, place=f"{word}ort")
        ResolutionFactory(**here, title=f"{word}beschluss", decided="2020")
        TaskFactory(**here, text=f"{word}aufgabe", account=lead)
        measure = MeasureFactory(goal=goal, circle=circle, title=f"{word}massnahme", light=Light.RED)
        Progress.objects.create(
            measure=measure, room=goal.room, circle=circle, source="beschlossen", target="beschlossen", light="rot"
        )
        field = ActionFieldFactory(engagement=engagement, circle=circle, name=f"{word}feld")
        further = GoalFactory(field=field, circle=circle, text=f"{word}ziel")
        MeasureFactory(goal=further, **FOR_GROUP, title=f"hängt an {word}", owner=f"{word}stelle")
        ResolutionFactory(engagement=engagement, **FOR_GROUP, body=hidden, title="offen", decided="2021")
        MeetingFactory(engagement=engagement, **FOR_GROUP, body=hidden, on=soon - dt.timedelta(days=1))
    shared = Measure.objects.get(title="wort20massnahme")
    for circle in INSIDE:
        Progress.objects.create(
            measure=shared,
            room=goal.room,
            circle=circle,
            source="beschlossen",
            target="beschlossen",
            light="rot",
            note=f"wort{int(circle)}meldung",
        )


@pytest.mark.parametrize("query", ["", "?beamer"])
@pytest.mark.parametrize("who", ["lead", "contact", "member"])
def test_nothing_from_further_inside_stands_here_even_for_the_lead(client, *, engagement, planted, who, query, request):
    client.force_login(request.getfixturevalue(who))
    page = text(client.get(review_of(engagement, query)))

    assert "wort20massnahme" in page
    assert "wort20gremium" in page
    assert "wort40" not in page
    assert "wort30" not in page
    assert "None" not in page


def test_the_attack_has_something_to_find(client, engagement, planted, lead, monkeypatch):
    """The gate, seen red: without the page's own limit the lead meets what only the team reads."""
    monkeypatch.setattr("steering.review.FOR_ALL", {})
    client.force_login(lead)

    assert "wort40" in text(client.get(review_of(engagement)))


@pytest.mark.parametrize("who", ["contact", "member"])
def test_the_wall_shows_nothing_asked_of_one_person(client, engagement, who, request):
    person = request.getfixturevalue(who)
    TaskFactory(engagement=engagement, **FOR_GROUP, text="Nur für eine", account=person)
    client.force_login(person)

    assert "Nur für eine" in text(client.get(review_of(engagement)))
    page = text(client.get(review_of(engagement, "?beamer")))
    assert "Nur für eine" not in page
    assert "von Ihnen" not in page


def test_a_protected_meeting_has_no_place_on_the_wall(client, engagement, member, body):
    MeetingFactory(
        engagement=engagement, body=body, **FOR_GROUP, on=timezone.localdate(), place="Pfarrhaus", is_protected=True
    )
    client.force_login(member)
    page = text(client.get(review_of(engagement, "?beamer")))

    assert str(Meeting.objects.get()) in page
    assert "Pfarrhaus" not in page


def test_a_new_member_sees_nothing_shared_before_her_start(client, engagement, goal, body):
    measure = MeasureFactory(goal=goal, **FOR_GROUP, title="Alte Maßnahme")
    ResolutionFactory(engagement=engagement, **FOR_GROUP, title="Alter Beschluss", decided="2019")
    TaskFactory(engagement=engagement, **FOR_GROUP, text="Alte Aufgabe")
    for model in (Measure, Resolution, Task):
        model.objects.update(shared_on="2020-01-01")
    Progress.objects.create(
        measure=measure, room=goal.room, **FOR_GROUP, source="beschlossen", target="umgesetzt", light="gruen"
    )
    ResolutionFactory(engagement=engagement, **FOR_GROUP, title="Neuer Beschluss")
    new = MembershipFactory(room=engagement.room, role=Role.STEERING, starts_on="2024-01-01").user
    old = MembershipFactory(room=engagement.room, role=Role.STEERING, starts_on="2018-01-01").user
    Task.objects.update(account=new)
    client.force_login(old)
    assert "Alte Maßnahme" in text(client.get(review_of(engagement)))

    client.force_login(new)
    page = text(client.get(review_of(engagement)))
    assert "Neuer Beschluss" in page
    assert "Alte" not in page


def test_only_members_come_in(client, engagement):
    client.force_login(UserFactory())
    assert client.get(review_of(engagement)).status_code == 404
    assert not Visit.objects.exists()


def report(measure, on, target=MeasureState.RUNNING):
    row = Progress.objects.create(
        measure=measure, room=measure.room, **FOR_GROUP, source="beschlossen", target=target, light="gruen", on=on
    )
    Progress.objects.filter(pk=row.pk).update(shared_on=on)


def test_new_is_what_came_since_her_own_last_visit(member, engagement, goal):
    for day, title in (("2026-03-01", "vor"), ("2026-03-20", "nach")):
        row = ResolutionFactory(engagement=engagement, **FOR_GROUP, title=title)
        Resolution.objects.filter(pk=row.pk).update(shared_on=day)
        report(MeasureFactory(goal=goal, **FOR_GROUP, title=title), day)

    first, later = Review(member, engagement, None), Review(member, engagement, dt.date(2026, 3, 10))
    assert first.news == {}
    assert len(first.reported) == 2
    assert later.news == {"decided": 0, "recommended": 1, "reported": 1}


def test_what_comes_out_to_the_group_later_is_new_then(member, engagement):
    """An old recommendation released yesterday is news for the group, whenever it was written."""
    row = ResolutionFactory(engagement=engagement, **FOR_GROUP)
    Resolution.objects.filter(pk=row.pk).update(shared_on="2026-03-20", created_at="2020-01-01T12:00Z")

    assert Review(member, engagement, dt.date(2026, 3, 10)).news["recommended"] == 1


def test_a_visit_is_remembered_by_the_day(client, member, engagement, monkeypatch):
    days = iter([dt.date(2026, 3, 1), dt.date(2026, 3, 1), dt.date(2026, 3, 9), dt.date(2026, 3, 9)])
    monkeypatch.setattr("steering.visits.timezone.localdate", lambda: next(days))

    assert [visit(member, engagement) for _ in range(4)] == [None, None, dt.date(2026, 3, 1), dt.date(2026, 3, 1)]


def test_her_visit_is_hers_alone_and_the_wall_is_nobodys(client, member, contact, engagement):
    visit(contact, engagement)
    client.force_login(member)
    client.get(review_of(engagement, "?beamer"))
    assert not Visit.objects.filter(person=member).exists()

    client.get(review_of(engagement))
    Visit.objects.filter(person=member).update(last_on="2026-01-05")
    assert "letzten Besuch am 5. Januar 2026: nichts Neues." in text(client.get(review_of(engagement)))


def test_what_needs_attention_comes_first_and_the_page_stays_short(client, member, engagement, goal):
    MeasureFactory.create_batch(SHOWN + 3, goal=goal, **FOR_GROUP, state=MeasureState.RUNNING, light=Light.GREEN)
    late = MeasureFactory(goal=goal, **FOR_GROUP, title="Zu spät", state=MeasureState.RUNNING, period="2020")
    done = MeasureFactory(goal=goal, **FOR_GROUP, title="Fertig", state=MeasureState.DONE, period="2020")
    found = Review(member, engagement, None)
    assert found.measures[0] == late
    assert len(found.measures) == SHOWN
    assert found.more == 5
    assert found.attention == [late]
    assert done not in found.attention

    client.force_login(member)
    assert "Noch 5 Maßnahmen im Plan" in text(client.get(review_of(engagement)))


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_much_there_is(client, *, member, engagement, goal, body, count):
    costs = []
    client.force_login(member)
    for more in (1, count):
        for _ in range(more):
            report(MeasureFactory(goal=goal, **FOR_GROUP), timezone.localdate())
            ResolutionFactory(engagement=engagement, **FOR_GROUP, body=body)
            MeetingFactory(engagement=engagement, body=body, **FOR_GROUP, on=timezone.localdate())
            TaskFactory(engagement=engagement, **FOR_GROUP, account=member)
        client.get(review_of(engagement))
        with CaptureQueriesContext(connection) as seen:
            client.get(review_of(engagement))
        costs.append(len(seen))

    assert costs[0] == costs[1] <= 30
