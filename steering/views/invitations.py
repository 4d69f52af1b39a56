"""The invitation to a meeting: who gets a mail, who does not, and whether it is in time."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import posted
from engagements.transitions.steps import StepRefused
from stakeholders.seating import Seating

from .. import rules
from ..forms.meetings import InviteForm
from ..invitations import guests_of, send_invitations, too_late
from ..models import Meeting
from ..papers import papers_of
from .meetings import about, meeting_or_404


def meeting_invite(request, pk):
    """Write to the members with an account; sent twice, nobody gets a second mail."""
    meeting = meeting_or_404(request.user, pk, rules.can_steer)
    if request.method == "POST":  # of two sendings at once the second waits and sees the new version
        held = Meeting.objects.select_for_update(of=("self",)).only("version", "state").get(pk=meeting.pk)
        meeting.version, meeting.state = held.version, held.state
    if not meeting.is_ahead or meeting.on < timezone.localdate():
        messages.info(request, _("Diese Sitzung ist vorbei oder abgesagt; einladen lässt sich nicht mehr."))
        return redirect(meeting)
    seating, late = Seating(meeting.body, meeting.on), too_late(meeting)
    guests = guests_of(meeting, seating)
    form = InviteForm(posted(request), meeting=meeting, late=late)
    if request.method == "POST" and form.was_sent:
        messages.info(request, _("Inzwischen hat sich die Sitzung geändert oder es ist schon eingeladen worden."))
        return redirect(meeting)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data.get("reason", "")
        absolute = request.build_absolute_uri
        try:
            send_invitations(meeting, guests.by_mail, by=request.user, absolute=absolute, reason=reason)
        except StepRefused as refused:
            messages.error(request, str(refused))
        else:
            n = len(guests.by_mail)
            words = ngettext("Eingeladen: %(n)s Mail geht hinaus.", "Eingeladen: %(n)s Mails gehen hinaus.", n)
            messages.success(request, words % {"n": n})
        return redirect(meeting)
    context = {
        "form": form,
        "meeting": meeting,
        "engagement": meeting.engagement,
        "about": about(meeting),
        "guests": guests,
        "late": late,
        "papers": papers_of(request.user, meeting, seating),
        "has_agenda": meeting.agenda.exists(),
        "cancel_url": meeting.get_absolute_url(),
    }
    return render(request, "steering/meeting_invite.html", context)
