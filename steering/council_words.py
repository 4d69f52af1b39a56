"""Drafts for the next act of a council, made of what the house knows; German, like the papers they become."""

from .enums import Aim

FIRST_AGENDA = [
    ("Begrüßung und Vorstellung", Aim.INFORMATION),
    ("Wahl des Vorsitzes und der Stellvertretung", Aim.DECISION),
    ("Geschäftsordnung", Aim.DECISION),
    ("Aufgaben und erste Themen", Aim.DISCUSSION),
    ("Termine und Fortbildung", Aim.DISCUSSION),
]


def seats_of(seating):
    """„7 Sachkundige Einwohner*innen, 5 Kommunalpolitik“, or nothing."""
    return ", ".join(f"{row.group.seats} {row.group.label}" for row in seating.rows if row.group)


def recommendation(seating):
    """Title and wording with which a group recommends the council."""
    body, seats = seating.body, seats_of(seating)
    parts = [f"Es wird empfohlen, „{body.name}“ einzurichten."]
    if seats:
        parts.append(f"Er hat {seating.seats} Sitze: {seats}.")
    if body.sittings_per_year:
        parts.append(f"Er tagt {body.sittings_per_year}-mal im Jahr.")
    if body.with_council:
        parts.append("Die Amtszeit endet mit der Wahlperiode.")
    parts.append("Der Beirat berät und empfiehlt; beschließen können Rat und Verwaltungsspitze.")
    return f"{body.name} einrichten", " ".join(parts)


def call_for(seating):
    """What is put up on the wall: what the council is for, which seats there are, how to come forward."""
    body = seating.body
    parts = [f"„{body.name}“ sucht Mitglieder.", body.purpose.strip()]
    free = [f"{row.free} {row.group.label}" for row in seating.rows if row.free]
    if free:
        parts.append(f"Frei sind: {', '.join(free)}.")
    if body.sittings_per_year:
        parts.append(f"Der Beirat tagt {body.sittings_per_year}-mal im Jahr.")
    parts.append("Melden Sie sich, wenn Sie mitarbeiten wollen. Wer Sie vorschlägt oder warum, bleibt vertraulich.")
    return "\n\n".join(part for part in parts if part)
