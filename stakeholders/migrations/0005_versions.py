from django.db import migrations


class Migration(migrations.Migration):
    """Versions."""

    dependencies = [("stakeholders", "0004_keeps_circle")]

    operations = []
