"""What a review found on the way to a council: who reads what, words that are no day, and what is done twice."""

import datetime as dt

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from engagements.transitions.steps import StepRefused
from rooms.acting import act_as
from rooms.enums import Circle
from rooms.releasing import circles_beyond, propose, propose_url
from rooms.transitions import approve
from stakeholders.enums import BodyKind, FoundingStep, NominationState, StepState
from stakeholders.models import Body, Call, CouncilStep, CouncilYear, Nomination
from steering.forms.council import FillForm
from steering.transitions.council import begin, fill, renew
from steering.yearly import YearPaper
from tests.factories.steering import BodyFactory, MeetingFactory, ResolutionFactory, SeatGroupFactory, TermFactory
from tests.stakeholders.sent import sent_by

from .visits import url_of

pytestmark = pytest.mark.django_db
N, S = NominationState, StepState
INSIDE = "geheimwort"


@pytest.fixture
def group(council):
    return SeatGroupFactory(body=council, label="Praxis", seats=3)


@pytest.fixture
def of_the_team(council):
    """The same council before it was opened: the team's own."""
    Body.objects.filter(pk=council.pk).update(circle=Circle.TEAM)
    council.refresh_from_db()
    return council


def opened(body):
    Body.objects.filter(pk=body.pk).update(circle=Circle.STEERING)
    body.refresh_from_db()
    return body


def willing(group, name="Frau Neu", **fields):
    body = group.body
    fields = {"state": N.WILLING} | fields
    return Nomination.objects.create(body=body, room_id=body.room_id, group=group, name=name, **fields)


def year_of(body, year=2025, **fields):
    return CouncilYear.objects.create(body=body, room_id=body.room_id, year=year, **fields)


# --- the yearly report -----------------------------------------------------------------------


def all_words(paper):
    return repr([(chapter.text, chapter.lines) for chapter in paper.chapters()])


@pytest.mark.parametrize("is_opened", [False, True])
def test_a_foreword_of_the_team_stays_there_when_the_body_is_opened(of_the_team, advisor, is_opened):
    year_of(of_the_team, circle=Circle.TEAM, foreword=INSIDE)
    body = opened(of_the_team) if is_opened else of_the_team
    act_as(advisor.pk)

    assert (INSIDE in all_words(YearPaper(advisor, body, 2025))) != is_opened


@pytest.mark.parametrize(
    ("circle", "told"),
    [
        (Circle.PUBLIC, "für die Lenkungsrunde"),
        (Circle.STEERING, "für die Lenkungsrunde"),
        (Circle.CLIENT, "nur für Beratungsteam und Ansprechpersonen der Kommune"),
        (Circle.TEAM, "nur für das Beratungsteam"),
    ],
)
def test_the_report_says_for_whom_it_is(engagement, council, advisor, circle, told):
    """What only the team reads stands in its own report, which says so, and in no other."""
    Body.objects.filter(pk=council.pk).update(circle=circle)
    council.refresh_from_db()
    ResolutionFactory(engagement=engagement, circle=Circle.TEAM, body=council, title=INSIDE, decided="2025")
    act_as(advisor.pk)
    paper = YearPaper(advisor, council, 2025)

    assert paper.facts[-1] == told
    assert (INSIDE in all_words(paper)) == (circle == Circle.TEAM)


def test_states_are_of_today_and_seats_of_the_end_of_the_year(council, group, advisor):
    TermFactory(body=council, group=group, period="2018 bis 2024")
    act_as(advisor.pk)
    paper = YearPaper(advisor, Body.objects.with_seats().get(pk=council.pk), 2024)

    assert paper.facts[1] == f"Stand {date_format(timezone.localdate(), 'j. F Y')}"
    assert paper.seats()[0] == "1 Mitglied auf 3 Sitzen am 31.12.2024"


def test_only_members_of_that_day_were_there(engagement, council, group, advisor):
    here, gone = (TermFactory(body=council, group=group, period=period) for period in ("", "bis 31.12.2024"))
    sat = {"on": dt.date(2025, 3, 5), "state": "gehalten", "number": 1}
    meeting = MeetingFactory(engagement=engagement, circle=Circle.STEERING, body=council, **sat)
    for term in (here, gone):
        meeting.attendance.create(term=term, presence="anwesend")
    act_as(advisor.pk)

    assert YearPaper(advisor, council, 2025).sittings()[1] == "1. Sitzung am 05.03.2025: 1 von 1 da"


# --- what stays inside -----------------------------------------------------------------------


def test_neither_nominations_nor_steps_are_offered_to_the_group(council, group, advisor):
    begin(council, by=advisor)
    own = willing(group, circle=Circle.TEAM)
    shared = willing(group, circle=Circle.CLIENT)

    assert circles_beyond(own) == [Circle.CLIENT]
    assert circles_beyond(shared) == circles_beyond(council.steps.first()) == []


def test_steps_the_town_does_not_see_are_told_in_a_sentence(client, contact, advisor, of_the_team):
    begin(of_the_team, by=advisor)
    page = url_of("council", opened(of_the_team).pk)
    client.force_login(contact)
    answer = client.post(page, follow=True)

    assert answer.status_code == 200
    assert "hat das Beratungsteam schon begonnen" in answer.content.decode()
    act_as(advisor.pk)
    assert CouncilStep.objects.count() == 10


def test_a_year_the_town_does_not_see_loses_nothing_it_typed(client, contact, advisor, of_the_team):
    row = year_of(of_the_team, circle=Circle.TEAM, foreword=INSIDE)
    page = url_of("council-year-write", opened(of_the_team).pk, 2025)
    client.force_login(contact)
    for _ in range(2):  # sent again it says the same
        answer = sent_by(client, page, {"foreword": "Unser Anfang."})
        text = answer.content.decode()
        assert answer.status_code == 200
        assert "hat das Beratungsteam schon begonnen" in text
        assert "Unser Anfang." in text
        assert INSIDE not in text
    act_as(advisor.pk)
    row.refresh_from_db()
    assert row.foreword == INSIDE


def test_what_the_team_began_goes_along_by_a_proposal(client, contact, advisor, lead, of_the_team):
    """Two people let it out, as with everything; until then it stays."""
    begin(of_the_team, by=advisor)
    step = of_the_team.steps.get(key=FoundingStep.MOTION)
    year = year_of(of_the_team, circle=Circle.TEAM)
    call = Call.objects.create(body=of_the_team, room_id=of_the_team.room_id, circle=Circle.TEAM, wording="x")
    client.force_login(advisor)
    pages = {
        step: (step.get_absolute_url(), Circle.CLIENT),
        call: (call.get_absolute_url(), Circle.CLIENT),
        year: (url_of("council-year-write", of_the_team.pk, 2025), Circle.STEERING),
    }
    for row, (page, _) in pages.items():
        assert "freigaben" not in sent_by(client, page, {}).url, row  # still the team's own
    opened(of_the_team)
    for row, (page, circle) in pages.items():
        answer = sent_by(client, page, {})
        assert answer.url == propose_url(row, circle)
        assert client.get(answer.url).status_code == 200
        row.refresh_from_db()
        assert row.circle == Circle.TEAM
        release = propose(row, to_circle=circle, by=advisor)
        assert "freigaben" not in sent_by(client, page, {}).url  # it waits already
        approve(release, by=lead)
        row.refresh_from_db()
        assert row.circle == circle
        assert "freigaben" not in sent_by(client, page, {}).url
    client.force_login(contact)
    assert step.get_absolute_url() in client.get(url_of("council", of_the_team.pk)).content.decode()


# --- seats -----------------------------------------------------------------------------------


@pytest.mark.parametrize("when", ["bis 2030", "2024 bis 2026", "2024–2026", "seit 2018", "irgendwann"])
def test_a_span_is_no_day_to_begin_with(client, advisor, council, group, when):
    row = willing(group)
    client.force_login(advisor)
    sent = {"people": [str(row.pk)], "how": "berufen", "through": "Rat", "when": when}
    answer = client.post(url_of("council-fill", council.pk), sent)

    assert "einen Tag, einen Monat oder ein Jahr" in answer.content.decode()
    with pytest.raises(StepRefused):
        fill(council, [row.pk], how=N.APPOINTED, through="Rat", when=when, by=advisor)
    assert not council.terms.exists()


@pytest.mark.parametrize("when", ["2019", "Mai 2026", "03.05.2026", "3. Mai 2026", "Frühjahr 2026"])
def test_a_day_a_month_and_a_year_are(council, group, advisor, when):
    term = fill(council, [willing(group).pk], how=N.APPOINTED, through="Rat", when=when, by=advisor)[0]

    assert term.period_from is not None
    assert term.period_until is None


@pytest.mark.parametrize("more", [0, 1])
def test_the_longest_day_still_has_room_for_its_seit(client, advisor, council, group, more):
    client.force_login(advisor)
    longest = FillForm.base_fields["when"].max_length
    when = "03.05.2026 (" + "x" * (longest - 13 + more) + ")"
    sent = {"people": [str(willing(group).pk)], "how": "berufen", "through": "Rat", "when": when}

    assert client.post(url_of("council-fill", council.pk), sent).status_code == (200 if more else 302)
    assert council.terms.count() == 1 - more


def test_the_page_tells_the_day_of_who_is_left_over(client, advisor, council, group):
    willing(group, "Frau Übrig", state=N.ASKED)
    fill(council, [willing(group).pk], how=N.APPOINTED, through="Rat", when="2019", by=advisor)
    willing(group, "Frau Danach", state=N.ASKED)
    client.force_login(advisor)
    shown = client.get(url_of("nominations", council.pk)).content.decode()

    assert shown.count("wird gelöscht am") == 2
    assert "wird gelöscht am" not in shown.partition("Frau Danach")[2].partition("</li>")[0]


# --- done twice ------------------------------------------------------------------------------


def test_renewed_twice_nothing_typed_since_is_emptied(client, advisor, council):
    begin(council, by=advisor)
    renew(council, by=advisor)
    call = council.steps.get(key=FoundingStep.CALL)
    call.note = "Neu getippt"
    call.save()
    client.force_login(advisor)
    answer = client.post(url_of("council-renew", council.pk), follow=True).content.decode()

    assert "Der Aufruf läuft schon" in answer
    call.refresh_from_db()
    assert (call.note, call.state) == ("Neu getippt", S.RUNNING)


def test_predecessors_make_no_ring(client, advisor, engagement, council):
    here = {"room": engagement.room, "kind": BodyKind.INTEGRATION_BOARD, "circle": Circle.STEERING}
    first = BodyFactory(**here, name="Erster")
    second = BodyFactory(**here, name="Zweiter", predecessor=first)
    other = BodyFactory(**here, name="Anderer")
    Body.objects.filter(pk=council.pk).update(predecessor=second)
    client.force_login(advisor)
    page = url_of("council-predecessor", first.pk)
    form = client.get(page).context["form"]
    assert list(form.fields["predecessor"].queryset) == [other]

    for each in (first, second, council):
        assert sent_by(client, page, {"predecessor": str(each.pk)}).status_code == 200
    first.refresh_from_db()
    assert first.predecessor is None
    assert sent_by(client, page, {"predecessor": str(other.pk)}).status_code == 302
