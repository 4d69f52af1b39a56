import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import rooms.ids
from rooms.walls import KEEPS, READS, keeps_circle, wall

OF_TEAM = "room_id = ANY ((SELECT wall_team())::uuid[])"
PROPOSES = f"{OF_TEAM} AND author_id = (SELECT wall_person()) AND state = 'vorgeschlagen'"
# Whoever lets it out is of the team, does so in her own name, and is not the one who proposed it.
DECIDES = f"""{OF_TEAM} AND (
    state <> 'freigegeben' OR decided_by_id = (SELECT wall_person()) AND author_id <> (SELECT wall_person())
)"""
FROZEN = """
CREATE FUNCTION release_frozen() RETURNS trigger LANGUAGE plpgsql AS $frozen$ BEGIN
    IF (NEW.room_id, NEW.kind, NEW.key, NEW.item_version, NEW.is_edition, NEW.to_circle, NEW.title, NEW.content,
        NEW.sha256, NEW.author_id) IS DISTINCT FROM (OLD.room_id, OLD.kind, OLD.key, OLD.item_version, OLD.is_edition,
        OLD.to_circle, OLD.title, OLD.content, OLD.sha256, OLD.author_id) THEN
        RAISE EXCEPTION 'the words of a release are frozen' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $frozen$;
CREATE TRIGGER release_frozen BEFORE UPDATE ON rooms_release FOR EACH ROW EXECUTE FUNCTION release_frozen();
"""


class Migration(migrations.Migration):
    """What leaves the team, by two people and in frozen words; the tables themselves keep to it."""

    dependencies = [
        ("rooms", "0005_reads_wall"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.UUIDField(default=rooms.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "circle",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Öffentlich"),
                            (10, "Netzwerk"),
                            (20, "Lenkungsrunde"),
                            (30, "Auftraggeber*in"),
                            (40, "Beratungsteam"),
                            (50, "Versiegelt"),
                        ],
                        default=40,
                        verbose_name="Wer darf das lesen?",
                    ),
                ),
                ("shared_on", models.DateField(default=django.utils.timezone.localdate, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("kind", models.CharField(max_length=60)),
                ("key", models.UUIDField(db_index=True)),
                ("item_version", models.PositiveIntegerField()),
                ("is_edition", models.BooleanField(default=True)),
                (
                    "to_circle",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Öffentlich"),
                            (10, "Netzwerk"),
                            (20, "Lenkungsrunde"),
                            (30, "Auftraggeber*in"),
                            (40, "Beratungsteam"),
                            (50, "Versiegelt"),
                        ],
                        verbose_name="Wer soll es lesen?",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="Überschrift")),
                ("content", models.JSONField(default=list)),
                ("sha256", models.CharField(max_length=64)),
                ("purpose", models.CharField(blank=True, max_length=300, verbose_name="Wofür? (nur für das Team)")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("vorgeschlagen", "wartet auf eine zweite Person"),
                            ("freigegeben", "freigegeben"),
                            ("zurueckgegeben", "zurückgegeben"),
                            ("zurueckgezogen", "zurückgezogen"),
                        ],
                        default="vorgeschlagen",
                        editable=False,
                        max_length=16,
                        verbose_name="Stand",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="Was fehlt noch?")),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="von",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="rooms.room"
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "Freigabe",
                "verbose_name_plural": "Freigaben",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("author")), _negated=True),
                            _connector="OR",
                        ),
                        name="release_by_two",
                        violation_error_message="Über eine Freigabe entscheidet eine zweite Person.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("circle", models.F("to_circle")),
                                ("decided_by__isnull", False),
                                ("is_edition", True),
                                ("state", "freigegeben"),
                            ),
                            models.Q(
                                ("circle", 40),
                                ("decided_by__isnull", False),
                                ("is_edition", False),
                                ("state", "freigegeben"),
                            ),
                            models.Q(models.Q(("state", "freigegeben"), _negated=True), ("circle", 40)),
                            _connector="OR",
                        ),
                        name="release_reaches_out_when_agreed",
                    ),
                    models.CheckConstraint(condition=models.Q(("to_circle__lt", 40)), name="release_leaves_the_team"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "vorgeschlagen")),
                        fields=("key", "to_circle"),
                        name="release_proposed_once",
                        violation_error_message="Diese Freigabe ist schon vorgeschlagen.",
                    ),
                ],
            },
        ),
        wall("rooms_release", reads=READS, inserts=PROPOSES, updates=OF_TEAM, checks=DECIDES, removes="false"),
        migrations.RunSQL(FROZEN, "DROP FUNCTION release_frozen() CASCADE"),
        migrations.RunSQL(KEEPS, "DROP FUNCTION wall_keeps()"),
        keeps_circle("rooms_file"),
    ]
