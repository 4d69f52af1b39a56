import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import rooms.ids
from retention.term_sql import by_rule_alone, by_term
from rooms.walls import wall

ROLE = settings.DATABASE_WEB_ROLE
OF_TEAM = "room_id = ANY ((SELECT wall_team())::uuid[])"
OF_LEAD = "room_id = ANY ((SELECT wall_rooms_to(50))::uuid[])"
# The latest counts: none may come from the future.
SETS = f"{OF_LEAD} AND author_id = (SELECT wall_person()) AND created_at < clock_timestamp() + interval '1 minute'"


def only(table, columns):
    """The web role changes these columns and no other."""
    return migrations.RunSQL(
        [f'REVOKE UPDATE ON {table} FROM "{ROLE}"', f'GRANT UPDATE ({columns}) ON {table} TO "{ROLE}"'],
        [f'REVOKE UPDATE ({columns}) ON {table} FROM "{ROLE}"', f'GRANT UPDATE ON {table} TO "{ROLE}"'],
    )


class Migration(migrations.Migration):
    """Terms of single consultations, and why a hold has ended."""

    dependencies = [
        ("retention", "0002_waiting"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="hold",
            name="end_reason",
            field=models.CharField(blank=True, default="", max_length=300, verbose_name="Warum endet er?"),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="Term",
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
                ("months", models.PositiveSmallIntegerField(verbose_name="Monate nach dem Ende")),
                ("reason", models.CharField(max_length=300, verbose_name="Warum eine andere Frist?")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "author",
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
                "verbose_name": "Frist dieser Beratung",
                "verbose_name_plural": "Fristen dieser Beratung",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("group", "talks"), ("months__range", (1, 12))),
                            models.Q(("group", "case"), ("months__range", (12, 120))),
                            _connector="OR",
                        ),
                        name="term_within_limits",
                    ),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="term_with_reason"),
                ],
            },
        ),
        wall("retention_term", reads=OF_TEAM, inserts=SETS, updates="false"),
        migrations.RunSQL(
            f'REVOKE UPDATE, DELETE, TRUNCATE ON retention_term FROM "{ROLE}"',
            f'GRANT UPDATE, DELETE ON retention_term TO "{ROLE}"',
        ),
        only("retention_hold", "confirmed_by_id, ended_by_id, ended_at, end_reason"),
        only("retention_deletionplan", "state, keys"),
        migrations.RunSQL(list(by_term()), list(by_rule_alone())),
    ]
