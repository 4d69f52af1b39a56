"""The register's history in words."""

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

DEEDS = {
    "created": _("eingetragen"),
    "changed": _("geändert"),
    "moved": _("in einen anderen Kreis gegeben"),
    "name_added": _("anderen Namen ergänzt"),
    "name_removed": _("anderen Namen entfernt"),
    "office_added": _("Amt eingetragen"),
    "office_changed": _("Amt geändert"),
    "office_ended": _("Amt beendet"),
    "merged": _("mit einem doppelten Eintrag zusammengeführt"),
    "merged_away": _("in einem anderen Eintrag aufgegangen"),
    "group_added": _("Sitze geplant"),
    "group_changed": _("Sitze geändert"),
    "term_added": _("Mitglied eingetragen"),
    "term_changed": _("Mitglied geändert"),
    "term_ended": _("Amtszeit beendet"),
    "terms_ended": _("Amtszeiten mit der Wahlperiode beendet"),
    "filled": _("Sitze besetzt"),
    "accompanied": _("Aufbau begonnen"),
    "renewed": _("neue Wahlperiode vorbereitet"),
    "seats_taken": _("Sitze des Vorgängers übernommen"),
    "basis_added": _("Grundlage eingetragen"),
    "claim_added": _("Aussage eingetragen"),
    "share_added": _("Anteil eingetragen"),
    "succeeded": _("aus einem anderen Gremium hervorgegangen"),
    "state": _("weitergestellt"),
    "invited": _("eingeladen"),
    "attendance": _("Anwesenheit eingetragen"),
    "papers": _("Unterlagen geändert"),
    "sheet": _("Ablauf entworfen"),
    "question": _("Fragen bei der Anmeldung geändert"),
    "duty": _("Aufgaben verteilt"),
    "counted": _("Teilnehmende gezählt"),
    "photo_removed": _("Foto entfernt"),
    "asked": _("einmal nachgefragt"),
    "reply": _("Rückmeldung zum Protokoll"),
    "kept_apart": _("von einem ähnlichen Eintrag unterschieden"),
}


@register.filter
def deed(entry):
    """What was done, for a line of history."""
    return DEEDS.get(entry.action.partition(".")[2], entry.action)
