from django.db import migrations

from retention.sql import WAITING, closed_to_others


class Migration(migrations.Migration):
    """What is due in many rooms at once: „Das wartet auf Sie“ asked each room apart, and read all its rows."""

    dependencies = [("retention", "0001_initial"), ("engagements", "0009_waiting")]

    operations = [
        migrations.RunSQL(
            [WAITING, *closed_to_others("retention_waiting(rooms uuid[])", web=True)],
            "DROP FUNCTION retention_waiting(rooms uuid[])",
        )
    ]
