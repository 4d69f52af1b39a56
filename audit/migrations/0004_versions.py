import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ROLE = settings.DATABASE_WEB_ROLE


def person(**options):
    return models.ForeignKey(
        db_index=False,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        **options,
    )


class Migration(migrations.Migration):
    """What rows were before: the web role may read it, and nothing else."""

    dependencies = [
        ("audit", "0003_reads"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(editable=False, verbose_name="wann")),
                ("label", models.CharField(max_length=60)),
                ("key", models.UUIDField()),
                ("part", models.BigIntegerField(null=True)),
                (
                    "deed",
                    models.CharField(
                        choices=[("update", "geändert"), ("delete", "gelöscht")], max_length=6, verbose_name="was"
                    ),
                ),
                ("before", models.JSONField(default=dict)),
                ("texts", models.JSONField(default=dict)),
                ("room_key", models.UUIDField(db_column="room_id")),
                ("circle", models.PositiveSmallIntegerField()),
                ("shared_on", models.DateField()),
                ("actor", person(verbose_name="wer")),
                ("author", person(verbose_name="von")),
            ],
            options={
                "verbose_name": "Fassung",
                "verbose_name_plural": "Fassungen",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["key", "-id"], name="audit_version_of_row"),
                    models.Index(
                        condition=models.Q(("deed", "delete"), ("part", None)),
                        fields=["room_key", "-id"],
                        name="audit_version_deleted",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            f'REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON audit_version FROM "{ROLE}"',
            f'GRANT INSERT, UPDATE, DELETE ON audit_version TO "{ROLE}"',
        ),
    ]
