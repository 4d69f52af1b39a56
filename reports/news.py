"""What is new for everybody: released profiles, mission statements, events; as feeds and letters tell it."""

from dataclasses import dataclass
from datetime import datetime, time

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from network.models import ProfileEdition
from network.steps import Topic
from participation.models import Event, StatementVersion

MOST = 40


@dataclass
class Item:
    """One thing that became public: what it is called, where it stands, and since when."""

    topic: Topic
    key: str  # the same for every edition of the same thing, so that nobody hears of it twice
    title: str
    summary: str
    url: str
    published_at: datetime
    changed_at: datetime


def items(user, topic=None):
    """The newest first; of what has no page nobody is told."""
    sources = [source for each, source in SOURCES.items() if topic in {None, each}]
    found = [item for source in sources for item in source(user) if item.url]
    return sorted(found, key=lambda item: item.published_at, reverse=True)[:MOST]


def address(name, *arguments):
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def released(row):
    """When a row came out to everybody: its day begins in the time of the house."""
    return datetime.combine(row.shared_on, time(), timezone.get_default_timezone())


def profiles(user):
    rows = ProfileEdition.objects.visible_to(user).published().named().with_places().defer("content").newest_first()
    for row in rows[:MOST]:
        summary = " · ".join(filter(None, [row.land.name if row.land_id else "", row.years, row.programme]))
        yield Item(
            Topic.PROFILES,
            f"beratung:{row.slug}",
            row.title,
            summary,
            address("reports:profile", row.slug),
            row.published_at,
            max(row.published_at, row.changed_at),  # signed before its day, it is not older than that
        )


def statements(user):
    rows = StatementVersion.objects.visible_to(user).published().filter(wording="standard").select_related("place")
    seen = set()
    for row in rows.order_by("-shared_on", "-changed_at")[: MOST * 2]:
        if row.slug in seen:
            continue
        seen.add(row.slug)
        summary = _("Leitbild, %(place)s") % {"place": row.place.name}
        url = address("reports:statement", row.slug)
        yield Item(Topic.STATEMENTS, f"leitbild:{row.slug}", row.title, summary, url, released(row), released(row))


def events(user):
    rows = Event.objects.visible_to(user).on_public_pages().ahead().order_by("-shared_on", "-pk")[:MOST]
    for row in rows:
        url = address("reports:event", row.pk)
        yield Item(Topic.EVENTS, f"veranstaltung:{row.pk}", row.title, row.place, url, released(row), row.changed_at)


SOURCES = {Topic.PROFILES: profiles, Topic.STATEMENTS: statements, Topic.EVENTS: events}
