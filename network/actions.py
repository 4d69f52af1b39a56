"""Deeds of the administration of the network: who may sign in, who keeps the accounts."""

from django.db import transaction

from accounts.sessions import end_sessions
from audit.models import Entry


@transaction.atomic
def set_active(person, is_active, *, by):
    """Let a person sign in or no longer; whoever may not is signed out everywhere."""
    person.is_active = is_active
    person.save(update_fields=["is_active"])
    if not is_active:
        end_sessions(person)
    Entry.objects.record("user.reactivated" if is_active else "user.deactivated", person, by=by)


@transaction.atomic
def set_network_admin(person, is_network_admin, *, by):
    """Hand the administration of the network to a person, or take it back."""
    person.is_network_admin = is_network_admin
    person.save(update_fields=["is_network_admin"])
    Entry.objects.record("user.admin_granted" if is_network_admin else "user.admin_withdrawn", person, by=by)


@transaction.atomic
def save_organisation(form, names, *, by):
    """Save an organisation together with the names it had before."""
    organisation = form.save_by(by)
    names.instance = organisation
    names.save()
    if names.has_changed():
        Entry.objects.record("organisation.names_changed", organisation, by=by)
    return organisation
