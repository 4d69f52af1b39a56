"""Names and offices of the register in a text that shall go out."""

import re

from django.utils.translation import gettext as _

from rooms.cautions import Caution, parts_of_name, stands_in

from .models import Office, Organisation, Person

# Offices a town has once: whoever holds one is named by it.
ONE_OF_A_KIND = re.compile(
    r"\b((?:Ober)?[Bb]ürgermeister\w*|Landr[aä]t\w*|Ortsvorsteher\w*|Stadtpräsident\w*|Dezernent\w*"
    r"|Beigeordnete\w*|Amtsleit\w*|Ordnungsamtsleit\w*|Fraktionsvorsitzende\w*|Superintendent\w*|Pfarrer\w*"
    r"|Imam\w*|Schulleit\w*|Revierleit\w*|Integrationsbeauftragte\w*|Gleichstellungsbeauftragte\w*"
    r"|Heimleit\w*|Vereinsvorsitzende\w*|Geschäftsführ\w*)"
)


def people_named(item, words, user):
    """Persons and organisations of this room."""
    persons = Person.objects.visible_to(user).unmerged().filter(room=item.room_id)
    groups = Organisation.objects.visible_to(user).unmerged().filter(room=item.room_id).prefetch_related("aliases")
    people = [row.name for row in persons if any(stands_in(part, words) for part in parts_of_name(row.name))]
    houses = [
        row.name
        for row in groups
        if any(stands_in(name, words) for name in (row.name, *(alias.name for alias in row.aliases.all())))
    ]
    found = []
    if people:
        found.append(Caution(_("Personen aus dem Verzeichnis stehen im Text."), tuple(sorted(people))))
    if houses:
        found.append(Caution(_("Organisationen aus dem Verzeichnis stehen im Text."), tuple(sorted(houses))))
    return found


def offices_named(item, words, user):
    """Offices that only one person holds."""
    offices = Office.objects.visible_to(user).filter(person__room=item.room_id).values_list("title", flat=True)
    found = {title for title in offices if title and stands_in(title, words)}
    found |= {match.group(0) for match in ONE_OF_A_KIND.finditer(words)}
    text = _("Ämter, die im Ort eine Person erkennen lassen.")
    return [Caution(text, tuple(sorted(found)))] if found else []
