import datetime

import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import rooms.fields
import rooms.ids
from rooms.walls import UNLOCKED, functions, reads_unlocked, seal_stored, sealed_unreadable, wall

OF_TEAM = "room_id = ANY ((SELECT wall_team())::uuid[])"
# Whoever opens something sealed opens it to herself and for three hours; only the lead takes note or closes it.
SOON_OVER = "until <= clock_timestamp() + interval '3 hours 1 minute'"
FOR_HERSELF = f"{OF_TEAM} AND person_id = (SELECT wall_person()) AND {SOON_OVER}"
AS_LEAD = f"room_id = ANY ((SELECT wall_rooms_to(50))::uuid[]) AND {SOON_OVER}"


class Migration(migrations.Migration):
    """Keys of rooms, unlocks, and sealed texts that nobody reads in a dump."""

    dependencies = [
        ("rooms", "0003_one_room_per_organisation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RoomKey",
            fields=[
                (
                    "room",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="key",
                        serialize=False,
                        to="rooms.room",
                    ),
                ),
                ("wrapped", models.BinaryField()),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "Raumschlüssel",
                "verbose_name_plural": "Raumschlüssel",
            },
        ),
        migrations.AlterField(
            model_name="file",
            name="name",
            field=rooms.fields.SealableCharField(max_length=200, verbose_name="Name"),
        ),
        migrations.AlterField(
            model_name="file",
            name="sha256",
            field=rooms.fields.SealableCharField(max_length=64),
        ),
        migrations.CreateModel(
            name="Unlock",
            fields=[
                ("id", models.UUIDField(default=rooms.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=60)),
                ("key", models.UUIDField(db_index=True)),
                ("reason", models.CharField(max_length=300, verbose_name="Warum brauchen Sie diesen Text jetzt?")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="geöffnet")),
                ("until", models.DateTimeField(verbose_name="bis")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="vorher geschlossen")),
                ("noted_at", models.DateTimeField(null=True, verbose_name="zur Kenntnis genommen")),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="wer",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="unlocks", to="rooms.room"
                    ),
                ),
            ],
            options={
                "verbose_name": "Öffnung",
                "verbose_name_plural": "Öffnungen",
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "until__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("at"), "+", models.Value(datetime.timedelta(seconds=10800))
                                ),
                            )
                        ),
                        name="unlock_three_hours_at_most",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="unlock_with_reason"
                    ),
                ],
            },
        ),
        functions(UNLOCKED),
        reads_unlocked("rooms_file"),
        wall("rooms_roomkey", reads=OF_TEAM, inserts=OF_TEAM, updates="false"),
        wall("rooms_unlock", reads=OF_TEAM, inserts=FOR_HERSELF, updates=AS_LEAD, removes="false"),
        seal_stored("rooms", "file"),
        sealed_unreadable("rooms_file", ["name", "sha256"]),
    ]
