from django.db import migrations


class Migration(migrations.Migration):
    """Drafts."""

    dependencies = [("rooms", "0006_releases")]

    operations = []
