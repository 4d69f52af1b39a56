"""What each format of an event usually is: sensible to begin with, and changed with one stroke."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from .enums import EventMode, Format, Publicness


@dataclass(frozen=True)
class Usual:
    """How a format usually runs: who may come, for how long, for how many, and its steps with minutes and method."""

    publicness: Publicness = Publicness.PARTLY
    mode: EventMode = EventMode.PRESENT
    hours: float = 3
    capacity: int | None = None
    steps: tuple = ()


WELCOME = (_("Begrüßung und Ziel"), 15, _("Plenum"))
CLOSE = (_("Was nehmen wir mit, wie geht es weiter?"), 20, _("Plenum"))
INPUT = (_("Ausgangslage"), 20, _("Impuls"))
TABLES = (_("Arbeit an Tischen"), 75, _("Thementische"))
HARVEST = (_("Ergebnisse der Tische"), 30, _("Galerierundgang"))
BREAK = (_("Pause"), 20, "")
TALK = (WELCOME, INPUT, TABLES, BREAK, HARVEST, CLOSE)
OPEN, CLOSED = Publicness.OPEN, Publicness.CLOSED

USUAL = {
    # Half a day, one day, (partly) public: as the dialogues of Baden-Württemberg plan them.
    Format.KICKOFF: Usual(hours=3, steps=TALK),
    Format.RESIDENTS: Usual(
        OPEN, hours=2.5, steps=(WELCOME, INPUT, (_("Fragen und Antworten"), 60, _("Plenum")), CLOSE)
    ),
    Format.LARGE_GROUP: Usual(
        hours=7,
        steps=(*TALK[:-1], (_("Arbeitsgruppen und Verantwortliche"), 45, _("Markt der Themen")), CLOSE),
    ),
    Format.FIELD: Usual(hours=3, steps=TALK),
    Format.CONCEPT: Usual(CLOSED, hours=4, capacity=20, steps=TALK),
    Format.SELF_CHECK: Usual(CLOSED, hours=3, capacity=20),
    Format.FORUM: Usual(OPEN, hours=3, steps=TALK),
    Format.DIALOGUE: Usual(hours=3, steps=TALK),
    Format.ONLINE_DIALOGUE: Usual(OPEN, EventMode.ONLINE, 2),
    Format.WORLD_CAFE: Usual(
        OPEN,
        hours=3,
        steps=(
            WELCOME,
            (_("Erste Gesprächsrunde"), 25, _("World-Café")),
            (_("Zweite Gesprächsrunde"), 25, _("World-Café")),
            (_("Dritte Gesprächsrunde"), 25, _("World-Café")),
            HARVEST,
            CLOSE,
        ),
    ),
    Format.FUTURE: Usual(
        hours=7,
        steps=(
            WELCOME,
            (_("Kritik: Was stört?"), 75, _("Karten")),
            (_("Zukunft: Was wäre schön?"), 90, _("Kleingruppen")),
            BREAK,
            (_("Umsetzung: Was gehen wir an?"), 90, _("Kleingruppen")),
            CLOSE,
        ),
    ),
    Format.MOBILE: Usual(OPEN, EventMode.OUTREACH, 3),
    Format.ENCOUNTER: Usual(OPEN, hours=2),
    Format.ROUND_TABLE: Usual(CLOSED, hours=2, capacity=15),
    Format.SYMPOSIUM: Usual(hours=7),
    Format.CONFERENCE: Usual(hours=7),
    Format.NETWORK_MEETING: Usual(
        CLOSED,
        hours=6,
        steps=(
            WELCOME,
            (_("Impuls"), 30, _("Vortrag")),
            TABLES,
            BREAK,
            (_("Fallberatung"), 60, _("Kollegiale Fallberatung")),
            (_("Auswertung"), 20, _("Plenum")),
        ),
    ),
    Format.ONLINE_EXCHANGE: Usual(CLOSED, EventMode.ONLINE, 3, 50),
    Format.PEER_ADVICE: Usual(CLOSED, hours=1.5, capacity=9),
    Format.TRAINING: Usual(CLOSED, hours=7, capacity=20),
    Format.PRESS: Usual(CLOSED, hours=1),
}


def usual(value):
    return USUAL.get(Format(value), Usual())


def ends_of(begins, value):
    """When an event of this format usually ends."""
    return begins + timedelta(hours=usual(value).hours)
