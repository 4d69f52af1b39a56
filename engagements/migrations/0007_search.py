from django.db import migrations


class Migration(migrations.Migration):
    """Search."""

    dependencies = [("engagements", "0006_keeps_circle")]

    operations = []
