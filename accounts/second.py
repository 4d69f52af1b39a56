"""Between the password and the house: the second step. Whoever stands here is not signed in yet."""

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login as start_session
from django.contrib.auth import logout as end_session
from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.crypto import constant_time_compare
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from . import passkeys
from .carrying import KEPT, NOTHING, answer, carried, fields_of, safe_target
from .forms import PasskeyForm, ProofForm, SignInForm
from .limits import status_of
from .models import User
from .sessions import PROVEN, last_person

WAITING = "waiting"  # in the web session: who has given her password, when, and which one
BACKEND = "django.contrib.auth.backends.ModelBackend"


def come_in(request, user, target):
    """After the right password: in, or on to the second step."""
    if user.factors.exists():
        wait_for(request, user)
        return redirect(f"{resolve_url('accounts:second')}?{urlencode({'next': target})}")
    start_session(request, user, backend=BACKEND)
    return redirect(target or settings.LOGIN_REDIRECT_URL)


def go_on(request, user, target, kept):
    """The same where a form waits to be sent."""
    if user.factors.exists():
        wait_for(request, user)
        return ask_second(request, ProofForm(user=user, request=request), target, **kept)
    typist = last_person(request)
    start_session(request, user, backend=BACKEND)
    return answer(request, target, None, **kept, typist=typist)


def wait_for(request, user):
    """The password was right, under a new session key; nobody is signed in by this."""
    if request.user.is_authenticated:
        end_session(request)
    request.session.cycle_key()
    request.session[WAITING] = {"person": user.pk, "at": time.time(), "password": user.get_session_auth_hash()}


def waiting_person(request):
    """Who has given her password within the last minutes; a new password since then ends the wait."""
    waiting = request.session.get(WAITING)
    if not waiting or time.time() - waiting["at"] > settings.SECOND_STEP_MINUTES * 60:
        return None
    user = User.objects.filter(pk=waiting["person"], is_active=True).first()
    fits = user and constant_time_compare(waiting["password"], user.get_session_auth_hash())
    return user if fits else None


def start_proven(request, user):
    """Signed in with a second factor."""
    request.session.pop(WAITING, None)
    start_session(request, user, backend=BACKEND)
    request.session[PROVEN] = True


@sensitive_post_parameters("code", "passkey")
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def second(request):
    """Ask for the second factor, then sign in; a form on its way goes on from here."""
    sent = request.method == "POST"
    target = safe_target(request, request.POST.get("ziel") if sent else request.GET.get("next"))
    kept = carried(request) if sent and "gesendet" in request.POST else NOTHING
    user = waiting_person(request)
    if not user:
        return start_over(request, target, kept)
    form = ProofForm(request.POST if sent else None, user=user, request=request)
    if not form.is_valid():
        return ask_second(request, form, target, **kept)
    typist = last_person(request)
    start_proven(request, user)
    if kept is NOTHING or not target:
        return redirect(target or settings.LOGIN_REDIRECT_URL)
    return answer(request, target, None, **kept, typist=typist)


def start_over(request, target, kept):
    """Too slow, or never asked: back to the password, and nothing typed is lost."""
    if request.session.pop(WAITING, None):
        messages.info(request, _("Das hat zu lange gedauert. Bitte geben Sie Ihr Passwort noch einmal ein."))
    if kept is not NOTHING and target:
        return answer(request, target, SignInForm(request), **kept)
    if request.user.is_authenticated:
        return redirect(target or "accounts:home")
    return to_sign_in(target)


def to_sign_in(target):
    return redirect(resolve_url(settings.LOGIN_URL) + (f"?{urlencode({'next': target})}" if target else ""))


def ask_second(request, form, target, *, typed, files):
    """The page between; `typed` is None where nothing but an address waits behind it."""
    context = {
        "form": form,
        "prefix": KEPT,
        "target": target,
        "sent": typed is not None,
        "fields": fields_of(typed) if typed is not None else [],
        "files": files,
        "minutes": settings.SECOND_STEP_MINUTES,
    }
    usual = 401 if typed is not None else 200
    return render(request, "accounts/second.html", context, status=status_of(form, usual))


@never_cache
@login_not_required
@require_POST
def passkey_question(request):
    """What a device is to sign, for whoever waits, is signed in, or has not said who she is."""
    signed_in = request.user if request.user.is_authenticated else None
    return JsonResponse(passkeys.ask(request, waiting_person(request) or signed_in))


@sensitive_post_parameters("passkey")
@never_cache
@login_not_required
@require_POST
def passkey_sign_in(request):
    """Come in by passkey alone: the device is one factor, the finger or the PIN it asks for the other."""
    target = safe_target(request, request.POST.get("ziel"))
    form = PasskeyForm(request.POST, request=request)
    if not form.is_valid():
        messages.error(request, form.errors["passkey"][0])
        return to_sign_in(target)
    start_proven(request, form.factor.user)
    return redirect(target or settings.LOGIN_REDIRECT_URL)
