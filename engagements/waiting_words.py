"""What waits, in words, and the page on which it is done."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


@dataclass(frozen=True)
class Door:
    """The page of one kind of thing to do, of the consultation or of the row itself, and its sentence."""

    name: str
    words: Promise
    of_row: bool = False
    is_dated: bool = False


DOORS = {
    "mandate": Door("engagements:mandate-create", _("Auftrag der Verwaltungsspitze eintragen")),
    "begin": Door("engagements:phases", _("Erste Phase beginnen")),
    "status": Door("engagements:status", _("Stand von „Anfrage“ weiterstellen")),
    "phase": Door("engagements:phases", _("Phase „%(name)s“ liegt hinter dem Plan"), is_dated=True),
    "criteria": Door(
        "engagements:phases",
        ngettext_lazy("„%(name)s“: %(n)s Kriterium noch offen", "„%(name)s“: %(n)s Kriterien noch offen", "n"),
    ),
    "paper": Door("engagements:agreement-detail", _("Abgelaufen: %(name)s"), of_row=True, is_dated=True),
    "unsigned": Door("engagements:agreement-detail", _("Noch nicht unterzeichnet: %(name)s"), of_row=True),
    "contribution": Door(
        "engagements:mandate",
        ngettext_lazy("%(n)s Eigenleistung steht noch aus", "%(n)s Eigenleistungen stehen noch aus", "n"),
        is_dated=True,
    ),
    "report": Door("engagements:log-update", _("Ergebnis festhalten: %(name)s"), of_row=True, is_dated=True),
    "quiet": Door("engagements:log-create", _("Seit längerem kein Eintrag")),
    "opening": Door(
        "engagements:sealed",
        ngettext_lazy("%(n)s Öffnung von Versiegeltem ansehen", "%(n)s Öffnungen von Versiegeltem ansehen", "n"),
        is_dated=True,
    ),
    "release": Door("rooms:release", _("Freigabe prüfen: %(name)s"), of_row=True, is_dated=True),
    "deletion-plan": Door("retention:plan", _("Vorgeschlagene Löschung prüfen"), of_row=True, is_dated=True),
    "deletion": Door("retention:due", _("Fällige Löschung ansehen"), of_row=True, is_dated=True),
}
