"""Another period for one consultation, and one row held back."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from audit.models import Entry
from engagements.enums import ActivityKind
from engagements.models import LogEntry
from engagements.waiting import waiting_for
from retention import transitions
from retention.due import calendar
from retention.enums import Group
from retention.models import DeletionPlan, Hold, Term
from rooms.acting import act_as
from tests.factories.stakeholders import OrganisationFactory, PersonFactory
from tests.faults.erasure import as_owner, end
from tests.retention.places import client_of, closed_consultation, page, person, url
from tests.walls import sql

pytestmark = pytest.mark.django_db


@pytest.fixture
def engagement(db):
    return closed_consultation()


def set_term(engagement, group, months, reason="Auflage der Förderung", role="lead"):
    sent = {"months": months, "reason": reason}
    return client_of(engagement, role).post(url("term", engagement.room_id, group), sent, follow=True)


def due_of(engagement):
    act_as(person(engagement, "lead").pk)
    found = {due.group: due for due in calendar(engagement.room)}
    as_owner()
    return found


# --- another period -------------------------------------------------------------------------


def test_the_lead_sets_a_longer_period_and_everybody_sees_why(engagement):
    before = due_of(engagement)[Group.TALKS]
    assert before.is_due
    assert set_term(engagement, "talks", 12).status_code == 200
    after = due_of(engagement)[Group.TALKS]

    assert (after.months, after.usual, after.is_due) == (12, 6, False)
    assert "Hier 12 statt 6 Monate: Auflage der Förderung (Rolle lead" in page(engagement, "advisor")
    assert Entry.objects.filter(action="retention.term", actor__name="Rolle lead").exists()
    assert not [item for item in waiting_for(person(engagement, "lead"), [engagement]) if "Löschung" in item.text]
    set_term(engagement, "talks", 9)
    assert due_of(engagement)[Group.TALKS].months == 9  # the latest counts, the first stays readable
    assert Term.objects.count() == 2


def test_a_shorter_period_still_takes_two(engagement):
    assert not due_of(engagement)[Group.CASE].is_due
    end(engagement, timezone.localdate() - dt.timedelta(days=400), by=person(engagement, "lead"))
    Entry.objects.filter(action="engagement.status").order_by("at").last().delete()
    set_term(engagement, "case", 12)
    Entry.objects.filter(action="engagement.status").update(at=timezone.now() - dt.timedelta(days=400))

    assert due_of(engagement)[Group.CASE].is_due
    client_of(engagement, "lead").post(url("propose", engagement.room_id, "case"))
    plan = DeletionPlan.objects.get()
    assert client_of(engagement, "lead").post(url("confirm", plan.pk)).status_code == 403
    client_of(engagement, "advisor").post(url("confirm", plan.pk))
    assert not LogEntry.objects.filter(kind=ActivityKind.WORKSHOP).exists()


@pytest.mark.parametrize(
    ("group", "months", "reason", "said"),
    [
        ("talks", 13, "x", "Erlaubt sind 1 bis 12 Monate."),
        ("talks", 0, "x", "Erlaubt sind 1 bis 12 Monate."),
        ("case", 11, "x", "Erlaubt sind 12 bis 120 Monate."),
        ("case", "99999999999", "x", "Erlaubt sind 12 bis 120 Monate."),
        ("case", "zwei", "x", "Bitte nennen Sie eine ganze Zahl."),
        ("case", 24, "  ", "Bitte nennen Sie den Grund."),
    ],
)
def test_a_period_stays_within_the_rule(engagement, group, months, reason, said):
    text = set_term(engagement, group, months, reason).content.decode()

    assert said in text
    assert f'value="{months}"' in text
    assert not Term.objects.exists()


@pytest.mark.parametrize("role", ["advisor", "contact", "steering"])
def test_only_the_lead_sets_a_period_also_past_our_python(engagement, role):
    assert set_term(engagement, "talks", 12, role=role).status_code == 403
    act_as(person(engagement, role).pk)
    for author in (person(engagement, role), person(engagement, "lead")):
        with pytest.raises(DatabaseError), transaction.atomic():
            Term.objects.create(room=engagement.room, group="talks", months=12, reason="x", author=author)


def test_a_period_is_never_changed_nor_comes_from_the_future(engagement):
    set_term(engagement, "talks", 12)
    lead = person(engagement, "lead")
    act_as(lead.pk)
    for deed in ("UPDATE retention_term SET months = 1", "DELETE FROM retention_term"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            sql(deed)
    ahead = {"created_at": timezone.now() + dt.timedelta(days=1), "author": lead}
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Term.objects.create(room=engagement.room, group="talks", months=1, reason="x", **ahead)
    as_owner()
    with pytest.raises(DatabaseError, match="term_within_limits"), transaction.atomic():
        Term.objects.create(room=engagement.room, group="talks", months=13, reason="x", author=lead)


def test_what_was_proposed_before_a_longer_period_does_not_go(engagement):
    client_of(engagement, "lead").post(url("propose", engagement.room_id, "talks"))
    set_term(engagement, "talks", 12)
    text = client_of(engagement, "advisor").post(url("confirm", DeletionPlan.objects.get().pk), follow=True)

    assert "hat sich etwas geändert" in text.content.decode()
    assert LogEntry.objects.count() == 4


# --- one row held back ----------------------------------------------------------------------


def hold_row(engagement, row, role="lead"):
    until = timezone.localdate() + dt.timedelta(days=60)
    there = url("row", engagement.room_id, row._meta.label_lower, row.pk)
    return client_of(engagement, role).post(there, {"reason": "Rechtsstreit", "until": until}, follow=True)


def test_one_row_is_held_with_its_people_and_the_others_go(engagement):
    held, gone = LogEntry.objects.filter(title="Geheimes Gespräch").order_by("pk")
    named = PersonFactory(room=engagement.room)
    office = OrganisationFactory(room=engagement.room)
    held.persons.add(named), held.organisations.add(office)
    other = PersonFactory(room=engagement.room)
    text = hold_row(engagement, held).content.decode()

    assert "Geheimes Gespräch" in text
    assert "Rechtsstreit" in text
    client_of(engagement, "lead").post(url("propose", engagement.room_id, "talks"))
    plan = DeletionPlan.objects.get()
    advisor = client_of(engagement, "advisor")
    text = advisor.get(plan.get_absolute_url()).content.decode()
    assert "Davon bleibt, solange ein Löschstopp gilt" in text
    assert "Endgültig löschen" in text
    advisor.post(url("confirm", plan.pk))
    assert LogEntry.objects.filter(pk=held.pk).exists()
    assert not LogEntry.objects.filter(pk=gone.pk).exists()

    Entry.objects.filter(action="engagement.status").update(at=timezone.now() - dt.timedelta(days=900))
    client_of(engagement, "lead").post(url("propose", engagement.room_id, "case"))
    advisor.post(url("confirm", DeletionPlan.objects.get(group="case").pk))
    people = type(named).objects.filter(room=engagement.room)
    assert list(people.values_list("pk", flat=True)) == [named.pk]
    assert other.pk != named.pk
    assert type(office).objects.filter(pk=office.pk).exists()


def test_a_hold_of_one_row_ends_with_a_reason_by_somebody_else(engagement):
    row = LogEntry.objects.filter(title="Geheimes Gespräch").first()
    hold_row(engagement, row)
    hold = Hold.objects.get()
    assert (hold.label, hold.key, hold.kind) == ("engagements.logentry", row.pk, "Eintrag")
    assert "Löschstopp: Eintrag" in page(engagement)
    assert "Geheimes" not in page(engagement)
    assert client_of(engagement, "lead").get(url("hold-end", hold.pk)).status_code == 403
    client_of(engagement, "advisor").post(url("hold-end", hold.pk), {"reason": "Vergleich"})
    hold.refresh_from_db()
    assert (hold.end_reason, hold.ended_by.name) == ("Vergleich", "Rolle advisor")


def test_the_row_tells_when_it_goes_and_nobody_else_learns_of_it(engagement):
    talk = LogEntry.objects.filter(title="Geheimes Gespräch").first()
    sealed = LogEntry.objects.get(kind=ActivityKind.NOTE)
    text = client_of(engagement, "advisor").get(talk.get_absolute_url()).content.decode()
    there = url("row", engagement.room_id, "engagements.logentry", talk.pk)
    assert there in text
    assert "fällig seit" in client_of(engagement, "advisor").get(there).content.decode()
    refused = {
        (role, row): client_of(engagement, role).get(url("row", engagement.room_id, label, row)).status_code
        for role, label, row in (
            ("contact", "engagements.logentry", talk.pk),
            ("advisor", "engagements.logentry", sealed.pk),
            ("lead", "accounts.user", talk.pk),
            ("lead", "engagements.logentry", closed_consultation().room_id),
        )
    }
    assert list(refused.values()) == [403, 404, 404, 404]


def test_the_second_person_changes_no_word_of_a_hold(engagement):
    row = LogEntry.objects.filter(title="Geheimes Gespräch").first()
    hold_row(engagement, row)
    act_as(person(engagement, "advisor").pk)
    for deed in (
        "UPDATE retention_hold SET reason = 'x', confirmed_by_id = wall_person()",
        "UPDATE retention_hold SET key = gen_random_uuid()",
        "UPDATE retention_deletionplan SET counts = '{}'",
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            sql(deed)
    transitions.confirm_hold(Hold.objects.get(), by=person(engagement, "advisor"))
