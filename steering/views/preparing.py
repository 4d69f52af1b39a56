"""Preparing a meeting out of what the house knows."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import posted

from .. import rules
from ..forms.preparing import PrepareForm
from ..holding import Course
from ..invitations import too_late
from ..preparing import Preparing, add_items
from .meetings import about, meeting_or_404


def meeting_prepare(request, pk):
    """Propose items, tick, and put them onto the agenda; pressed twice they come onto it once."""
    meeting = meeting_or_404(request.user, pk, rules.can_steer)
    if not meeting.is_ahead:
        messages.info(request, _("Diese Sitzung ist vorbei oder abgesagt; vorbereiten lässt sich die nächste."))
        return redirect(meeting)
    form = PrepareForm(posted(request), proposals=Preparing(request.user, meeting).all())
    if request.method == "POST" and form.is_valid():
        made = add_items(meeting, form.chosen(), by=request.user)
        if made:
            words = ngettext(
                "%(n)s Punkt steht auf der Tagesordnung.", "%(n)s Punkte stehen auf der Tagesordnung.", len(made)
            )
            messages.success(request, words % {"n": len(made)})
        else:
            messages.info(request, _("Auf der Tagesordnung hat sich nichts geändert."))
        return redirect(meeting)
    context = {
        "form": form,
        "meeting": meeting,
        "engagement": meeting.engagement,
        "about": about(meeting),
        "late": too_late(meeting),
        "course": Course(request.user, meeting),
        "cancel_url": meeting.get_absolute_url(),
    }
    return render(request, "steering/meeting_prepare.html", context)
