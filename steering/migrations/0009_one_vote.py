from importlib import import_module

from django.db import migrations

from rooms.walls import functions

EARLIER = import_module("steering.migrations.0006_consensing")

# Counted is only who has a vote when it is counted: of a member and her deputy one.
BEFORE, NOW = "consensing_counted(key uuid)", "consensing_counted(key uuid, members bigint[])"
COUNTED = (
    EARLIER.COUNTED.replace(BEFORE, NOW)
    .replace("consensing_counted(uuid)", "consensing_counted(uuid, bigint[])")
    .replace(
        "WHERE o.consensing_id = key GROUP BY", "WHERE o.consensing_id = key AND s.member_id = ANY (members) GROUP BY"
    )
)
assert COUNTED.count("members") == 2
KIND, SHEETS = EARLIER.HOW_MANY["consensing_sheets(key uuid)"]
HOW_MANY = {"consensing_sheets(key uuid, members bigint[])": (KIND, f"{SHEETS} AND s.member_id = ANY ($2)")}


class Migration(migrations.Migration):
    dependencies = [("steering", "0008_reports")]
    operations = [
        migrations.RunSQL(COUNTED, "DROP FUNCTION consensing_counted(uuid, bigint[])"),
        migrations.RunSQL("DROP FUNCTION consensing_counted(uuid)", EARLIER.COUNTED),
        functions(HOW_MANY),
        migrations.RunSQL("DROP FUNCTION consensing_sheets(uuid)", functions(EARLIER.HOW_MANY).sql),
    ]
