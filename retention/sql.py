"""What the database does by itself when something must go; made by the migrations, called by whoever confirms."""

from django.conf import settings

from rooms.walls import ACTIVE, TODAY

from .deadlines import MONTHS, UNCONFIRMED_DAYS
from .enums import Group
from .functions import closed_to_others, function

WEB = settings.DATABASE_WEB_ROLE
ZONE = settings.TIME_ZONE

OVER = "('abgeschlossen', 'abgebrochen', 'abgelehnt', 'verwiesen')"
TALKS = "('einzelgespraech', 'gruppengespraech', 'erstgespraech', 'mediation', 'coaching')"
# The rows of a room that have nothing further about them; entries and files stand below.
PLAIN = [
    "engagements.agreement",
    "engagements.contact",
    "engagements.criterion",
    "engagements.mandate",
    "engagements.owncontribution",
    "engagements.phasestep",
    "stakeholders.organisation",
    "stakeholders.person",
]
HOLDABLE = [*PLAIN, "engagements.logentry", "rooms.file"]
SEALABLE = [*HOLDABLE, "audit.version"]


def table(label):
    return label.replace(".", "_", 1)


PLAIN_ROWS = " UNION ALL ".join(
    f"SELECT '{label}', id, circle = 50 FROM {table(label)} WHERE room_id = $1" for label in PLAIN
)
ANY_SEALED = " OR ".join(
    f"EXISTS (SELECT FROM {table(label)} s WHERE s.room_id = k.room_id AND s.circle = 50)" for label in SEALABLE
)
UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
HOLDS = f"""h.ended_at IS NULL AND h.until >= {TODAY}
    AND (h.confirmed_by_id IS NOT NULL OR h.created_at > now() - interval '{UNCONFIRMED_DAYS} days')"""

# An entry that is held keeps its files and whom it names.
OF_HELD = " OR ".join(
    f"EXISTS (SELECT FROM engagements_logentry_{many} m WHERE m.logentry_id = h.key AND m.{one}_id = r.key)"
    for many, one in (("files", "file"), ("persons", "person"), ("organisations", "organisation"))
)

# The last day the status was moved, once it stands at an end. What came in as already over counts from that day on.
END = f"""
    SELECT CASE WHEN e.status IN {OVER} THEN coalesce(
        (SELECT max((a.at AT TIME ZONE '{ZONE}')::date) FROM audit_entry a
          WHERE a.target = 'engagements.engagement' AND a.target_key = e.id::text AND a.action = 'engagement.status'),
        (e.created_at AT TIME ZONE '{ZONE}')::date
    ) END FROM engagements_engagement e WHERE e.room_id = $1
"""
DUE = f"""
    SELECT (retention_end($1) + CASE $2 WHEN '{Group.TALKS}' THEN interval '{MONTHS[Group.TALKS]} months'
        WHEN '{Group.CASE}' THEN interval '{MONTHS[Group.CASE]} months' END)::date
"""

# Which rows of a room go by which rule. A file goes with its last talk; what was deleted by hand still has versions.
ROWS = f"""
    SELECT CASE WHEN found.early THEN '{Group.TALKS}' ELSE '{Group.CASE}' END, found.label, found.key FROM (
        SELECT 'engagements.logentry' AS label, id AS key, circle = 50 OR kind IN {TALKS} AS early
          FROM engagements_logentry WHERE room_id = $1
        UNION ALL
        SELECT 'rooms.file', f.id, f.circle = 50 OR coalesce((
            SELECT bool_and(l.circle = 50 OR l.kind IN {TALKS}) FROM engagements_logentry_files m
              JOIN engagements_logentry l ON l.id = m.logentry_id WHERE m.file_id = f.id), false)
          FROM rooms_file f WHERE f.room_id = $1
        UNION ALL
        {PLAIN_ROWS}
        UNION ALL
        SELECT 'rooms.release', id, false FROM rooms_release WHERE room_id = $1
        UNION ALL
        SELECT 'rooms.invitation', id, false FROM rooms_invitation WHERE room_id = $1
        UNION ALL
        SELECT 'audit.version', key, bool_or(circle = 50 OR before ->> 'kind' IN {TALKS})
          FROM audit_version WHERE room_id = $1 AND deed = 'delete' AND part IS NULL GROUP BY key
        UNION ALL
        SELECT 'engagements.engagement', e.id, false FROM engagements_engagement e WHERE e.room_id = $1 AND (
            e.occasion <> '' OR e.aims <> '' OR e.source <> ''
            OR EXISTS (SELECT FROM engagements_phase p WHERE p.engagement_id = e.id AND p.remark <> '')
            OR EXISTS (SELECT FROM engagements_programmepart p WHERE p.engagement_id = e.id AND p.note <> '')
            OR EXISTS (SELECT FROM engagements_engagementlink l WHERE e.id = l.source_id AND l.note <> ''))
    ) found
"""

# What is written about the consultation itself: the words go, that it was and how it went stays.
CLEAR = """
    UPDATE engagements_engagement SET occasion = '', aims = '', source = '' WHERE id::text = ANY (keys);
    UPDATE engagements_phase SET remark = '' WHERE engagement_id::text = ANY (keys);
    UPDATE engagements_programmepart SET note = '' WHERE engagement_id::text = ANY (keys);
    UPDATE engagements_engagementlink SET note = '' WHERE source_id::text = ANY (keys);
    UPDATE rooms_draft d SET content = '', room_id = NULL, version = d.version + 1
      FROM engagements_engagement e WHERE e.id::text = ANY (keys) AND d.room_id = e.room_id;
    UPDATE audit_entry a
       SET summary = CASE a.action WHEN 'engagement.status' THEN split_part(a.summary, ': ', 1) ELSE '' END
      FROM engagements_engagement e
     WHERE e.id::text = ANY (keys) AND a.room_key = e.room_id AND a.action NOT LIKE 'retention.%';
"""

COUNT = """
    INSERT INTO retention_tombstone (room_id, kind, sector, year, n)
    SELECT l.room_id, l.kind, s.sector, extract(year FROM l.sorts_on), count(DISTINCT l.id)
      FROM engagements_logentry l CROSS JOIN LATERAL (
          SELECT '' AS sector
          UNION SELECT p.sector FROM stakeholders_person p JOIN engagements_logentry_persons m
              ON m.person_id = p.id WHERE m.logentry_id = l.id
          UNION SELECT o.sector FROM stakeholders_organisation o JOIN engagements_logentry_organisations m
              ON m.organisation_id = o.id WHERE m.logentry_id = l.id) s
     WHERE l.id = ANY (keys::uuid[]) GROUP BY 1, 2, 3, 4
    ON CONFLICT (room_id, kind, sector, year) DO UPDATE SET n = retention_tombstone.n + excluded.n;
"""

# A row goes with everything that points to it: what may stand without it is untied, what cannot goes, too.
REMOVE = f"""
CREATE FUNCTION retention_remove(label text, keys text[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $remove$
DECLARE
    target CONSTANT regclass := regexp_replace(label, '\\.', '_')::regclass;
    id_type text;
    link record;
    hanging text[];
BEGIN
    IF coalesce(cardinality(keys), 0) = 0 THEN
        RETURN;
    ELSIF label = 'engagements.engagement' THEN {CLEAR}
        RETURN;
    ELSIF label = 'audit.version' THEN
        DELETE FROM audit_version WHERE key = ANY (keys::uuid[]);
        RETURN;
    ELSIF label = 'engagements.logentry' THEN {COUNT}
    END IF;
    SELECT format_type(atttypid, NULL) INTO id_type FROM pg_attribute WHERE attrelid = target AND attname = 'id';
    FOR link IN
        SELECT c.conrelid::regclass AS hangs, a.attname AS way, a.attnotnull AS must
          FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
         WHERE c.contype = 'f' AND c.confrelid = target
    LOOP
        IF link.must THEN
            EXECUTE format(
                'SELECT array_agg(id::text) FROM %s WHERE %I = ANY ($1::%s[])', link.hangs, link.way, id_type
            ) INTO hanging USING keys;
            PERFORM retention_remove(regexp_replace(link.hangs::text, '_', '.'), hanging);
        ELSE
            EXECUTE format('UPDATE %s SET %2$I = NULL WHERE %2$I = ANY ($1::%s[])', link.hangs, link.way, id_type)
              USING keys;
        END IF;
    END LOOP;
    DELETE FROM audit_entry a WHERE a.target = label AND a.target_key = ANY (keys);
    EXECUTE format('DELETE FROM %s WHERE id = ANY ($1::%s[])', target, id_type) USING keys;
    IF id_type = 'uuid' THEN
        DELETE FROM rooms_unlock u WHERE u.key = ANY (keys::uuid[]);
        DELETE FROM stakeholders_notduplicate d WHERE d.first = ANY (keys::uuid[]) OR d.second = ANY (keys::uuid[]);
        PERFORM retention_remove('rooms.release', (
            SELECT array_agg(r.id::text) FROM rooms_release r
             WHERE r.key = ANY (keys::uuid[]) AND r.state <> 'freigegeben'));
        UPDATE rooms_draft d SET content = '', room_id = NULL, version = d.version + 1
         WHERE substring(d.slot FROM '{UUID}') = ANY (keys);
        DELETE FROM audit_version v WHERE v.key = ANY (keys::uuid[]);
    END IF;
END $remove$
"""

# After a restore: the keys of rooms in which nothing sealed is left.
NO_KEYS = f"DELETE FROM rooms_roomkey k WHERE NOT ({ANY_SEALED})"

# Deletes what a plan lists, if all of it still holds: two people of the team, one the lead; due; not held.
DELETE = f"""
CREATE FUNCTION retention_delete(plan uuid) RETURNS TABLE (label text, key text, file text) LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $delete$
#variable_conflict use_column
DECLARE
    p retention_deletionplan%ROWTYPE;
    me CONSTANT bigint := wall_person();
    listed record;
    gone jsonb := '{{}}';
BEGIN
    SELECT * INTO p FROM retention_deletionplan WHERE id = plan FOR UPDATE;
    -- Whoever is just placing a hold comes before or after us, not between two looks.
    PERFORM FROM rooms_room WHERE id = p.room_id FOR UPDATE;
    IF p.id IS NULL OR me IS NULL OR me = p.proposed_by_id OR NOT p.room_id = ANY (wall_team()) OR NOT (
        p.room_id = ANY (wall_rooms_to(50)) OR EXISTS (
            SELECT FROM rooms_membership m JOIN accounts_user u ON u.id = m.user_id
             WHERE u.id = p.proposed_by_id AND m.room_id = p.room_id AND m.role = 'lead' AND {ACTIVE})) THEN
        RAISE EXCEPTION 'a second person of the team deletes' USING ERRCODE = 'insufficient_privilege';
    ELSIF p.state <> 'vorgeschlagen' THEN
        RAISE EXCEPTION 'the deletion is decided already' USING ERRCODE = 'object_not_in_prerequisite_state';
    ELSIF retention_due(p.room_id, p."group") IS NULL OR retention_due(p.room_id, p."group") > {TODAY} THEN
        RAISE EXCEPTION 'nothing is due' USING ERRCODE = 'object_not_in_prerequisite_state';
    ELSIF EXISTS (SELECT FROM retention_hold h WHERE h.room_id = p.room_id AND h.key IS NULL AND {HOLDS}) THEN
        RAISE EXCEPTION 'a hold stands' USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    FOR listed IN
        SELECT r.label, array_agg(r.key::text) AS keys, count(*) AS n FROM retention_rows_of(p.room_id) r
          JOIN (SELECT l.key AS label, k.value::uuid AS key
                  FROM jsonb_each(p.keys) l, jsonb_array_elements_text(l.value) k) listed
            ON listed.label = r.label AND listed.key = r.key
         WHERE r."group" = p."group" AND NOT EXISTS (
             SELECT FROM retention_hold h WHERE h.room_id = p.room_id AND {HOLDS} AND (h.key = r.key OR {OF_HELD}))
         GROUP BY r.label ORDER BY r.label = 'engagements.engagement', r.label <> 'engagements.logentry'
    LOOP
        RETURN QUERY SELECT listed.label, k, f.content::text FROM unnest(listed.keys) k
            LEFT JOIN rooms_file f ON listed.label = 'rooms.file' AND f.id = k::uuid;
        PERFORM retention_remove(listed.label, listed.keys);
        gone := gone || jsonb_build_object(listed.label, listed.n);
    END LOOP;
    -- Without its key no backup of the other tables is ever read again, either.
    DELETE FROM rooms_roomkey k WHERE k.room_id = p.room_id AND NOT ({ANY_SEALED});
    UPDATE retention_deletionplan SET state = 'ausgefuehrt', confirmed_by_id = me, confirmed_at = now(),
        keys = '{{}}', counts = gone WHERE id = p.id;
END $delete$
"""

FIGURES = """
    SELECT f.kind, f.year, sum(f.n)::bigint FROM (
        SELECT kind::text, extract(year FROM sorts_on)::int AS year, count(*) AS n
          FROM engagements_logentry WHERE room_id = $1 GROUP BY 1, 2
        UNION ALL
        SELECT kind, year, n FROM retention_tombstone WHERE room_id = $1 AND sector = '') f
     WHERE $1 = ANY (wall_team()) GROUP BY 1, 2
"""

TEAM_ONLY = "WHERE $1 = ANY (wall_team())"
# Signature, result, body, and whether the web role may ask it.
FUNCTIONS = [
    ("retention_end(room uuid)", "date", END, False),
    ("retention_due(room uuid, rule text)", "date", DUE, False),
    ("retention_rows_of(room uuid)", 'TABLE ("group" text, label text, key uuid)', ROWS, False),
    (
        "retention_rows(room uuid)",
        'TABLE ("group" text, label text, key uuid)',
        f"SELECT * FROM retention_rows_of($1) {TEAM_ONLY}",
        True,
    ),
    ("retention_ended(room uuid)", "date", f"SELECT retention_end($1) {TEAM_ONLY}", True),
    ("retention_due_on(room uuid, rule text)", "date", f"SELECT retention_due($1, $2) {TEAM_ONLY}", True),
    ("retention_figures(room uuid)", "TABLE (kind text, year int, n bigint)", FIGURES, True),
    (
        "retention_waits(room uuid)",
        "date",
        f"""SELECT min(retention_due($1, r."group")) FROM (SELECT DISTINCT "group" FROM retention_rows_of($1)) r
            {TEAM_ONLY} AND retention_due($1, '{Group.TALKS}') <= {TODAY}""",
        True,
    ),
]

# The same for many rooms at once, for a page that shows them: room and day, of those where something is due. A room is
# left at its first row that goes early; planned once, for the plan costs more than the answer.
WAITING = f"""
CREATE FUNCTION retention_waiting(rooms uuid[]) RETURNS TABLE (room uuid, goes date) LANGUAGE plpgsql STABLE ROWS 10
    SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_generic_plan AS $waiting$
#variable_conflict use_column
DECLARE
    o record;
BEGIN
    FOR o IN
        SELECT r.id AS room, ({END.replace("$1", "r.id")}) AS ended FROM unnest(rooms) r (id)
         WHERE r.id = ANY ((SELECT wall_team())::uuid[])
    LOOP
        CONTINUE WHEN o.ended IS NULL OR (o.ended + interval '{MONTHS[Group.TALKS]} months')::date > {TODAY};
        room := o.room;
        goes := (o.ended + CASE
            WHEN EXISTS (SELECT FROM ({ROWS.replace("$1", "o.room")}) w ("group") WHERE "group" = '{Group.TALKS}')
            THEN interval '{MONTHS[Group.TALKS]} months'
            WHEN EXISTS ({ROWS.replace("$1", "o.room")}) THEN interval '{MONTHS[Group.CASE]} months'
        END)::date;
        IF goes <= {TODAY} THEN
            RETURN NEXT;
        END IF;
    END LOOP;
END $waiting$"""


def made():
    """All statements that make the functions, in their order."""
    for signature, result, body, web in FUNCTIONS:
        yield function(signature, result, body)
        yield from closed_to_others(signature, web=web)
    yield REMOVE
    yield from closed_to_others("retention_remove(label text, keys text[])", web=False)
    yield DELETE
    yield from closed_to_others("retention_delete(plan uuid)", web=True)


def unmade():
    """And away again."""
    yield "DROP FUNCTION retention_delete(plan uuid)"
    yield "DROP FUNCTION retention_remove(label text, keys text[])"
    yield from (f"DROP FUNCTION {signature}" for signature, *_rest in reversed(FUNCTIONS))
