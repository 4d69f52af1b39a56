"""Releases by plain SQL as the web role."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from engagements.models import Agreement
from rooms import transitions
from rooms.acting import act_as
from rooms.enums import Circle
from rooms.releasing import propose
from tests.rooms.releases.desk import person

pytestmark = pytest.mark.django_db


class TestTheDatabase:
    """By plain SQL as the web role, past every line of our Python."""

    def release(self, room, entry):
        return propose(entry, to_circle=Circle.STEERING, by=person(room, "advisor"), title="A", text="B")

    def run(self, actor, statement, *params):
        act_as(actor.pk)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, params)
            return cursor.rowcount

    def refused(self, actor, statement, *params):
        with pytest.raises((DatabaseError, IntegrityError)):
            self.run(actor, statement, *params)

    def test_nobody_changes_the_words(self, room, entry):
        release = self.release(room, entry)
        for column, value in (("title", "X"), ("content", "[]"), ("sha256", "0"), ("to_circle", 0), ("key", room.pk)):
            self.refused(
                person(room, "lead"), f"UPDATE rooms_release SET {column} = %s WHERE id = %s", value, release.pk
            )

    def test_nobody_lets_out_what_she_proposed_or_in_another_name(self, room, entry):
        release = self.release(room, entry)
        out = "UPDATE rooms_release SET state = 'freigegeben', circle = 20, decided_by_id = %s WHERE id = %s"
        advisor, lead = person(room, "advisor"), person(room, "lead")
        self.refused(advisor, out, advisor.pk, release.pk)
        self.refused(advisor, out, lead.pk, release.pk)

        assert self.run(person(room, "steering"), out, advisor.pk, release.pk) == 0
        assert self.run(lead, out, lead.pk, release.pk) == 1

    def test_nothing_leaves_the_team_past_the_desk(self, room, entry):
        agreement = Agreement.objects.create(room=room, engagement=room.engagement, title="Papier")
        for table, key in (("engagements_logentry", entry.pk), ("engagements_agreement", agreement.pk)):
            for circle in (30, 20, 10, 0):
                self.refused(person(room, "lead"), f"UPDATE {table} SET circle = %s WHERE id = %s", circle, key)

    def test_a_release_of_other_words_opens_no_row(self, room):
        """The gap a release of yesterday could be: its row has been changed since."""
        agreement = Agreement.objects.create(room=room, engagement=room.engagement, title="Papier")
        release = propose(agreement, to_circle=Circle.STEERING, by=person(room, "advisor"))
        transitions.approve(release, by=person(room, "lead"))
        agreement.refresh_from_db()
        agreement.circle, agreement.title, agreement.version = Circle.TEAM, "Anderes", 2
        agreement.save()

        self.refused(person(room, "lead"), "UPDATE engagements_agreement SET circle = 20 WHERE id = %s", agreement.pk)

    def test_without_the_trigger_one_person_would_do(self, room, entry):
        """The gate, seen red."""
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("DROP TRIGGER wall_keeps ON engagements_logentry")
        assert self.run(person(room, "lead"), "UPDATE engagements_logentry SET circle = 20 WHERE id = %s", entry.pk)

    def test_every_table_of_rows_with_a_circle_keeps_it(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'circle'"
                " WHERE c.relkind = 'r' AND c.relname ~ '^(rooms|stakeholders|engagements)_' AND NOT EXISTS ("
                " SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'wall_keeps')"
            )
            without = {name for (name,) in cursor.fetchall()}

        # A template's circle is a suggestion; programmes are the public face; a release keeps itself (above).
        assert without == {"engagements_phasetemplate", "engagements_programme", "rooms_release"}
