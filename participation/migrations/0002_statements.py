"""Mission statements behind the wall; and words stand still once a version is no longer written, once adopted for good."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import periods.fields
import rooms.ids
from rooms.walls import IS_MEMBER, WEB, open_room_table, part_of, wall

WORDS = [
    "statement_id",
    "place_id",
    "slug",
    "number",
    "wording",
    "language",
    "renders_id",
    "title",
    "addressees",
    "purpose",
]
STAMP = ["adopted_on", "adopted_by", "sha256"]
NAMED = ["statement_id", "organisation", "function", "signed_on"]

# A text is read with its version, and written by members of its room; what may still be written, the trigger says.
VERSION_OF = "EXISTS (SELECT FROM participation_statementversion v WHERE v.id = version_id"
SECTION_READS = f"{VERSION_OF})"
SECTION_WRITES = f"{VERSION_OF} AND v.{IS_MEMBER})"
# A measure stands below an aim for whoever reads the mission statement; further out below a version that is read there,
# if it is read there itself. It is one of the same plan.
STATEMENT_OF = "EXISTS (SELECT FROM participation_missionstatement s WHERE s.id = statement_id"
MEASURE_OF = "EXISTS (SELECT FROM steering_measure m WHERE m.id = measure_id"
AIM_READS = f"""
    {STATEMENT_OF})
    OR EXISTS (SELECT FROM participation_statementversion v WHERE v.statement_id = participation_aimmeasure.statement_id)
       AND {MEASURE_OF})
"""
AIM_WRITES = f"{STATEMENT_OF} AND s.{IS_MEMBER} AND {MEASURE_OF} AND m.room_id = s.room_id))"
AIM_GOES = f"{STATEMENT_OF} AND s.{IS_MEMBER})"


def differs(*columns):
    row = ", ".join
    return f"({row(f'NEW.{each}' for each in columns)}) IS DISTINCT FROM ({row(f'OLD.{each}' for each in columns)})"


VERSION = f"""
CREATE FUNCTION statement_version_stands() RETURNS trigger LANGUAGE plpgsql AS $stands$ BEGIN
    IF current_user <> '{WEB}' THEN
        RETURN coalesce(NEW, OLD);
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF OLD.state IN ('beschlossen', 'abgeloest') THEN
            RAISE EXCEPTION 'version % was adopted', OLD.id USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN OLD;
    END IF;
    IF NEW.wording <> 'standard' AND NEW.renders_id IS NULL THEN
        RAISE EXCEPTION 'version % renders nothing', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state <> 'entwurf' AND {differs(*WORDS)}
       OR OLD.state IN ('beschlossen', 'abgeloest') AND ({differs(*STAMP)} OR NEW.state NOT IN (OLD.state, 'abgeloest'))
       OR OLD.state NOT IN ('endfassung', 'beschlossen') AND NEW.state = 'beschlossen'
    THEN
        RAISE EXCEPTION 'the words of version % stand', OLD.id USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $stands$"""

# Whoever adds to a version waits for whoever adopts it at this moment, and then finds it adopted.
SECTION = f"""
CREATE FUNCTION statement_section_stands() RETURNS trigger LANGUAGE plpgsql AS $stands$ BEGIN
    IF current_user <> '{WEB}' THEN
        RETURN coalesce(NEW, OLD);
    END IF;
    IF TG_OP = 'UPDATE' AND {differs("version_id", "number")} THEN
        RAISE EXCEPTION 'section % keeps its place', OLD.id USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM FROM participation_statementversion v
        WHERE v.id = coalesce(NEW.version_id, OLD.version_id) AND v.state = 'entwurf' FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the words of a version stand' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN coalesce(NEW, OLD);
END $stands$"""

INSERTED = f"""
CREATE FUNCTION statement_version_begins() RETURNS trigger LANGUAGE plpgsql AS $begins$ BEGIN
    IF current_user = '{WEB}' AND NEW.state <> 'entwurf' THEN
        RAISE EXCEPTION 'version % begins as a draft', NEW.id USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.wording <> 'standard' AND NEW.renders_id IS NULL THEN
        RAISE EXCEPTION 'version % renders nothing', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $begins$"""


# Who is named outside was agreed by two: it begins inside, and neither on its way out nor there does one alone change it.
SIGNED = f"""
CREATE FUNCTION signatory_stands() RETURNS trigger LANGUAGE plpgsql AS $stands$ BEGIN
    IF current_user <> '{WEB}' OR NEW.circle >= 20 THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        RAISE EXCEPTION 'signatory % begins inside', NEW.id USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF {differs(*NAMED)} THEN
        RAISE EXCEPTION 'the words of signatory % stand', OLD.id USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $stands$"""


def words_stand():
    """The operations after which no word of an adopted version changes any more, whoever writes as the web role."""
    version, section = "participation_statementversion", "participation_section"
    return [
        made(VERSION, "statement_version_stands", version, "BEFORE UPDATE OR DELETE"),
        made(INSERTED, "statement_version_begins", version, "BEFORE INSERT"),
        made(SECTION, "statement_section_stands", section, "BEFORE INSERT OR UPDATE OR DELETE"),
    ]


def made(function, name, table, when):
    return migrations.RunSQL(
        [function, f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"],
        [f"DROP TRIGGER {name} ON {table}", f"DROP FUNCTION {name}()"],
    )


class Migration(migrations.Migration):
    dependencies = [
        ("participation", "0001_initial"),
        ("rooms", "0008_versions"),
        ("steering", "0009_one_vote"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *open_room_table("participation_missionstatement", "participation.missionstatement"),
        *open_room_table("participation_statementversion", "participation.statementversion"),
        wall("participation_section", reads=SECTION_READS, writes=SECTION_WRITES),
        *part_of("participation_section", "participation.section", "participation_statementversion", "version_id"),
        wall("participation_aimmeasure", reads=AIM_READS, inserts=AIM_WRITES, updates=AIM_WRITES, removes=AIM_GOES),
        *part_of(
            "participation_aimmeasure", "participation.aimmeasure", "participation_missionstatement", "statement_id"
        ),
        migrations.CreateModel(
            name="Signatory",
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
                ("organisation", models.CharField(max_length=160, verbose_name="Organisation")),
                ("function", models.CharField(blank=True, max_length=120, verbose_name="Wer hat unterzeichnet?")),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="unterzeichnet am")),
                ("consents", models.BooleanField(default=False, verbose_name="Darf öffentlich genannt werden")),
                ("consent_note", models.CharField(blank=True, max_length=200, verbose_name="Woher wissen Sie das?")),
                (
                    "withdrawn_on",
                    models.DateField(editable=False, null=True, verbose_name="Zustimmung zurückgezogen am"),
                ),
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
                    "room",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="rooms.room"
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signatories",
                        to="participation.missionstatement",
                    ),
                ),
            ],
            options={
                "verbose_name": "Unterzeichnende Organisation",
                "verbose_name_plural": "Unterzeichnende Organisationen",
                "ordering": ["organisation", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="signatory_is_open"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("circle__gte", 20),
                            models.Q(("consents", True), ("withdrawn_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="signatory_named_by_consent",
                        violation_error_message="Ohne Zustimmung wird niemand öffentlich genannt.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementStep",
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
                (
                    "key",
                    models.CharField(
                        choices=[
                            ("auftrag", "Auftrag und Redaktionsgruppe"),
                            ("grundlagen", "Grundlagen"),
                            ("forum", "Öffentliches Diskussionsforum"),
                            ("entwurf", "Erster Entwurf und Rückmeldungen"),
                            ("sprachen", "Zweiter Entwurf, Leichte Sprache, Übersetzungen"),
                            ("empfehlung", "Empfehlung der Lenkungsrunde"),
                            ("beschluss", "Beschluss des Rates"),
                            ("veroeffentlichung", "Veröffentlichung"),
                            ("massnahmen", "Maßnahmen zu jedem Leitziel"),
                            ("ueberpruefung", "Jährliche Überprüfung"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="Schritt",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offen", "noch offen"),
                            ("laeuft", "läuft"),
                            ("erledigt", "erledigt"),
                            ("entfaellt", "entfällt"),
                        ],
                        default="offen",
                        editable=False,
                        max_length=12,
                        verbose_name="Stand",
                    ),
                ),
                ("period", periods.fields.PeriodField(blank=True, max_length=120, verbose_name="Wann?")),
                ("responsible", models.CharField(blank=True, max_length=160, verbose_name="Wer kümmert sich?")),
                ("note", models.TextField(blank=True, max_length=5000, verbose_name="Was Sie festhalten")),
                (
                    "period_edtf",
                    models.CharField(
                        blank=True, default="", editable=False, max_length=60, verbose_name="Zeitangabe nach EDTF"
                    ),
                ),
                ("period_from", models.DateField(blank=True, editable=False, null=True, verbose_name="frühester Tag")),
                ("period_until", models.DateField(blank=True, editable=False, null=True, verbose_name="spätester Tag")),
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
                    "room",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="rooms.room"
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="participation.missionstatement",
                    ),
                ),
            ],
            options={
                "verbose_name": "Schritt zum Leitbild",
                "verbose_name_plural": "Schritte zum Leitbild",
                "ordering": ["pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("circle__lt", 50)), name="statementstep_is_open"),
                    models.UniqueConstraint(fields=("statement", "key"), name="statement_step_once"),
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="statementversion", name="statement_version_renders_the_standard"),
        migrations.AddConstraint(
            model_name="statementversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("wording", "standard"), _negated=True), ("renders__isnull", True), _connector="OR"
                ),
                name="statement_version_renders_the_standard",
            ),
        ),
        migrations.AlterField(
            model_name="statementversion",
            name="sha256",
            field=models.CharField(blank=True, editable=False, max_length=64, verbose_name="Prüfsumme"),
        ),
        migrations.AlterField(
            model_name="statementversion",
            name="slug",
            field=models.SlugField(editable=False, max_length=80, verbose_name="Adresse der öffentlichen Seite"),
        ),
        migrations.AddField(
            model_name="statementversion",
            name="comments_until",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="Rückmeldungen bis"),
        ),
        migrations.AddField(
            model_name="statementversion",
            name="recommended",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="steering.resolution",
                verbose_name="Empfehlung",
            ),
        ),
        migrations.AddConstraint(
            model_name="statementversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["entwurf", "verworfen"]), _negated=True),
                    ("circle__gte", 20),
                    _connector="OR",
                ),
                name="statement_version_draft_stays_inside",
                violation_error_message="Was in Arbeit ist, geht nicht über die Lenkungsrunde hinaus.",
            ),
        ),
        *open_room_table("participation_statementstep", "participation.statementstep"),
        *open_room_table("participation_signatory", "participation.signatory"),
        *words_stand(),
        made(SIGNED, "signatory_stands", "participation_signatory", "BEFORE INSERT OR UPDATE"),
    ]
