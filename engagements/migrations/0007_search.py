from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

from rooms.walls import READS_FIRST, WEB

ARGUMENTS = "words tsquery, day date, mark uuid, newer boolean, most int"
# What lies in her own rooms, and what others share with the network or everybody: each finds its hits by an index.
# The rule itself stands in both, word for word as in the policy; so does the view's own `visible_to` behind it.
FOUND = f"""
    SELECT id, sorts_on FROM engagements_logentry
    WHERE {{where}} AND search @@ words AND ({READS_FIRST})
      AND CASE WHEN day IS NULL THEN true WHEN newer THEN (sorts_on, id) > (day, mark)
          ELSE (sorts_on, id) < (day, mark) END
"""
# plpgsql: each search is planned for its own words and rooms, so that rare and common words each take their way.
LOG_HITS = f"""
CREATE FUNCTION log_hits({ARGUMENTS}) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 30
SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan AS $hits$
DECLARE
    mine uuid[] := wall_rooms();
BEGIN
    RETURN QUERY SELECT hit.id FROM (
        {FOUND.format(where="room_id = ANY (mine)")} UNION {FOUND.format(where="circle <= 10")}
    ) hit
    ORDER BY CASE WHEN newer THEN hit.sorts_on END, CASE WHEN newer THEN hit.id END, hit.sorts_on DESC, hit.id DESC
    LIMIT most;
END $hits$"""


class Migration(migrations.Migration):
    """Search past the wall's slowness, not past the wall: behind a policy `@@` cannot use its index."""

    dependencies = [("engagements", "0006_keeps_circle")]

    operations = [
        migrations.RemoveIndex("logentry", "log_search"),
        migrations.AddIndex("logentry", GinIndex(fields=["search"], name="log_search", fastupdate=False)),
        migrations.AddIndex(
            "logentry",
            GinIndex(
                condition=models.Q(("circle__lte", 10)), fields=["search"], name="log_search_shared", fastupdate=False
            ),
        ),
        migrations.AddIndex(
            model_name="logentry",
            index=models.Index(condition=models.Q(("text", "")), fields=["engagement"], name="log_without_text"),
        ),
        migrations.RunSQL(
            [
                LOG_HITS,
                f"REVOKE ALL ON FUNCTION log_hits({ARGUMENTS}) FROM PUBLIC",
                f'GRANT EXECUTE ON FUNCTION log_hits({ARGUMENTS}) TO "{WEB}"',
            ],
            f"DROP FUNCTION log_hits({ARGUMENTS})",
        ),
    ]
