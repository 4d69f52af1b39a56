from django.db import migrations

from rooms.walls import wall

# The lead reads who read in her room, everybody who looked at her own profile, and each her own reads.
READS = """
    room_key = ANY ((SELECT wall_rooms_to(50))::uuid[])
    OR profile_id = (SELECT wall_person())
    OR person_id = (SELECT wall_person())
"""


class Migration(migrations.Migration):
    """The wall in front of who read what; a read is noted by whoever acts, as hers."""

    dependencies = [("rooms", "0004_sealed"), ("audit", "0003_reads")]

    operations = [
        wall("audit_read", reads=READS, inserts="person_id = (SELECT wall_person())", updates="false"),
    ]
