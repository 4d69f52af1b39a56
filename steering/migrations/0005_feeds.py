import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import rooms.ids
from rooms.walls import functions, wall

# A calendar program cannot sign in. Whoever knows the token meets whose calendar it is, and nothing else: what stands
# in it is read as this person, by the rule of every page.
OPENED = {
    "feed_opened(digest text)": (
        "TABLE (id uuid, person bigint, of_body boolean, body uuid, is_revoked boolean)",
        "SELECT f.id, f.person_id, f.of_body, f.body_id, f.revoked_on IS NOT NULL FROM steering_feed f"
        " WHERE f.digest = $1",
    ),
}
HERS = "person_id = wall_person()"


class Migration(migrations.Migration):
    """Calendars to subscribe to, each behind a wall of its own person."""

    dependencies = [
        ("steering", "0004_rounds"),
        ("stakeholders", "0007_founding"),
        ("rooms", "0008_versions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Feed",
            fields=[
                (
                    "id",
                    models.UUIDField(default=rooms.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("label", models.CharField(max_length=60, verbose_name="Wo wollen Sie den Kalender sehen?")),
                ("of_body", models.BooleanField(default=False, editable=False)),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("created_on", models.DateField(auto_now_add=True)),
                ("fetched_on", models.DateField(editable=False, null=True, verbose_name="zuletzt abgerufen")),
                ("revoked_on", models.DateField(editable=False, null=True, verbose_name="widerrufen")),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="stakeholders.body",
                        verbose_name="Welche Sitzungen?",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "Kalender-Abo",
                "verbose_name_plural": "Kalender-Abos",
                "ordering": ["-pk"],
            },
        ),
        wall("steering_feed", reads=HERS, writes=HERS),
        functions(OPENED),
    ]
