"""Whoever joins later reads nothing from before, and with one click what the group still works with."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from rooms.enums import Circle, Role
from rooms.models import Membership
from rooms.releasing import propose
from rooms.transitions import approve
from stakeholders.models import Body
from steering.digests import has_news
from steering.models import ActionField, Goal, Measure, Meeting, Progress
from tests.factories.rooms import MembershipFactory
from tests.factories.steering import BodyFactory, MeasureFactory, MeetingFactory, ResolutionFactory

pytestmark = pytest.mark.django_db
BEFORE = dt.timedelta(days=90)


@pytest.fixture
def house(engagement, lead):
    """A group that has worked for a while, and a plan it reads; beside it what only the team knows."""
    long_ago = timezone.localdate() - BEFORE
    at = {"engagement": engagement}
    for circle in (Circle.STEERING, Circle.TEAM):
        body = BodyFactory(room=engagement.room, circle=circle, name=f"Runde {circle}")
        MeetingFactory(**at, body=body, circle=circle, on=timezone.localdate() + BEFORE)
        goal = {"goal__circle": circle, "goal__field__circle": circle, "goal__field__engagement": engagement}
        MeasureFactory(circle=circle, title=f"Vorhaben {circle}", **goal)
    measure = Measure.objects.get(circle=Circle.STEERING)
    numbers = {"source": "laeuft", "target": "laeuft", "light": "gruen", "note": "Frühere Meldung"}
    Progress.objects.create(measure=measure, room=engagement.room, circle=Circle.STEERING, **numbers)
    ResolutionFactory(**at, circle=Circle.STEERING, title="Früherer Beschluss")
    for model in (Body, Meeting, ActionField, Goal, Measure, Progress, type(engagement.resolutions.get())):
        model.objects.update(shared_on=long_ago)
    Membership.objects.filter(user=lead).update(starts_on=long_ago)
    return engagement


@pytest.fixture
def newcomer(house):
    return MembershipFactory(
        room=house.room, role=Role.STEERING, starts_on=timezone.localdate(), user__name="Neue Stimme"
    ).user


def page(client, user, name, pk):
    client.force_login(user)
    return client.get(reverse(f"steering:{name}", args=[pk]))


def test_the_team_is_told_who_does_not_read_it_yet(client, lead, house, newcomer):
    assert "1 Mitglied kam später dazu" in page(client, lead, "hub", house.pk).content.decode()
    assert "Neue Stimme" in page(client, lead, "newcomers", house.pk).content.decode()


def test_before_she_reads_nothing_of_it_and_afterwards_what_the_group_works_with(client, lead, house, newcomer):
    measure = Measure.objects.get(circle=Circle.STEERING)
    assert "Vorhaben" not in page(client, newcomer, "plan", house.pk).content.decode()

    client.force_login(lead)
    assert client.post(reverse("steering:newcomers", args=[house.pk])).status_code == 302

    plan = page(client, newcomer, "plan", house.pk).content.decode()
    assert "Vorhaben 20" in plan
    assert "Vorhaben 40" not in plan
    hub = page(client, newcomer, "hub", house.pk).content.decode()
    assert "Runde 20" in hub
    assert "Runde 40" not in hub
    told = page(client, newcomer, "measure-detail", measure.pk).content.decode()
    assert "Frühere Meldung" not in told
    assert "Früherer Beschluss" not in page(client, newcomer, "resolution-list", house.pk).content.decode()
    assert Entry.objects.filter(action="plan.shared_anew").count() == 1


def test_shared_once_there_is_nothing_more_to_say(client, lead, house, newcomer):
    client.force_login(lead)
    for _time in range(2):
        client.post(reverse("steering:newcomers", args=[house.pk]))

    assert Entry.objects.filter(action="plan.shared_anew").count() == 1
    assert "später dazu" not in page(client, lead, "hub", house.pk).content.decode()
    assert page(client, lead, "newcomers", house.pk).status_code == 302


@pytest.mark.parametrize("who", ["member", "contact"])
def test_only_the_team_opens_it(client, house, who, request):
    assert page(client, request.getfixturevalue(who), "newcomers", house.pk).status_code == 403


def test_whoever_was_there_from_the_beginning_needs_nothing(client, lead, house, member):
    Membership.objects.filter(user=member).update(starts_on=timezone.localdate() - BEFORE)

    assert "später dazu" not in page(client, lead, "hub", house.pk).content.decode()


def test_shared_with_newcomers_it_is_no_news_to_those_who_know_it(client, lead, house, member):
    Membership.objects.filter(user=member).update(starts_on=timezone.localdate() - 2 * BEFORE)
    week, tomorrow = timezone.localdate() - dt.timedelta(days=7), timezone.localdate() + dt.timedelta(days=1)
    Measure.objects.update(created_at=timezone.now() - BEFORE)
    client.force_login(lead)
    client.post(reverse("steering:newcomers", args=[house.pk]))
    measure = Measure.objects.get(circle=Circle.STEERING)
    assert measure.shared_on == timezone.localdate()
    assert not has_news(member, week, tomorrow)

    Measure.objects.filter(pk=measure.pk).update(created_at=timezone.now())
    assert has_news(member, week, tomorrow)


def test_a_measure_released_to_the_group_is_news_whenever_it_was_written(house, lead, advisor, member):
    Membership.objects.filter(user=member).update(starts_on=timezone.localdate() - 2 * BEFORE)
    week, tomorrow = timezone.localdate() - dt.timedelta(days=7), timezone.localdate() + dt.timedelta(days=1)
    Measure.objects.update(created_at=timezone.now() - BEFORE)
    measure = Measure.objects.get(circle=Circle.TEAM)
    for row in (measure.goal.field, measure.goal):
        type(row).objects.filter(pk=row.pk).update(circle=Circle.STEERING)
    measure = Measure.objects.get(pk=measure.pk)
    release = propose(measure, to_circle=Circle.STEERING, by=advisor)
    assert not has_news(member, week, tomorrow)

    approve(release, by=lead)
    assert has_news(member, week, tomorrow)
