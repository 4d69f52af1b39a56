"""Update rounds: asking each address once for the state of its measures, reminding it, and seeing what came back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy, ngettext

from accounts.letters import post
from audit.models import Entry
from rooms.enums import Circle

from .enums import Light, MeasureState, RoundState
from .models import Measure, Progress, RoundRequest, UpdateRound
from .numbering import next_number

SALT = "steering.round"
DAYS_AFTER = timedelta(days=14)  # so long after its deadline a link still opens, if the round runs; 0004_rounds, too
DAYS_BEFORE = timedelta(days=3)
SUBJECT = gettext_lazy("Ortsgespräch: Bitte um den Stand Ihrer Maßnahmen")
SUBJECT_AGAIN = gettext_lazy("Ortsgespräch: Erinnerung an den Stand Ihrer Maßnahmen")


# --- Asking --------------------------------------------------------------------------------


def askable(engagement):
    """Open measures the group may read and somebody has given an address for."""
    return Measure.objects.filter(engagement=engagement).for_group().open().exclude(email="")


def addresses_of(measures):
    return sorted({row.email.lower() for row in measures})


@transaction.atomic
def open_round(engagement, answers_by, *, by, absolute, key):
    """Open a round for the group and write once to each address."""
    found = UpdateRound(
        pk=key,
        engagement=engagement,
        room_id=engagement.room_id,
        circle=Circle.STEERING,
        author=by,
        number=next_number(engagement, "round"),
        answers_by=answers_by,
    )
    found.save(force_insert=True)
    emails = addresses_of(askable(engagement))
    for email in emails:
        write(RoundRequest.objects.create(round=found, email=email), absolute)
    n = len(emails)
    Entry.objects.record("round.opened", found, by=by, summary=ngettext("%(n)s Mail", "%(n)s Mails", n) % {"n": n})
    return found


def write(request, absolute, again=""):
    """Post the one letter, or one of the two reminders, of a request; for each occasion one goes, however often."""
    link = absolute(reverse("steering:round-answer", args=[token(request)]))
    words = {"link": link, "day": request.round.answers_by, "again": again}
    once = f"round:{request.pk}:{again}" if again else f"round:{request.pk}"
    with translation.override(settings.LANGUAGE_CODE):  # whoever is asked has no account and no language of her own
        body = render_to_string("steering/round_mail.txt", words)
        post("round", request.email, SUBJECT_AGAIN if again else SUBJECT, body, once=once)


# --- Reminding -----------------------------------------------------------------------------


def occasion(request, today):
    """Which of the two reminders is due from today on: shortly before the deadline, or after it; none in between."""
    deadline, reminded = request.round.answers_by, request.reminded_on
    if today > deadline:
        is_due = today <= deadline + DAYS_AFTER and (reminded is None or reminded <= deadline)
        return "danach" if is_due else ""
    asked_early = timezone.localtime(request.asked_at).date() < deadline - DAYS_BEFORE
    return "davor" if asked_early and today >= deadline - DAYS_BEFORE and reminded is None else ""


def by_hand(request, today):
    """The same for somebody who does not want to wait: the reminder before the deadline may go any day."""
    deadline = request.round.answers_by
    if today > deadline:
        return occasion(request, today)
    return "davor" if request.reminded_on is None and timezone.localtime(request.asked_at).date() < today else ""


def missing_of(found):
    """Address -> how many of its measures nobody has reported in this round."""
    reported = Progress.objects.filter(round=found).values("measure")
    missing = {}
    for row in askable(found.engagement).exclude(pk__in=reported):
        missing[row.email.lower()] = missing.get(row.email.lower(), 0) + 1
    return missing


@transaction.atomic
def remind(found, *, absolute, today, when=occasion):
    """Remind those who still owe an answer; of two who do it at once the second finds nobody. Returns how many."""
    found = UpdateRound.objects.select_for_update(of=("self",)).select_related("engagement").get(pk=found.pk)
    if found.state != RoundState.OPEN:
        return 0
    missing, n = missing_of(found), 0
    for request in found.requests.all():
        request.round = found
        again = when(request, today) if request.email in missing else ""
        if again:
            write(request, absolute, again)
            request.reminded_on = today
            request.save(update_fields=["reminded_on"])
            n += 1
    return n


# --- Answering without an account ----------------------------------------------------------


class LinkBroken(Exception):
    """A link that we did not make, or that lost something on its way."""


@dataclass
class Asked:
    """One measure as whoever carries the link sees it: what it is called and where it stands."""

    pk: UUID
    number: int
    title: str
    state: str
    light: str
    answered_at: datetime | None

    @property
    def state_words(self):
        return MeasureState(self.state).label

    @property
    def light_words(self):
        return f"{Light(self.light).sign} {Light(self.light).label}"


@dataclass
class Question:
    """What a link leads to: a request of a round, and while it is open the measures it asks for."""

    request: int
    number: int
    answers_by: date
    state: str
    measures: list[Asked]

    @property
    def is_closed(self):
        return self.state != RoundState.OPEN

    @property
    def is_expired(self):
        return timezone.localdate() > self.answers_by + DAYS_AFTER


def token(request):
    return signing.dumps(request.pk, salt=SALT)


def question_of(text):
    """The question behind a link; nothing is read before the signature holds."""
    try:
        key = signing.loads(text, salt=SALT)
    except signing.BadSignature as problem:
        raise LinkBroken from problem
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, answers_by, state FROM round_asked(%s)", [key])
        found = cursor.fetchone()
        if found is None:  # deleted with its consultation
            raise LinkBroken
        cursor.execute("SELECT id, number, title, state, light, answered_at FROM round_measures(%s)", [key])
        return Question(key, *found, [Asked(*row) for row in cursor.fetchall()])
