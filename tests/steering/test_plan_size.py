"""A plan as large as they get, 69 goals with 200 measures: few statements, a light page, and a way through it."""

import gzip

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rooms.enums import Circle
from steering.models import ActionField, Goal, Measure, Mirror
from tests.factories.steering import ActionFieldFactory, GoalFactory, MeasureFactory

pytestmark = pytest.mark.django_db
FOR_GROUP = {"circle": Circle.STEERING}
FIELDS, GOALS, MEASURES = 8, 69, 200
BUDGET = 30_000  # bytes on the wire; a phone on a bad line
STATES = ("vorgeschlagen", "in_umsetzung", "umgesetzt", "beschlossen")
LIGHTS = ("gruen", "gelb", "rot", "grau")


@pytest.fixture
def plan(engagement):
    return reverse("steering:plan", args=[engagement.pk])


def fill(engagement, fields=FIELDS, goals=GOALS, measures=MEASURES):
    """Many rows in few statements."""
    room = {"room": engagement.room, **FOR_GROUP}
    numbers = range(1, fields + 1)
    rows = [ActionField(engagement=engagement, number=n, name=f"Handlungsfeld {n}", **room) for n in numbers]
    rows = ActionField.objects.bulk_create(rows)
    words = "Alle, die neu in die Stadt kommen, finden in einem halben Jahr Rat"
    aims = Goal.objects.bulk_create(
        Goal(field=rows[n % fields], number=n + 1, text=f"{words} ({n})", **room) for n in range(goals)
    )
    Mirror.objects.bulk_create(Mirror(goal=goal, judgement="unterwegs", evidence=words, **room) for goal in aims)
    Measure.objects.bulk_create(
        Measure(
            engagement=engagement,
            goal=aims[n % goals],
            number=n + 1,
            title=f"Eine Maßnahme mit einem langen, sprechenden Namen Nummer {n}",
            owner=("Sozialamt", "Bauamt", "Verein")[n % 3],
            state=STATES[n % 4],
            light=LIGHTS[n % 4],
            **room,
        )
        for n in range(measures)
    )


def statements(client, url):
    with CaptureQueriesContext(connection) as found:
        response = client.get(url)
    return len(found), response


@pytest.mark.parametrize("role", ["lead", "member"])
def test_a_large_plan_takes_as_many_statements_as_a_small_one(request, client, engagement, plan, role):
    client.force_login(request.getfixturevalue(role))
    field = ActionFieldFactory(engagement=engagement, number=99, **FOR_GROUP)
    MeasureFactory(goal=GoalFactory(field=field, **FOR_GROUP), **FOR_GROUP)
    client.get(plan)
    few, _response = statements(client, plan)
    Measure.objects.all().delete()
    fill(engagement)
    many, response = statements(client, plan)

    assert many == few
    assert response.content.count(b"/lenkung/massnahmen/") == MEASURES
    assert len(gzip.compress(response.content, 9)) < BUDGET


def test_one_jumps_to_a_field_and_sees_how_much_is_there(client, member, engagement, plan):
    fill(engagement)
    client.force_login(member)
    content = client.get(plan).content.decode()
    jump = content[content.index('<ul class="jump">') :].partition("</ul>")[0]

    assert jump.count("<li>") == FIELDS
    for row in ActionField.objects.all():
        assert f'href="#f-{row.pk}"' in jump
        assert f'id="f-{row.pk}"' in content


@pytest.mark.parametrize(
    ("query", "count"),
    [("stand=umgesetzt", 50), ("ampel=rot", 50), ("wer=bauamt", 67), ("stand=umgesetzt&ampel=gelb", 0)],
)
def test_a_filter_lives_in_the_address(client, member, engagement, query, count):
    """So it survives the way back, and can be sent to somebody."""
    fill(engagement)
    client.force_login(member)
    content = client.get(f"/lenkung/{engagement.pk}/plan/?{query}").content.decode()

    assert content.count("/lenkung/massnahmen/") == count
    assert "Filter aufheben" in content
