"""What people bring in: the narrow way in for guests and members, cards typed in by the team, and taking apart."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from audit.models import Entry
from rooms.acting import carry_key, hashed
from rooms.ids import own_key
from steering.models import Counter

from .asking import belongs_to
from .enums import About, ContributionState, Handling
from .models import Contribution, ContributionContact, Point
from .models.contributions import section_words

KEPT = timedelta(days=183)  # after the end of its round a contact goes; its twin stands in 0003_contributions
SALT = "participation.contribution"


# --- Numbers and links ---------------------------------------------------------------------


def numbers_from(whole, n):
    """The first of n numbers for contributions: given once, whoever types at the same time."""
    Counter.objects.bulk_create([Counter(key=whole.pk, what="contribution")], ignore_conflicts=True)
    Counter.objects.filter(key=whole.pk, what="contribution").update(last=F("last") + n)
    return Counter.objects.get(key=whole.pk, what="contribution").last - n + 1


def secret_of(key):
    """The secret in the link of one contribution: made anew from its key whenever a letter needs it, stored nowhere."""
    return salted_hmac(SALT, str(key), algorithm="sha256").hexdigest()[:40]


def path_of(key):
    """Where whoever wrote it sees what became of it, without an account."""
    return reverse("guests:contribution-told", args=[secret_of(key)])


def kept_until(found):
    """Until when a name and an address given in this round stay."""
    return found.closes_on + KEPT


# --- Coming in -----------------------------------------------------------------------------


def bring_in(found, key, *, text, section=None, wording="", language="de", name="", email=""):
    """What somebody says in a round herself; its number, 0 where the round is shut, -1 where these are
    other words than this page has sent before. The wall looks again.
    """
    words = [found.pk, key, text, section, wording, language, hashed(secret_of(key)), name, email]
    with connection.cursor() as cursor:
        cursor.execute("SELECT contribution_add(%s, %s, %s, %s, %s, %s, %s, %s, %s)", words)
        return cursor.fetchone()[0]


@dataclass
class Answered:
    """One decided point as whoever brought it in reads it."""

    text: str
    about: str
    section: str | None
    handling: str
    reason: str
    joined: str | None
    joined_reason: str | None

    @property
    def outcome(self):
        return Handling(self.handling).label

    @property
    def sign(self):
        return Handling(self.handling).sign

    @property
    def joined_outcome(self):
        return Handling(self.joined).label if self.joined else ""

    @property
    def why(self):
        return " ".join(filter(None, [self.reason, self.joined_reason]))

    @property
    def about_words(self):
        return about_words(self.about, self.section)


@dataclass
class Told:
    """One contribution as whoever wrote it sees it."""

    pk: UUID
    whole: UUID
    number: int
    received_on: date
    title: str
    text: str
    wording: str
    state: str
    refused_because: str
    answered_on: date | None
    delete_on: date | None
    points: list[Answered] = field(default_factory=list)

    @property
    def is_refused(self):
        return self.state == ContributionState.REFUSED


def about_words(about, section):
    return section_words(section) if about == About.SECTION else str(About(about).label)


def told(secret=None):
    """The contributions of whoever carries this link, or of the member who acts, with their answers."""
    if secret is not None:
        carry_key(secret)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM contribution_told()")
        rows = [Told(*row) for row in cursor.fetchall()]
        cursor.execute("SELECT * FROM contribution_answers()")
        for key, *rest in cursor.fetchall():
            next(row for row in rows if row.pk == key).points.append(Answered(*rest))
    return rows


def take_back(secret):
    """Name and address go at once, with the link alone; whether there were any."""
    carry_key(secret)
    with connection.cursor() as cursor:
        cursor.execute("SELECT contribution_forget()")
        return cursor.fetchone()[0]


# --- Typed in by the team ------------------------------------------------------------------


@transaction.atomic
def enter(contribution, *, by, key, name="", email=""):
    """Keep a letter, a call or a talk, with the address of whoever wants an answer and said so."""
    contribution.pk, contribution.author = key, by
    contribution.room_id = contribution.whole.room_id
    contribution.number = numbers_from(contribution.whole, 1)
    contribution.key_hash = hashed(secret_of(key))
    contribution.save(force_insert=True)
    if name or email:
        keep_contact(contribution, name, email)
    Entry.objects.record("contribution.created", contribution, by=by, summary=contribution.get_source_display())
    return contribution


def keep_contact(contribution, name, email):
    today = timezone.localdate()
    until = max(today, contribution.round.closes_on) + KEPT if contribution.round else today + KEPT
    ContributionContact.objects.create(
        contribution=contribution, name=name, email=email, consented_on=today, delete_on=until
    )


@transaction.atomic
def enter_cards(whole, lines, *, by, key, as_points=True, **common):
    """One contribution for each line; a card says one thing, so each may be its own point at once."""
    first = numbers_from(whole, len(lines))
    common |= belongs_to(whole)
    section = common.get("section")
    rows = [
        Contribution(
            pk=own_key(key, n),
            room_id=whole.room_id,
            author=by,
            number=first + n,
            text=line,
            state=ContributionState.ACCEPTED if as_points else ContributionState.NEW,
            **common,
        )
        for n, line in enumerate(lines)
    ]
    Contribution.objects.bulk_create(rows)
    if as_points:
        about = About.GENERAL if section is None else About.SECTION
        Point.objects.bulk_create(
            Point(contribution=row, room_id=row.room_id, author=by, text=row.text, about=about, section=section)
            for row in rows
        )
    n = len(rows)
    Entry.objects.record(
        "contribution.cards", whole, by=by, summary=ngettext("%(n)s Karte", "%(n)s Karten", n) % {"n": n}
    )
    return rows


# --- Taking apart --------------------------------------------------------------------------


@transaction.atomic
def add_points(contribution, rows, *, by, key):
    """Points from one contribution, in the order they were written; sent twice they are there once."""
    last = contribution.points.count()
    points = [
        Point(
            pk=own_key(key, n),
            contribution=contribution,
            room_id=contribution.room_id,
            author=by,
            order=last + n,
            **row,
        )
        for n, row in enumerate(rows)
    ]
    made = Point.objects.bulk_create(points, ignore_conflicts=True)
    n = len(made)
    words = ngettext("%(n)s Punkt", "%(n)s Punkte", n) % {"n": n}
    Entry.objects.record("contribution.split", contribution, by=by, summary=words)
    return made
