"""The door of the house: opening an invitation, and accepting it."""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.access import posted
from accounts.limits import status_of
from accounts.refusals import refused
from accounts.second import come_in

from . import actions
from .acting import carry_invitation
from .forms import AcceptForm
from .models import Invitation


@sensitive_post_parameters("password")
@never_cache
@login_not_required
def invitation(request, token):
    """Opening the link shows a page and changes nothing: mail scanners open links, too. Only the sent form counts."""
    found = find_invitation(token)
    if not found or not found.is_open:
        return closed(request, found)
    account = get_user_model().objects.filter(email=found.email).first()
    signed_in = request.user.is_authenticated
    if (signed_in and request.user.pk != (account and account.pk)) or (account and not account.is_active):
        refused("invitation-of-somebody-else", request.user, invitation=found.pk)
        context = {"invitation": found, "other": signed_in, "account": account}
        return render(request, "rooms/invitation_other.html", context, status=403 if request.method == "POST" else 200)
    form = AcceptForm(posted(request), invitation=found, account=account, signed_in=signed_in)
    if request.method == "POST" and form.is_valid():
        return let_in(request, found, form, account)
    context = {"invitation": found, "form": form, "account": account}
    return render(request, "rooms/invitation_accept.html", context, status=status_of(form))


def find_invitation(token):
    try:
        key = signing.loads(token, salt=actions.SALT)
        carry_invitation(key)
        return Invitation.objects.select_related("room__organisation").get(pk=key)
    except (signing.BadSignature, Invitation.DoesNotExist, ValidationError):
        return None


def closed(request, found):
    """One clear sentence about why the link opens nothing."""
    mine = found and found.used_at and request.user.is_authenticated and request.user.email == found.email
    if mine:
        return redirect("accounts:home")
    refused("invitation", request.user, invitation=found.pk if found else "-")
    return render(request, "rooms/invitation_closed.html", {"invitation": found}, status=410 if found else 404)


def let_in(request, found, form, account):
    data = form.cleaned_data
    try:
        membership = actions.accept(found, user=account, name=data.get("name", ""), password=data.get("password", ""))
    except actions.InvitationClosed:
        return closed(request, find_invitation(actions.token(found)))
    except IntegrityError:  # the same address has just accepted another invitation
        return redirect(request.path)
    target = resolve_url(getattr(membership.room, "engagement", None) or "accounts:home")
    response = redirect(target) if request.user.is_authenticated else come_in(request, membership.user, target)
    role = membership.get_role_display()
    messages.success(request, _("Willkommen. Sie sind jetzt dabei: %(role)s.") % {"role": role})
    return response
