from django.db import migrations

from rooms.walls import IS_MEMBER, READS_FIRST, functions, wall

HERS = "user_id = (SELECT wall_person())"
ADMINISTERS = "(SELECT wall_administers())"
CARRIES_LINK = "id::text = current_setting('app.invitation', true)"
MANAGES = "room_id = ANY ((SELECT wall_managed())::uuid[])"
# What was done in a room its team reads, what was done outside all rooms the administration, everybody her own deeds.
HISTORY = """
    actor_id IS NOT DISTINCT FROM (SELECT wall_person())
    OR room_key = ANY ((SELECT wall_team())::uuid[]) OR room_key = ANY ((SELECT wall_managed())::uuid[])
    OR room_key IS NULL AND (SELECT wall_administers())
"""


class Migration(migrations.Migration):
    """Memberships, invitations, files and the history of all rooms behind the wall."""

    dependencies = [("rooms", "0001_initial"), ("accounts", "0001_initial"), ("audit", "0002_append_only")]

    operations = [
        functions(),
        wall("rooms_file", reads=READS_FIRST),
        wall("audit_entry", reads=HISTORY, inserts="true", updates="false"),
        wall(
            "rooms_membership",
            reads=f"{IS_MEMBER} OR {HERS} OR {ADMINISTERS}",
            inserts=f"{MANAGES} OR wall_is_new(room_id) OR wall_invited(room_id, user_id, role)",
            updates=f"{MANAGES} OR wall_invited(room_id, user_id, role)",
        ),
        wall(
            "rooms_invitation",
            reads=f"{MANAGES} OR {CARRIES_LINK} OR {ADMINISTERS}",
            inserts=MANAGES,
            updates=f"{MANAGES} OR {CARRIES_LINK}",
        ),
    ]
