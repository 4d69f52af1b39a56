"""What waits, one statement per kind, put together to one: written by hand, so that nothing is built for each page.

`mine` are the consultations of a person that are open, `over` those that are not, with what she is in each of them.
Every kind answers alike: engagement, kind, day, words, number, key of the row, the circle the words are of, more words.
The text never changes, so that PostgreSQL plans it once.
"""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from accounts.statements import ask
from rooms.enums import Role
from rooms.reach import reach_of

QUIET_FOR = timedelta(days=60)

# Arrays side by side: one row for each consultation, then one for each room she reads from a day on.
MINE = """\
WITH every AS MATERIALIZED (
    SELECT * FROM unnest(%(keys)s::uuid[], %(rooms)s::uuid[], %(statuses)s::text[], %(is_open)s::boolean[],
                         %(of_team)s::boolean[], %(leads)s::boolean[], %(is_contact)s::boolean[], %(reads_to)s::int[])
    AS m (id, room_id, status, is_open, of_team, leads, is_contact, reads_to)
), dated AS (
    SELECT * FROM unnest(%(dated_rooms)s::uuid[], %(dated_to)s::int[], %(dated_from)s::date[])
    AS d (room_id, reads_to, since)
), unlocked AS (
    SELECT key FROM rooms_unlock WHERE person_id = %(person)s AND ended_at IS NULL AND until > %(now)s
), mine AS (SELECT * FROM every WHERE is_open), over AS (SELECT * FROM every WHERE NOT is_open)
"""
# The one rule of `visible_to`, for a row x of a room and its consultation m; tests compare the two.
VISIBLE = """(
    x.circle <= m.reads_to
    OR x.circle = 50 AND m.of_team AND (x.author_id = %(person)s OR x.id IN (SELECT key FROM unlocked))
    OR EXISTS (SELECT FROM dated d WHERE d.room_id = x.room_id AND x.circle <= d.reads_to AND x.shared_on >= d.since)
)"""

WITHOUT_MANDATE = """
SELECT m.id, 'mandate', NULL::date, ''::text, 0::bigint, ''::text, NULL::smallint, ''::text FROM mine m
WHERE m.of_team AND m.status IN ('anfrage', 'klaerung', 'laufend')
  AND NOT EXISTS (SELECT FROM engagements_mandate x WHERE x.engagement_id = m.id)
"""
# No phase has ever been begun.
NOT_BEGUN = """
SELECT m.id, 'begin', NULL, '', 0, '', NULL, '' FROM mine m
WHERE m.of_team AND m.status IN ('anfrage', 'klaerung', 'laufend')
  AND (SELECT bool_and(p.state = 'geplant') FROM engagements_phase p WHERE p.engagement_id = m.id)
"""
# A phase is under way, and the consultation still stands as a request.
STATUS_BEHIND = """
SELECT m.id, 'status', NULL, '', 0, '', NULL, '' FROM mine m
WHERE m.of_team AND m.status = 'anfrage'
  AND EXISTS (SELECT FROM engagements_phase p WHERE p.engagement_id = m.id AND p.state = 'laeuft')
"""
LATE_PHASES = """
SELECT m.id, 'phase', p.planned_from, p.name, 0, p.id::text, NULL, ''
FROM mine m JOIN engagements_phase p ON p.engagement_id = m.id
WHERE m.of_team AND (p.state = 'geplant' AND p.planned_from < %(today)s
                     OR p.state = 'laeuft' AND p.planned_until < %(today)s)
"""
OPEN_CRITERIA = """
SELECT m.id, 'criteria', NULL, p.name, count(*), '', NULL, ''
FROM mine m JOIN engagements_phase p ON p.engagement_id = m.id JOIN engagements_criterion x ON x.phase_id = p.id
WHERE m.of_team AND p.state = 'laeuft' AND x.kind = 'exit' AND x.met_on IS NULL AND x.gate = ''
GROUP BY m.id, p.name
"""
PAPERS = f"""
SELECT m.id, 'paper', x.term_until, x.title, 0, x.id::text, x.circle, ''
FROM mine m JOIN engagements_agreement x ON x.engagement_id = m.id
WHERE m.of_team AND (x.state IN ('entwurf', 'abstimmung')
                     OR x.state IN ('unterzeichnet', 'in_kraft') AND x.term_until < %(today)s) AND {VISIBLE}
"""
CONTRIBUTIONS = f"""
SELECT m.id, 'contribution', max(x.due_until), '', count(*), '', NULL, ''
FROM mine m JOIN engagements_owncontribution x ON x.engagement_id = m.id
WHERE (m.of_team OR m.is_contact) AND x.state <> 'erledigt' AND {VISIBLE}
GROUP BY m.id
"""
# Appointments that are over and still say nothing.
REPORTS = f"""
SELECT m.id, 'report', x.when_from, x.title, 0, x.id::text, x.circle, ''
FROM mine m JOIN engagements_logentry x ON x.engagement_id = m.id
WHERE m.of_team AND x.text = '' AND x.when_from < %(today)s AND x.when_from > x.written_on AND {VISIBLE}
"""
# Written about once, but not lately.
QUIET = f"""
SELECT m.id, 'quiet', NULL, '', 0, '', NULL, '' FROM mine m
WHERE m.of_team AND m.status IN ('laufend', 'klaerung')
  AND EXISTS (SELECT FROM engagements_logentry x WHERE x.engagement_id = m.id AND {VISIBLE})
  AND NOT EXISTS (SELECT FROM engagements_logentry x
                  WHERE x.engagement_id = m.id AND x.written_on >= %(quiet_since)s AND {VISIBLE})
"""
# Something sealed was opened, and the lead has not yet taken note.
OPENINGS = f"""
SELECT m.id, 'opening', min((k.at AT TIME ZONE '{settings.TIME_ZONE}')::date), '', count(DISTINCT k.at), '', NULL, ''
FROM mine m JOIN rooms_unlock k ON k.room_id = m.room_id
WHERE m.leads AND k.noted_at IS NULL AND k.person_id <> %(person)s
GROUP BY m.id
"""
# Somebody asks her to agree that a text leaves the team; of the two, one is the lead.
RELEASES = f"""
SELECT m.id, 'release', (x.created_at AT TIME ZONE '{settings.TIME_ZONE}')::date, x.title, 0, x.id::text, x.circle, ''
FROM mine m JOIN rooms_release x ON x.room_id = m.room_id
WHERE m.of_team AND x.state = 'vorgeschlagen' AND x.author_id IS DISTINCT FROM %(person)s
  AND (m.leads OR EXISTS (
      SELECT FROM rooms_membership l WHERE l.room_id = x.room_id AND l.user_id = x.author_id AND l.role = 'lead'
         AND l.starts_on <= %(today)s AND (l.ends_on IS NULL OR l.ends_on >= %(today)s))) AND {VISIBLE}
"""

# What comes next: still ahead, or today and not yet written about; each by its index. The number: whether it is one day
AHEAD = f"""
SELECT m.id AS of, x.id, x.circle, x.title, x.when, x.when_from, x.when_until
FROM every m JOIN engagements_logentry x ON x.engagement_id = m.id AND {VISIBLE}
"""
DATES = f"""
(SELECT x.of, 'date', x.when_from, x.title, (x.when_from = x.when_until)::int, x.id::text, x.circle, x.when
 FROM ({AHEAD} AND x.sorts_on > %(today)s AND x.when_from > %(today)s
       UNION ALL {AHEAD} AND x.text = '' AND x.sorts_on = %(today)s AND x.when_from = %(today)s) x
 ORDER BY x.when_from, x.id LIMIT 5)
"""

# The apps below this one add theirs when they start.
SOURCES = [
    WITHOUT_MANDATE,
    NOT_BEGUN,
    STATUS_BEHIND,
    LATE_PHASES,
    OPEN_CRITERIA,
    PAPERS,
    CONTRIBUTIONS,
    REPORTS,
    QUIET,
    OPENINGS,
    RELEASES,
]


def rows_waiting(user, engagements, *more):
    """Everything that waits for the user in these engagements, as the sources say it; one statement."""
    return ask(MINE + "UNION ALL".join([*SOURCES, *more]), values_for(user, engagements))


def values_for(user, engagements):
    """What the statement asks for: who the user is in each engagement, and today."""
    reach, today = reach_of(user), timezone.localdate()
    rooms = [engagement.room_id for engagement in engagements]
    contact = {row.room_id for row in reach.memberships if row.role == Role.CONTACT}
    return {
        "keys": [engagement.pk for engagement in engagements],
        "rooms": rooms,
        "statuses": [str(engagement.status) for engagement in engagements],
        "is_open": [engagement.is_open for engagement in engagements],
        "of_team": [room in reach.team_rooms for room in rooms],
        "leads": [room in reach.lead_rooms for room in rooms],
        "is_contact": [room in contact for room in rooms],
        "reads_to": [int(reach.reads_to(room)) for room in rooms],
        "dated_rooms": [room for room, _level, _start in reach.dated_rooms],
        "dated_to": [int(level) for _room, level, _start in reach.dated_rooms],
        "dated_from": [start for _room, _level, start in reach.dated_rooms],
        "person": user.pk,
        "now": timezone.now(),
        "today": today,
        "quiet_since": today - QUIET_FOR,
    }
