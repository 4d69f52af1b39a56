from django.db import migrations

from retention.steering_sql import LATEST, with_groups


class Migration(migrations.Migration):
    """Mission statements, events and what people brought in go with the consultation they belong to."""

    dependencies = [("retention", "0004_groups"), ("participation", "0004_events"), ("network", "0006_site")]

    operations = [migrations.RunSQL(list(with_groups(LATEST)), list(with_groups()))]
