from django.db import migrations

from retention.steering_sql import with_groups, without_groups


class Migration(migrations.Migration):
    """Bodies, meetings, decisions and plans go with the consultation they belong to."""

    dependencies = [("retention", "0003_terms"), ("stakeholders", "0007_founding"), ("steering", "0002_walls")]

    operations = [migrations.RunSQL(list(with_groups()), list(without_groups()))]
