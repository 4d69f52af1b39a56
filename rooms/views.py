from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import letters
from accounts.access import posted, require
from accounts.stepup import confirmed_recently

from . import actions, rules
from .enums import Role
from .forms import EndForm, InvitationForm, RoleForm
from .models import Room
from .reach import reach_of


def find_room(request, pk, rule=rules.can_manage_members):
    """A room the person is in; then the rule decides."""
    if pk not in reach_of(request.user).rooms:
        raise Http404
    room = get_object_or_404(Room.objects.select_related("organisation", "engagement", "network"), pk=pk)
    return require(rule, request.user, room)


def members(request, pk):
    """Who is in the room, who was, and who has been asked."""
    room = find_room(request, pk, rules.can_see_members)
    yesterday = timezone.localdate() - timedelta(days=1)
    rows = list(room.memberships.for_people())
    may_manage = rules.can_manage_members(request.user, room)
    context = {
        "room": room,
        "people": by_person(row for row in rows if row.ends_on is None or row.ends_on > yesterday),
        "former": [row for row in rows if row.ends_on and row.ends_on <= yesterday],
        "may_manage": may_manage,
        "may_end_leads": Role.LEAD in rules.roles_in(request.user, room),
        "invitations": with_letters(room.invitations.waiting()) if may_manage else [],
    }
    return render(request, "rooms/membership_list.html", context)


def with_letters(invitations):
    """Invitations, each with its mail as long as that has not gone."""
    found = letters.unsent([invitation.letter for invitation in invitations])
    for invitation in invitations:
        invitation.unsent = found.get(invitation.letter)
    return invitations


def by_person(rows):
    """The memberships of each person together, so that a second role is seen as one."""
    people = {}
    for row in rows:
        people.setdefault(row.user, []).append(row)
    return people.items()


def roles_to_grant(request, room):
    return [role for role in Role if rules.can_grant(request.user, room, role)]


@confirmed_recently
def invite(request, pk):
    """Ask somebody into the room by mail."""
    room = find_room(request, pk)
    form = InvitationForm(posted(request), room=room, roles=roles_to_grant(request, room))
    if form.is_valid():
        actions.invite(room, by=request.user, absolute=request.build_absolute_uri, **form.cleaned_data)
        messages.success(
            request,
            _("Die Einladung an %(email)s ist unterwegs. Sie gilt sieben Tage.")
            % {"email": form.cleaned_data["email"]},
        )
        return redirect("rooms:members", room.pk)
    return render(request, "rooms/invitation_form.html", {"room": room, "form": form})


@confirmed_recently
def add_role(request, pk):
    """Give somebody who is in the room a further role."""
    room = find_room(request, pk)
    form = RoleForm(posted(request), room=room, roles=roles_to_grant(request, room))
    if form.is_valid():
        data = form.cleaned_data
        actions.admit(room, data["person"], data["role"], by=request.user, starts_on=data["starts_on"])
        messages.success(request, _("%(name)s hat eine weitere Rolle.") % {"name": data["person"]})
        return redirect("rooms:members", room.pk)
    return render(request, "rooms/membership_form.html", {"room": room, "form": form})


@confirmed_recently
def end_membership(request, pk, membership_pk):
    """Ask when the membership ends, then end it."""
    room = find_room(request, pk)
    lasting = room.memberships.exclude(ends_on__lt=timezone.localdate())  # what has ended is history
    membership = get_object_or_404(lasting.select_related("user", "room"), pk=membership_pk)
    require(rules.can_end, request.user, membership)
    form = EndForm(posted(request), membership=membership, initial={"ends_on": membership.ends_on})
    if form.is_valid():
        try:
            actions.end_membership(membership, form.cleaned_data["ends_on"], by=request.user)
        except actions.LastLead as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Das Ende ist eingetragen."))
            actions.forget_reach(request.user)
            mine = membership.user_id == request.user.pk and room.pk not in reach_of(request.user).team_rooms
            return redirect("accounts:home") if mine else redirect("rooms:members", room.pk)
    context = {
        "room": room,
        "title": _("Mitgliedschaft beenden: %(name)s") % {"name": membership.user},
        "text": _(
            "%(name)s verliert den Zugang als %(role)s. Was die Person geschrieben hat, bleibt mit ihrem Namen stehen."
        )
        % {"name": membership.user, "role": membership.get_role_display()},
        "button": _("Mitgliedschaft beenden"),
        "danger": True,
        "fields": form,
        "cancel_url": reverse("rooms:members", args=[room.pk]),
    }
    return render(request, "rooms/membership_end.html", context)


@confirmed_recently
def withdraw_invitation(request, pk, invitation_pk):
    """Ask, then close an invitation; its link opens nothing from then on."""
    room = find_room(request, pk)
    invitation = get_object_or_404(room.invitations, pk=invitation_pk)
    require(lambda user, _room: rules.can_grant(user, room, invitation.role), request.user, room)
    if request.method == "POST":
        try:
            actions.withdraw(invitation, by=request.user)
            messages.success(request, _("Die Einladung ist zurückgezogen. Ihr Link öffnet nichts mehr."))
        except actions.InvitationClosed:
            messages.warning(request, _("Diese Einladung war schon angenommen oder zurückgezogen."))
        return redirect("rooms:members", room.pk)
    context = {
        "room": room,
        "title": _("Einladung zurückziehen"),
        "text": _("Der Link in der E-Mail an %(email)s öffnet danach nichts mehr.") % {"email": invitation.email},
        "button": _("Einladung zurückziehen"),
        "danger": True,
        "cancel_url": reverse("rooms:members", args=[room.pk]),
    }
    return render(request, "rooms/membership_end.html", context)


@require_POST
@confirmed_recently
def renew_invitation(request, pk, invitation_pk):
    """Send an invitation once more."""
    room = find_room(request, pk)
    invitation = get_object_or_404(room.invitations, pk=invitation_pk)
    if not rules.can_grant(request.user, room, invitation.role):
        raise PermissionDenied
    try:
        actions.renew(invitation, by=request.user, absolute=request.build_absolute_uri)
        messages.success(request, _("Die Einladung ist noch einmal unterwegs. Sie gilt wieder sieben Tage."))
    except actions.InvitationClosed:
        messages.warning(request, _("Diese Einladung war schon angenommen oder zurückgezogen."))
    return redirect("rooms:members", room.pk)
