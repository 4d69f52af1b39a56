from django.conf import settings
from django.db import migrations

ROLE = settings.DATABASE_WEB_ROLE


class Migration(migrations.Migration):
    """The web role writes history and reads it; it cannot change or remove a line."""

    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(
            f'REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry FROM "{ROLE}"',
            f'GRANT UPDATE, DELETE ON audit_entry TO "{ROLE}"',
        ),
    ]
