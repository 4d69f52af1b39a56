"""The editions everybody reads, by statements written by hand, whose plan PostgreSQL keeps.

What each says beside `circle = 0` repeats the wall, which lets nobody else's rows through in any case.
"""

import json
from dataclasses import dataclass, fields
from datetime import datetime
from types import SimpleNamespace
from uuid import UUID

from django.utils.functional import cached_property

from accounts.statements import ask
from engagements.enums import Approach
from network.models.editions import Telling

MOST_LIKE = 60  # looked at for what is alike
ROWS = """
SELECT d.profile_id, d.step, d.slug, d.title, d.approach, d.themes, d.programme, d.phase, d.population, d.first_year,
       d.last_year, d.published_at, d.place_id, d.land_id, p.name, p.type_name, p.level, p.longitude, p.latitude,
       l.key, l.name{more}
FROM network_profileedition d LEFT JOIN municipalities_place p ON p.id = d.place_id
LEFT JOIN municipalities_place l ON l.id = d.land_id
WHERE d.circle = 0 AND d.state = 'veroeffentlicht' AND (d.not_before IS NULL OR d.not_before <= statement_timestamp())
  AND (d.out_until IS NULL OR d.out_until > statement_timestamp()){where}
ORDER BY d.published_at DESC, d.id DESC{most}
"""
ALL = ROWS.format(more="", where="", most="")
ONE = ROWS.format(more=", d.content, d.logos", where=" AND d.slug = %(slug)s", most=" LIMIT 1")
LIKE = ROWS.format(more="", where=" AND d.slug <> '' AND d.themes && %(themes)s::varchar[]", most=f" LIMIT {MOST_LIKE}")


@dataclass
class Told(Telling):
    """One edition as a public page needs it."""

    profile_id: UUID
    step: str
    slug: str
    title: str
    approach: str
    themes: list
    programme: str
    phase: str
    population: int | None
    first_year: int | None
    last_year: int | None
    published_at: datetime
    place_id: int | None
    land_id: int | None

    @cached_property
    def url(self):
        return super().get_absolute_url()

    def get_absolute_url(self):
        """Asked for by the drawing and by the list beside it."""
        return self.url

    def get_approach_display(self):
        return Approach(self.approach).label


COLUMNS = len(fields(Told))


def told(row):
    """A row of the statements above as a page reads it."""
    edition, (name, type_name, level, longitude, latitude, key, land) = Told(*row[:COLUMNS]), row[COLUMNS : COLUMNS + 7]
    where = {"type_name": type_name, "level": level, "longitude": longitude, "latitude": latitude}
    edition.place = Named(name=name, **where) if edition.place_id else None
    edition.land = Named(name=land, key=key) if edition.land_id else None
    return edition


class Named(SimpleNamespace):
    """A place as its edition names it."""

    def __str__(self):
        return self.name


def all_told():
    """Everything released, the newest first, without the long texts."""
    return [told(row) for row in ask(ALL, {})]


def the_one(slug):
    """The edition of this address with its words; None where there is none."""
    for row in ask(ONE, {"slug": slug}):
        edition = told(row)
        content, edition.logos = row[COLUMNS + 7 :]
        edition.content = json.loads(content) if isinstance(content, str) else content
        return edition
    return None


def like(edition):
    """The newest with a theme in common, so that not all are looked at."""
    return [told(row) for row in ask(LIKE, {"themes": edition.themes})] if edition.themes else []
