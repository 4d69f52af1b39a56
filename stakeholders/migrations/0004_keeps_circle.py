from django.db import migrations

from rooms.walls import keeps_circle


class Migration(migrations.Migration):
    """People and organisations leave the team only by two."""

    dependencies = [("stakeholders", "0003_sealed"), ("rooms", "0006_releases")]

    operations = [keeps_circle("stakeholders_organisation"), keeps_circle("stakeholders_person")]
