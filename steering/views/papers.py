"""The papers to a meeting."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stakeholders.seating import Seating

from .. import rules
from ..forms.papers import PapersForm
from ..papers import change_papers, papers_of
from .meetings import about, meeting_or_404


def meeting_papers(request, pk):
    """Upload, link, take off; what somebody invited could not open is said before she stands before a closed door."""
    meeting = meeting_or_404(request.user, pk, rules.can_steer)
    is_sent = request.method == "POST"
    data, files = (request.POST, request.FILES) if is_sent else (None, None)
    form = PapersForm(data, files, meeting=meeting, user=request.user)
    if is_sent and form.is_valid():
        try:
            change_papers(meeting, by=request.user, **form.changes)
        except ValidationError as refused:
            form.add_error("new_files", ValidationError(refused.messages))
        else:
            messages.success(request, _("Die Unterlagen sind gespeichert."))
            return redirect(meeting)
    context = {
        "form": form,
        "title": _("Unterlagen"),
        "meeting": meeting,
        "engagement": meeting.engagement,
        "about": about(meeting),
        "papers": papers_of(request.user, meeting, Seating(meeting.body, meeting.on)),
        "cancel_url": meeting.get_absolute_url(),
    }
    return render(request, "steering/meeting_papers.html", context)
