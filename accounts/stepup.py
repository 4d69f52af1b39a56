"""Before a deed that weighs: the password once more, or the second factor of whoever has one."""

from functools import wraps

from django.conf import settings
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from .carrying import KEPT, NOTHING, answer, carried, fields_of, safe_target, to_carry
from .forms import ConfirmForm, ProofForm
from .limits import status_of
from .middleware import page_around
from .sessions import CONFIRMED, minutes_since, note_confirmed


def confirmed_recently(view):
    """Lets through whoever has shown lately who she is; others do it first, and nothing they typed is lost."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if minutes_since(request, CONFIRMED) <= settings.STEP_UP_MINUTES:
            return view(request, *args, **kwargs)
        if request.htmx:
            return HttpResponseClientRedirect(address_for(page_around(request)))
        if request.method == "POST":
            return ask(request, form_for(request), request.get_full_path(), **to_carry(request))
        return redirect(address_for(request.get_full_path()))

    return guarded


def form_for(request, data=None):
    """A password can be looked over the shoulder; whoever has a second factor is asked for that."""
    if request.user.factors.exists():
        return ProofForm(data, user=request.user, request=request, limit="confirm_account")
    return ConfirmForm(data, user=request.user)


def address_for(target):
    return f"{resolve_url('accounts:confirm')}?{urlencode({'next': target})}"


@sensitive_post_parameters("password", "code", "passkey")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request):
    """Show who you are, then go on; a form that was on its way is sent by the person herself."""
    sent = request.method == "POST"
    target = safe_target(request, request.POST.get("ziel") if sent else request.GET.get("next"))
    kept = carried(request) if sent and "gesendet" in request.POST else NOTHING
    form = form_for(request, request.POST if sent else None)
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
