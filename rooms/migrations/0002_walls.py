from django.db import migrations

from rooms.walls import IS_MEMBER, functions, wall

HERS = "user_id = (SELECT wall_person())"
ADMINISTERS = "(SELECT wall_administers())"
CARRIES_LINK = "id::text = current_setting('app.invitation', true)"
MANAGES = "room_id = ANY ((SELECT wall_managed())::uuid[])"


class Migration(migrations.Migration):
    """Memberships, invitations and files behind the wall."""

    dependencies = [("rooms", "0001_initial"), ("accounts", "0001_initial")]

    operations = [
        functions(),
        wall("rooms_file"),
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
