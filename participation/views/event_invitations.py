"""Inviting to an event: whom, in which words, the letter as it will go out, and what came back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import posted

from .. import rules_events as rules
from ..enums import InvitationAnswer
from ..forms.event_invitations import InvitationForm
from ..inviting import (
    can_be_reminded,
    groups_of,
    invite,
    letter_of,
    note_answer,
    remind,
    standings,
    strangers_to,
    why_not_yet,
)
from ..models import EventInvitation
from .event_base import about, event_or_404, part_or_404

LIST = "participation:event-invitations"


def event_invite(request, pk):
    """First whom and in which words; then the letter and how many get it; then it goes out, to each once."""
    user, event = request.user, event_or_404(request.user, pk, rules.can_run)
    why = why_not_yet(event)
    if why:
        messages.info(request, why)
        return redirect(event)
    groups, asked = groups_of(user, event), request.POST.get("what", "")
    form = InvitationForm(posted(request), event=event, user=user, groups=groups, is_sent=asked == "senden")
    if asked in {"weiter", "senden"} and form.is_valid():
        if asked == "weiter":
            return preview(request, event, form)
        n = invite(event, form.chosen, form.written, by=user, absolute=request.build_absolute_uri)
        words = ngettext("Eingeladen: %(n)s Mail geht hinaus.", "Eingeladen: %(n)s Mails gehen hinaus.", n)
        messages.success(request, words % {"n": n} if n else _("Alle Ausgewählten waren schon eingeladen."))
        return redirect(LIST, event.pk)
    if asked == "senden":
        if not form.chosen:
            messages.info(request, _("Alle Ausgewählten waren schon eingeladen."))
            return redirect(LIST, event.pk)
        if set(form.errors) == {"aware"}:
            return preview(request, event, form)
    context = page_of(event) | {"form": form, "groups": groups, "is_bound": form.is_bound}
    if asked == "zurueck":  # nothing is wrong with it: she wants to change something
        context["no_errors"] = True
    return render(request, "participation/event_invite.html", context)


def page_of(event):
    """What every page around the invitations of an event says of it."""
    there = _("Einladungen"), reverse(LIST, args=[event.pk])
    return {"event": event, "engagement": event.engagement, "about": there, "cancel_url": there[1]}


def preview(request, event, form):
    """Exactly the letters that will go out, to whom, and what they tell to whom."""
    absolute = request.build_absolute_uri
    texts = form.written
    letters = [(code, letter_of(event, texts[code], code, absolute)) for code in texts]
    context = page_of(event) | {
        "form": form,
        "chosen": form.chosen,
        "letters": letters,
        "strangers": strangers_to(event, form.chosen),
        "twice": len(letters) > 1,
    }
    return render(request, "participation/event_invite_preview.html", context)


def invitations(request, pk):
    """Who comes, who does not, who has not answered; and whom somebody has to call."""
    user, event = request.user, event_or_404(request.user, pk, rules.can_run)
    rows = standings(user, event)
    groups = [
        (_("Kommen"), [each for each in rows if each.comes]),
        (_("Noch ohne Antwort"), [each for each in rows if each.is_open]),
        (_("Kommen nicht"), [each for each in rows if not each.comes and not each.is_open]),
    ]
    why = why_not_yet(event)
    context = page_of(event) | {
        "about": about(event),
        "groups": [group for group in groups if group[1]],
        "invited": len(rows),
        "due": 0 if why else sum(1 for each in rows if can_be_reminded(each)),
        "why": why,
        "may_note": event.is_ahead,
    }
    return render(request, "participation/event_invitations.html", context)


def invitations_remind(request, pk):
    """Asked before: who has not answered gets one more letter, and then no other."""
    user, event = request.user, event_or_404(request.user, pk, rules.can_run)
    why = why_not_yet(event)
    if why:
        messages.info(request, why)
        return redirect(LIST, event.pk)
    if request.method == "POST":
        n = remind(user, event, request.build_absolute_uri)
        words = ngettext("%(n)s Erinnerung geht hinaus.", "%(n)s Erinnerungen gehen hinaus.", n) % {"n": n}
        messages.success(request, words if n else _("Heute ist niemand mehr zu erinnern."))
        return redirect(LIST, event.pk)
    n = sum(1 for each in standings(user, event) if can_be_reminded(each))
    if not n:
        messages.info(request, _("Heute ist niemand mehr zu erinnern."))
        return redirect(LIST, event.pk)
    words = ngettext("%(n)s Person hat noch nicht geantwortet.", "%(n)s Personen haben noch nicht geantwortet.", n)
    again = _("Sie bekommen dieselbe Einladung noch ein einziges Mal, mit einem Satz davor, dass sie schon da war.")
    context = page_of(event) | {
        "title": _("Noch einmal erinnern?"),
        "text": f"{words % {'n': n}} {again}",
        "button": ngettext("%(n)s Erinnerung senden", "%(n)s Erinnerungen senden", n) % {"n": n},
    }
    return render(request, "participation/event_confirm.html", context)


@require_POST
def invitation_note(request, pk, answer):
    """Somebody called: what she said stands there as if she had opened her link; a seat is entered as for everybody."""
    row = part_or_404(request.user, EventInvitation.objects.visible_to(request.user), pk)
    is_known = answer in InvitationAnswer.values
    if not is_known or answer == InvitationAnswer.COMING and row.event.needs_registration:
        raise Http404
    row = note_answer(row, answer, by=request.user)
    messages.success(
        request, _("Festgehalten: %(name)s, %(answer)s.") % {"name": row.name, "answer": row.get_answer_display()}
    )
    return redirect(LIST, row.event_id)
