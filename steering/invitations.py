"""Inviting to a meeting: who gets a mail, whether it is in time, and the mail itself, which says nearly nothing."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.letters import post_to_each
from audit.models import Entry
from rooms.models.items import readers

from .enums import MeetingState
from .transitions.meetings import invite

SUBJECT = gettext_lazy("Einladung zu einer Sitzung in Ortsgespräch")


@dataclass
class Guests:
    """The members of the day of a meeting: those a mail reaches, and those somebody has to invite otherwise."""

    by_mail: list
    otherwise: list
    named: list  # those of the first kind as the body names them, whatever their accounts are called


def guests_of(meeting, seating):
    """Members and deputies; a mail goes to whoever has an account and may open what it leads to."""
    keys = {term.account_id for term in seating.sitting if term.account_id}
    today = timezone.localdate()  # an invitation shares the meeting anew
    circle = max(meeting.circle, meeting.body.circle)
    able = readers(room=meeting.room_id, circle=circle, author=meeting.author_id, shared_on=today)
    able = able.filter(pk__in=keys).order_by("pk").in_bulk()
    otherwise = [term for term in seating.members if term.account_id not in able]
    return Guests(list(able.values()), otherwise, [term for term in seating.sitting if term.account_id in able])


def too_late(meeting):
    """Why the notice period of the body is not kept any more; empty where it is, or where everybody was invited."""
    left, needed = (meeting.on - timezone.localdate()).days, meeting.body.notice_days
    if meeting.state == MeetingState.INVITED or left >= needed:
        return ""
    words = ngettext(
        "Bis zur Sitzung ist es noch %(n)s Tag, die Ladungsfrist beträgt %(needed)s.",
        "Bis zur Sitzung sind es noch %(n)s Tage, die Ladungsfrist beträgt %(needed)s.",
        left,
    )
    return words % {"n": left, "needed": needed}


@transaction.atomic
def send_invitations(meeting, people, *, by, absolute, reason=""):
    """Move the meeting on and write to each once; what the mail may say of a protected meeting is only that it is."""
    again = meeting.state == MeetingState.INVITED
    meeting = invite(meeting, by=by, reason=reason)
    words = {"link": absolute(meeting.get_absolute_url()), "day": None if meeting.is_protected else meeting.on}
    n = len(people)
    told = ngettext("%(n)s Mail", "%(n)s Mails", n) % {"n": n}
    told += ", " + _("noch einmal") if again else ""
    Entry.objects.record("meeting.invited", meeting, by=by, summary=f"{told}; {reason}" if reason else told)
    post_to_each("invitation", people, SUBJECT, "steering/invitation_mail.txt", **words)
    return meeting
