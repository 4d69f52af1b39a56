"""Which mails somebody gets from her groups, and whether she wants the one that is not needed."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import posted

from ..forms.mails import DigestForm
from ..models import Digest


def mails(request):
    """What is needed comes in any case; that there is something new, only to whoever wants to hear of it."""
    found = Digest.objects.filter(person=request.user).first()
    is_wanted = found.is_wanted if found else True
    form = DigestForm(posted(request), initial={"is_wanted": is_wanted})
    if request.method == "POST" and form.is_valid():
        Digest.objects.update_or_create(person=request.user, defaults=form.cleaned_data)
        words = {True: _("Sie hören davon, wenn es Neues gibt."), False: _("Diese Mail bekommen Sie nicht mehr.")}
        messages.success(request, words[form.cleaned_data["is_wanted"]])
        return redirect("steering:mails")
    return render(request, "steering/mails.html", {"form": form})
