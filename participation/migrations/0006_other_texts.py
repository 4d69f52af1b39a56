from importlib import import_module

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from rooms.walls import WEB, functions, part_of, wall

BEFORE = import_module("participation.migrations.0003_contributions")
TEAM, MINE = BEFORE.TEAM, BEFORE.MINE

# What a round asks about is read with it, and written by the team as long as the round is inside.
OF_ROUND = "EXISTS (SELECT FROM participation_commentround r WHERE r.id = round_id)"
OF_INSIDE = f"EXISTS (SELECT FROM participation_commentround r WHERE r.id = round_id AND r.circle >= 20 AND r.{TEAM})"

TOLD = {
    "contribution_told()": (
        "TABLE (id uuid, whole uuid, number int, received_on date, title varchar, text text, wording text,"
        " state varchar, refused_because varchar, answered_on date, delete_on date)",
        f"""
        SELECT c.id, coalesce(c.statement_id, c.round_id), c.number, c.received_on,
               CASE WHEN v.circle = 0 THEN v.title WHEN r.circle = 0 THEN r.title ELSE '' END, c.text, c.wording,
               c.state, c.refused_because, c.answered_on, p.delete_on
          FROM participation_contribution c
          LEFT JOIN participation_commentround r ON r.id = c.round_id
          LEFT JOIN participation_statementversion v ON v.id = r.of_id
          LEFT JOIN participation_contributioncontact p ON p.contribution_id = c.id
         WHERE {MINE} ORDER BY c.number DESC
        """,
    ),
    "contribution_answers()": (
        "TABLE (contribution uuid, text text, about varchar, section varchar, handling varchar, reason text,"
        " joined varchar, joined_reason text)",
        f"""
        SELECT c.id, p.text, p.about, coalesce(s.sign, p.section::varchar), p.handling, p.reason, m.handling, m.reason
          FROM participation_contribution c
          JOIN participation_point p ON p.contribution_id = c.id AND p.state = 'entschieden'
          LEFT JOIN participation_roundsection s ON s.round_id = c.round_id AND s.number = p.section
          LEFT JOIN participation_point m ON m.id = p.merged_with_id AND m.state = 'entschieden'
         WHERE c.answered_on IS NOT NULL AND {MINE} ORDER BY c.number DESC, p."order", p.id
        """,
    ),
}

# The one way in, as before; a round about something of its own needs no version that is open.
CHANGES = [
    ("v.state <> 'kommentierung'", "r.subject = 'leitbild' AND v.state IS DISTINCT FROM 'kommentierung'"),
    ("r.asks = 'alle' AND v.circle = 0)", "r.asks = 'alle' AND (r.subject <> 'leitbild' OR v.circle = 0))"),
    ("VALUES (r.statement_id, 'contribution', 1)", "VALUES (coalesce(r.statement_id, r.id), 'contribution', 1)"),
    (
        "(SELECT s.number FROM participation_section s WHERE s.version_id = v.id AND s.number = about)",
        "(SELECT s.number FROM participation_section s WHERE s.version_id = v.id AND s.number = about UNION ALL"
        " SELECT s.number FROM participation_roundsection s WHERE s.round_id = r.id AND s.number = about)",
    ),
]
ADD, FROZEN = BEFORE.ADD, BEFORE.FROZEN
for _old, _new in CHANGES:
    assert ADD.count(_old) == 1, _old
    ADD = ADD.replace(_old, _new)
NOW = "(NEW.introduction, NEW.of_id, NEW.slug, NEW.statement_id, NEW.asks)"
MORE = "(NEW.introduction, NEW.of_id, NEW.slug, NEW.statement_id, NEW.asks, NEW.subject, NEW.title, NEW.place_id)"
OLD_FROZEN = FROZEN[: FROZEN.index("CREATE TRIGGER")].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
NEW_FROZEN = OLD_FROZEN.replace(NOW, MORE).replace(NOW.replace("NEW", "OLD"), MORE.replace("NEW", "OLD"))
assert NEW_FROZEN.count("subject") == 2

# Deleting sets null what may be null. A round about a mission statement goes with it, and a contribution with the last
# thing it was brought in to; before `comment_round_frozen`, for that holds words that stay.
AWAY = f"""
CREATE FUNCTION brought_in_away() RETURNS trigger LANGUAGE plpgsql AS $away$ BEGIN
    IF current_user = '{WEB}' THEN
        RETURN NEW;  -- the check refuses it
    END IF;
    PERFORM retention_remove(TG_ARGV[0], ARRAY[OLD.id::text]);
    RETURN NULL;
END $away$;
CREATE TRIGGER comment_round_away BEFORE UPDATE OF of_id, statement_id ON participation_commentround FOR EACH ROW
    WHEN (NEW.subject = 'leitbild' AND (NEW.of_id IS NULL OR NEW.statement_id IS NULL))
    EXECUTE FUNCTION brought_in_away('participation.commentround');
CREATE TRIGGER contribution_away BEFORE UPDATE OF statement_id, round_id ON participation_contribution FOR EACH ROW
    WHEN (NEW.statement_id IS NULL AND NEW.round_id IS NULL)
    EXECUTE FUNCTION brought_in_away('participation.contribution');
"""


def made_anew(statement):
    return statement.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


def instead_of(operation):
    """The operation that takes back what an earlier one made."""
    return migrations.RunSQL(operation.reverse_sql, operation.sql)


class Migration(migrations.Migration):
    """Rounds about something of their own – a text, the plan, an open question –, and disputed points weighed."""

    dependencies = [
        ("participation", "0005_invitations"),
        ("municipalities", "0001_initial"),
        ("steering", "0009_one_vote"),
    ]

    operations = [
        migrations.CreateModel(
            name="RoundSection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("sign", models.CharField(max_length=20, verbose_name="Nummer")),
                ("heading", models.CharField(blank=True, max_length=200, verbose_name="Überschrift")),
                ("text", models.TextField(blank=True, max_length=10000, verbose_name="Text")),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sections",
                        to="participation.commentround",
                    ),
                ),
            ],
            options={
                "verbose_name": "Abschnitt",
                "verbose_name_plural": "Abschnitte",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "number"), name="round_section_once"),
                    models.UniqueConstraint(fields=("round", "sign"), name="round_section_sign_once"),
                ],
            },
        ),
        migrations.AddField(
            model_name="commentround",
            name="place",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="municipalities.place",
            ),
        ),
        migrations.AddField(
            model_name="commentround",
            name="subject",
            field=models.CharField(
                choices=[
                    ("leitbild", "ein Leitbild"),
                    ("text", "ein anderer Text"),
                    ("plan", "der Maßnahmenplan"),
                    ("frage", "eine offene Frage"),
                ],
                default="leitbild",
                editable=False,
                max_length=10,
                verbose_name="Worum geht es?",
            ),
        ),
        migrations.AddField(
            model_name="commentround",
            name="title",
            field=models.CharField(blank=True, max_length=160, verbose_name="Titel"),
        ),
        migrations.AlterField(
            model_name="roundreport",
            name="title",
            field=models.CharField(max_length=160, verbose_name="Titel"),
        ),
        migrations.AddField(
            model_name="point",
            name="consensing",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="steering.consensing",
                verbose_name="Bewertung",
            ),
        ),
        migrations.AddField(
            model_name="point",
            name="weighed",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("redaktion", "Vorschlag der Redaktion"),
                        ("beitrag", "Variante aus dem Beitrag"),
                        ("bleibt", "So lassen"),
                    ],
                    max_length=10,
                ),
                blank=True,
                default=list,
                editable=False,
                size=None,
            ),
        ),
        migrations.AlterField(
            model_name="commentround",
            name="of",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="comment_rounds",
                to="participation.statementversion",
                verbose_name="Welche Fassung?",
            ),
        ),
        migrations.AlterField(
            model_name="commentround",
            name="statement",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="comment_rounds",
                to="participation.missionstatement",
            ),
        ),
        migrations.AlterField(
            model_name="contribution",
            name="round",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="contributions",
                to="participation.commentround",
                verbose_name="Runde",
            ),
        ),
        migrations.AlterField(
            model_name="contribution",
            name="statement",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="contributions",
                to="participation.missionstatement",
            ),
        ),
        migrations.AddConstraint(
            model_name="commentround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("of__isnull", False), ("statement__isnull", False), ("subject", "leitbild"), ("title", "")
                    ),
                    models.Q(
                        models.Q(("subject", "leitbild"), _negated=True),
                        ("of__isnull", True),
                        ("statement__isnull", True),
                        models.Q(("title", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="comment_round_one_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.UniqueConstraint(
                condition=models.Q(("statement__isnull", True)),
                fields=("round", "number"),
                name="contribution_number_once_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=models.Q(("statement__isnull", False), ("round__isnull", False), _connector="OR"),
                name="contribution_to_something",
            ),
        ),
        wall("participation_roundsection", reads=OF_ROUND, writes=OF_INSIDE),
        *part_of("participation_roundsection", "participation.roundsection", "participation_commentround", "round_id"),
        instead_of(functions(BEFORE.TOLD)),
        functions(TOLD),
        migrations.RunSQL(made_anew(ADD), made_anew(BEFORE.ADD)),
        migrations.RunSQL(NEW_FROZEN, OLD_FROZEN),
        migrations.RunSQL(AWAY, "DROP FUNCTION brought_in_away() CASCADE"),
    ]
