"""A person's own keys and doors: second factors, codes on paper, and where she is signed in."""

import json
import time

import segno
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from . import factors, passkeys
from .access import posted
from .forms import NewAppForm, NewPasskeyForm
from .keys import CannotOpen, open_sealed, seal
from .sessions import PROVEN, end_one, end_sessions, sessions_of
from .stepup import confirmed_recently

NEW_SEED, SEED_MINUTES = "new_seed", 30  # in the web session, sealed: what the app is about to learn


def is_required(request):
    """Whether the setting asks this person for a second factor; who she is to others, only others know."""
    return getattr(request, "needs_second_factor", bool)()


def security(request):
    """Everything about signing in, on one page."""
    own = list(request.user.factors.all())
    required = is_required(request)
    context = {
        "factors": own,
        "must_begin": required and not own,
        "may_remove": len(own) > 1 or not required,
        "codes_left": request.user.recovery_codes.filter(used_at=None).count(),
        "sessions": sessions_of(request.user, request.session.session_key),
    }
    return render(request, "accounts/security.html", context)


@sensitive_post_parameters("code")
@never_cache
@confirmed_recently
def add_app(request):
    """Show the key to the app, and take the app once it shows the right code."""
    seed = new_seed_of(request)
    form = NewAppForm(posted(request), initial={"name": _("Mein Telefon")})
    if form.is_valid():
        data = form.cleaned_data
        try:
            factors.add_app(request.user, data["name"], seed, data["code"], session_key=request.session.session_key)
        except ValidationError as refusal:
            form.add_error("code", refusal)
        else:
            del request.session[NEW_SEED]
            return added(request)
    address = factors.address_of_seed(seed, request.user)
    context = {
        "form": form,
        "picture": segno.make(address, error="m").svg_data_uri(scale=5, dark="#000", light="#fff"),
        "address": address,
        "typed_key": factors.typed_key(seed),
    }
    return render(request, "accounts/app_form.html", context)


def new_seed_of(request):
    """The key of the app being set up; the same for half an hour, so that a wrong code does not mean a new picture."""
    bound_to, kept = f"new {request.user.pk}", request.session.get(NEW_SEED)
    if kept and time.time() - kept["at"] < SEED_MINUTES * 60:
        try:
            return open_sealed(factors.PURPOSE, bytes.fromhex(kept["seed"]), bound_to)
        except CannotOpen:  # the master key has changed meanwhile
            pass
    seed = factors.new_seed()
    sealed = seal(factors.PURPOSE, seed, bound_to)
    request.session[NEW_SEED] = {"seed": sealed.hex(), "at": time.time()}
    return seed


@sensitive_post_parameters("passkey")
@never_cache
@confirmed_recently
def add_passkey(request):
    """Let the device make a passkey, and keep its public half."""
    form = NewPasskeyForm(posted(request), initial={"name": _("Dieses Gerät")})
    if form.is_valid():
        try:
            passkeys.add_passkey(request, form.cleaned_data["name"], form.cleaned_data["passkey"])
        except ValidationError as refusal:
            form.add_error("name", refusal)
        else:
            return added(request)
    context = {"form": form, "question": json.dumps(passkeys.ask_new(request))}
    return render(request, "accounts/passkey_form.html", context)


def added(request):
    """With the first factor come the codes for the day it is lost."""
    request.session[PROVEN] = True
    messages.success(request, _("Eingerichtet. Andere Geräte sind abgemeldet."))
    if request.user.recovery_codes.filter(used_at=None).exists():
        return redirect("accounts:security")
    return show_codes(request)


def show_codes(request):
    return render(request, "accounts/recovery_codes.html", {"codes": factors.new_recovery_codes(request.user)})


@confirmed_recently
def remove_factor(request, pk):
    """Ask, then take a factor away; the last one stays while the setting requires one."""
    factor = get_object_or_404(request.user.factors, pk=pk)
    if is_required(request) and request.user.factors.count() == 1:
        messages.warning(request, _("Bitte richten Sie zuerst einen anderen zweiten Schritt ein."))
        return redirect("accounts:security")
    if request.method == "POST":
        factors.remove(factor, session_key=request.session.session_key)
        if not request.user.factors.exists():
            request.session.pop(PROVEN, None)
        messages.success(request, _("Entfernt. Andere Geräte sind abgemeldet."))
        return redirect("accounts:security")
    context = {
        "title": _("Zweiten Schritt entfernen: %(name)s") % {"name": factor.name},
        "text": _("Mit diesem Gerät können Sie sich dann nicht mehr ausweisen. Andere Geräte werden abgemeldet."),
        "button": _("Entfernen"),
        "danger": True,
        "cancel_url": reverse("accounts:security"),
    }
    return render(request, "accounts/security_confirm.html", context)


@never_cache
@confirmed_recently
def recovery_codes(request):
    """Ask, then show ten new codes this one time."""
    if not request.user.factors.exists():
        return redirect("accounts:security")
    if request.method == "POST":
        return show_codes(request)
    context = {
        "title": _("Neue Wiederherstellungscodes"),
        "text": _("Sie bekommen zehn neue Codes, und alle alten gelten nicht mehr."),
        "button": _("Neue Codes zeigen"),
        "cancel_url": reverse("accounts:security"),
    }
    return render(request, "accounts/security_confirm.html", context)


@require_POST
def end_session(request):
    """Sign out at another device, or at all others."""
    wanted = request.POST.get("sitzung", "")
    if wanted == "andere":
        end_sessions(request.user, but=request.session.session_key)
        messages.success(request, _("Alle anderen Geräte sind abgemeldet."))
    elif end_one(request.user, wanted, own_key=request.session.session_key):
        messages.success(request, _("Das Gerät ist abgemeldet."))
    else:
        messages.info(request, _("Dieses Gerät war schon abgemeldet."))
    return redirect("accounts:security")
