"""What somebody typed, on its way through a page of ours: nothing is lost because she has to show who she is."""

from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.utils.http import url_has_allowed_host_and_scheme

from .limits import status_of

KEPT = "behalten-"  # prefix of the fields that are carried along
FILES = "dateien"  # names of files that could not be carried along
LONG = 80  # from here on a value is somebody's text
NOTHING = {"typed": None, "files": []}  # where only an address waits


def safe_target(request, url):
    """A path of ours to go on to, or '' for anything else."""
    own = url and url.startswith("/") and url_has_allowed_host_and_scheme(url, None)
    return url if own else ""


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
    written = [values for key, values in typed.lists() if key.rpartition("-")[2] != "begun"]  # that is ours
    values = [value.replace("\x00", "") for values in written for value in values]
    return [value for value in values if "\n" in value or " " in value.strip() or len(value) > LONG]
