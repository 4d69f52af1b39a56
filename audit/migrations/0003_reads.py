import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

ROLE = settings.DATABASE_WEB_ROLE

# What a hash is made of stands a second time in audit/chains.py, which checks it.
CHAIN = """
    CREATE FUNCTION audit_read_chain() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $chain$
    DECLARE
        last audit_read%ROWTYPE;
    BEGIN
        -- Held to the end of the transaction: who comes second continues behind the first.
        PERFORM pg_advisory_xact_lock(hashtextextended('audit_read ' || coalesce(NEW.room_key::text, '-'), 0));
        IF NEW.room_key IS NULL THEN
            SELECT * INTO last FROM audit_read WHERE room_key IS NULL ORDER BY number DESC LIMIT 1;
        ELSE
            SELECT * INTO last FROM audit_read WHERE room_key = NEW.room_key ORDER BY number DESC LIMIT 1;
        END IF;
        NEW.at := clock_timestamp();
        NEW.number := coalesce(last.number, 0) + 1;
        NEW.previous := coalesce(last.hash, '');
        NEW.hash := encode(sha256(convert_to(concat_ws('|',
            NEW.previous,
            NEW.number::text,
            to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
            NEW.person_id::text,
            NEW.page,
            coalesce(NEW.room_key::text, '-'),
            coalesce(NEW.profile_id::text, '-'),
            array_to_string(NEW.keys, ',')
        ), 'UTF8')), 'hex');
        RETURN NEW;
    END $chain$;
    REVOKE ALL ON FUNCTION audit_read_chain() FROM PUBLIC;
    CREATE TRIGGER audit_read_chain BEFORE INSERT ON audit_read FOR EACH ROW EXECUTE FUNCTION audit_read_chain();

    CREATE FUNCTION audit_read_kept() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $kept$
    BEGIN
        RAISE EXCEPTION 'audit_read is only ever added to';
    END $kept$;
    REVOKE ALL ON FUNCTION audit_read_kept() FROM PUBLIC;
    CREATE TRIGGER audit_read_kept BEFORE UPDATE OR DELETE ON audit_read
        FOR EACH ROW EXECUTE FUNCTION audit_read_kept();
"""
NO_CHAIN = """
    DROP TRIGGER audit_read_kept ON audit_read;
    DROP FUNCTION audit_read_kept();
    DROP TRIGGER audit_read_chain ON audit_read;
    DROP FUNCTION audit_read_chain();
"""


def person(**options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, **options
    )


class Migration(migrations.Migration):
    """Who read what: written by the web role, chained by the database, changed by nobody."""

    dependencies = [
        ("audit", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Read",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="wann"),
                ),
                ("page", models.CharField(max_length=80, verbose_name="wo")),
                ("room_key", models.UUIDField(null=True)),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("number", models.PositiveBigIntegerField(default=0, editable=False)),
                ("previous", models.CharField(default="", editable=False, max_length=64)),
                ("hash", models.CharField(default="", editable=False, max_length=64)),
                ("person", person(db_index=False, verbose_name="wer")),
                ("profile", person(null=True)),
            ],
            options={
                "verbose_name": "Lesung",
                "verbose_name_plural": "Lesungen",
                "ordering": ["-number"],
                "indexes": [models.Index(fields=["person", "-at"], name="audit_read_person")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("room_key", "number"), name="audit_read_in_chain", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("profile__isnull", False), ("room_key__isnull", True)),
                            models.Q(("profile__isnull", True), ("room_key__isnull", False)),
                            _connector="OR",
                        ),
                        name="audit_read_room_or_profile",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("page__regex", "^[a-z:-]+$")), name="audit_read_page_is_a_name"
                    ),
                ],
            },
        ),
        migrations.RunSQL(CHAIN, NO_CHAIN),
        migrations.RunSQL(
            f'REVOKE UPDATE, DELETE, TRUNCATE ON audit_read FROM "{ROLE}"',
            f'GRANT UPDATE, DELETE ON audit_read TO "{ROLE}"',
        ),
    ]
