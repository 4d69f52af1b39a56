"""From the motion to the first sitting of an integration council, and on to its next term."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from engagements.transitions.steps import ReasonMissing, StepRefused
from rooms.acting import act_as
from rooms.enums import Circle
from stakeholders.enums import BodyKind, FoundingStep, NominationState, StepState
from stakeholders.models import Call, CouncilStep, LegalBasis, Nomination
from steering.council import Council
from steering.models import Meeting, Resolution
from steering.transitions.council import SeatsExceeded, begin, fill, move_nomination, renew
from steering.transitions.steps import move_step
from tests.factories.steering import BodyFactory, MeetingFactory, ResolutionFactory, SeatGroupFactory, TermFactory
from tests.stakeholders.sent import sent_by

from .visits import url_of

pytestmark = pytest.mark.django_db
K, N, S = FoundingStep, NominationState, StepState


@pytest.fixture
def group(council):
    return SeatGroupFactory(body=council, label="Praxis", seats=2)


@pytest.fixture
def browser(client, advisor):
    client.force_login(advisor)
    return client


def step_of(body, key):
    return CouncilStep.objects.get(body=body, key=key)


def seat(browser, body, **words):
    """All who are willing, by one decision."""
    willing = [str(row.pk) for row in body.nominations.filter(state=N.WILLING)]
    sent = {"people": willing, "how": "berufen", "through": "Stadtvertretung"} | words
    return browser.post(url_of("council-fill", body.pk), sent)


def thought_of(group, name="Frau Neu", state=N.WILLING, **fields):
    body = group.body
    return Nomination.objects.create(body=body, room_id=body.room_id, group=group, name=name, state=state, **fields)


# --- the way ---------------------------------------------------------------------------------


def test_from_the_motion_to_the_next_term_on_the_pages(browser, council, engagement, member):
    page = url_of("council", council.pk)
    assert "Aufbau begleiten" in browser.get(page).content.decode()
    browser.post(page)
    browser.post(page)
    assert council.steps.count() == 10
    assert step_of(council, K.MOTION).state == S.RUNNING

    basis = reverse("stakeholders:basis-create", args=[council.pk])
    sent_by(browser, f"{basis}?art=antrag", {"title": "Antrag 3/2017"})
    assert LegalBasis.objects.get().kind == "antrag"
    browser.post(url_of("council-move", step_of(council, K.MOTION).pk, "erledigt"))
    assert (step_of(council, K.MOTION).state, step_of(council, K.INVENTORY).state) == (S.DONE, S.RUNNING)

    sent_by(browser, reverse("stakeholders:group-create", args=[council.pk]), {"label": "Praxis", "seats": 2})
    draft = browser.get(url_of("call-create", council.pk)).content.decode()
    assert "Frei sind: 2 Praxis." in draft
    sent_by(browser, url_of("call-create", council.pk), {"languages": "Deutsch, Arabisch", "until": "2027-01-15"})
    assert Call.objects.get().circle == Circle.CLIENT

    seats = council.groups.get().pk
    for name in ("Frau Eins", "Herr Zwei"):
        sent_by(browser, url_of("nomination-create", council.pk), {"name": name, "group": seats})
    for row in Nomination.objects.all():
        assert row.circle == Circle.TEAM
        browser.post(url_of("nomination-move", row.pk, "gefragt"))
        browser.post(url_of("nomination-move", row.pk, "bereit"))
    seat(browser, council, when="21.02.2018")
    terms = list(council.terms.in_order())
    assert [term.name for term in terms] == ["Frau Eins", "Herr Zwei"]
    assert {term.period for term in terms} == {"seit 21.02.2018"}
    assert terms[0].basis == "berufen durch Stadtvertretung, 21.02.2018"

    sent_by(browser, url_of("council-first", council.pk), {"on": "2027-03-01"})
    meeting = Meeting.objects.get()
    assert [item.title for item in meeting.agenda.in_order()][1] == "Wahl des Vorsitzes und der Stellvertretung"
    for step in council.steps.exclude(state=S.DONE):
        CouncilStep.objects.filter(pk=step.pk).update(note="Fiktiv")
        browser.post(url_of("council-move", step.pk, "erledigt"))
    assert not council.steps.exclude(state=S.DONE).exists()

    browser.post(url_of("council-renew", council.pk))
    assert step_of(council, K.CALL).state == S.RUNNING
    assert step_of(council, K.FILLING).state == S.OPEN
    assert step_of(council, K.FILLING).note == ""  # what was is kept in its versions
    assert step_of(council, K.SEATS).state == S.DONE


def test_what_the_house_knows_is_done_from_the_start(browser, council, group, advisor):
    LegalBasis.objects.create(body=council, kind="beschluss", title="Einrichtung", decided="12.04.2016")
    LegalBasis.objects.create(body=council, kind="antrag", title="Antrag 3")
    browser.post(url_of("council", council.pk))

    assert step_of(council, K.MOTION).state == S.DONE
    assert (step_of(council, K.WAY).state, step_of(council, K.WAY).period) == (S.DONE, "12.04.2016")
    assert step_of(council, K.INVENTORY).state == S.RUNNING
    assert step_of(council, K.FILLING).state == S.OPEN  # two seats are free


def test_a_step_with_something_missing_is_done_with_a_reason_only(council, advisor):
    begin(council, by=advisor)
    step = step_of(council, K.MOTION)
    with pytest.raises(ReasonMissing):
        move_step(step, S.DONE, by=advisor, is_missing=True)
    with pytest.raises(ReasonMissing):
        move_step(step, S.SKIPPED, by=advisor)
    step.note = "Der Rat hat von sich aus gehandelt."
    step.save()

    assert move_step(step, S.DONE, by=advisor, is_missing=True).state == S.DONE


def test_the_page_of_a_step_says_so_and_loses_nothing(browser, council, advisor):
    begin(council, by=advisor)
    step = step_of(council, K.WAY)
    answer = browser.post(url_of("council-move", step.pk, "erledigt"), follow=True).content.decode()
    assert "warum es auch ohne geht" in answer
    sent_by(browser, step.get_absolute_url(), {"note": "Kommt im Herbst", "period": "Herbst 2027"})

    assert step_of(council, K.WAY).note == "Kommt im Herbst"


def test_other_bodies_have_no_such_way(browser, body, advisor):
    assert browser.get(url_of("council", body.pk)).status_code == 404
    with pytest.raises(StepRefused):
        begin(body, by=advisor)
    with pytest.raises(StepRefused):
        renew(body, by=advisor)


def test_the_way_through_the_council_is_told_from_what_was_decided(browser, engagement, council, advisor):
    begin(council, by=advisor)
    row = ResolutionFactory(engagement=engagement, title="Integrationsbeirat einrichten", circle=Circle.STEERING)
    row.passages.create(organ="Sozialausschuss", on="März 2017", outcome="geaendert")
    shown = browser.get(step_of(council, K.WAY).get_absolute_url()).content.decode()

    assert "Sozialausschuss, März 2017, geändert beschlossen" in shown
    assert f"{row.sign} wartet auf Antwort." in shown


def test_the_recommendation_comes_with_its_words(browser, engagement, council, group):
    shown = browser.get(url_of("resolution-create", engagement.pk) + f"?beirat={council.pk}").content.decode()

    assert "Er hat 2 Sitze: 2 Praxis." in shown
    assert not Resolution.objects.exists()


def test_the_seats_of_the_one_before_are_taken_without_names(browser, engagement, council, advisor):
    before = BodyFactory(room=engagement.room, kind=BodyKind.INTEGRATION_BOARD, name="Früherer Beirat")
    TermFactory(body=before, group=SeatGroupFactory(body=before, label="Kommunalpolitik", seats=5))
    sent_by(
        browser, url_of("council-predecessor", council.pk), {"predecessor": before.pk, "succession": "neu_eingerichtet"}
    )
    begin(council, by=advisor)
    assert "als Entwurf übernehmen" in browser.get(step_of(council, K.SEATS).get_absolute_url()).content.decode()
    browser.post(url_of("council-seats", council.pk))
    browser.post(url_of("council-seats", council.pk))

    assert [(each.label, each.seats) for each in council.groups.all()] == [("Kommunalpolitik", 5)]
    assert not council.terms.exists()


# --- seats -----------------------------------------------------------------------------------


def test_more_people_than_seats_are_refused_on_the_page(browser, council, group):
    TermFactory(body=council, group=group, period="seit 2018")
    TermFactory(body=council, group=group, period="2015 bis 2017")  # gone by then
    for name in ("Frau Eins", "Herr Zwei"):
        thought_of(group, name)
    answer = seat(browser, council, when="2019")

    assert "„Praxis“ hat 2 Sitze, besetzt sind 1. Für 2 weitere Personen reicht es nicht." in answer.content.decode()
    assert council.terms.count() == 2
    assert set(Nomination.objects.values_list("state", flat=True)) == {N.WILLING}


def test_who_is_to_come_counts_and_deputies_do_not(council, group, advisor):
    term = TermFactory(body=council, group=group, period="seit 2030")
    TermFactory(body=council, group=group, deputy_of=term)
    first, second = thought_of(group, "Frau Eins"), thought_of(group, "Herr Zwei")
    with pytest.raises(SeatsExceeded):
        fill(council, [first.pk, second.pk], how=N.ELECTED, through="Wahl", when="2019", by=advisor)

    assert len(fill(council, [first.pk], how=N.ELECTED, through="Wahl", when="2019", by=advisor)) == 1


@pytest.mark.parametrize("state", [N.PROPOSED, N.ASKED, N.DECLINED])
def test_only_who_is_willing_takes_a_seat(council, group, advisor, state):
    row = thought_of(group, state=state)
    with pytest.raises(StepRefused):
        fill(council, [row.pk], how=N.APPOINTED, through="Rat", when="2019", by=advisor)


def test_without_a_seat_group_nobody_slips_past_the_plan(council, group, advisor):
    row = thought_of(group)
    Nomination.objects.update(group=None)
    with pytest.raises(StepRefused, match="Sitzgruppe"):
        fill(council, [row.pk], how=N.APPOINTED, through="Rat", when="2019", by=advisor)


def test_who_was_seated_is_not_asked_any_more(group, advisor):
    with pytest.raises(StepRefused):
        move_nomination(thought_of(group, state=N.APPOINTED), N.WITHDRAWN, by=advisor)


# --- who reads, and how often the house is asked ---------------------------------------------


def test_the_group_and_strangers_meet_nobody_who_is_thought_of(client, member, contact, council, group):
    row, shared = thought_of(group, "Frau Verborgen"), thought_of(group, "Herr Geteilt", circle=Circle.CLIENT)
    client.force_login(member)
    for page in (url_of("nominations", council.pk), url_of("council", council.pk), url_of("council-fill", council.pk)):
        assert client.get(page).status_code == 403
    for hidden in (row, shared):
        assert client.get(url_of("nomination-update", hidden.pk)).status_code == 404
    act_as(member.pk)
    assert not Nomination.objects.exists()  # the wall, without any filter

    client.force_login(contact)
    shown = client.get(url_of("nominations", council.pk)).content.decode()
    assert "Herr Geteilt" in shown
    assert "Frau Verborgen" not in shown


def test_the_town_notes_people_within_its_own_reach(client, contact, council, group):
    client.force_login(contact)
    form = client.get(url_of("nomination-create", council.pk)).context["form"]
    sent_by(client, url_of("nomination-create", council.pk), {"name": "Frau Rat", "circle": int(Circle.STEERING)})

    assert "circle" not in form.fields
    assert Nomination.objects.get().circle == Circle.CLIENT


@pytest.mark.parametrize("page", ["council", "nominations", "year"])
def test_a_fixed_number_of_statements(browser, engagement, council, advisor, page):
    begin(council, by=advisor)
    where = url_of("council-year", council.pk, 2020) if page == "year" else url_of(page, council.pk)

    def fill_up(n):
        for each in range(n):
            group = SeatGroupFactory(body=council, label=f"Gruppe {each}")
            thought_of(group)
            TermFactory(body=council, group=group)
            LegalBasis.objects.create(body=council, kind="antrag", title="Antrag")
            meeting = MeetingFactory(engagement=engagement, body=council, on=dt.date(2020, 3, 1), state="gehalten")
            meeting.attendance.create(term=council.terms.first())
            row = ResolutionFactory(engagement=engagement, body=council, title="x", decided="2020", circle=20)
            ResolutionFactory(engagement=engagement, answers=row, kind="beschluss", circle=20, organ="Rat")

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert browser.get(where).status_code == 200
        return len(found)

    fill_up(1)
    asked()
    one = asked()
    fill_up(3)

    assert asked() == one


def test_findings_know_every_step(engagement, council, advisor):
    act_as(advisor.pk)
    found = Council(advisor, council)

    assert all(found.findings(key) for key in K)
    assert timezone.localdate().year
