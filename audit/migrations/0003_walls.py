from django.db import migrations

from rooms.walls import wall

# What was done in a room its team reads, what was done outside all rooms the administration, and everybody her own deeds.
READS = """
    actor_id IS NOT DISTINCT FROM (SELECT wall_person())
    OR room_key = ANY ((SELECT wall_team())::uuid[]) OR room_key = ANY ((SELECT wall_managed())::uuid[])
    OR room_key IS NULL AND (SELECT wall_administers())
"""


class Migration(migrations.Migration):
    """History behind the wall."""

    dependencies = [("audit", "0002_append_only"), ("rooms", "0002_walls")]

    operations = [wall("audit_entry", reads=READS, inserts="true", updates="false")]
