import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import rooms.ids
from rooms.walls import WEB, functions, open_room_table, part_of, wall

FEWEST = 3  # below so many sheets only the order is told

# What nobody but its member reads is counted here. Below three sheets the numbers would name people.
COUNTED = f"""
CREATE FUNCTION consensing_counted(key uuid)
    RETURNS TABLE (option bigint, voters bigint, total bigint, lowest smallint, highest smallint, place bigint)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $counted$ BEGIN
    PERFORM FROM steering_consensing c WHERE c.id = key AND c.state = 'offen' AND c.way = 'blatt'
        AND c.room_id = ANY (wall_team()) FOR UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT o.id, count(*),
            CASE WHEN count(*) >= {FEWEST} THEN sum(s.resistances[o."order"]) END,
            CASE WHEN count(*) >= {FEWEST} THEN min(s.resistances[o."order"]) END,
            CASE WHEN count(*) >= {FEWEST} THEN max(s.resistances[o."order"]) END,
            rank() OVER (ORDER BY sum(s.resistances[o."order"]))
        FROM steering_consensingoption o JOIN steering_consensingsheet s ON s.consensing_id = o.consensing_id
        WHERE o.consensing_id = key GROUP BY o.id;
    DELETE FROM steering_consensingsheet s WHERE s.consensing_id = key;
END $counted$;
REVOKE ALL ON FUNCTION consensing_counted(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION consensing_counted(uuid) TO "{WEB}";
"""
HOW_MANY = {
    "consensing_sheets(key uuid)": (
        "bigint",
        "SELECT count(*) FROM steering_consensingsheet s JOIN steering_consensing c ON c.id = s.consensing_id"
        " WHERE c.id = $1 AND c.room_id = ANY (wall_rooms())",
    ),
}
GOES_WITH = """
ALTER TABLE steering_consensingsheet ADD CONSTRAINT consensing_sheet_goes FOREIGN KEY (consensing_id)
    REFERENCES steering_consensing (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
"""

# A sheet has a number for each option, and none comes after the count; who counts waits for it, and it for who counts.
# What was counted stays as it is, whoever writes; it goes with its consultation.
FROZEN = f"""
CREATE FUNCTION consensing_sheet_fits() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $fits$ BEGIN
    PERFORM FROM steering_consensing WHERE id = NEW.consensing_id AND state = 'offen' AND way = 'blatt' FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a counted question is frozen' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF cardinality(NEW.resistances) <>
        (SELECT count(*) FROM steering_consensingoption WHERE consensing_id = NEW.consensing_id) THEN
        RAISE EXCEPTION 'a sheet has a number for each option' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $fits$;
REVOKE ALL ON FUNCTION consensing_sheet_fits() FROM PUBLIC;
CREATE TRIGGER consensing_sheet_fits BEFORE INSERT OR UPDATE ON steering_consensingsheet
    FOR EACH ROW EXECUTE FUNCTION consensing_sheet_fits();

CREATE FUNCTION consensing_frozen() RETURNS trigger LANGUAGE plpgsql AS $frozen$ BEGIN
    IF OLD.state = 'geschlossen' AND (TG_OP = 'UPDATE' OR current_user = '{WEB}') THEN
        IF TG_OP = 'DELETE' OR (NEW.question, NEW.way, NEW.state, NEW.closed_on, NEW.voters, NEW.item_id, NEW.room_id)
            IS DISTINCT FROM
            (OLD.question, OLD.way, OLD.state, OLD.closed_on, OLD.voters, OLD.item_id, OLD.room_id) THEN
            RAISE EXCEPTION 'a counted question is frozen' USING ERRCODE = 'insufficient_privilege';
        END IF;
    END IF;
    RETURN coalesce(NEW, OLD);
END $frozen$;
CREATE TRIGGER consensing_frozen BEFORE UPDATE OR DELETE ON steering_consensing
    FOR EACH ROW EXECUTE FUNCTION consensing_frozen();

CREATE FUNCTION consensing_option_frozen() RETURNS trigger LANGUAGE plpgsql AS $frozen$
DECLARE
    whole CONSTANT uuid := CASE WHEN TG_OP = 'INSERT' THEN NEW.consensing_id ELSE OLD.consensing_id END;
BEGIN
    IF (TG_OP <> 'DELETE' OR current_user = '{WEB}')
        AND EXISTS (SELECT FROM steering_consensing WHERE id = whole AND state = 'geschlossen') THEN
        RAISE EXCEPTION 'a counted question is frozen' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN coalesce(NEW, OLD);
END $frozen$;
CREATE TRIGGER consensing_option_frozen BEFORE INSERT OR UPDATE OR DELETE ON steering_consensingoption
    FOR EACH ROW EXECUTE FUNCTION consensing_option_frozen();
"""
THAWED = (
    "DROP FUNCTION consensing_sheet_fits() CASCADE; DROP FUNCTION consensing_frozen() CASCADE;"
    " DROP FUNCTION consensing_option_frozen() CASCADE"
)
MINE = "member_id = (SELECT wall_person())"


class Migration(migrations.Migration):
    """Notes of a meeting, what an item was proposed for, and systemic consensing with sheets nobody else reads."""

    dependencies = [
        ("rooms", "0008_versions"),
        ("stakeholders", "0006_bodies"),
        ("steering", "0005_feeds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Consensing",
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
                ("question", models.CharField(max_length=200, verbose_name="Worüber?")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("saal", "auf Zuruf, ohne Namen, hier am Bildschirm"),
                            ("blatt", "jedes Mitglied für sich, mit dem eigenen Konto"),
                        ],
                        default="saal",
                        max_length=8,
                        verbose_name="Wie wird bewertet?",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("offen", "läuft"), ("geschlossen", "abgeschlossen")],
                        default="offen",
                        editable=False,
                        max_length=12,
                        verbose_name="Stand",
                    ),
                ),
                ("closed_on", models.DateField(editable=False, null=True, verbose_name="abgeschlossen am")),
                ("voters", models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="Bewertungen")),
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
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consensing",
                        to="steering.agendaitem",
                        verbose_name="TOP",
                    ),
                ),
                (
                    "resolution",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="steering.resolution",
                        verbose_name="Ergebnis",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="rooms.room"
                    ),
                ),
            ],
            options={
                "verbose_name": "Konsensieren",
                "verbose_name_plural": "Konsensieren",
                "ordering": ["created_at", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="consensing_is_open")
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsensingOption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=300, verbose_name="Möglichkeit")),
                ("is_passive", models.BooleanField(default=False)),
                (
                    "called",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Widerstände",
                    ),
                ),
                ("total", models.PositiveIntegerField(null=True)),
                ("lowest", models.PositiveSmallIntegerField(null=True)),
                ("highest", models.PositiveSmallIntegerField(null=True)),
                ("place", models.PositiveSmallIntegerField(null=True)),
                (
                    "consensing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="options", to="steering.consensing"
                    ),
                ),
            ],
            options={
                "verbose_name": "Möglichkeit",
                "verbose_name_plural": "Möglichkeiten",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("consensing", "order"), name="consensing_option_once"),
                    models.CheckConstraint(
                        condition=models.Q(("called__contained_by", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])),
                        name="consensing_called_in_scale",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsensingSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "resistances",
                    django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), size=None),
                ),
                (
                    "consensing",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="sheets",
                        to="steering.consensing",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("consensing", "member"), name="consensing_sheet_once"),
                    models.CheckConstraint(
                        condition=models.Q(("resistances__contained_by", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])),
                        name="consensing_sheet_in_scale",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
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
                ("text", models.TextField(max_length=20000, verbose_name="Mitschrift")),
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
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="note", to="steering.agendaitem"
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="rooms.room"
                    ),
                ),
            ],
            options={
                "verbose_name": "Mitschrift",
                "verbose_name_plural": "Mitschriften",
                "ordering": ["pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="note_is_open"),
                    models.CheckConstraint(condition=models.Q(("circle", 40)), name="note_stays_with_the_team"),
                ],
            },
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="about",
            field=models.SlugField(blank=True, db_index=False, editable=False, max_length=60),
        ),
        migrations.AddField(
            model_name="resolution",
            name="quorum_note",
            field=models.CharField(blank=True, max_length=300, verbose_name="Trotzdem, weil …"),
        ),
        migrations.AlterField(
            model_name="attendance",
            name="term",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="stakeholders.term",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("about", ""), _negated=True),
                fields=("meeting", "about"),
                name="agenda_item_about_once",
            ),
        ),
        *open_room_table("steering_note", "steering.note"),
        *open_room_table("steering_consensing", "steering.consensing"),
        *part_of("steering_consensingoption", "steering.consensingoption", "steering_consensing", "consensing_id"),
        wall(
            "steering_consensingsheet",
            reads=MINE,
            writes=f"{MINE} AND EXISTS (SELECT FROM steering_consensing c WHERE c.id = consensing_id)",
        ),
        migrations.RunSQL(GOES_WITH, "ALTER TABLE steering_consensingsheet DROP CONSTRAINT consensing_sheet_goes"),
        functions(HOW_MANY),
        migrations.RunSQL(COUNTED, "DROP FUNCTION consensing_counted(uuid)"),
        migrations.RunSQL(FROZEN, THAWED),
    ]
