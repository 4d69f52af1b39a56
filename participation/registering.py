"""Registering without an account: a seat or a place on the waiting list, given and taken by the database alone."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.letters import post
from audit.models import Entry
from rooms.acting import carry_key, hashed

from .enums import EventState, RegistrationState
from .models import Answer, Registration

SALT = "participation.registration"
SUBJECTS = {
    "made": gettext_lazy("Ihre Anmeldung"),
    "waits": gettext_lazy("Sie stehen auf der Warteliste"),
    "up": gettext_lazy("Ein Platz ist frei geworden: Sie sind angemeldet"),
    "off": gettext_lazy("Die Veranstaltung ist abgesagt"),
}
SHUT = {
    "unknown": gettext_lazy("Diese Veranstaltung ist nicht mehr öffentlich."),
    "cancelled": gettext_lazy("Die Veranstaltung ist abgesagt."),
    "closed": gettext_lazy("Die Anmeldung ist geschlossen."),
    "refused": gettext_lazy("So können wir Sie nicht anmelden. Bitte prüfen Sie Ihre Angaben."),
    "sent": gettext_lazy(
        "Dieses Formular wurde schon gesendet; es gilt, was Sie zuerst gesendet haben. Ihr neuer Text steht noch da."
        " Kam keine E-Mail an, öffnen Sie das Formular bitte neu."
    ),
    "known": gettext_lazy("Mit dieser Adresse gibt es schon eine Anmeldung."),
}


def ask(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


# --- The link ------------------------------------------------------------------------------


def secret_of(key):
    """What stands in the link of a registration: made anew from its key whenever a mail needs it, and kept nowhere."""
    return salted_hmac(SALT, str(key), algorithm="sha256").hexdigest()


def path_of(key, language):
    """The page of one registration, in the language of whoever registered."""
    with translation.override(language):
        return reverse("guests:registration", args=[secret_of(key)])


class EventOfALink:
    """The event a link belongs to, as its carrier sees it."""

    @property
    def is_off(self):
        return self.state == EventState.CANCELLED

    @property
    def is_past(self):
        moment = self.ends or self.begins
        is_over = moment is not None and timezone.localtime(moment).date() < timezone.localdate()
        return is_over or self.state == EventState.HELD


@dataclass
class Carried(EventOfALink):
    """What whoever carries a link sees of the event: also after it has left the public pages."""

    id: UUID
    title: str
    begins: dt.datetime | None
    ends: dt.datetime | None
    has_times: bool
    place: str
    state: str
    is_released: bool
    place_detail: str | None
    online: str | None
    hint: str | None


def carried(secret):
    """The registration behind a link with its event, or nothing; from here on its rows are open.

    Who looks at her own is no reader of the house: nothing is noted as read.
    """
    carry_key(secret)
    rows = Registration.objects.filter(key_hash=hashed(secret))
    found = rows.values_list("name", "persons", "state", named=True).first()
    return (found, Carried(*ask("SELECT * FROM event_carried()")[0])) if found else (None, None)


# --- Seats ---------------------------------------------------------------------------------


def room_in(events):
    """Of these events, where they are open for registration: whether there is a seat; no number."""
    keys = [event.pk for event in events]
    return dict(ask("SELECT id, is_free FROM event_room(%s::uuid[])", keys)) if keys else {}


@transaction.atomic
def register(event, data, *, key, absolute, language):
    """Take a seat or a place on the list; returns the state, or why not. Sent twice it is one registration."""
    secret = secret_of(key)
    state = ask(
        "SELECT event_register(%s, %s, %s, %s, %s, %s, %s, %s)",
        key,
        event.pk,
        data["name"],
        data["email"],
        data["organisation"],
        data["persons"],
        hashed(secret),
        language,
    )[0][0]
    if state in SHUT:
        return state
    carry_key(secret)
    answer(event, key, data.get("answers", {}))
    what = "waits" if state == RegistrationState.WAITING else "made"
    write(what, key, (data["email"], language), event.begins, absolute)
    return state


def answer(event, key, answers):
    """What was answered, one row for each question; read by those the question names."""
    rows = [
        Answer(room_id=event.room_id, registration_id=key, question=question, text=text)
        for question, text in answers.items()
        if text
    ]
    known = set(Answer.objects.filter(registration=key).values_list("question", flat=True))
    Answer.objects.bulk_create([row for row in rows if row.question_id not in known])


@transaction.atomic
def leave(begins, absolute):
    """Give the seat back that belongs to the link carried now; who moves up hears of it once."""
    return tell_moved_up(ask("SELECT id, name, email, language FROM event_leave()"), begins, absolute)


@transaction.atomic
def move_up(event, absolute):
    """The team has made room: who waits gets a seat, in the order they came."""
    return tell_moved_up(
        ask("SELECT id, name, email, language FROM event_move_up(%s)", event.pk), event.begins, absolute
    )


@transaction.atomic
def cancel_for(row, absolute, *, by):
    """The team cancels for somebody who asked it to: as if she had opened her own link."""
    carry_key(secret_of(row.pk))
    Entry.objects.record("registration.cancelled", row.event, by=by)
    return leave(row.event.begins, absolute)


def tell_moved_up(rows, begins, absolute):
    for key, _name, email, language in rows:
        write("up", key, (email, language), begins, absolute)
    return len(rows)


def write(what, key, to, begins, absolute, *, again=""):
    """One letter for each occasion of a registration, however often; it names the day and nothing else.

    What can happen to a registration more than once is told apart by `again`.
    """
    email, language = to
    with translation.override(language):
        words = {"what": what, "day": begins, "link": absolute(path_of(key, language))}
        body = render_to_string("participation/event_mail.txt", words)
        post("registration", email, SUBJECTS[what], body, once=f"registration:{key}:{what}{again}")


def call_off(event, absolute):
    """The event is cancelled: each who has a seat or waits for one hears it once, and each time it is; how many."""
    rows = Registration.objects.filter(event=event).exclude(state=RegistrationState.CANCELLED)
    for row in rows:
        write("off", row.pk, (row.email, row.language), event.begins, absolute, again=f":{event.sequence}")
    return len(rows)


def why_shut(event):
    """In one sentence why nobody can register now; nothing where she can."""
    if event.state == EventState.CANCELLED:
        return SHUT["cancelled"]
    if not event.needs_registration:
        return _("Sie brauchen sich nicht anzumelden.")
    if event.state == EventState.PLANNED:
        return _("Die Anmeldung ist noch nicht offen.")
    today, begins = timezone.localdate(), event.begins
    is_late = event.registration_until is not None and event.registration_until < today
    if begins is not None:
        has_begun = begins <= timezone.now() if event.has_times else timezone.localtime(begins).date() < today
        is_late = is_late or has_begun
    return SHUT["closed"] if event.state != EventState.OPEN or is_late else ""
