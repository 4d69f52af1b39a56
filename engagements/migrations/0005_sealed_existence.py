from django.conf import settings
from django.db import migrations

WEB = settings.DATABASE_WEB_ROLE
KINDS = ("engagements.logentry", "stakeholders.person", "stakeholders.organisation")
ROWS = " UNION ALL ".join(
    f"SELECT '{kind}', id, author_id, created_at FROM {kind.replace('.', '_')} WHERE room_id = $1 AND circle = 50"
    for kind in KINDS
)
# What the team may know of sealed rows it does not read: that there is one, whose, since when. No word of it.
CREATE = f"""
CREATE FUNCTION wall_sealed(room uuid) RETURNS TABLE (kind text, key uuid, author_id bigint, created_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $sealed$
    SELECT * FROM ({ROWS}) AS rows (kind, key, author_id, created_at) WHERE $1 = ANY (wall_team())
$sealed$;
REVOKE ALL ON FUNCTION wall_sealed(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall_sealed(uuid) TO "{WEB}";
"""


class Migration(migrations.Migration):
    """The team learns that something sealed exists, so that somebody can ask for it when its author is away."""

    dependencies = [("engagements", "0004_sealed"), ("stakeholders", "0003_sealed")]

    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION wall_sealed(uuid)")]
