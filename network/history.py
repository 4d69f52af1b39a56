"""The lines of history of accounts and organisations, in words."""

from django.utils.translation import gettext_lazy as _

from audit.models import Entry
from vocabulary.models import Term

WORDS = {
    "user.changed": _("geändert"),
    "user.deactivated": _("Konto stillgelegt"),
    "user.reactivated": _("Konto wieder freigegeben"),
    "user.admin_granted": _("Netzwerkverwaltung gegeben"),
    "user.admin_withdrawn": _("Netzwerkverwaltung entzogen"),
    "organisation.created": _("angelegt"),
    "organisation.changed": _("geändert"),
    "organisation.names_changed": _("frühere Namen geändert"),
}
OF_TERMS = {
    "term.renamed": _("umbenannt"),
    "term.retired": _("wird nicht mehr angeboten"),
    "term.offered": _("wird wieder angeboten"),
}
OF_INQUIRY = {
    "inquiry.received": _("eingegangen"),
    "inquiry.taken": _("übernommen"),
    "inquiry.noted": _("Erstgespräch festgehalten"),
    "inquiry.answered": _("beantwortet"),
    "inquiry.state": _("Stand"),
    "inquiry.opened": _("Beratung daraus begonnen"),
}


def history_of(target):
    """The last twenty lines about an account or an organisation."""
    return [(entry, WORDS.get(entry.action, entry.action)) for entry in Entry.objects.about(target)[:20]]


def history_of_inquiry(inquiry):
    """What was done with a request, without a word of it."""
    return [(entry, OF_INQUIRY.get(entry.action, entry.action)) for entry in Entry.objects.about(inquiry)[:30]]


def history_of_terms(terms):
    """The last thirty changes of the words of one vocabulary."""
    rows = Entry.objects.filter(target=Term._meta.label_lower, target_key__in=[str(each.pk) for each in terms])
    return [(entry, OF_TERMS.get(entry.action, entry.action)) for entry in rows.select_related("actor")[:30]]
