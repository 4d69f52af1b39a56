"""Registering for an event without an account, and the page of one registration behind its link."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.refusals import refused
from rooms.once import Once

from ..enums import RegistrationState
from ..forms.event_registrations import GuestRegistrationForm
from ..models import Event
from ..registering import SHUT, carried, leave, register, room_in, why_shut


@never_cache
def registration_create(request, pk):
    """Name, address, for how many; the answer is the same for everybody, all else stands behind the link in the mail.

    So an invented address learns no meeting point, and nobody learns whether an address is registered already.
    """
    event = get_object_or_404(Event.objects.visible_to(request.user).on_public_pages(), pk=pk)
    if request.method == "GET" and "danke" in request.GET:
        return render(request, "participation/guest_event_thanks.html", {"event": event})
    why = why_shut(event)
    if why:
        return render(request, "participation/guest_event_shut.html", {"event": event, "why": why})
    once = Once(request)
    questions = list(event.questions.all())
    data, status = request.POST if request.method == "POST" else None, 200
    has_room = room_in([event]).get(event.pk, False)
    form = once.mark(GuestRegistrationForm(data, request=request, questions=questions, has_room=has_room))
    if data is not None and form.is_valid():
        language = translation.get_language() or "de"
        absolute = request.build_absolute_uri
        state = register(event, form.cleaned_data, key=once.key, absolute=absolute, language=language)
        if state == "known" or state not in SHUT:
            return redirect(f"{request.path}?danke")
        form.add_error(None, SHUT[state])
        status = 409 if state == "sent" else 200
    context = {"event": event, "form": form, "has_room": has_room}
    return render(request, "participation/guest_event_form.html", context, status=status)


@never_cache
def registration(request, secret):
    """One's own registration: where it stands, where to go, and the way to cancel; opening it changes nothing."""
    found, event = carried(secret)
    if found is None:
        refused("registration-link")
        raise Http404
    is_gone = found.state == RegistrationState.CANCELLED
    if request.method == "POST" and not is_gone and not event.is_past:
        leave(event.begins, request.build_absolute_uri)
        return redirect(request.path)
    context = {
        "registration": found,
        "event": event,
        "is_gone": is_gone,
        "is_waiting": found.state == RegistrationState.WAITING,
        "asks": "absagen" in request.GET and not is_gone and not event.is_past,
        "title": _("Ihre Anmeldung"),
    }
    return render(request, "participation/guest_event_registration.html", context)
