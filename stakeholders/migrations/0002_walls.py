from django.db import migrations

from rooms.walls import READS_FIRST, wall

OF_TEAM = "room_id = ANY ((SELECT wall_team())::uuid[])"


class Migration(migrations.Migration):
    """The register of people behind the wall."""

    dependencies = [("stakeholders", "0001_initial"), ("rooms", "0002_walls")]

    operations = [
        wall("stakeholders_organisation", reads=READS_FIRST),
        wall("stakeholders_person", reads=READS_FIRST),
        wall("stakeholders_notduplicate", reads=OF_TEAM, writes=OF_TEAM),
    ]
