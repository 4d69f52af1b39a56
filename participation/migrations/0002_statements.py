from django.db import migrations

from rooms.walls import open_room_table, part_of


class Migration(migrations.Migration):
    """Mission statements behind the wall."""

    dependencies = [("participation", "0001_initial"), ("rooms", "0008_versions")]

    operations = [
        *open_room_table("participation_missionstatement", "participation.missionstatement"),
        *open_room_table("participation_statementversion", "participation.statementversion"),
        *part_of("participation_section", "participation.section", "participation_statementversion", "version_id"),
        *part_of(
            "participation_aimmeasure", "participation.aimmeasure", "participation_missionstatement", "statement_id"
        ),
    ]
