from django.db import migrations


class Migration(migrations.Migration):
    """Versions behind the wall."""

    dependencies = [("rooms", "0007_drafts")]

    operations = []
