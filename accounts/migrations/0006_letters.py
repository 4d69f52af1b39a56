import uuid

import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

ROLE = settings.DATABASE_WEB_ROLE


class Migration(migrations.Migration):
    """Mails on their way, and forms that were sent. The web role cannot change what a letter is about, nor when it was written."""

    dependencies = [("accounts", "0004_device_key")]

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("occasion", models.CharField(max_length=40)),
                ("once", models.CharField(max_length=200, null=True, unique=True)),
                ("content", models.BinaryField(default=b"")),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField(null=True)),
                ("refused_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "E-Mail",
                "verbose_name_plural": "E-Mails",
                "ordering": ["due_at"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("refused_at", None), ("sent_at", None)),
                        fields=["due_at"],
                        name="letters_to_send",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("refused_at", None), ("sent_at", None)), ("content", b""), _connector="OR"
                        ),
                        name="letters_gone_have_no_words",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SentForm",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("location", models.CharField(max_length=500)),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={"verbose_name": "gesendetes Formular", "verbose_name_plural": "gesendete Formulare"},
        ),
        migrations.RunSQL(
            f'REVOKE UPDATE ON accounts_letter FROM "{ROLE}";'
            f' GRANT UPDATE (content, due_at, tries, sent_at, refused_at) ON accounts_letter TO "{ROLE}"',
            migrations.RunSQL.noop,
        ),
    ]
