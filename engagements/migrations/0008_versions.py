from django.db import migrations


class Migration(migrations.Migration):
    """Versions."""

    dependencies = [("engagements", "0007_search")]

    operations = []
