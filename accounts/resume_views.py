"""A form sent after the session has ended: sign in on the spot, then the text goes on its way."""

from django.contrib.auth import login as start_session
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseForbidden
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from .forms import SignInForm
from .limits import status_of
from .sessions import last_person

KEPT = "behalten-"  # prefix of the fields that are carried along
FILES = "dateien"  # names of files that could not be carried along
LONG = 80  # from here on a value is somebody's text


def safe_target(request, url):
    """A path of ours to go on to, or '' for anything else."""
    own = url and url.startswith("/") and url_has_allowed_host_and_scheme(url, None)
    return url if own else ""


def keep_typed(request):
    """Answer in place of the view: the sign-in form, and everything that was typed."""
    return answer(request, request.get_full_path(), SignInForm(request), **to_carry(request))


def to_carry(request):
    """What was typed, without what is secret, and the names of the files that were to go along."""
    typed = MultiValueDict(request.POST.lists())
    for secret in [key for key in typed if key == "csrfmiddlewaretoken" or "password" in key]:
        del typed[secret]
    return {"typed": typed, "files": [file.name for _key, uploads in request.FILES.lists() for file in uploads]}


def carried(request):
    """The same, on its way through a page of ours."""
    kept = {key.removeprefix(KEPT): values for key, values in request.POST.lists() if key.startswith(KEPT)}
    return {"typed": MultiValueDict(kept), "files": request.POST.getlist(FILES)}


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
        typist = last_person(request)
        start_session(request, form.get_user())
        return answer(request, target, None, **carried(request), typist=typist)
    return answer(request, target, form, **carried(request))


def fields_of(typed):
    """Everything that was typed, one hidden field after the other."""
    return [(key, value.replace("\x00", "")) for key, values in typed.lists() for value in values]


def answer(request, target, form, *, typed, files, typist=""):
    """The page in its three states: sign in, send, or - if another person has signed in - copy."""
    written = texts(typed)
    context = {
        "form": form,
        "prefix": KEPT,
        "target": target,
        "fields": fields_of(typed),
        "files": files,
        "other_person": bool(form is None and typist and typist != str(request.user.pk)),
        "texts": written,
        "size": sum(len(text) for text in written),
    }
    return render(request, "accounts/resume.html", context, status=status_of(form, 401) if form else 200)


def texts(typed):
    """What somebody has written herself, as far as it can be told from numbers and choices."""
    values = [value.replace("\x00", "") for _key, values in typed.lists() for value in values]
    return [value for value in values if "\n" in value or " " in value.strip() or len(value) > LONG]


@requires_csrf_token
def csrf_failure(request, reason=""):
    """The page shown when a form's token does not fit: says what to do and shows what was typed, to copy."""
    typed = MultiValueDict(
        {
            key.removeprefix(KEPT): values
            for key, values in request.POST.lists()
            if key not in {"csrfmiddlewaretoken", "ziel", "next", "username"} and "password" not in key
        }
    )
    context = {"texts": texts(typed), "back": safe_target(request, request.POST.get("ziel") or request.get_full_path())}
    return HttpResponseForbidden(render_to_string("accounts/csrf_failure.html", context, request))
