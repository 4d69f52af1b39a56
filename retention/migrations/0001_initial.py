import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import rooms.ids
from retention.deadlines import HOLD_DAYS
from retention.sql import made, unmade
from rooms.walls import TODAY, wall

ROLE = settings.DATABASE_WEB_ROLE
OF_TEAM = "room_id = ANY ((SELECT wall_team())::uuid[])"
OF_LEAD = "room_id = ANY ((SELECT wall_rooms_to(50))::uuid[])"
ME = "(SELECT wall_person())"
# The lead proposes, and whoever changes a proposal takes it back; carried out it is by `retention_delete` alone.
PROPOSES = f"{OF_LEAD} AND proposed_by_id = {ME} AND state = 'vorgeschlagen' AND confirmed_by_id IS NULL"
WITHDRAWS = f"{OF_TEAM} AND state = 'zurueckgezogen' AND confirmed_by_id IS NULL"
HOLDS = f"{OF_TEAM} AND author_id = {ME} AND confirmed_by_id IS NULL AND until <= {TODAY} + {HOLD_DAYS}"
CHANGES_HOLD = f"{OF_TEAM} AND ({ME} IN (confirmed_by_id, ended_by_id)) AND until <= {TODAY} + {HOLD_DAYS}"
# One sees and writes what belongs to a plan one sees; written is it for a plan one has just confirmed.
OF_PLAN = "plan IN (SELECT id FROM retention_deletionplan)"
CONFIRMED = f"plan IN (SELECT id FROM retention_deletionplan WHERE state = 'ausgefuehrt' AND confirmed_by_id = {ME})"


class Migration(migrations.Migration):
    """Plans, holds, the ledger, what stays counted; and the one function that deletes what two people have agreed."""

    initial = True

    dependencies = [
        ("rooms", "0008_versions"),
        ("engagements", "0008_versions"),
        ("stakeholders", "0005_versions"),
        ("audit", "0004_versions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DeletionPlan",
            fields=[
                ("id", models.UUIDField(default=rooms.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("talks", "Gesprächsnotizen und Versiegeltes"),
                            ("case", "alles andere aus der Beratung"),
                        ],
                        max_length=8,
                        verbose_name="was",
                    ),
                ),
                ("ended_on", models.DateField(verbose_name="Ende der Beratung")),
                ("keys", models.JSONField(default=dict)),
                ("counts", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("vorgeschlagen", "wartet auf eine zweite Person"),
                            ("ausgefuehrt", "gelöscht"),
                            ("zurueckgezogen", "zurückgezogen"),
                        ],
                        default="vorgeschlagen",
                        editable=False,
                        max_length=16,
                        verbose_name="Stand",
                    ),
                ),
                ("proposed_at", models.DateTimeField(auto_now_add=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="rooms.room"),
                ),
            ],
            options={
                "verbose_name": "Löschung",
                "verbose_name_plural": "Löschungen",
                "ordering": ["-proposed_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by__isnull", True),
                            models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="deletion_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ausgefuehrt"), _negated=True),
                            models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="deletion_done_is_confirmed",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "vorgeschlagen")),
                        fields=("room", "group"),
                        name="deletion_proposed_once",
                        violation_error_message="Diese Löschung ist schon vorgeschlagen.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.UUIDField(default=rooms.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("label", models.CharField(blank=True, max_length=60)),
                ("key", models.UUIDField(blank=True, null=True)),
                ("reason", models.CharField(max_length=300, verbose_name="Warum darf jetzt nichts gelöscht werden?")),
                ("until", models.DateField(verbose_name="bis einschließlich")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="rooms.room"),
                ),
            ],
            options={
                "verbose_name": "Löschstopp",
                "verbose_name_plural": "Löschstopps",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="hold_with_reason"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by__isnull", True),
                            models.Q(("confirmed_by", models.F("author")), _negated=True),
                            _connector="OR",
                        ),
                        name="hold_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_by__isnull", True),
                            models.Q(("ended_by", models.F("author")), _negated=True),
                            _connector="OR",
                        ),
                        name="hold_ended_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("key__isnull", True), ("label", "")),
                            models.Q(models.Q(("label", ""), _negated=True), ("key__isnull", False)),
                            _connector="OR",
                        ),
                        name="hold_of_room_or_row",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(max_length=60)),
                ("digest", models.CharField(db_index=True, max_length=64)),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("talks", "Gesprächsnotizen und Versiegeltes"),
                            ("case", "alles andere aus der Beratung"),
                        ],
                        max_length=8,
                    ),
                ),
                ("ended_on", models.DateField()),
                ("deleted_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("plan", models.UUIDField()),
            ],
            options={
                "verbose_name": "Nachweis der Löschung",
                "verbose_name_plural": "Nachweise der Löschung",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Tombstone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("sector", models.CharField(blank=True, max_length=24)),
                ("year", models.PositiveSmallIntegerField()),
                ("n", models.PositiveIntegerField()),
                (
                    "room",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="rooms.room"),
                ),
            ],
            options={
                "verbose_name": "Zählung des Gelöschten",
                "verbose_name_plural": "Zählungen des Gelöschten",
                "ordering": ["year", "kind", "sector"],
                "constraints": [
                    models.UniqueConstraint(fields=("room", "kind", "sector", "year"), name="tombstone_once")
                ],
            },
        ),
        wall(
            "retention_deletionplan",
            reads=OF_TEAM,
            inserts=PROPOSES,
            updates=f"{OF_TEAM} AND state = 'vorgeschlagen'",
            checks=WITHDRAWS,
            removes="false",
        ),
        wall("retention_hold", reads=OF_TEAM, inserts=HOLDS, updates=OF_TEAM, checks=CHANGES_HOLD, removes="false"),
        wall("retention_tombstone", reads=OF_TEAM, writes="false"),
        wall("retention_ledgerentry", reads=OF_PLAN, inserts=CONFIRMED, updates="false"),
        migrations.RunSQL(
            f'REVOKE UPDATE, DELETE, TRUNCATE ON retention_ledgerentry FROM "{ROLE}"',
            f'GRANT UPDATE, DELETE ON retention_ledgerentry TO "{ROLE}"',
        ),
        migrations.RunSQL(list(made()), list(unmade())),
    ]
