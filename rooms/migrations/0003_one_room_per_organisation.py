from django.db import migrations, models


class Migration(migrations.Migration):
    """Two who need the room of their organisation at the same moment find one."""

    dependencies = [("accounts", "0001_initial"), ("rooms", "0002_walls")]

    operations = [
        migrations.AddConstraint(
            model_name="room",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "organisation")),
                fields=("organisation",),
                name="room_one_per_organisation",
                violation_error_message="Diese Organisation hat schon einen Raum für ihre Programme.",
            ),
        ),
    ]
