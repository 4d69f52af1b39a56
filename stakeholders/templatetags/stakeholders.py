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
    "kept_apart": _("von einem ähnlichen Eintrag unterschieden"),
}


@register.filter
def deed(entry):
    """What was done, for a line of history."""
    return DEEDS.get(entry.action.partition(".")[2], entry.action)
