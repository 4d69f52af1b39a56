"""One consultation in one screen: what stands on it, in two statements written by hand (docs/performance.md)."""

from django.http import Http404

from rooms.inside import INSIDE, inside
from rooms.models import Membership, Release
from rooms.reach import reach_of
from rooms.told import row_of, told

from .models import (
    Agreement,
    Contact,
    Engagement,
    EngagementLink,
    LogEntry,
    Mandate,
    OwnContribution,
    Phase,
    Programme,
    ProgrammePart,
)

NEWEST = 5
EXCERPT = 700  # what a row of the diary needs of its text

HEAD = {
    "found": """
        SELECT e.id, e.room_id, e.title, e.place, e.disclosure, e.client_id, e.approach, e.status, e.occasion,
               e.occasion_period, e.aims, e.themes, e.services, e.planned, e.period, e.period_until, e.source,
               e.created_at, e.changed_at,
               CASE WHEN p.id IS NOT NULL THEN json_build_object(
                   'id', p.id, 'name', p.name, 'key', p.key, 'level', p.level, 'full_name', p.full_name,
                   'kreis', CASE WHEN k.id IS NOT NULL THEN json_build_object(
                       'id', k.id, 'name', k.name, 'type_name', k.type_name) END,
                   'land', CASE WHEN l.id IS NOT NULL THEN json_build_object('id', l.id, 'name', l.name) END
               ) END AS municipality,
               CASE WHEN t.id IS NOT NULL THEN json_build_object(
                   'id', t.id, 'name', t.name, 'number', t.number) END AS template
        FROM engagements_engagement e
        LEFT JOIN municipalities_place p ON p.id = e.municipality_id
        LEFT JOIN municipalities_place k ON k.id = p.kreis_id LEFT JOIN municipalities_place l ON l.id = p.land_id
        LEFT JOIN engagements_processtemplate t ON t.id = e.template_id
        WHERE e.id = %(key)s AND e.room_id = ANY (%(rooms)s::uuid[])"""
}  # fmt: skip

BRIEF = {
    "found": """
        SELECT e.id, e.room_id, e.title, e.themes FROM engagements_engagement e
        WHERE e.id = %(key)s AND e.room_id = ANY (%(rooms)s::uuid[])"""
}

# The person p who holds the office f, as far as she may be known.
KNOWN = f"p.merged_into_id IS NULL AND {INSIDE.format('p')}"
OFFICE = """json_build_object('id', f.id, 'title', f.title, 'party', f.party, 'is_former', f.is_former,
    'period_until', f.period_until,
    'person', json_build_object('id', p.id, 'room_id', p.room_id, 'circle', p.circle, 'name', p.name))"""
ENTRY = """
    SELECT g.id, g.room_id, g.circle, g.author_id, g.shared_on, g.kind, g.title, g.when, g.when_from, g.when_until,
           g.minutes, g.themes, CASE WHEN g.circle = 50 THEN g.text ELSE left(g.text, %(excerpt)s) END AS beginning,
           CASE WHEN h.id IS NOT NULL THEN json_build_object(
               'id', h.id, 'name', h.name, 'short', h.short, 'round', h.round) END AS phase
    FROM engagements_logentry g LEFT JOIN engagements_phase h ON h.id = g.phase_id
    WHERE g.engagement_id = %(key)s AND"""

# Who is in the room today, as `Membership.objects.active().for_people()` says.
MEMBERS = """
    SELECT m.id, m.room_id, m.role, m.clearance, m.starts_on,
           json_build_object('id', u.id, 'name', u.name, 'organisation',
               CASE WHEN o.id IS NOT NULL THEN json_build_object(
                   'id', o.id, 'name', o.name, 'short_name', o.short_name) END) AS user
    FROM rooms_membership m JOIN accounts_user u ON u.id = m.user_id
    LEFT JOIN accounts_organisation o ON o.id = u.organisation_id
    WHERE m.room_id = %(room)s AND u.is_active AND m.starts_on <= %(today)s
      AND (m.ends_on IS NULL OR m.ends_on >= %(today)s) ORDER BY m.role_order, u.name"""

BESIDE = {
    "phases": """
        SELECT id, name, short, round, state, remark, period, planned, planned_from, planned_until
        FROM engagements_phase WHERE engagement_id = %(key)s ORDER BY "order", round, id""",
    "dates": f"""
        {ENTRY} (g.when_from > %(today)s OR g.when_from = %(today)s AND g.text = '') AND g.sorts_on >= %(today)s
        AND {INSIDE.format("g")} ORDER BY g.when_from, g.id LIMIT {NEWEST}""",
    "entries": f"""
        {ENTRY} (g.when_from IS NULL OR g.when_from <= %(today)s) AND {INSIDE.format("g")}
        ORDER BY g.sorts_on DESC, g.id DESC LIMIT {NEWEST}""",
    "mandates": f"""
        SELECT m.id, m.room_id, m.circle, m.organ, m.given_on, m.services,
               CASE WHEN o.id IS NOT NULL THEN json_build_object(
                   'id', o.id, 'room_id', o.room_id, 'circle', o.circle, 'name', o.name) END AS client,
               CASE WHEN p.id IS NOT NULL THEN {OFFICE} END AS office
        FROM engagements_mandate m
        LEFT JOIN stakeholders_organisation o ON o.id = m.client_id AND {INSIDE.format("o")}
        LEFT JOIN stakeholders_office f ON f.id = m.office_id
        LEFT JOIN stakeholders_person p ON p.id = f.person_id AND {KNOWN}
        WHERE m.engagement_id = %(key)s AND {INSIDE.format("m")} ORDER BY m.given_on_from NULLS LAST, m.id""",
    "contacts": f"""
        SELECT c.id, c.room_id, c.circle, {OFFICE} AS office
        FROM engagements_contact c JOIN stakeholders_office f ON f.id = c.office_id
        JOIN stakeholders_person p ON p.id = f.person_id AND {KNOWN}
        WHERE c.engagement_id = %(key)s AND {INSIDE.format("c")} ORDER BY c.id""",
    "agreements": f"""
        SELECT a.id, a.room_id, a.circle, a.title, a.state, a.signed, a.term_until
        FROM engagements_agreement a
        WHERE a.engagement_id = %(key)s AND {INSIDE.format("a")} ORDER BY a.signed_from NULLS LAST, a.id""",
    "contributions": f"""
        SELECT b.id, b.room_id, b.circle, b.name, b.state, b.due, b.value_eur
        FROM engagements_owncontribution b
        WHERE b.engagement_id = %(key)s AND {INSIDE.format("b")} ORDER BY b.id""",
    "released": f"""
        SELECT r.id, r.room_id, r.circle, r.title, r.decided_at
        FROM rooms_release r
        WHERE r.state = 'freigegeben' AND r.is_edition AND {INSIDE.format("r")}
        ORDER BY r.decided_at DESC, r.id DESC LIMIT {NEWEST}""",
    "parts": """
        SELECT id, programme_id, period FROM engagements_programmepart WHERE engagement_id = %(key)s ORDER BY id""",
    "links": """
        SELECT i.id, i.kind, i.note, json_build_object('id', s.id, 'title', s.title) AS source,
               json_build_object('id', t.id, 'title', t.title) AS target
        FROM engagements_engagementlink i
        JOIN engagements_engagement s ON s.id = i.source_id JOIN engagements_engagement t ON t.id = i.target_id
        WHERE (i.source_id = %(key)s OR i.target_id = %(key)s)
          AND s.room_id = ANY (%(rooms)s::uuid[]) AND t.room_id = ANY (%(rooms)s::uuid[]) ORDER BY i.id""",
    "members": MEMBERS,
}  # fmt: skip
MODELS = {
    "phases": Phase,
    "dates": LogEntry,
    "entries": LogEntry,
    "mandates": Mandate,
    "contacts": Contact,
    "agreements": Agreement,
    "contributions": OwnContribution,
    "released": Release,
    "parts": ProgrammePart,
    "links": EngagementLink,
    "members": Membership,
}


def engagement_or_404(user, key, columns=HEAD):
    """The consultation, as a rule with its place and its template, for its members; nobody else learns of it."""
    found = told(columns, {"key": key, "rooms": list(reach_of(user).rooms)})["found"]
    if not found:
        raise Http404
    return row_of(Engagement, found[0])


def beside(user, engagement):
    """Name of a list -> its rows, as this person may see them."""
    values = {"key": engagement.pk, "rooms": list(reach_of(user).rooms), "excerpt": EXCERPT}
    found = told(BESIDE, values | inside(user, engagement.room_id))
    lists = {name: [row_of(MODELS[name], row) for row in rows] for name, rows in found.items()}
    lists["parts"] = with_programmes(lists["parts"], user)
    return lists


def with_programmes(parts, user):
    """Programmes lie in the rooms of organisations: asked for where there are any."""
    keys = [part.programme_id for part in parts]
    known = Programme.objects.visible_to(user).in_bulk(keys) if keys else {}
    seen = [part for part in parts if part.programme_id in known]
    for part in seen:
        part.programme = known[part.programme_id]
    return seen
