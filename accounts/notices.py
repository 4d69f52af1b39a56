"""Mail that tells a person what happened to her account, and nothing else."""

from enum import Enum

from django.utils.translation import gettext_lazy as _

from .letters import post_to_each

SUBJECT = _("Ihr Konto bei Ortsgespräch")


class Notice(Enum):
    PASSWORD_CHANGED = _("Ihr Passwort wurde geändert.")
    FACTOR_ADDED = _("Für Ihre Anmeldung wurde ein zweiter Schritt eingerichtet.")
    FACTOR_REMOVED = _("Ein zweiter Schritt Ihrer Anmeldung wurde entfernt.")
    FACTORS_RESET = _("Der zweite Schritt Ihrer Anmeldung wurde vom Betreiber zurückgesetzt.")
    RECOVERY_USED = _("Für Ihre Anmeldung wurde ein Wiederherstellungscode benutzt.")
    MANY_WRONG_CODES = _("Jemand hat sich mit Ihrem Passwort angemeldet und mehrmals einen falschen Code eingegeben.")


def notify(user, notice):
    """Tell a person by mail, in her language, when what happened stands."""
    post_to_each("notice", [user], SUBJECT, "accounts/mail/notice.txt", what=notice.value)
