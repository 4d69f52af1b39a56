import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import rooms.ids
from rooms.walls import wall

# Nobody but the one who writes it, whatever she leads or administers.
HERS = "person_id = (SELECT wall_person())"


class Migration(migrations.Migration):
    """What somebody is writing, before it is sent."""

    dependencies = [
        ("rooms", "0006_releases"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.UUIDField(default=rooms.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("slot", models.CharField(max_length=300)),
                ("content", models.BinaryField(default=b"")),
                ("version", models.PositiveIntegerField(default=0)),
                ("saved_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="rooms.room"
                    ),
                ),
            ],
            options={
                "verbose_name": "Entwurf",
                "verbose_name_plural": "Entwürfe",
                "ordering": ["-saved_at", "-pk"],
                "constraints": [models.UniqueConstraint(fields=("person", "slot"), name="draft_one_per_form")],
            },
        ),
        wall("rooms_draft", reads=HERS, writes=HERS),
    ]
