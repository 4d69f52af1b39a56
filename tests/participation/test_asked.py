"""What comes in when a text, the plan or a question is asked about: from the guest to what became of it."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from participation.contributing import path_of
from participation.models import Contribution, RoundReport
from participation.templatetags.contributions import IN_SHORT, TOLD_ON_A_PAGE
from rooms.acting import act_as
from rooms.enums import Circle
from steering.models import Goal, Measure
from tests.factories.asking import AskedSectionFactory, OpenQuestionFactory
from tests.factories.contributions import ContributionFactory, PointFactory
from tests.factories.steering import ActionFieldFactory, GoalFactory, MeasureFactory
from tests.walls import as_owner

from .contributing import words

pytestmark = pytest.mark.django_db


def page_of(client, url):
    return client.get(url).content.decode()


# --- guests --------------------------------------------------------------------------------


@pytest.fixture
def text_round(engagement):
    found = OpenQuestionFactory(engagement=engagement, subject="text", title="Konzept", circle=Circle.PUBLIC)
    AskedSectionFactory(round=found)
    return found


def test_a_guest_answers_an_open_question(engagement):
    found = OpenQuestionFactory(engagement=engagement, circle=Circle.PUBLIC)
    page = page_of(Client(), found.guest_url)
    assert "Was soll sich am Busbahnhof ändern?" in page
    assert "Zu welchem Abschnitt?" not in page

    answer = Client().post(found.guest_url, words(text="Eine Bank im Schatten."))
    row = Contribution.objects.get()
    assert answer.status_code == 302
    assert (row.round, row.statement, row.number, row.text) == (found, None, 1, "Eine Bank im Schatten.")
    assert "Busbahnhof" in page_of(Client(), answer["Location"])


def test_a_guest_names_a_section_by_its_number(text_round):
    Client().post(text_round.guest_url, words(section="1"))

    assert Contribution.objects.get().section == 1
    assert Client().post(text_round.guest_url, words(section="2")).status_code == 200


@pytest.mark.parametrize(
    "more",
    [
        {"circle": Circle.STEERING},
        {"asks": "eingeladen"},
        {"closes_on": timezone.localdate() - dt.timedelta(days=1)},
        {"opens_on": timezone.localdate() + dt.timedelta(days=1)},
    ],
)
def test_what_is_not_asked_of_all_today_is_not_there(engagement, more):
    found = OpenQuestionFactory(engagement=engagement, **{"circle": Circle.PUBLIC} | more)

    assert Client().get(found.guest_url).status_code == 404


def test_everybody_finds_it_where_one_may_speak(text_round):
    page = page_of(Client(), reverse("reports:statement-list"))

    assert text_round.guest_url in page
    assert text_round.guest_url in page_of(Client(), reverse("reports:contribution-report", args=[text_round.slug]))


# --- afterwards ----------------------------------------------------------------------------


@pytest.fixture
def decided(text_round, lead):
    row = ContributionFactory(round=text_round, statement=None, section=1, state="angenommen", source="web")
    act = {"handling": "nicht", "reason": "Steht schon da.", "decided_by": lead, "decided_at": timezone.now()}
    PointFactory(contribution=row, text="Zwei Türen", about="abschnitt", section=1, state="entschieden", **act)
    return row


def test_all_pages_of_the_team_work_for_it(signed_in, text_round, decided):
    point = decided.points.get()
    for name, key in [
        ("contribution-list", text_round.pk),
        ("contribution-create", text_round.pk),
        ("cards-create", text_round.pk),
        ("point-list", text_round.pk),
        ("points-decide", text_round.pk),
        ("points-weigh", text_round.pk),
        ("answers-send", text_round.pk),
        ("contribution-detail", decided.pk),
        ("contribution-update", decided.pk),
        ("point-detail", point.pk),
        ("point-update", point.pk),
        ("report-create", text_round.pk),
        ("comment-round-detail", text_round.pk),
    ]:
        answer = signed_in.get(reverse(f"participation:{name}", args=[key]))
        assert answer.status_code == 200, name
        if name in {"point-list", "point-detail", "contribution-detail"}:
            assert "2.1" in answer.content.decode(), name


def test_cards_come_into_its_own_inbox(signed_in, text_round):
    url = reverse("participation:cards-create", args=[text_round.pk])
    fields = {"cards": "Eins\nZwei", "source": "karte", "received_on": "2026-11-20", "language": "de", "section": "1"}
    answer = signed_in.post(url, fields | {"as_points": "on"})

    assert answer["Location"] == reverse("participation:contribution-list", args=[text_round.pk])
    assert sorted(text_round.contributions.values_list("number", "section")) == [(1, 1), (2, 1)]
    assert "Beiträge" in page_of(signed_in, answer["Location"])


def test_the_answer_names_the_section_as_the_text_does(signed_in, text_round, decided):
    url = reverse("participation:answers-send", args=[text_round.pk])
    signed_in.post(url)
    as_owner()
    told = page_of(Client(), path_of(decided.pk))

    assert "zu Abschnitt 2.1" in told
    assert "Steht schon da." in told


def test_what_became_of_it_has_the_heading_of_the_text(signed_in, text_round, decided):
    answer = signed_in.post(reverse("participation:report-create", args=[text_round.pk]), {"introduction": "Danke."})
    report = RoundReport.objects.get()

    assert answer.status_code == 302
    assert report.title == "Konzept"
    assert [line.heading for line in report.lines.all()] == ["2.1 Ankommen"]
    assert signed_in.get(report.get_absolute_url()).status_code == 200


@pytest.fixture
def taken_back(engagement):
    """A point and its contribution about „M 7“, whose measure is the team's again."""
    found = OpenQuestionFactory(engagement=engagement, subject="plan", title="Plan", asks="eingeladen")
    AskedSectionFactory(round=found, number=3, sign="M 7", heading="", text="")
    place = {"circle": Circle.STEERING}
    goal = GoalFactory(field=ActionFieldFactory(engagement=engagement, number=1, **place), number=2, **place)
    MeasureFactory(goal=goal, number=7, title="planted Bus")
    AskedSectionFactory(round=found, number=4, sign="Ziel 1.2", heading="", text="")
    row = ContributionFactory(round=found, statement=None, section=3, source="brief")
    return PointFactory(contribution=row, about="abschnitt", section=3, text="Später farhen")


def test_a_slip_mended_leaves_what_it_is_about(signed_in, taken_back):
    row = taken_back.contribution
    for each, url in [
        (taken_back, reverse("participation:point-update", args=[taken_back.pk])),
        (row, reverse("participation:contribution-update", args=[row.pk])),
    ]:
        form = signed_in.get(url).context["form"]
        page = str(form)
        assert "M 7" in page
        assert "planted" not in page
        sent = {name: form[name].value() or "" for name in form.fields if name != "begun"} | {"text": "Später fahren"}
        answer = signed_in.post(url, sent)
        assert answer.status_code == 302
        each.refresh_from_db()
        assert (each.text, each.section) == ("Später fahren", 3)


def test_taken_apart_it_stays_what_it_was_about(signed_in, taken_back):
    row, url = taken_back.contribution, taken_back.contribution.get_absolute_url()
    taken_back.delete()
    first = signed_in.get(url).context["rows"].forms[0]
    fields = {"punkte-TOTAL_FORMS": "1", "punkte-INITIAL_FORMS": "1", "punkte-0-text": "Später fahren"}
    signed_in.post(url, fields | {"punkte-0-where": first.initial["where"]})

    assert [(point.about, point.section) for point in row.points.all()] == [("abschnitt", 3)]


def test_the_list_calls_it_as_the_plan_does(signed_in, taken_back):
    page = page_of(signed_in, reverse("participation:point-list", args=[taken_back.contribution.round_id]))

    assert ">M 7</h2>" in page


@pytest.mark.parametrize("sign", ["M 7", "Ziel 1.2"])
def test_what_became_of_it_names_the_plan_by_number_alone(signed_in, taken_back, lead, sign):
    as_owner()
    Goal.objects.update(text="planted Ziel")
    Measure.objects.update(circle=Circle.STEERING)
    act = {"state": "entschieden", "handling": "uebernommen", "decided_by": lead, "decided_at": timezone.now()}
    type(taken_back).objects.update(section=3 if sign == "M 7" else 4, **act)
    url = reverse("participation:report-create", args=[taken_back.contribution.round_id])
    page = page_of(signed_in, url)
    signed_in.post(url, {"introduction": "Danke."})

    assert "planted" not in page
    assert [line.heading for line in RoundReport.objects.get().lines.all()] == [sign]


@pytest.mark.parametrize("name", ["comment-round-list", "point-list"])
def test_lists_ask_a_fixed_number_of_statements(signed_in, engagement, text_round, name):
    key = engagement.pk if name == "comment-round-list" else text_round.pk
    url = reverse(f"participation:{name}", args=[key])

    def add():
        OpenQuestionFactory(engagement=engagement)
        PointFactory(contribution=ContributionFactory(round=text_round, statement=None), about="abschnitt", section=1)

    def count():
        signed_in.get(url)
        with CaptureQueriesContext(connection) as captured:
            signed_in.get(url)
        return len(captured)

    add()
    one = count()
    add()
    add()
    assert count() == one


def test_the_front_page_says_where_one_may_speak_and_where_there_is_more(text_round, engagement):
    home, all_of_them = reverse("reports:home"), reverse("reports:statement-list")
    page = page_of(Client(), home)
    assert text_round.guest_url in page
    assert "Jetzt mitreden" in page

    for number in range(IN_SHORT):
        later = timezone.localdate() + dt.timedelta(days=300 + number)
        OpenQuestionFactory(engagement=engagement, circle=Circle.PUBLIC, closes_on=later)
    section = page_of(Client(), home).partition('id="h-say"')[2].partition("</section>")[0]
    assert section.count("<li>") == IN_SHORT
    assert f'href="{all_of_them}"' in section

    type(text_round).objects.update(closes_on=timezone.localdate() - dt.timedelta(days=1))
    assert "Jetzt mitreden" not in page_of(Client(), home)


def test_what_became_of_them_stands_on_pages_each_once_by_its_newest_words(text_round):
    def tell(slug, number):
        fields = {"round": text_round, "room": text_round.room, "circle": Circle.PUBLIC}
        RoundReport.objects.create(slug=slug, number=number, title=f"Bericht {number}", **fields)

    def told(page):
        with CaptureQueriesContext(connection) as captured:
            html = page_of(Client(), f"{reverse('reports:statement-list')}?page={page}")
        return re.findall(r"Bericht \d+", html), len(captured)

    tell("alt", 0)
    tell("alt", 1)
    told(1)
    titles, before = told(1)
    assert titles == ["Bericht 1"]
    for number in range(2, TOLD_ON_A_PAGE + 3):
        tell(f"frage-{number}", number)

    newest = [f"Bericht {number}" for number in range(TOLD_ON_A_PAGE + 2, 0, -1)]
    assert told(1) == (newest[:TOLD_ON_A_PAGE], before)
    assert told(2) == (newest[TOLD_ON_A_PAGE:], before)
    assert "?page=2" in page_of(Client(), reverse("reports:statement-list"))


@pytest.mark.parametrize(("circle", "changes"), [(Circle.STEERING, 1), (Circle.PUBLIC, 0)])
def test_the_words_of_a_released_text_stand(engagement, lead, circle, changes):
    section = AskedSectionFactory(round=OpenQuestionFactory(engagement=engagement, subject="text", circle=circle))
    act_as(lead.pk)

    assert type(section).objects.filter(pk=section.pk).update(text="Anders") == changes


def test_nobody_from_outside_reads_a_text_that_is_inside(engagement):
    section = AskedSectionFactory(round=OpenQuestionFactory(engagement=engagement, subject="text"))
    act_as(None)
    assert not type(section).objects.exists()

    as_owner()
    type(section.round).objects.update(circle=Circle.PUBLIC)
    act_as(None)
    assert type(section).objects.exists()
