from django.db import migrations

from rooms.seal import MARK
from rooms.walls import READS, versioned, wall

# Only the team reads versions, and of these only what it could have read in the row itself.
VERSION_READS = f"""({READS.replace(" id = ANY", " key = ANY")}) AND room_id = ANY ((SELECT wall_team())::uuid[])"""

# What follows from other columns, or only counts.
DERIVED = "ARRAY['version', 'changed_at', 'search', 'sorts_on']"

UNSEALED = f"""
CREATE FUNCTION version_unsealed(texts jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE
    SET search_path = pg_catalog, pg_temp AS $unsealed$
    SELECT coalesce(jsonb_object_agg(t.key, CASE
        WHEN t.value #>> '{{}}' = '' OR starts_with(t.value #>> '{{}}', '{MARK}') THEN t.value ELSE 'null'::jsonb END),
        '{{}}') FROM jsonb_each(texts) t
$unsealed$;
REVOKE ALL ON FUNCTION version_unsealed(jsonb) FROM PUBLIC;
"""

# Arguments: the label; the columns that are encrypted while sealed; for what hangs on a row its table and the way there.
VERSIONED = f"""
CREATE FUNCTION versioned() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $versioned$
DECLARE
    words CONSTANT text[] := string_to_array(TG_ARGV[1], ',');
    old_row CONSTANT jsonb := to_jsonb(OLD) - {DERIVED};
    new_row jsonb;
    is_sealed boolean := false;  -- from now on
    was audit_version%ROWTYPE;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        new_row := to_jsonb(NEW) - {DERIVED};
    END IF;
    SELECT coalesce(jsonb_object_agg(c.key, c.value) FILTER (WHERE c.key <> ALL (words)), '{{}}'),
           coalesce(jsonb_object_agg(c.key, c.value) FILTER (WHERE c.key = ANY (words)), '{{}}')
      INTO was.before, was.texts
      FROM jsonb_each(old_row) c WHERE new_row IS NULL OR new_row -> c.key IS DISTINCT FROM c.value;
    IF was.before = '{{}}' AND was.texts = '{{}}' THEN
        RETURN NULL;
    END IF;

    IF TG_NARGS = 2 THEN
        was.key := old_row ->> 'id';
        was.room_id := old_row ->> 'room_id';
        was.circle := old_row ->> 'circle';
        was.author_id := old_row ->> 'author_id';
        was.shared_on := old_row ->> 'shared_on';
        is_sealed := coalesce((new_row ->> 'circle')::int = 50, false);
    ELSE
        was.key := old_row ->> TG_ARGV[3];
        was.part := old_row ->> 'id';
        EXECUTE format('SELECT room_id, circle, author_id, shared_on FROM %I WHERE id = $1', TG_ARGV[2])
           INTO was.room_id, was.circle, was.author_id, was.shared_on USING was.key;
        IF was.room_id IS NULL THEN  -- the row it hung on went first
            SELECT v.room_id, v.circle, v.author_id, v.shared_on
              INTO was.room_id, was.circle, was.author_id, was.shared_on
              FROM audit_version v WHERE v.key = was.key ORDER BY v.id DESC LIMIT 1;
        END IF;
        IF was.room_id IS NULL THEN
            RETURN NULL;
        END IF;
        EXECUTE format('SELECT coalesce(bool_or(circle = 50), false) FROM %I WHERE id IN ($1, $2)', TG_ARGV[2])
           INTO is_sealed USING was.key, (new_row ->> TG_ARGV[3])::uuid;
    END IF;

    IF is_sealed THEN
        was.texts := version_unsealed(was.texts);
        was.circle := 50;
    ELSIF EXISTS (SELECT FROM jsonb_each_text(was.texts) t WHERE starts_with(t.value, '{MARK}')) THEN
        was.circle := 50;
    END IF;
    IF is_sealed AND was.part IS NULL AND (old_row ->> 'circle')::int < 50 THEN
        -- What was open before leaves no readable word behind, and is no longer read by the whole team.
        UPDATE audit_version v
           SET texts = version_unsealed(v.texts), circle = 50, author_id = (new_row ->> 'author_id')::bigint
         WHERE v.key = was.key AND v.room_id = was.room_id;
    END IF;
    INSERT INTO audit_version
           (at, actor_id, label, key, part, deed, before, texts, room_id, circle, author_id, shared_on)
    VALUES (clock_timestamp(), nullif(current_setting('app.person', true), '')::bigint, TG_ARGV[0], was.key, was.part,
            lower(TG_OP), was.before, was.texts, was.room_id, was.circle, was.author_id, was.shared_on);
    RETURN NULL;
END $versioned$;
REVOKE ALL ON FUNCTION versioned() FROM PUBLIC;
"""


class Migration(migrations.Migration):
    """Every change and deletion of a row in a room leaves what was there before, behind the same wall."""

    dependencies = [("rooms", "0007_drafts"), ("audit", "0004_versions")]

    operations = [
        wall("audit_version", reads=VERSION_READS, inserts="false", updates="false", removes="false"),
        migrations.RunSQL(UNSEALED, "DROP FUNCTION version_unsealed(jsonb)"),
        migrations.RunSQL(VERSIONED, "DROP FUNCTION versioned()"),
        versioned("rooms_file", "rooms.file", ["name", "sha256"]),
        versioned("rooms_release", "rooms.release"),
    ]
