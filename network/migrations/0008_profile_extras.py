import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import rooms.ids
from rooms.walls import READS, WEB, WRITES, functions, wall

EDITION = "network_profileedition"
# Who reads what lies with the town: the two sides of a profile.
SIDES = """
    room_id = ANY ((SELECT wall_rooms_to(30))::uuid[])
    OR room_id = ANY ((SELECT wall_dated_rooms())::uuid[]) AND wall_shared(room_id, 30, shared_on)
"""
# What both have signed for a day is read by nobody else before it, and by nobody else once the next one has come.
IN_TIME = f"""
    state <> 'veroeffentlicht'
    OR (not_before IS NULL OR not_before <= statement_timestamp())
       AND (out_until IS NULL OR out_until > statement_timestamp())
    OR {SIDES}
"""
POLICIES = {
    "read": (f"USING (({READS}) AND ({IN_TIME}))", f"USING ({READS})"),
    "change": (
        f"USING (({WRITES}) AND ({IN_TIME})) WITH CHECK (({WRITES}) AND ({IN_TIME}))",
        f"USING ({WRITES}) WITH CHECK ({WRITES})",
    ),
}
TIMES = f"""
CREATE FUNCTION profile_edition_times() RETURNS trigger LANGUAGE plpgsql AS $times$
BEGIN
    IF current_user <> '{WEB}' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.out_until IS NOT NULL THEN
            RAISE EXCEPTION 'an edition begins without an end' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.not_before, NEW.logos) IS DISTINCT FROM (OLD.not_before, OLD.logos) THEN
        RAISE EXCEPTION 'the day and the logos of an edition are frozen' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.out_until IS DISTINCT FROM OLD.out_until AND (
        OLD.state <> 'veroeffentlicht' OR OLD.out_until <= statement_timestamp()
        OR NOT profile_roles(NEW.room_id) && ARRAY['lead', 'advisor', 'process', 'contact']
    ) THEN
        RAISE EXCEPTION 'what is over does not come back' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $times$;
CREATE TRIGGER profile_edition_times BEFORE INSERT OR UPDATE ON {EDITION}
    FOR EACH ROW EXECUTE FUNCTION profile_edition_times();
-- Taken back before its day, whoever did it: what it would have replaced stays, and shows nothing of it.
CREATE FUNCTION profile_edition_stays() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $stays$ BEGIN
    UPDATE {EDITION} e SET out_until = NULL
     WHERE e.profile_id = OLD.profile_id AND e.to_circle = OLD.to_circle AND e.state = 'veroeffentlicht'
       AND e.id <> OLD.id AND e.out_until = OLD.not_before;
    RETURN NULL;
END $stays$;
REVOKE ALL ON FUNCTION profile_edition_stays() FROM PUBLIC;
CREATE TRIGGER profile_edition_stays AFTER UPDATE OF state ON {EDITION} FOR EACH ROW
    WHEN (OLD.state = 'veroeffentlicht' AND NEW.state <> OLD.state AND OLD.not_before > statement_timestamp())
    EXECUTE FUNCTION profile_edition_stays();
"""
UNTIMED = "DROP FUNCTION profile_edition_times() CASCADE; DROP FUNCTION profile_edition_stays() CASCADE"
# How many signed profiles wait for their day in each organisation, and which day is the next: no row and no name.
EMBARGOES = {
    "network_embargoes()": (
        "TABLE (organisation text, organisation_key bigint, number bigint, next_at timestamptz)",
        f"""
        SELECT coalesce(nullif(o.short_name, ''), o.name), o.id, count(*), min(e.not_before)
          FROM {EDITION} e JOIN rooms_room r ON r.id = e.room_id JOIN accounts_organisation o ON o.id = r.organisation_id
         WHERE wall_administers() AND e.state = 'veroeffentlicht' AND e.not_before > statement_timestamp()
         GROUP BY o.id
        """,
    )
}


def policies(which):
    return [f"ALTER POLICY wall_{name} ON {EDITION} {both[which]}" for name, both in POLICIES.items()]


def check(name, condition):
    return migrations.AddConstraint("profileedition", models.CheckConstraint(condition=condition, name=name))


class Migration(migrations.Migration):
    """A day before which nobody else reads a profile, and the logos of those who fund."""

    dependencies = [
        ("network", "0007_help"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FunderLogo",
            fields=[
                ("id", models.UUIDField(default=rooms.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=300, verbose_name="Name des Förderers oder Projekts")),
                ("alt", models.CharField(max_length=200, verbose_name="Bildbeschreibung")),
                ("licence", models.CharField(max_length=300, verbose_name="Woher, und wer hat es erlaubt?")),
                ("content", models.BinaryField()),
                ("width", models.PositiveSmallIntegerField(editable=False)),
                ("height", models.PositiveSmallIntegerField(editable=False)),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="am")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="von",
                    ),
                ),
            ],
            options={
                "verbose_name": "Logo",
                "verbose_name_plural": "Logos",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"),
                        name="funder_logo_once",
                        violation_error_message="Dieser Förderer hat schon ein Logo.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("alt", ""), _negated=True),
                            models.Q(("licence", ""), _negated=True),
                        ),
                        name="funder_logo_described",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint("profileedition", "edition_counted_is_not_named"),
        migrations.RemoveConstraint("profileedition", "edition_out_once"),
        migrations.AddField(
            "profileedition",
            "logos",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField("profileedition", "not_before", models.DateTimeField(null=True, verbose_name="Nicht vor")),
        migrations.AddField("profileedition", "out_until", models.DateTimeField(null=True)),
        check(
            "edition_counted_is_not_named",
            models.Q(
                models.Q(("step", "gezaehlt"), _negated=True),
                models.Q(
                    ("content", []),
                    ("phase", ""),
                    ("place__isnull", True),
                    ("programme", ""),
                    ("services", []),
                    ("slug", ""),
                    ("themes", []),
                    ("title", ""),
                    ("logos", []),
                    ("population__isnull", True),
                ),
                _connector="OR",
            ),
        ),
        check(
            "edition_out_on_its_day",
            models.Q(
                ("not_before", None),
                ("published_at", None),
                ("published_at__gte", models.F("not_before")),
                _connector="OR",
            ),
        ),
        check(
            "edition_ends_once_it_is_out",
            models.Q(("out_until", None), ("published_at__isnull", False), _connector="OR"),
        ),
        migrations.AddConstraint(
            "profileedition",
            models.UniqueConstraint(
                condition=models.Q(("out_until", None), ("state", "veroeffentlicht")),
                fields=("profile", "to_circle"),
                name="edition_out_once",
            ),
        ),
        migrations.RunSQL(policies(0), policies(1)),
        migrations.RunSQL(TIMES, UNTIMED),
        functions(EMBARGOES),
        wall("network_funderlogo", reads="true", writes="(SELECT wall_administers())"),
    ]
