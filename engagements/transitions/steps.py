"""What all refused steps have in common."""

from django.utils.translation import gettext as _


class StepRefused(Exception):
    """A step that was not taken; its text says in plain German why."""


class ReasonMissing(StepRefused):
    """Somebody will ask later why: this step is only taken with a reason."""

    def __init__(self):
        super().__init__(_("Dieser Schritt braucht einen Grund."))


def not_reachable(source, target):
    """The sentence for a step that is not in the table."""
    return _("Von „%(source)s“ führt kein Schritt zu „%(target)s“.") % {"source": source.label, "target": target.label}
