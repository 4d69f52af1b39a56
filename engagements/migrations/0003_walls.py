from django.db import migrations

from rooms.walls import IS_MEMBER, READS_FIRST, wall

TABLES = ["agreement", "contact", "criterion", "logentry", "mandate", "owncontribution", "phasestep", "programme"]


class Migration(migrations.Migration):
    """Consultations and all that lies in their rooms behind the wall."""

    dependencies = [("engagements", "0002_initial"), ("stakeholders", "0002_walls")]

    operations = [
        wall("engagements_engagement", reads=IS_MEMBER, writes=IS_MEMBER),
        *(wall(f"engagements_{table}", reads=READS_FIRST) for table in TABLES),
    ]
