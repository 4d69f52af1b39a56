from django.db import migrations

from rooms.walls import open_room_table, part_of

TABLES = [
    "actionfield",
    "addendum",
    "agendaitem",
    "goal",
    "measure",
    "meeting",
    "minutes",
    "minutesreply",
    "mirror",
    "obstacle",
    "progress",
    "resolution",
    "task",
    "updateround",
]
PARTS = {
    "attendance": "meeting",
    "meeting_papers": "meeting",
    "measurestep": "measure",
    "passage": "resolution",
    "roundrequest": "updateround",
}
COLUMNS = {"roundrequest": "round_id"}


class Migration(migrations.Migration):
    """Meetings, decisions and the plan behind the wall."""

    dependencies = [("steering", "0001_initial"), ("rooms", "0008_versions")]

    operations = [
        *(operation for table in TABLES for operation in open_room_table(f"steering_{table}", f"steering.{table}")),
        *(
            operation
            for part, whole in PARTS.items()
            for operation in part_of(
                f"steering_{part}", f"steering.{part}", f"steering_{whole}", COLUMNS.get(part, f"{whole}_id")
            )
        ),
    ]
