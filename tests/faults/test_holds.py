"""A deletion and a hold in the same moment."""

import datetime as dt
from threading import Thread

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from retention import transitions
from retention.enums import Group, PlanState
from retention.models import DeletionPlan
from rooms.acting import act_as
from tests.retention.places import closed_consultation, person
from tests.walls import sql


def test_a_hold_in_the_same_moment_comes_before_or_after(transactional_db):
    """Whoever deletes waits for a hold that is just being placed, and then sees it."""
    engagement = closed_consultation()
    lead, advisor = person(engagement, "lead"), person(engagement, "advisor")
    with transaction.atomic():
        act_as(lead.pk)
        plan = transitions.propose(engagement.room, Group.TALKS, by=lead)
    until = timezone.localdate() + dt.timedelta(days=9)
    other = connection.copy()
    refused = []

    def delete():
        try:
            with transaction.atomic():
                act_as(advisor.pk)
                sql("SELECT retention_delete(%s)", [plan.pk])
        except DatabaseError as error:
            refused.append(str(error))
        finally:
            connection.close()

    with other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute(
            "INSERT INTO retention_hold (id, room_id, label, reason, until, author_id, created_at, end_reason)"
            " VALUES (gen_random_uuid(), %s, '', 'x', %s, %s, now(), '')",
            [engagement.room_id, until, lead.pk],
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as far as its commit goes
        deleting = Thread(target=delete)
        deleting.start()
        deleting.join(1)
        waits = deleting.is_alive()
        cursor.execute("COMMIT")
    deleting.join()
    other.close()

    assert waits
    assert ["a hold stands" in each for each in refused] == [True]
    assert DeletionPlan.objects.get().state == PlanState.PROPOSED
