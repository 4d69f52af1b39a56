"""Inviting to an event by mail: whom the room knows, what each is written, and who is reminded once."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.letters import post
from audit.models import Entry
from rooms.acting import hashed
from rooms.enums import Circle
from rooms.ids import uuid7
from rooms.models import Membership
from rooms.models.items import readers
from stakeholders.models import Body, Organisation, Person
from stakeholders.seating import Seating

from .enums import EventState, InvitationAnswer, RegistrationState
from .models import EventInvitation, Registration
from .registering import secret_of, why_shut

SUBJECTS = {
    "": gettext_lazy("Einladung zu einer Veranstaltung"),
    "again": gettext_lazy("Erinnerung: Einladung zu einer Veranstaltung"),
    "off": gettext_lazy("Die Veranstaltung ist abgesagt"),
}


def why_not_yet(event):
    """In one sentence why nobody can be invited now; nothing where somebody can."""
    if event.state == EventState.CANCELLED:
        return _("Die Veranstaltung ist abgesagt.")
    if event.begins is None:
        return _("Der Tag steht noch nicht fest; tragen Sie ihn zuerst ein.")
    if not event.is_ahead or event.last_day < timezone.localdate():
        return _("Die Veranstaltung ist vorbei.")
    return why_shut(event) if event.needs_registration else ""


# --- Whom the room knows -------------------------------------------------------------------


@dataclass
class Candidate:
    """Somebody the room knows: by which address a mail reaches her, and whether she reads the event anyway."""

    key: str
    name: str
    email: str = ""
    phone: str = ""
    language: str = settings.LANGUAGE_CODE
    reads: bool = False
    is_invited: bool = False
    is_told: bool = True  # whether her address is shown: that of an account is its own affair

    @property
    def can_be_invited(self):
        return bool(self.email) and not self.is_invited


@dataclass
class Known:
    """One group of people, and whom of them a mail reaches."""

    key: str
    name: str
    people: list

    @property
    def open(self):
        return [each for each in self.people if each.can_be_invited]

    @property
    def without_address(self):
        return [each for each in self.people if not each.email]


class Acquaintance:
    """Everybody this person may invite to an event, in groups; somebody in two of them has one key."""

    def __init__(self, user, event):
        self.event = event
        rows = Person.objects.visible_to(user).filter(room=event.room_id, circle__lt=Circle.SEALED)
        self.persons = {row.pk: row for row in rows.unmerged().in_order()}
        organisations = Organisation.objects.visible_to(user).filter(room=event.room_id, circle__lt=Circle.SEALED)
        self.organisations = list(organisations.unmerged().in_order())
        bodies = Body.objects.visible_to(user).filter(room=event.room_id).meeting().in_order().with_seats()
        self.sitting = [(body, Seating(body, event.last_day).sitting) for body in bodies]
        members = set(Membership.objects.active().filter(room=event.room_id).values_list("user", flat=True))
        seated = {term.account_id for _body, terms in self.sitting for term in terms} - {None}
        people = get_user_model().objects.filter(pk__in=members | seated, is_active=True).order_by("name", "pk")
        self.accounts = {row.pk: row for row in people}
        self.members = [row for row in self.accounts.values() if row.pk in members]
        self.reading = self.readers()
        self.invited = {row.lower() for row in event.invitations.values_list("email", flat=True)}

    def readers(self):
        event = self.event
        where = {"circle": event.circle, "author": event.author_id, "shared_on": event.shared_on}
        able = readers(room=event.room_id, **where).filter(pk__in=self.accounts)
        return set(able.values_list("pk", flat=True))

    def of_account(self, row, name=""):
        reads, is_invited = row.pk in self.reading, row.email.lower() in self.invited
        words = {"language": row.language, "reads": reads, "is_invited": is_invited, "is_told": False}
        return Candidate(f"k{row.pk}", name or row.name, row.email, **words)

    def of_row(self, letter, row):
        is_invited = row.contact_email.lower() in self.invited
        return Candidate(f"{letter}{row.pk}", row.name, row.contact_email, row.contact_phone, is_invited=is_invited)

    def of_term(self, term):
        """By her account, by the register, or by neither."""
        if term.account_id in self.accounts:
            return self.of_account(self.accounts[term.account_id], term.name)
        if term.person_id in self.persons:
            return self.of_row("p", self.persons[term.person_id])
        return Candidate(f"t{term.pk}", term.name)

    def groups(self):
        for body, terms in self.sitting:
            yield Known(f"g{body.pk}", body.name, [self.of_term(term) for term in terms])
        yield Known("konten", _("Mit Konto in diesem Raum"), [self.of_account(row) for row in self.members])
        yield Known("personen", _("Beteiligte: Personen"), [self.of_row("p", row) for row in self.persons.values()])
        rows = [self.of_row("o", row) for row in self.organisations]
        yield Known("organisationen", _("Beteiligte: Organisationen"), rows)


def groups_of(user, event):
    return [group for group in Acquaintance(user, event).groups() if group.people]


def chosen_of(groups, keys):
    """Whom these keys, of groups and of people, stand for: each mailbox once, whoever was invited before left out."""
    found = {}
    for group in groups:
        for each in group.open:
            if group.key in keys or each.key in keys:
                found.setdefault(each.email.lower(), each)
    return sorted(found.values(), key=lambda each: each.name.casefold())


def strangers_to(event, people):
    """Those who learn by the invitation what they could not read: what the event is called, when and where it is."""
    return [] if event.circle == Circle.PUBLIC else [each for each in people if not each.reads]


# --- The letter ----------------------------------------------------------------------------


def words_for(event, user, language):
    """What the team may say besides, in a language, to be read and changed before it goes out."""
    lines = [event.lead_question, ""] if event.lead_question else []
    with translation.override(language):
        lines += [_("Fragen beantwortet: %(name)s, %(email)s") % {"name": user.name, "email": user.email}]
    return "\n".join(lines)


def facts_of(event):
    """What the event is, when and where, as it stands on the day of the letter: a reminder names the new day."""
    lines = [_("wir laden Sie herzlich ein: „%(title)s“.") % {"title": event.title}, ""]
    lines += [_("Wann: %(when)s") % {"when": when_of(event)}] if event.begins else []
    lines += [_("Wo: %(place)s") % {"place": event.place}] if event.place else []
    lines += [_("Es lädt ein: %(who)s") % {"who": event.invited_by}] if event.invited_by else []
    if event.needs_registration:
        lines += ["", _("Den genauen Treffpunkt sehen Sie, sobald Sie zugesagt haben.")]
    return "\n".join(lines)


def when_of(event):
    begins = timezone.localtime(event.begins)
    day = date_format(begins, "l, j. F Y")
    return _("%(day)s, %(time)s Uhr") % {"day": day, "time": time_format(begins, "H:i")} if event.has_times else day


def letter_of(event, text, language, absolute, *, secret=None, what="", day=None):
    """Subject and body as one person gets them; without a secret as a preview shows them."""
    with translation.override(language):
        page = absolute(reverse("reports:event", args=[event.pk])) if event.circle == Circle.PUBLIC else ""
        link = absolute(reverse("guests:invitation", args=[secret or "persoenlicher-link"]))
        words = {"what": what, "about": facts_of(event), "words": text, "link": link, "page": page, "day": day}
        return str(SUBJECTS[what]), render_to_string("participation/event_invitation_mail.txt", words)


def write(row, event, absolute, what="", day=None):
    """One letter for each occasion of an invitation, however often; cancelled a second time is another occasion."""
    occasion = f"{what}:{event.sequence}" if what == "off" else what
    secret = secret_of(row.pk)
    subject, body = letter_of(event, row.text, row.language, absolute, secret=secret, what=what, day=day)
    post("event-invitation", row.email, subject, body, once=f"event-invitation:{row.pk}:{occasion}")


def in_mails(n):
    return ngettext("%(n)s Mail", "%(n)s Mails", n) % {"n": n}


@transaction.atomic
def invite(event, people, texts, *, by, absolute):
    """Write to each once; of two who invite the same person at once the second leaves it. Returns to how many."""
    rows = []
    for each in people:
        key = uuid7()
        row = EventInvitation(pk=key, event=event, room_id=event.room_id, circle=Circle.TEAM, author=by)
        row.name, row.email, row.language, row.text = each.name, each.email, each.language, texts[each.language]
        row.key_hash = hashed(secret_of(key))
        rows.append(row)
    EventInvitation.objects.bulk_create(rows, ignore_conflicts=True)
    made = set(EventInvitation.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    for row in rows:
        if row.pk in made:
            write(row, event, absolute)
    if made:
        Entry.objects.record("event.invited", event, by=by, summary=in_mails(len(made)))
    return len(made)


# --- What came back ------------------------------------------------------------------------


@dataclass
class Standing:
    """One invitation, and where it stands by now: what she answered, or her seat."""

    row: EventInvitation
    registration: Registration | None

    @property
    def is_open(self):
        return not self.row.answer and self.registration is None

    @property
    def comes(self):
        if self.registration is not None:
            return self.registration.state != RegistrationState.CANCELLED
        return self.row.answer == InvitationAnswer.COMING

    @property
    def words(self):
        if self.registration is not None:
            return self.registration.get_state_display()
        return self.row.get_answer_display()


def standings(user, event):
    """Each invitation with the registration of the same mailbox, wherever that was made."""
    seats = {}
    for seat in Registration.objects.visible_to(user).filter(event=event).in_order():
        known = seats.get(seat.email.lower())
        if known is None or known.state == RegistrationState.CANCELLED:
            seats[seat.email.lower()] = seat
    rows = EventInvitation.objects.visible_to(user).filter(event=event).in_order()
    return [Standing(row, seats.get(row.email.lower())) for row in rows]


def can_be_reminded(standing):
    """Who has not answered, once, and not on the day she was invited."""
    row = standing.row
    return standing.is_open and row.reminded_at is None and timezone.localdate(row.created_at) < timezone.localdate()


@transaction.atomic
def remind(user, event, absolute):
    """Write once more to who has not answered; of two who do it at once the second finds nobody. Returns how many."""
    list(EventInvitation.objects.filter(event=event).select_for_update().order_by("pk").values_list("pk"))
    due = [standing.row for standing in standings(user, event) if can_be_reminded(standing)]
    for row in due:
        write(row, event, absolute, "again", row.created_at)
    keys = [row.pk for row in due]
    EventInvitation.objects.filter(pk__in=keys).update(reminded_at=timezone.now(), version=F("version") + 1)
    if due:
        Entry.objects.record("event.reminded", event, by=user, summary=in_mails(len(due)))
    return len(due)


@transaction.atomic
def note_answer(row, answer, *, by):
    """What somebody said on the phone; what she has answered herself meanwhile stays. Returns what stands there."""
    row = EventInvitation.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if not row.answer:
        row.answer, row.answered_at = answer, timezone.now()
        row.version += 1
        row.save(update_fields=["answer", "answered_at", "version", "changed_at"])
        Entry.objects.record("registration.answered", row.event, by=by)
    return row


def call_off_invited(user, event, absolute):
    """The event is cancelled: whoever was invited and has not declined hears it, unless her registration told her."""
    due = [each.row for each in standings(user, event) if each.is_open or each.registration is None and each.comes]
    for row in due:
        write(row, event, absolute, "off", event.begins)
    return len(due)
