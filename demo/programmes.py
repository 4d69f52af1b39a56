"""Programmes with their partners, statements and places; public, for they have been published."""

from engagements.models import Programme, ProgrammeClaim, ProgrammePartner, ProgrammePlace
from municipalities.models import Place
from rooms.enums import Circle

from . import files
from .house import made

PLAIN = ("title", "acronym", "kind", "planned", "period", "activity", "summary", "source")


def load(house):
    rows = files.programmes(house.today)
    for row in rows:
        _programme(house, row)
    for row in rows:
        if "predecessor" in row:
            programme = house.programmes[row["key"]]
            programme.predecessor = house.programmes[row["predecessor"]]
            programme.save(update_fields=["predecessor"])


def _programme(house, row):
    programme = made(
        Programme,
        room=house.organisation_rooms[row["organisation"]],
        author=house.accounts["federfuehrung"],
        circle=Circle.PUBLIC,
        other_titles="\n".join(row.get("other_titles", [])),
        credit_lines="\n".join(row.get("credit_lines", [])),
        **{name: row.get(name, "").strip() for name in PLAIN},
    )
    house.programmes[row["key"]] = programme
    for order, partner in enumerate(row.get("partner", [])):
        made(ProgrammePartner, programme=programme, order=order, **partner)
    for order, claim in enumerate(row.get("claim", [])):
        made(ProgrammeClaim, programme=programme, order=order, is_planned=claim.pop("planned", False), **claim)
    for order, place in enumerate(row.get("place", [])):
        key = place.pop("key", None)
        known = Place.objects.get(key=key) if key else None
        made(ProgrammePlace, programme=programme, order=order, place=known, **place)
