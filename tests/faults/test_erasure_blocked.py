"""T41: a hold, one person alone, a plan that reaches too far, a consultation opened again: nothing is deleted."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from engagements.models import Engagement
from retention import transitions
from retention.enums import Group, PlanState
from retention.models import DeletionPlan, Hold
from rooms.acting import act_as
from tests.faults.erasure import KEPT, TALK, as_owner, hits, places
from tests.walls import sql

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_a_hold_blocks(closed, folder, delete, is_confirmed):
    """Said by one person it stands for two weeks, confirmed until its end."""
    until = timezone.localdate() + dt.timedelta(days=90)
    hold = Hold.objects.create(room=closed.room, reason="Rechtsstreit", until=until, author=closed.lead)
    if is_confirmed:
        Hold.objects.update(confirmed_by=closed.advisor, created_at=F("created_at") - dt.timedelta(days=60))
    before = hits(folder)
    with pytest.raises(transitions.DeletionRefused, match="Löschstopp"):
        delete(Group.TALKS)
    plan = DeletionPlan.objects.get()
    with pytest.raises(DatabaseError, match="a hold stands"), transaction.atomic():
        sql("SELECT retention_delete(%s)", [plan.pk])
    as_owner()

    assert hits(folder) == before
    act_as(closed.advisor.pk)
    transitions.end_hold(hold, by=closed.advisor, reason="Der Streit ist zu Ende")
    transitions.confirm(plan, by=closed.advisor)
    as_owner()
    assert places(hits(folder)[TALK]) <= {"files"}  # these go with the commit


def test_a_hold_that_nobody_confirmed_ends(closed, delete):
    until = timezone.localdate() + dt.timedelta(days=90)
    long_ago = timezone.now() - dt.timedelta(days=15)
    Hold.objects.create(room=closed.room, reason="x", until=until, author=closed.lead, created_at=long_ago)

    assert delete(Group.TALKS).state == PlanState.DONE


def test_a_single_row_can_be_held(closed, delete):
    entry = closed.home.entries[40]
    until = timezone.localdate() + dt.timedelta(days=90)
    Hold.objects.create(
        room=closed.room, reason="x", until=until, author=closed.lead, label="engagements.logentry", key=entry.pk
    )
    delete(Group.TALKS)
    entry.refresh_from_db()

    assert TALK in entry.title
    assert not type(entry).objects.filter(pk=closed.home.entries[50].pk).exists()


@pytest.mark.parametrize("role", ["lead", "contact", "former", "stranger", "administrator", "steering"])
def test_nobody_deletes_alone_or_from_outside(closed, folder, role):
    """Not even by plain SQL past our Python."""
    act_as(closed.lead.pk)
    plan = transitions.propose(closed.room, Group.TALKS, by=closed.lead)
    as_owner()
    before = hits(folder)
    person = getattr(closed, role)
    act_as(person.pk)
    with pytest.raises(DatabaseError, match="second person"), transaction.atomic():
        sql("SELECT retention_delete(%s)", [plan.pk])
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        sql("SELECT retention_remove('engagements.logentry', '{}')")
    for deed in (
        "UPDATE retention_deletionplan SET state = 'ausgefuehrt'",
        f"UPDATE retention_deletionplan SET proposed_by_id = {closed.advisor.pk}",
        "DELETE FROM retention_deletionplan",
        "DELETE FROM retention_ledgerentry",
        "DELETE FROM retention_tombstone",
    ):
        try:
            with transaction.atomic():
                assert sql(deed) == 0
        except DatabaseError:
            pass
    as_owner()

    assert hits(folder) == before
    assert DeletionPlan.objects.get().state == PlanState.PROPOSED


def test_a_plan_reaches_no_further_than_its_group(closed, folder):
    """Somebody lists rows of another consultation, and some that are not due by this rule."""
    before = hits(folder)
    listed = [closed.away.entries[40].pk, closed.home.entries[30].pk]
    act_as(closed.lead.pk)
    plan = DeletionPlan.objects.create(
        room=closed.room,
        group=Group.TALKS,
        ended_on="2020-12-31",
        proposed_by=closed.lead,
        keys={"engagements.logentry": [str(key) for key in listed]},
    )
    act_as(closed.advisor.pk)
    assert transitions.confirm(plan, by=closed.advisor).total == 0
    as_owner()

    after = hits(folder)
    assert {word: places(found) - {"audit_entry"} for word, found in after.items()} == {
        word: places(found) - {"audit_entry"} for word, found in before.items()
    }
    assert after[KEPT] == before[KEPT]


def test_opened_again_nothing_is_due(closed, folder):
    act_as(closed.lead.pk)
    plan = transitions.propose(closed.room, Group.TALKS, by=closed.lead)
    as_owner()
    Engagement.objects.filter(room=closed.room).update(status="laufend")
    before = hits(folder)
    act_as(closed.advisor.pk)
    with pytest.raises(transitions.DeletionRefused):
        transitions.confirm(plan, by=closed.advisor)
    as_owner()

    assert hits(folder) == before
