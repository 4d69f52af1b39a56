"""Deeds that let people into a room and out of it."""

from datetime import date, timedelta

from django.contrib.auth import get_user_model
from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.letters import post
from audit.models import Entry

from .acting import act_as
from .enums import TEAM_ROLES, Role
from .models import Invitation, Membership, Room
from .models.invitations import in_seven_days

SALT = "invitation"
LAST_DAY = date.max  # of the calendar: nothing comes after it


class InvitationClosed(Exception):
    """The invitation has been used, withdrawn or has run out."""


class LastLead(Exception):
    """A room is never left without somebody who answers for it."""

    def __init__(self):
        super().__init__(
            _("Das ist die letzte Federführung dieses Raums. Geben Sie zuerst einer anderen Person die Federführung.")
        )


@transaction.atomic
def admit(room, user, role, *, by, starts_on=None, ends_on=None, clearance=None):
    """Give a person a role in a room; who has the role already keeps it as it is."""
    role = Role(role)
    values = {
        "clearance": role.clearance if clearance is None else clearance,
        "starts_on": starts_on or timezone.localdate(),
    }
    key = {"room": room, "user": user, "role": role, "ends_on": ends_on}
    membership, is_new = Membership.objects.get_or_create(**key, defaults=values)
    if membership.starts_on > values["starts_on"]:  # planned for later, wanted now
        membership.starts_on = values["starts_on"]
        membership.save(update_fields=["starts_on"])
        forget_reach(user)
    if is_new:
        Entry.objects.record("membership.created", membership, by=by, summary=str(role.label))
        forget_reach(user)
    return membership


@transaction.atomic
def end_membership(membership, on, *, by):
    """Let a membership end with the day `on`; a day gone by closes the room at the person's next step."""
    # Of two leads who end each other at once, one waits here and is then refused.
    Room.objects.select_for_update(no_key=True).get(pk=membership.room_id)
    membership = Membership.objects.select_related("user").get(pk=membership.pk)
    if membership.role == Role.LEAD and not other_leads(membership, on).exists():
        raise LastLead
    summary = f"{membership.get_role_display()}, {on:%d.%m.%Y}"
    Entry.objects.record("membership.ended", membership, by=by, summary=summary)
    if on < membership.starts_on:  # given and taken on the same day: it has never held for a whole day
        membership.delete()
    else:
        membership.ends_on = on
        membership.save(update_fields=["ends_on"])
    forget_reach(membership.user)
    return membership


def other_leads(membership, on):
    """Those who lead the room on the day after `on`."""
    after = max(min(on, LAST_DAY - timedelta(days=1)) + timedelta(days=1), timezone.localdate())
    leads = Membership.objects.filter(room=membership.room_id, role=Role.LEAD, user__is_active=True)
    leads = leads.exclude(user=membership.user_id)
    return leads.filter(Q(ends_on=None) | Q(ends_on__gte=after), starts_on__lte=after)


def forget_reach(user):
    """What was read of the person's memberships in this request holds no longer."""
    if hasattr(user, "_reach"):
        del user._reach


@transaction.atomic
def invite(room, *, email, name, role, by, absolute):
    """Ask a mail address into a room; `absolute` turns a path into an address for the mail.

    An earlier open invitation of the same address to the same role is withdrawn: one link is good, not two.
    """
    email = email.lower()
    for earlier in room.invitations.open().filter(email=email, role=role):
        withdraw(earlier, by=by)
    invitation = Invitation.objects.create(room=room, email=email, name=name, role=role, invited_by=by)
    Entry.objects.record("invitation.created", invitation, by=by, summary=str(Role(role).label))
    send(invitation, absolute)
    return invitation


@transaction.atomic
def renew(invitation, *, by, absolute):
    """Send an invitation once more, good for another seven days."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.used_at or invitation.withdrawn_at:
        raise InvitationClosed
    invitation.expires_at = in_seven_days()
    invitation.save(update_fields=["expires_at"])
    Entry.objects.record("invitation.renewed", invitation, by=by, summary=invitation.get_role_display())
    send(invitation, absolute)


@transaction.atomic
def withdraw(invitation, *, by):
    """Close an invitation that has not been used."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.used_at or invitation.withdrawn_at:
        raise InvitationClosed
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    Entry.objects.record("invitation.withdrawn", invitation, by=by, summary=invitation.get_role_display())


@transaction.atomic
def accept(invitation, *, user=None, name="", password=""):
    """Use an invitation up and let its person in; without an account she gets one.

    The row is locked first: of two presses at once, one lets in and the other finds the invitation used.
    """
    locked = Invitation.objects.select_for_update(of=("self",)).select_related("room__organisation")
    invitation = locked.get(pk=invitation.pk)
    if not invitation.is_open:
        raise InvitationClosed
    if user is None:
        user = create_account(invitation, name, password)
    elif password and not user.has_usable_password():
        user.set_password(password)
        user.save(update_fields=["password"])
    act_as(user.pk)  # from here on the one who joins acts, be she signed in already or not
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["used_at"])
    Entry.objects.record("invitation.accepted", invitation, by=user, summary=_("Vertraulichkeit zugesagt"))
    return admit(invitation.room, user, invitation.role, by=user)


def create_account(invitation, name, password):
    """An account for the invited address; who joins a team works for the organisation of the room."""
    organisation = invitation.room.organisation if invitation.role in TEAM_ROLES else None
    return get_user_model().objects.create_user(invitation.email, name, password, organisation=organisation)


def token(invitation):
    """What the link carries: which invitation, and that we made it. It is no right; the row is."""
    return signing.dumps(str(invitation.pk), salt=SALT)


def send(invitation, absolute):
    """The mail of an invitation: who asks, which role, the link. Nothing of the case."""
    link = absolute(reverse("rooms:invitation", args=[token(invitation)]))
    with translation.override("de"):
        text = render_to_string(
            "rooms/invitation_mail.txt",
            {"invitation": invitation, "organisation": invitation.room.organisation.name, "link": link},
        )
        subject = _("Einladung zu Ortsgespräch")
    post("invitation", invitation.email, subject, text, once=invitation.letter)
