"""Before a deed that weighs: the password once more, if it was given too long ago."""

from functools import wraps

from django.conf import settings
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from .forms import ConfirmForm
from .limits import status_of
from .middleware import page_around
from .resume_views import KEPT, answer, carried, fields_of, safe_target, to_carry
from .sessions import CONFIRMED, minutes_since, note_confirmed

NOTHING = {"typed": None, "files": []}


def confirmed_recently(view):
    """Lets through whoever has given her password lately; others give it first, and nothing they typed is lost."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if minutes_since(request, CONFIRMED) <= settings.STEP_UP_MINUTES:
            return view(request, *args, **kwargs)
        if request.htmx:
            return HttpResponseClientRedirect(address_for(page_around(request)))
        if request.method == "POST":
            return ask(request, ConfirmForm(user=request.user), request.get_full_path(), **to_carry(request))
        return redirect(address_for(request.get_full_path()))

    return guarded


def address_for(target):
    return f"{resolve_url('accounts:confirm')}?{urlencode({'next': target})}"


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request):
    """Give the password, then go on; a form that was on its way is sent by the person herself."""
    sent = request.method == "POST"
    target = safe_target(request, request.POST.get("ziel") if sent else request.GET.get("next"))
    kept = carried(request) if sent and "gesendet" in request.POST else NOTHING
    form = ConfirmForm(request.POST if sent else None, user=request.user)
    if not form.is_valid():
        return ask(request, form, target, **kept)
    note_confirmed(request)
    if kept is NOTHING or not target:
        return redirect(target or "accounts:home")
    return answer(request, target, None, **kept)


def ask(request, form, target, *, typed, files):
    """The page that asks; `typed` is None where nothing but an address waits behind it."""
    context = {
        "form": form,
        "prefix": KEPT,
        "target": target,
        "sent": typed is not None,
        "fields": fields_of(typed) if typed is not None else [],
        "files": files,
        "is_sample": settings.SAMPLE_MODE,
    }
    usual = 401 if typed is not None else 200
    return render(request, "accounts/confirm.html", context, status=status_of(form, usual))
