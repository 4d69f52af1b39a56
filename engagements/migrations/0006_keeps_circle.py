from django.db import migrations

from rooms.walls import keeps_circle

TABLES = ["agreement", "contact", "criterion", "logentry", "mandate", "owncontribution", "phasestep"]


class Migration(migrations.Migration):
    """What lies in the room of a consultation leaves the team only by two."""

    dependencies = [("engagements", "0005_sealed_existence"), ("rooms", "0006_releases")]

    operations = [keeps_circle(f"engagements_{table}") for table in TABLES]
