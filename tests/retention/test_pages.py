"""The calendar as people see it: numbers and days, proposing, a second person, holding back."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from engagements.enums import ActivityKind, Status
from engagements.models import LogEntry
from engagements.transitions import move_status
from engagements.waiting import waiting_for
from retention.deadlines import MONTHS
from retention.due import calendar, ended_on
from retention.enums import Group, PlanState
from retention.models import DeletionPlan, Hold, LedgerEntry
from rooms.acting import act_as
from rooms.enums import Circle, Role
from rooms.models import Invitation
from tests.factories.engagements import EngagementFactory
from tests.factories.rooms import InvitationFactory, MembershipFactory
from tests.faults.erasure import as_owner
from tests.retention.places import ROLES, client_of, closed_consultation, page, person, url
from tests.walls import sql

pytestmark = pytest.mark.django_db


@pytest.fixture
def engagement(db):
    return closed_consultation()


def proposed(engagement):
    client_of(engagement, "lead").post(url("propose", engagement.room_id, "talks"))
    return DeletionPlan.objects.get()


def test_the_calendar_shows_numbers_and_days_and_no_title(engagement):
    text = page(engagement)

    assert "3 × Einträge" in text
    assert "1 × Eintrag" in text
    assert "jetzt fällig" in text
    assert "wird am" in text
    assert "weniger als 5" in text
    assert "Geheimes" not in text


def test_the_team_sees_it_and_the_lead_proposes(engagement):
    assert "Löschung vorschlagen" in page(engagement, "lead")
    assert "Löschung vorschlagen" not in page(engagement, "advisor")
    statuses = [client_of(engagement, role).get(url("due", engagement.room_id)).status_code for role in ROLES]
    assert statuses == [200, 200, 403, 403]
    assert client_of(engagement, "advisor").get(url("propose", engagement.room_id, "talks")).status_code == 403
    assert client_of(engagement, "lead").get(url("propose", engagement.room_id, "alles")).status_code == 404


def test_what_is_due_waits_for_the_lead_and_stands_beside_the_consultation(engagement):
    for role, waits in (("lead", True), ("advisor", False), ("contact", False)):
        text = client_of(engagement, role).get(engagement.get_absolute_url()).content.decode()
        assert ("Fällige Löschung ansehen" in text) is waits
        assert (url("due", engagement.room_id) in text) is (role != "contact")
    assert "Fällige Löschung" in client_of(engagement, "lead").get(reverse("engagements:list")).content.decode()


def test_a_proposal_waits_for_the_others_of_the_team(engagement):
    plan = proposed(engagement)
    for role, waits in (("lead", False), ("advisor", True), ("contact", False)):
        text = client_of(engagement, role).get(engagement.get_absolute_url()).content.decode()
        assert (plan.get_absolute_url() in text) is waits
        assert ("Vorgeschlagene Löschung prüfen" in text) is waits


def test_a_second_person_deletes_and_the_report_has_no_content(engagement):
    plan = proposed(engagement)
    lead, advisor = client_of(engagement, "lead"), client_of(engagement, "advisor")

    assert "Endgültig löschen" not in lead.get(plan.get_absolute_url()).content.decode()
    assert lead.post(url("confirm", plan.pk)).status_code == 403
    assert LogEntry.objects.count() == 4
    text = advisor.get(plan.get_absolute_url()).content.decode()
    assert "Endgültig löschen" in text
    assert "3 × Einträge" in text
    text = advisor.post(url("confirm", plan.pk), follow=True).content.decode()
    assert "Gelöscht. Der Nachweis nennt nur Zahlen." in text
    plan.refresh_from_db()
    assert (plan.state, plan.keys, plan.counts["engagements.logentry"]) == (PlanState.DONE, {}, 3)
    assert LogEntry.objects.count() == 1
    assert LedgerEntry.objects.count() == plan.total
    assert Entry.objects.filter(action="retention.deleted", actor=plan.confirmed_by).exists()
    assert "Rolle lead, Rolle advisor" in page(engagement)
    assert "Davon ist nichts vorhanden." in page(engagement)


def test_deleting_asks_who_it_is_once_more(engagement, settings):
    plan = proposed(engagement)
    settings.STEP_UP_MINUTES = -1
    response = client_of(engagement, "advisor").post(url("confirm", plan.pk))

    assert response.status_code == 401
    assert LogEntry.objects.count() == 4


def test_proposed_once_and_taken_back(engagement):
    plan = proposed(engagement)
    client_of(engagement, "lead").post(url("propose", engagement.room_id, "talks"))
    assert DeletionPlan.objects.count() == 1
    client_of(engagement, "advisor").post(url("withdraw", plan.pk))
    plan.refresh_from_db()
    assert plan.state == PlanState.WITHDRAWN
    text = client_of(engagement, "advisor").post(url("confirm", plan.pk), follow=True).content.decode()
    assert "Gelöscht." not in text
    assert LogEntry.objects.count() == 4


def test_others_do_not_know_of_a_plan(engagement):
    plan = proposed(engagement)
    stranger = EngagementFactory(lead=MembershipFactory(role=Role.LEAD).user)
    outsider = Client()
    outsider.force_login(stranger.room.memberships.get().user)

    assert "Rolle lead" in client_of(engagement, "advisor").get(plan.get_absolute_url()).content.decode()
    for name in ("plan", "confirm", "withdraw"):
        for client in (outsider, client_of(engagement, "contact")):
            asked = client.get if name == "plan" else client.post
            assert asked(url(name, plan.pk)).status_code == 404


def test_a_hold_needs_a_reason_and_a_near_end(engagement):
    client, there = client_of(engagement, "lead"), url("hold-create", engagement.room_id)
    far = timezone.localdate() + dt.timedelta(days=400)
    for reason, until, said in (
        ("", timezone.localdate(), "Bitte nennen Sie den Grund."),
        ("Klage", "", "Bitte nennen Sie den letzten Tag."),
        ("Klage", far, "höchstens sechs Monate"),
        ("Klage", "2020-01-01", "Dieser Tag ist schon vorbei."),
    ):
        text = client.post(there, {"reason": reason, "until": until}).content.decode()
        assert said in text
        assert f'value="{reason}"' in text or not reason
    assert not Hold.objects.exists()


def test_a_hold_stops_at_once_and_a_second_person_answers(engagement):
    plan = proposed(engagement)
    until = timezone.localdate() + dt.timedelta(days=60)
    lead, advisor = client_of(engagement, "lead"), client_of(engagement, "advisor")
    lead.post(url("hold-create", engagement.room_id), {"reason": "Auskunftsersuchen", "until": until})
    hold = Hold.objects.get()

    assert "Auskunftsersuchen" in page(engagement, "advisor")
    assert "Ein Löschstopp steht dagegen" in advisor.get(plan.get_absolute_url()).content.decode()
    advisor.post(url("confirm", plan.pk))
    assert LogEntry.objects.count() == 4
    assert lead.post(url("hold-confirm", hold.pk)).status_code == 403
    assert lead.post(url("hold-end", hold.pk)).status_code == 403
    advisor.post(url("hold-confirm", hold.pk))
    hold.refresh_from_db()
    assert hold.confirmed_by.name == "Rolle advisor"
    assert "Bestätigt von Rolle advisor." in page(engagement)
    text = advisor.post(url("hold-end", hold.pk), {"reason": ""}).content.decode()
    assert "Bitte nennen Sie den Grund." in text
    advisor.post(url("hold-end", hold.pk), {"reason": "Auskunft ist erteilt"})
    hold.refresh_from_db()
    assert (hold.end_reason, hold.ended_by.name) == ("Auskunft ist erteilt", "Rolle advisor")
    assert "Auskunftsersuchen" not in page(engagement)
    advisor.post(url("confirm", plan.pk))
    assert LogEntry.objects.count() == 1


def test_opening_again_moves_the_days(engagement):
    lead = person(engagement, "lead")
    act_as(lead.pk)
    assert [due.is_due for due in calendar(engagement.room)] == [True, False]
    move_status(engagement, Status.RUNNING, by=lead, reason="Es geht weiter")
    assert [due.on for due in calendar(engagement.room)] == [None, None]
    as_owner()
    assert "Die Beratung ist offen" in page(engagement)
    assert not [item for item in waiting_for(lead, [engagement]) if "Löschung" in item.text]
    act_as(lead.pk)
    engagement.refresh_from_db()
    move_status(engagement, Status.WRAPPING_UP, by=lead)
    move_status(engagement, Status.CLOSED, by=lead)
    assert ended_on(engagement.room) == timezone.localdate()
    assert not any(due.is_due for due in calendar(engagement.room))


def test_what_came_in_as_over_counts_from_that_day(engagement):
    Entry.objects.filter(action="engagement.status").delete()
    act_as(person(engagement, "lead").pk)

    assert ended_on(engagement.room) == timezone.localdate()


def test_database_and_rules_count_the_same_months(engagement):
    act_as(person(engagement, "lead").pk)
    ended = ended_on(engagement.room)
    for due in calendar(engagement.room):
        months = (due.on.year - ended.year) * 12 + due.on.month - ended.month
        assert months == MONTHS[Group(due.group)]


def test_who_is_not_of_the_team_learns_nothing_from_the_functions(engagement):
    act_as(person(engagement, "contact").pk)

    assert ended_on(engagement.room) is None
    assert not any(due.total for due in calendar(engagement.room))
    assert sql("SELECT * FROM retention_figures(%s)", [engagement.room_id]) == []
    assert sql("SELECT retention_waits(%s)", [engagement.room_id]) == [(None,)]


def test_what_goes_by_itself_goes_daily(engagement):
    now = timezone.now()
    old = InvitationFactory(room=engagement.room, expires_at=now - dt.timedelta(days=31))
    new = InvitationFactory(room=engagement.room, expires_at=now - dt.timedelta(days=29))
    call_command("forget_due")

    assert list(Invitation.objects.values_list("pk", flat=True)) == [new.pk]
    assert old.pk != new.pk


def test_the_ledger_is_checked(engagement):
    entry = LogEntry.objects.filter(circle=Circle.TEAM, kind=ActivityKind.TALK).first()
    plan = proposed(engagement)
    client_of(engagement, "advisor").post(url("confirm", plan.pk))
    call_command("ledger_check")
    entry.save(force_insert=True)
    with pytest.raises(Exception, match="Wieder da: 1 × engagements.logentry"):
        call_command("ledger_check")
