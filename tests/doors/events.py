"""Events and what hangs on them, one of everything in every circle they may lie in."""

import datetime as dt

from django.utils import timezone

from participation.enums import EventState, Publicness, QuestionReaders
from participation.models import (
    Answer,
    Event,
    EventDuty,
    EventInvitation,
    EventPhoto,
    Headcount,
    Proposal,
    ProposalAnswer,
    ProposalContact,
    Question,
    Registration,
    Slot,
    Table,
    Venue,
)
from participation.registering import secret_of
from rooms.acting import hashed
from rooms.enums import Circle
from rooms.ids import uuid7
from rooms.models import File
from tests.rooms.files import stored

BEGINS = timezone.make_aware(dt.datetime(2030, 5, 14, 18))


def plant_events(group, files):
    """Set beside the meetings of the house: `events`, `slots`, `tables` … by circle."""
    word, within = group.word, Circle.TEAM
    group.events = group.rows(
        Event,
        engagement=group.engagement,
        title=lambda c: f"Forum {word[c]}",
        summary=lambda c: word[c],
        lead_question=lambda c: word[c],
        place=lambda c: word[c],
        publicness=Publicness.OPEN,
        begins=BEGINS,
        state=lambda c: EventState.OPEN if c in {Circle.PUBLIC, Circle.STEERING} else EventState.PLANNED,
        capacity=3,
        last_proposal=1,
    )
    of_event = {"event": group.events}
    group.tables = group.rows(Table, **of_event, title=lambda c: f"Tisch {word[c]}", result=lambda c: word[c])
    group.slots = group.rows(
        Slot, **of_event, title=lambda c: f"Schritt {word[c]}", minutes=20, by_whom=lambda c: word[c]
    )
    group.proposals = group.rows(
        Proposal, **of_event, table=group.tables, number=1, text=lambda c: word[c], addressee=lambda c: word[c]
    )
    group.proposal_answers = group.rows(ProposalAnswer, proposal=group.proposals, text=lambda c: word[c])
    group.event_questions = group.parts(
        Question, **of_event, text=lambda c: f"Frage {word[c]}?", readers=QuestionReaders.TEAM
    )
    for circle, event in group.events.items():
        base = group.each[max(circle, Circle.NETWORK)]
        Venue.objects.create(**base, event=event, place_detail=word[max(circle, Circle.NETWORK)])
    inside = group.each[within]
    group.photos = {
        circle: EventPhoto.objects.create(
            **group.each[circle],
            event=group.events[circle],
            file=files[circle],
            shows=word[circle],
            consent=word[circle],
        )
        for circle in (Circle.CLIENT, Circle.TEAM)
    }
    name = f"{word[within]}.png"
    File.objects.create(**inside, name=name, content_type="image/png", size=3, **stored(b"png", name))
    group.registrations, group.duties, group.event_invitations = {}, {}, {}
    for circle, event in group.events.items():
        Headcount.objects.create(**inside, event=event, cells=[[word[within], 3]])
        ProposalContact.objects.create(**inside, proposal=group.proposals[circle], email=f"{word[within]}@example.org")
        key = uuid7()
        row = Registration.objects.create(
            pk=key, **inside, event=event, name=word[within], email="gast@example.org", key_hash=hashed(secret_of(key))
        )
        Answer.objects.create(
            room=row.room, registration=row, question=group.event_questions[circle], text=f"Antwort {word[within]}"
        )
        group.registrations[circle] = row
        key = uuid7()
        words = {"name": word[within], "email": f"{word[within]}@example.org", "text": word[within]}
        group.event_invitations[circle] = EventInvitation.objects.create(
            pk=key, **inside, event=event, **words, key_hash=hashed(secret_of(key))
        )
        group.duties[circle] = EventDuty.objects.create(event=event, person=inside["author"], duty="gastgeber")
    return group
