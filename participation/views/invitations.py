"""The page behind the link of an invitation: coming or not, without an account."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.refusals import refused
from rooms.once import Once

from ..enums import InvitationAnswer
from ..forms.event_registrations import InvitedForm
from ..invited import accept, invited, say
from ..registering import SHUT, path_of, room_in, why_shut


@never_cache
def invitation(request, secret):
    """Opening the link shows a page and changes nothing: mail scanners open links, too. Only the sent form counts."""
    found = invited(secret)
    if found is None:
        refused("invitation-link")
        raise Http404
    asks = not (found.is_off or found.is_past or found.has_seat)
    why = why_shut(found) if asks and found.needs_registration else ""
    if request.method == "POST" and asks and request.POST.get("what") == "nein":
        say(InvitationAnswer.DECLINED)
        return redirect(request.path)
    if request.method == "POST" and asks and not found.needs_registration:
        say(InvitationAnswer.COMING)
        return redirect(request.path)
    form, status = None, 200
    if asks and found.needs_registration and not why:
        once = Once(request)
        data = request.POST if request.method == "POST" else None
        first = {"name": found.name, "persons": 1}
        words = {"request": request, "mailbox": found.email, "questions": found.questions, "initial": first}
        form = once.mark(InvitedForm(data, **words))
        if data is not None and form.is_valid():
            language = translation.get_language() or "de"
            absolute = request.build_absolute_uri
            state = accept(found, secret, form.cleaned_data, key=once.key, absolute=absolute, language=language)
            if state == "known" or state not in SHUT:
                return redirect(request.path)
            form.add_error(None, SHUT[state])
            status = 409 if state == "sent" else 200
    context = {
        "event": found,
        "form": form,
        "asks": asks,
        "why": why,
        "is_full": form is not None and not room_in([found]).get(found.pk, True),
        "registration_url": path_of(found.registration, translation.get_language() or "de") if found.has_seat else "",
        "title": _("Ihre Einladung"),
    }
    return render(request, "participation/guest_event_invitation.html", context, status=status)
