"""Rounds about something of their own: a text with its numbers, the plan as far as it is released, an open question."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from participation import asking
from participation.models import CommentRound, RoundSection
from rooms.enums import Circle
from rooms.ids import uuid7
from tests.factories.asking import AskedSectionFactory, OpenQuestionFactory
from tests.factories.contributions import ContributionFactory
from tests.factories.steering import ActionFieldFactory, GoalFactory, MeasureFactory
from tests.walls import as_owner

pytestmark = pytest.mark.django_db
DAYS = {"opens_on": "2026-01-01", "closes_on": "2099-01-01"}
TEXT = """1 Ziele
Alle kommen an.

2.1 Ankommen
Wer neu ist, findet eine Tür.
2026 sind es drei Türen."""


def ask(client, engagement, subject, **more):
    fields = {"title": "Was ist zu tun?", "asks": "alle", "key": str(uuid7())} | DAYS | more
    return client.post(reverse("participation:comment-round-ask", args=[engagement.pk, subject]), fields)


def page_of(client, url):
    return client.get(url).content.decode()


def list_url(engagement):
    return reverse("participation:comment-round-list", args=[engagement.pk])


# --- beginning -----------------------------------------------------------------------------


def test_it_begins_with_what_it_is_about(signed_in, engagement):
    page = page_of(signed_in, list_url(engagement))

    assert "Worum geht es?" in page
    for subject in ("frage", "text", "plan"):
        assert reverse("participation:comment-round-ask", args=[engagement.pk, subject]) in page
    assert (
        signed_in.get(reverse("participation:comment-round-ask", args=[engagement.pk, "leitbild"])).status_code == 404
    )


def test_an_open_question_sent_twice_is_asked_once(signed_in, engagement):
    key = str(uuid7())
    answers = [ask(signed_in, engagement, "frage", key=key) for _ in range(2)]
    found = CommentRound.objects.get()

    assert {answer["Location"] for answer in answers} == {found.get_absolute_url()}
    assert (found.circle, found.statement, found.heading) == (Circle.STEERING, None, "Was ist zu tun?")
    assert "Die Fragerunde ist für alle freigegeben." in page_of(signed_in, found.get_absolute_url())
    assert "Was ist zu tun?" in page_of(signed_in, list_url(engagement))


def test_a_text_keeps_its_numbers_when_it_grows(signed_in, engagement):
    ask(signed_in, engagement, "text", text=TEXT)
    found = CommentRound.objects.get()
    before = {row.sign: row.number for row in found.sections.all()}
    assert [(row.sign, row.heading) for row in found.sections.all()] == [("1", "Ziele"), ("2.1", "Ankommen")]
    assert found.sections.last().text.endswith("2026 sind es drei Türen.")

    url = reverse("participation:comment-round-update", args=[found.pk])
    grown = TEXT.replace("2.1 Ankommen", "1.1 Dazwischen\nNeu.\n\n2.1 Ankommen")
    signed_in.post(url, {"title": found.title, "asks": "alle", "text": grown, "version": found.version} | DAYS)

    assert [row.sign for row in found.sections.all()] == ["1", "1.1", "2.1"]
    assert before.items() <= {row.sign: row.number for row in found.sections.all()}.items()
    assert CommentRound.objects.get().version > found.version  # two people release a version of the row


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Nur Text", "Kein Abschnitt beginnt mit einer Nummer"),
        ("1 Eins\n1 Noch einmal", "Die Nummer 1 steht zweimal da"),
        ("", "fügen Sie den Text ein"),
    ],
)
def test_a_text_without_its_numbers_gets_a_sentence_and_stays(signed_in, engagement, text, said):
    answer = ask(signed_in, engagement, "text", text=text)

    assert said in answer.content.decode()
    assert text in answer.content.decode()
    assert not CommentRound.objects.exists()


def test_what_somebody_has_spoken_of_stays_as_it_is(signed_in, engagement):
    ask(signed_in, engagement, "text", text=TEXT)
    found = CommentRound.objects.get()
    ContributionFactory(round=found, statement=None)
    url = reverse("participation:comment-round-update", args=[found.pk])
    more = {"version": found.version, "introduction": "Neu", "asks": "eingeladen"}
    signed_in.post(url, {"title": "Anders", "text": "9 Neun"} | more | DAYS | {"closes_on": "2098-01-01"})
    found.refresh_from_db()

    assert (found.title, found.introduction, found.asks) == ("Was ist zu tun?", "", "alle")
    assert found.closes_on.year == 2098
    assert found.sections.count() == 2


@pytest.mark.parametrize("more", [{"title": ""}, {"subject": "leitbild"}])
def test_a_round_is_about_one_thing(more):
    with pytest.raises(IntegrityError), transaction.atomic():
        OpenQuestionFactory(**more)


def test_a_contribution_belongs_to_something():
    with pytest.raises(IntegrityError), transaction.atomic():
        ContributionFactory(round=None, statement=None, room=OpenQuestionFactory().room)


# --- the plan ------------------------------------------------------------------------------


@pytest.fixture
def plan(engagement):
    """An aim with one measure everybody reads, and one for the group."""
    place = {"circle": Circle.PUBLIC}
    goal = GoalFactory(field=ActionFieldFactory(engagement=engagement, number=1, **place), number=2, **place)
    MeasureFactory(goal=goal, number=3, title="Bus am Abend", text="Bis 22 Uhr.", **place)
    return MeasureFactory(goal=goal, number=4, title="kanarie Maßnahme", text="kanarie", circle=Circle.STEERING)


def test_the_plan_is_asked_about_by_number_as_far_as_all_may_read_it(signed_in, engagement, plan):
    ask(signed_in, engagement, "plan", title="Maßnahmenplan")
    found = CommentRound.objects.get()

    assert [row.sign for row in found.sections.all()] == ["Ziel 1.2", "M 3"]
    assert set(found.sections.values_list("heading", "text")) == {("", "")}
    page = page_of(signed_in, found.get_absolute_url())
    assert "M 3 Bus am Abend" in page
    assert "kanarie" not in page


def test_members_are_asked_about_what_the_group_reads(signed_in, engagement, plan):
    ask(signed_in, engagement, "plan", title="Maßnahmenplan", asks="eingeladen")

    assert "M 4 kanarie" in page_of(signed_in, CommentRound.objects.get().get_absolute_url())


def test_a_plan_nobody_may_read_is_not_asked_about(signed_in, engagement):
    MeasureFactory(goal=GoalFactory(field=ActionFieldFactory(engagement=engagement)), title="Geheim")
    answer = ask(signed_in, engagement, "plan", title="Maßnahmenplan")

    assert "noch nichts für alle freigegeben" in answer.content.decode()
    assert not CommentRound.objects.exists()


def copied(found, user, parts=()):
    """The planted leak: the words of the plan written down beside the round."""
    rows = asking.Measure.objects.filter(room=found.room_id)
    RoundSection.objects.bulk_create(
        RoundSection(round=found, number=n, sign=f"M {row.number}", heading=row.title, text=row.text)
        for n, row in enumerate(rows, start=1)
    )
    CommentRound.objects.filter(pk=found.pk).update(subject="text")


@pytest.mark.parametrize("leaks", [False, True])
def test_nothing_of_an_unreleased_plan_reaches_guests(signed_in, plan, monkeypatch, leaks):
    if leaks:
        monkeypatch.setattr("participation.forms.asking.lay_out", copied)
    ask(signed_in, plan.engagement, "plan", title="Maßnahmenplan")
    as_owner()
    found = CommentRound.objects.get()
    CommentRound.objects.update(circle=Circle.PUBLIC)
    page = page_of(Client(), found.guest_url)

    assert "Bus am Abend" in page
    assert ("kanarie" in page) is leaks


def test_a_measure_taken_back_is_gone_on_the_next_request(engagement, plan):
    found = OpenQuestionFactory(engagement=engagement, subject="plan", title="Plan", circle=Circle.PUBLIC)
    for n, sign in enumerate(("Ziel 1.2", "M 3", "M 4"), start=1):
        AskedSectionFactory(round=found, number=n, sign=sign, heading="", text="")
    assert "Bus am Abend" in page_of(Client(), found.guest_url)
    assert "M 4" not in page_of(Client(), found.guest_url)

    as_owner()
    asking.Measure.objects.filter(number=3).update(circle=Circle.TEAM)
    assert "M 3" not in page_of(Client(), found.guest_url)
