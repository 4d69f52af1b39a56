"""„Meine Beratungen“ as rows of a list: one statement written by hand, so that no query is built for each page."""

from typing import NamedTuple
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse

from accounts.statements import ask
from rooms.drafts import drafts_of
from rooms.reach import reach_of

from .enums import Status
from .models.engagement import place_words

# Open ones first, then the latest; the order of titles is that of `GermanSort`.
LISTED = """\
SELECT e.id, e.room_id, e.title, e.status, coalesce(nullif(e.period, ''), e.planned), e.place, p.name, l.name,
       ARRAY(SELECT coalesce(nullif(h.short, ''), h.name) || CASE WHEN h.round > 1 THEN format(' (%%s.)', h.round)
                ELSE '' END
             FROM engagements_phase h WHERE h.engagement_id = e.id AND h.state = 'laeuft'
             ORDER BY h."order", h.round, h.id),
       count(*) OVER (),
       (SELECT count(*) FROM rooms_draft d WHERE d.person_id = %(person)s AND d.content <> ''),
       ARRAY(SELECT ARRAY[k.key, k.name] FROM municipalities_place k WHERE k.level = 'land')
FROM engagements_engagement e
LEFT JOIN municipalities_place p ON p.id = e.municipality_id LEFT JOIN municipalities_place l ON l.id = p.land_id
WHERE e.room_id = ANY (%(rooms)s::uuid[]) AND (%(every)s OR e.id = ANY (%(keys)s::uuid[]))
ORDER BY e.status = ANY (%(closed)s::text[]), e.period_from DESC NULLS LAST,
         lower(replace(translate(e.title, 'ÄÖÜäöü', 'AOUaou'), 'ß', 'ss')), e.id
LIMIT %(most)s OFFSET %(first)s
"""
CLOSED = [status.value for status in Status if not status.is_open]


class Row(NamedTuple):
    """A consultation as it stands in the list."""

    pk: UUID
    room_id: UUID
    title: str
    status: str
    when: str
    place: str
    town: str | None
    land: str | None
    running: list

    @property
    def place_name(self):
        return place_words(self.place, self.town)

    def get_status_display(self):
        return str(Status(self.status).label)

    @property
    def is_open(self):
        return self.status not in CLOSED


class Listing:
    """The consultations of a person, all or those with these keys; a part of it also tells what stands around it."""

    total = drafts = None
    laender = ()

    def __init__(self, user, keys=None):
        self.user, self.keys = user, keys

    def part(self, first, most):
        values = {
            "person": self.user.pk,
            "rooms": list(reach_of(self.user).rooms),
            "every": self.keys is None,
            "keys": self.keys or [],
            "closed": CLOSED,
            "most": most,
            "first": first,
        }
        rows = ask(LISTED, values)
        if rows:
            *_row, self.total, self.drafts, laender = rows[0]
            self.laender = tuple(map(tuple, laender))
        else:
            self.drafts = drafts_of(self.user).count()
        return [Row(*row[:-3]) for row in rows]

    def count(self):
        """Asked for only where a page holds nothing."""
        self.part(0, 1)
        return self.total or 0


def lines(rows, waits):
    """The rows as the table shows them; what many have in common is made once, for a page is mostly its template."""
    made = {}

    def once(template, *key, **shown):
        if (template, key) not in made:
            made[template, key] = render_to_string(f"engagements/{template}.html", shown)
        return made[template, key]

    list_url = reverse("engagements:list")
    for row in rows:
        where = f"{row.place_name} · {row.land}" if row.land else row.place_name
        running = once("_list_phases", *row.running, phases=row.running)
        state = once("_list_state", row.status, waits[row.pk], engagement=row, waits=waits[row.pk])
        yield f"{list_url}{row.pk}/", row.title, where, running, row.when or "–", state
