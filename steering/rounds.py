"""Update rounds: asking each address once for the state of its measures, reminding it, and seeing what came back."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import connection, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.letters import post
from audit.models import Entry
from rooms.enums import Circle

from .enums import Light, MeasureState, RoundState
from .models import Measure, Progress, RoundRequest, UpdateRound
from .models.plan import CLOSED
from .numbering import next_number

SALT = "steering.round"
DAYS_AFTER = timedelta(days=14)  # so long after its deadline a link still opens, if the round runs; 0004_rounds, too
DAYS_BEFORE = timedelta(days=3)
SUBJECT = gettext_lazy("Ortsgespräch: Bitte um den Stand Ihrer Maßnahmen")
SUBJECT_AGAIN = gettext_lazy("Ortsgespräch: Erinnerung an den Stand Ihrer Maßnahmen")


# --- Asking --------------------------------------------------------------------------------


def askable(engagement):
    """Open measures the group may read and somebody has given an address for."""
    rows = Measure.objects.filter(engagement=engagement, circle__lte=Circle.STEERING).open()
    return rows.exclude(email="")


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


# --- What came back ------------------------------------------------------------------------


@dataclass
class Line:
    """One measure in a round: what was reported, what in the round before, what was corrected after the end."""

    measure: Measure
    now: Progress | None = None
    before: Progress | None = None
    corrections: list = field(default_factory=list)

    @property
    def is_change(self):
        old, new = self.before, self.now
        return bool(old and new) and (old.target, old.light) != (new.target, new.light)

    @property
    def is_first(self):
        return self.now is not None and self.before is None


class Sheet:
    """A round as one person may see it, in a fixed number of statements."""

    def __init__(self, user, found):
        self.round = found
        self.requests = list(found.requests.all())
        emails = {request.email for request in self.requests}
        visible = Measure.objects.visible_to(user).filter(engagement=found.engagement_id)
        reported = Progress.objects.filter(round=found).values("measure")
        asked = Q(circle__lte=Circle.STEERING) & ~Q(email="") & ~Q(state__in=CLOSED)
        self.lines = {row.pk: Line(row) for row in visible.filter(asked | Q(pk__in=reported)).in_order()}
        self.read(user)
        lines = [line for line in self.lines.values() if line.now or line.corrections or self.was_asked(line, emails)]
        self.changed = [line for line in lines if line.is_change]
        self.first = [line for line in lines if line.is_first]
        self.same = [line for line in lines if line.now and not line.is_change and not line.is_first]
        self.missing = [line for line in lines if not line.now and not line.corrections]
        self.late = [line for line in lines if line.corrections and not line.now]
        self.count(lines)

    def was_asked(self, line, emails):
        """Under an address that got a letter; what was planned after the end was not asked for."""
        measure, until = line.measure, self.round.closed_on
        was_there = not until or timezone.localtime(measure.created_at).date() <= until
        return was_there and measure.email.lower() in emails

    def read(self, user):
        rows = Progress.objects.visible_to(user).filter(measure__in=list(self.lines), round__isnull=False)
        for row in rows.filter(round__number__lte=self.round.number).order_by("round__number", "created_at"):
            line = self.lines[row.measure_id]
            if row.round_id != self.round.pk:
                line.before = row
            elif row.is_correction:
                line.corrections.append(row)
            else:
                line.now = row

    def count(self, lines):
        """For each request how many of its measures are reported."""
        for request in self.requests:
            mine = [line for line in lines if line.measure.email.lower() == request.email]
            request.all = len(mine)
            request.done = sum(line.now is not None for line in mine)
            request.is_owing = any(line in self.missing for line in mine)
            request.owners = sorted({line.measure.owner for line in mine if line.measure.owner})


def told(sheet):
    """What closing leaves open, in one sentence."""
    n = len(sheet.missing)
    if not n:
        return _("Zu allen Maßnahmen ist der Stand gemeldet.")
    words = ngettext(
        "Zu %(n)s Maßnahme fehlt der Stand; sie bleibt ohne Meldung stehen.",
        "Zu %(n)s Maßnahmen fehlt der Stand; sie bleiben ohne Meldung stehen.",
        n,
    )
    return words % {"n": n}
