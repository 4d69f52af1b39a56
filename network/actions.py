"""Deeds of the administration of the network: who may sign in, who keeps the accounts."""

from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.sessions import end_sessions
from audit.models import Entry
from rooms.actions import LastLead, admit, end_membership
from rooms.enums import Role, RoomKind
from rooms.models import Membership, Room
from rooms.reach import reach_of

from .models import Network


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
    take_in(person, by=by) if is_network_admin else let_go(person, by=by)
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


def kept_by(person):
    """The networks whose room this person leads."""
    return Network.objects.filter(room__in=reach_of(person).lead_rooms)


def take_in(person, *, by):
    """Who administers the network keeps the rooms of its networks: those of whoever hands it over."""
    for network in kept_by(by):
        admit(network.room, person, Role.LEAD, by=by)


def let_go(person, *, by):
    """Without the administration nobody keeps these rooms; one that would have no keeper stays as it is."""
    yesterday = timezone.localdate() - timedelta(days=1)
    rooms = kept_by(by).values("room")
    for membership in Membership.objects.active().filter(user=person, role=Role.LEAD, room__in=rooms):
        with suppress(LastLead):
            end_membership(membership, yesterday, by=by)


@transaction.atomic
def found(form, *, by):
    """A network with its room; who founds it keeps it, and so do the others who administer."""
    network = form.save(commit=False)
    network.room = Room.objects.create(kind=RoomKind.NETWORK, organisation=by.organisation)
    network.save()
    admit(network.room, by, Role.LEAD, by=by)
    for person in User.objects.filter(is_network_admin=True, is_active=True).exclude(pk=by.pk):
        admit(network.room, person, Role.LEAD, by=by)
    Entry.objects.record("network.created", network, by=by)
    return network
