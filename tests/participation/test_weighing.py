"""Disputed points: put before the group in one step, and the least resistance taken over as the proposed answer."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from engagements.transitions.steps import StepRefused
from participation.models import Point
from participation.transitions.contributions import decide, propose
from participation.weighing import take_over, weighing_of, why_not
from rooms.acting import act_as
from rooms.enums import Circle, Role
from rooms.ids import uuid7
from steering.models import AgendaItem, Consensing
from steering.transitions.consensing import close_consensing
from tests.factories.asking import OpenQuestionFactory
from tests.factories.contributions import ContributionFactory, PointFactory
from tests.factories.rooms import MembershipFactory
from tests.factories.steering import BodyFactory, MeetingFactory, TermFactory
from tests.walls import as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(engagement):
    """A sitting ahead of a group everybody in it may see."""
    body = BodyFactory(room=engagement.room, circle=Circle.STEERING, name="Lenkungsrunde")
    on = timezone.localdate() + dt.timedelta(days=9)
    return MeetingFactory(engagement=engagement, body=body, circle=Circle.STEERING, on=on)


@pytest.fixture
def found(engagement):
    return OpenQuestionFactory(engagement=engagement)


@pytest.fixture
def point(found):
    row = ContributionFactory(round=found, statement=None, state="angenommen", text="kanarie Wirtin Lindenstraße")
    act = {"state": "vorgeschlagen", "handling": "veraendert", "reason": "Eine Bank genügt."}
    return PointFactory(contribution=row, text="Drei Bänke", wording="Drei Bänke im Schatten", **act)


def url_of(found):
    return reverse("participation:points-weigh", args=[found.pk])


def weigh(client, point, **more):
    """As the page sends it."""
    fields = {"meeting": str(point.meeting.pk), "way": "saal", "key": str(uuid7())}
    fields |= {"punkte-TOTAL_FORMS": "1", "punkte-INITIAL_FORMS": "1", "punkte-0-point": str(point.pk)}
    fields |= {"punkte-0-on": "on", "punkte-0-question": "Wie viele Bänke?", "punkte-0-as_is": "on"}
    fields |= {"punkte-0-draft": "Eine Bank", "punkte-0-contribution": "Drei Bänke"}
    return client.post(
        url_of(point.contribution.round), {name: value for name, value in (fields | more).items() if value is not None}
    )


@pytest.fixture
def disputed(point, meeting):
    point.meeting = meeting
    return point


def counted(point, lead, *called):
    """The question about a point, called out and counted."""
    act_as(lead.pk)
    asked = Consensing.objects.get(pk=Point.objects.get(pk=point.pk).consensing_id)
    for option, numbers in zip(asked.options.all(), called, strict=True):
        option.called = list(numbers)
        option.save(update_fields=["called"])
    return close_consensing(asked, by=lead)


def test_all_of_it_is_prepared(signed_in, found, disputed):
    page = signed_in.get(f"{url_of(found)}?punkt={disputed.pk}").content.decode()

    assert "Lenkungsrunde" in page
    assert "Eine Bank genügt." in page
    assert "kanarie" not in page


@pytest.mark.parametrize("public_text", ["", "Mehr Plätze zum Sitzen"])
def test_only_words_meant_for_everybody_stand_ready_for_the_group(signed_in, found, disputed, public_text):
    words = {"text": "planted Lindenstraße", "wording": "planted Bänke", "public_text": public_text}
    Point.objects.filter(pk=disputed.pk).update(**words)
    page = signed_in.get(f"{url_of(found)}?punkt={disputed.pk}")
    begin = page.context["rows"][0][0].initial

    assert (begin["question"], begin["contribution"]) == (public_text, public_text)
    assert "planted Bänke" in page.content.decode()  # for the team, which words it anew


def test_only_the_point_one_came_with_is_ticked(signed_in, found, disputed, lead):
    other = PointFactory(contribution=disputed.contribution, text="Ein Dach")
    Point.objects.filter(pk=disputed.pk).update(state="entschieden", decided_by=lead, decided_at=timezone.now())
    for wanted, on in ((disputed, False), (other, True)):
        rows = signed_in.get(f"{url_of(found)}?punkt={wanted.pk}").context["rows"]
        assert [(point.pk, row.initial["on"]) for row, point in rows] == [(other.pk, on)]


def test_without_a_sitting_it_says_what_to_do(signed_in, found, point):
    assert "keine ist geplant" in signed_in.get(url_of(found)).content.decode()


def test_one_step_puts_it_on_the_agenda_once(signed_in, found, disputed):
    key = str(uuid7())
    for _ in range(2):
        assert weigh(signed_in, disputed, key=key).status_code == 302
    asked = Consensing.objects.get()
    disputed.refresh_from_db()

    assert AgendaItem.objects.get().title == f"Strittige Punkte: {found.title}"
    assert [(row.text, row.is_passive) for row in asked.options.all()] == [
        ("Eine Bank", False),
        ("Drei Bänke", False),
        ("Es bleibt, wie es ist.", True),
    ]
    assert (disputed.consensing_id, disputed.weighed) == (asked.pk, ["redaktion", "beitrag", "bleibt"])
    assert (asked.circle, asked.question) == (Circle.STEERING, "Wie viele Bänke?")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"punkte-0-on": None}, "mindestens einen Punkt"),
        ({"punkte-0-question": ""}, "worüber die Gruppe abwägt"),
        ({"punkte-0-draft": "", "punkte-0-contribution": ""}, "mindestens zwei verschiedene"),
        ({"punkte-0-draft": "Drei Bänke"}, "mindestens zwei verschiedene"),
    ],
)
def test_what_is_missing_gets_a_sentence_and_the_words_stay(signed_in, disputed, more, said):
    answer = weigh(signed_in, disputed, **more)

    assert said in answer.content.decode()
    assert not AgendaItem.objects.exists()


def test_a_point_is_weighed_once_at_a_time(signed_in, disputed):
    weigh(signed_in, disputed)
    answer = weigh(signed_in, disputed)
    listed = signed_in.get(reverse("participation:point-list", args=[disputed.contribution.round_id]))

    assert "wird schon abgewogen" in answer.content.decode()
    assert "wird abgewogen" in listed.content.decode()
    assert Consensing.objects.count() == 1


def test_the_list_asks_a_fixed_number_of_statements(signed_in, disputed, meeting):
    url, counts = reverse("participation:point-list", args=[disputed.contribution.round_id]), []
    for _ in range(2):
        point = PointFactory(contribution=disputed.contribution)
        point.meeting = meeting
        weigh(signed_in, point)
        signed_in.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert "wird abgewogen" in signed_in.get(url).content.decode()
        counts.append(len(captured))

    assert Consensing.objects.count() == 2
    assert counts[0] == counts[1]


def test_while_it_is_weighed_nothing_is_decided_or_removed(signed_in, disputed, lead):
    weigh(signed_in, disputed)
    signed_in.post(reverse("participation:point-delete", args=[disputed.pk]))
    act_as(lead.pk)
    point = Point.objects.get()

    with pytest.raises(StepRefused, match="gerade abgewogen"):
        decide(point, by=lead)
    with pytest.raises(StepRefused, match="gerade abgewogen"):
        propose(point, handling="uebernommen", by=lead)


@pytest.mark.parametrize("change", [{"state": "abgesagt"}, {"approved_on": dt.date(2026, 1, 1)}])
def test_a_sitting_that_does_not_count_any_more_keeps_no_point(signed_in, disputed, meeting, change):
    weigh(signed_in, disputed)
    as_owner()
    type(meeting).objects.filter(pk=meeting.pk).update(**change)

    assert why_not(Point.objects.get()) == ""
    assert "noch einmal abwägen" in signed_in.get(disputed.get_absolute_url()).content.decode()
    listed = signed_in.get(reverse("participation:point-list", args=[disputed.contribution.round_id]))
    assert "wird abgewogen" not in listed.content.decode()


def test_a_question_dropped_by_the_group_frees_its_point(signed_in, disputed):
    weigh(signed_in, disputed)
    signed_in.post(reverse("steering:consensing-delete", args=[Consensing.objects.get().pk]))
    disputed.refresh_from_db()

    assert disputed.consensing_id is None
    assert weigh(signed_in, disputed).status_code == 302


@pytest.mark.parametrize("change", [{"handling": "verbunden"}, {"state": "entschieden"}])
def test_what_joined_another_or_is_decided_meanwhile_is_not_weighed(signed_in, disputed, lead, change):
    more = {"merged_with": PointFactory(contribution=disputed.contribution)} if "handling" in change else {}
    more |= {"decided_by": lead, "decided_at": timezone.now()} if "state" in change else {}
    Point.objects.filter(pk=disputed.pk).update(**change | more)
    answer = weigh(signed_in, disputed)

    assert "Inzwischen ist ein Punkt" in answer.content.decode()
    assert not Consensing.objects.exists()


def test_the_result_stands_beside_the_point_and_is_taken_over(signed_in, disputed, lead):
    weigh(signed_in, disputed)
    counted(disputed, lead, [5, 9, 1], [0, 2, 1], [8, 8, 8])
    page = signed_in.get(disputed.get_absolute_url()).content.decode()
    assert "Widerstand zusammen 3, höchster 2" in page

    option = Consensing.objects.get().options.get(order=2)
    signed_in.post(reverse("participation:point-take-over", args=[disputed.pk]), {"option": option.pk})
    disputed.refresh_from_db()
    assert (disputed.state, disputed.handling) == ("vorgeschlagen", "uebernommen")
    assert disputed.reason.startswith("Lenkungsrunde hat am")
    assert "„Drei Bänke“" in disputed.reason
    assert "Widerstand zusammen" not in disputed.reason


@pytest.mark.parametrize(
    ("called", "handling"), [(([0] * 3, [5] * 3, [9] * 3), "veraendert"), (([9] * 3, [5] * 3, [0] * 3), "nicht")]
)
def test_each_option_stands_for_an_answer(signed_in, disputed, lead, called, handling):
    weigh(signed_in, disputed)
    asked = counted(disputed, lead, *called)
    best = asked.options.get(place=1)

    assert take_over(Point.objects.get(), best.pk, by=lead).handling == handling
    with pytest.raises(StepRefused, match="geringsten Widerstand"):
        take_over(Point.objects.get(), asked.options.exclude(pk=best.pk).first().pk, by=lead)


def test_the_round_may_have_ended_meanwhile(signed_in, found, disputed, lead):
    weigh(signed_in, disputed)
    as_owner()
    type(found).objects.filter(pk=found.pk).update(opens_on=dt.date(2020, 1, 1), closes_on=dt.date(2020, 2, 1))
    asked = counted(disputed, lead, [0], [1], [2])

    point = take_over(Point.objects.get(), asked.options.get(place=1).pk, by=lead)
    assert decide(point, by=lead).is_decided
    assert "nur die Reihenfolge" in signed_in.get(disputed.get_absolute_url()).content.decode()


def test_how_many_have_answered_is_told_and_not_who(signed_in, found, disputed, meeting, lead):
    member = MembershipFactory(room=found.room, role=Role.STEERING, user__name="Mara Mitglied").user
    TermFactory(body=meeting.body, account=member, name=member.name)
    weigh(signed_in, disputed, way="blatt")
    act_as(lead.pk)
    weighing = weighing_of(lead, Point.objects.get())

    assert (weighing.voted, weighing.of, weighing.is_running) == (0, 1, True)
    page = signed_in.get(disputed.get_absolute_url()).content.decode()
    assert "0 von 1 haben bewertet" in page
    assert "Mara" not in page.partition('id="h-weighed"')[2].partition("</section>")[0]
    signed_in.force_login(member)
    review = signed_in.get(reverse("steering:review", args=[found.engagement.pk])).content.decode()
    assert "Wie viele Bänke?" in review  # she is reminded as of every question of her group
    assert "kanarie" not in review
