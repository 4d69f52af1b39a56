from django.conf import settings
from django.db import migrations

WEB = settings.DATABASE_WEB_ROLE

# All the administration of the network may know of a consultation. The wall hides the rows themselves from her.
CREATE = f"""
CREATE FUNCTION network_existence() RETURNS TABLE (
    town text, organisation text, status text, phase_names text[], period_from date, period_until date,
    organisation_key bigint, place_key bigint
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $existence$
    SELECT CASE WHEN e.disclosure = 'genannt' THEN coalesce(place.name, '') ELSE '' END,
           coalesce(nullif(o.short_name, ''), o.name),
           e.status,
           (SELECT coalesce(array_agg(coalesce(t.name, '') ORDER BY p."order", p.round), '{{}}')
              FROM engagements_phase p LEFT JOIN engagements_phasetemplate t ON t.id = p.template_id
             WHERE p.engagement_id = e.id AND p.state = 'laeuft'),
           e.period_from, e.period_until, o.id,
           CASE WHEN e.disclosure = 'genannt' THEN e.municipality_id END
      FROM engagements_engagement e
      JOIN rooms_room r ON r.id = e.room_id
      JOIN accounts_organisation o ON o.id = r.organisation_id
      LEFT JOIN municipalities_place place ON place.id = e.municipality_id
     WHERE wall_administers()
$existence$;
REVOKE ALL ON FUNCTION network_existence() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION network_existence() TO "{WEB}";
"""


class Migration(migrations.Migration):
    """The one door through the wall: that a consultation exists, where it may be named, and how far it is."""

    dependencies = [("network", "0001_initial"), ("engagements", "0003_walls"), ("rooms", "0002_walls")]

    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION network_existence()")]
