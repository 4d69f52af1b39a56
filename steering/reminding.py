"""What waits for somebody: each occasion has its days, its people and one letter, which says no more than that."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import DateField, ExpressionWrapper, F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.letters import post
from engagements.enums import Status
from rooms.models.items import readers_of
from rooms.rules import leads_of
from stakeholders.models import Term

from .enums import MeetingState
from .models import Meeting, MinutesReply, Resolution, Task
from .transitions.minutes import edition_of

SUBJECT = _("Ortsgespräch: Etwas wartet auf Sie")
RUNNING = [status for status in Status if status.is_open]
SOON = dt.timedelta(days=3)  # so many days before a meeting, a deadline or the end of a notice period
BEGIN = dt.timedelta(days=7)  # after a meeting the minutes should have been begun
FAR = dt.timedelta(days=42)  # before a term ends, for finding somebody takes time
# What was overdue for longer when the command came to it is left in peace: nobody is told of everything old at once.
LATE = dt.timedelta(days=14)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: what kind of thing, which one on which day, where it is, and for whom it waits."""

    kind: str
    key: str
    path: str
    people: list


def remind_all(today, absolute):
    """Post what is to be posted today; how many letters are taken care of, those of the days before counted again."""
    return sum(post_to_all(waiting, absolute) for each in OCCASIONS for waiting in each(today))


@transaction.atomic
def post_to_all(waiting, absolute):
    """One letter to each for this occasion, whoever runs this how often."""
    words = {"kind": waiting.kind, "link": absolute(waiting.path)}
    for person in waiting.people:
        with translation.override(person.language):
            body = render_to_string("steering/reminder_mail.txt", words)
            post("reminder", person.email, SUBJECT, body, once=f"{waiting.kind}:{waiting.key}:{person.pk}")
    return len(waiting.people)


def leads_reading(row):
    """The leads of the room of a row, as far as they read it."""
    return list(readers_of(row).filter(pk__in=leads_of(row.room_id).values("user")))


def members_reading(row, meeting):
    """The accounts that sit in the body on the day of a meeting, as far as they read this row."""
    sitting = meeting.body.terms.on(meeting.on).exclude(account=None).values("account")
    return readers_of(row).filter(pk__in=sitting)


def meetings(**where):
    return Meeting.objects.filter(engagement__status__in=RUNNING, **where).select_related("body")


# --- Occasions -----------------------------------------------------------------------------


def meeting_soon(today):
    """A meeting in a few days; whoever was invited within these days knows."""
    for row in meetings(state=MeetingState.INVITED, on__gt=today, on__lte=today + SOON):
        if row.invited_on is None or row.invited_on < row.on - SOON:
            yield Waiting("meeting", f"{row.pk}:{row.on}", row.get_absolute_url(), list(members_reading(row, row)))


def minutes_unread(today):
    """Minutes somebody has neither agreed to nor objected to, shortly before the deadline."""
    for row in meetings(reply_by__gte=today, reply_by__lte=today + SOON, approved_on=None):
        edition = edition_of(row.pk)
        if edition is not None:
            answered = MinutesReply.objects.filter(meeting=row, changed_at__gte=edition.decided_at).values("member")
            people = list(members_reading(edition, row).exclude(pk__in=answered))
            yield Waiting(
                "minutes", f"{row.pk}:{row.reply_by}", reverse("steering:minutes-detail", args=[row.pk]), people
            )


def answer_overdue(today):
    """A recommendation nobody has answered by the day that was asked for."""
    rows = Resolution.objects.overdue(today).filter(due__gte=today - LATE, engagement__status__in=RUNNING)
    for row in rows:
        yield Waiting("answer", f"{row.pk}:{row.due}", row.get_absolute_url(), leads_reading(row))


def task_due(today):
    """A task, shortly before its day and after it, for the account that has it."""
    rows = Task.objects.filter(done_on=None, account__isnull=False, engagement__status__in=RUNNING)
    for row in rows.filter(due__gte=today - LATE, due__lte=today + SOON):
        kind = "task_late" if row.due < today else "task_soon"
        people = list(readers_of(row).filter(pk=row.account_id))
        yield Waiting(kind, f"{row.pk}:{row.due}", row.list_url, people)


def minutes_missing(today):
    """A meeting that was held and whose minutes nobody has begun."""
    held = {"state": MeetingState.HELD, "on__lte": today - BEGIN, "on__gte": today - BEGIN - LATE}
    for row in meetings(record__isnull=True, **held):
        yield Waiting("record", f"{row.pk}", row.get_absolute_url(), leads_reading(row))


def notice_ends(today):
    """A planned meeting nobody is invited to yet, in the last days in which the invitation would be in time."""
    latest = ExpressionWrapper(F("on") - F("body__notice_days"), output_field=DateField())
    rows = meetings(state=MeetingState.PLANNED, on__gt=today).alias(latest=latest)
    for row in rows.filter(latest__gte=today, latest__lte=today + SOON):
        yield Waiting("notice", f"{row.pk}:{row.on}", row.get_absolute_url(), leads_reading(row))


def term_ends(today):
    """The end of terms in a body that goes on; one letter for all that end on one day."""
    ending = Term.objects.filter(period_until__gte=today, period_until__lte=today + FAR)
    ending = ending.filter(body__room__engagement__status__in=RUNNING).select_related("body")
    for body, until in sorted({(row.body, row.period_until) for row in ending}, key=lambda pair: (pair[1], pair[0].pk)):
        if body.last_day is None or body.last_day > until:
            yield Waiting("term", f"{body.pk}:{until}", body.get_absolute_url(), leads_reading(body))


OCCASIONS = [meeting_soon, minutes_unread, answer_overdue, task_due, minutes_missing, notice_ends, term_ends]
