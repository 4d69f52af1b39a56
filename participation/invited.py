"""Answering an invitation without an account: its link opens one invitation, and a yes takes a seat like any other."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from rooms.acting import carry_key

from .enums import InvitationAnswer, RegistrationState
from .models import Question
from .registering import SHUT, EventOfALink, ask, register


@dataclass
class Invited(EventOfALink):
    """What whoever carries the link sees of the event, also where it stands on no public page; and what she said."""

    invitation: UUID
    name: str
    email: str
    answer: str
    pk: UUID
    room_id: UUID
    title: str
    begins: dt.datetime | None
    ends: dt.datetime | None
    has_times: bool
    place: str
    state: str
    is_released: bool
    needs_registration: bool
    registration_until: dt.date | None
    place_detail: str | None
    online: str | None
    hint: str | None
    registration: UUID | None
    stands: str | None

    @property
    def has_seat(self):
        """Whether she is registered, with a seat or waiting for one."""
        return self.stands in {RegistrationState.SEATED, RegistrationState.WAITING}

    @property
    def comes(self):
        return not self.needs_registration and self.answer == InvitationAnswer.COMING

    @property
    def declined(self):
        return self.answer == InvitationAnswer.DECLINED or self.stands == RegistrationState.CANCELLED

    @property
    def questions(self):
        return list(Question.objects.filter(event=self.pk))


def invited(secret):
    """The invitation behind a link, or nothing; from here on it can be answered."""
    carry_key(secret)
    rows = ask("SELECT * FROM invitation_carried()")
    return Invited(*rows[0]) if rows else None


def say(answer):
    """What she answers, to the invitation that is carried now."""
    ask("SELECT invitation_answer(%s)", answer)


@transaction.atomic
def accept(found, secret, data, *, key, absolute, language):
    """She comes: a seat or a place on the list, under her own mailbox; returns the state, or why not."""
    state = register(found, data | {"email": found.email}, key=key, absolute=absolute, language=language)
    if state == "known" or state not in SHUT:
        carry_key(secret)
        say(InvitationAnswer.COMING)
    return state
