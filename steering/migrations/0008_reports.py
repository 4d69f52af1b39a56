from importlib import import_module

from django.db import migrations, models

EARLIER = import_module("steering.migrations.0004_rounds")

# Asked is only for what the group finds in its plan, and what is answered is read by the group, whatever the measure.
KIND, MEASURES = EARLIER.READS["round_measures(request bigint)"]
FOUND_IN_PLAN = MEASURES.replace(
    "WHERE q.id = $1",
    "JOIN steering_goal g ON g.id = m.goal_id AND g.circle <= 20"
    " JOIN steering_actionfield f ON f.id = g.field_id AND f.circle <= 20 WHERE q.id = $1",
)
FOR_THE_GROUP = EARLIER.ANSWER.replace("m.room_id, m.circle, NULL", "m.room_id, greatest(m.circle, 20), NULL")
assert MEASURES != FOUND_IN_PLAN
assert FOR_THE_GROUP != EARLIER.ANSWER


def measures(body):
    return (
        f"CREATE OR REPLACE FUNCTION round_measures(request bigint) RETURNS {KIND} LANGUAGE sql STABLE SECURITY DEFINER"
        f" SET search_path = pg_catalog, public, pg_temp AS $wall$ {body} $wall$;"
    )


def answer(text):
    return text.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [("steering", "0007_reminders")]
    operations = [
        migrations.AddField("meeting", "quorum_needed", models.PositiveSmallIntegerField(null=True, editable=False)),
        migrations.RunSQL(measures(FOUND_IN_PLAN), measures(MEASURES)),
        migrations.RunSQL(answer(FOR_THE_GROUP), answer(EARLIER.ANSWER)),
    ]
