"""A form sent after the session has ended: sign in on the spot, then the text goes on its way."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseForbidden
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from .carrying import KEPT, answer, carried, safe_target, texts, to_carry
from .forms import SignInForm
from .second import go_on
from .sessions import note_shared


def keep_typed(request):
    """Answer in place of the view: the sign-in form, and everything that was typed."""
    return answer(request, request.get_full_path(), SignInForm(request), **to_carry(request))


@sensitive_post_parameters("password")
@never_cache
@login_not_required
@require_POST
def resume(request):
    """Sign in without losing what was typed; sending it stays the person's own step."""
    target = safe_target(request, request.POST.get("ziel"))
    if not target:
        return redirect("accounts:sign-in")
    form = SignInForm(request, request.POST)
    if form.is_valid():
        response = go_on(request, form.get_user(), target, carried(request))
        note_shared(request, form)
        return response
    return answer(request, target, form, **carried(request))


@requires_csrf_token
def csrf_failure(request, reason=""):
    """The page shown when a form's token does not fit: says what to do and shows what was typed, to copy."""
    typed = MultiValueDict(
        {
            key.removeprefix(KEPT): values
            for key, values in request.POST.lists()
            if key not in {"csrfmiddlewaretoken", "ziel", "next", "username", "passkey"} and "password" not in key
        }
    )
    context = {"texts": texts(typed), "back": safe_target(request, request.POST.get("ziel") or request.get_full_path())}
    return HttpResponseForbidden(render_to_string("accounts/csrf_failure.html", context, request))
