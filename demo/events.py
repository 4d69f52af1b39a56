"""The events of the samples: a forum, a kick-off with its workshops, a day of dialogue, and one still to come."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from participation.counting import tell_counts
from participation.enums import EventState
from participation.event_sheet import take_usual_steps
from participation.inviting import words_for
from participation.models import (
    Answer,
    Event,
    EventDuty,
    EventInvitation,
    Headcount,
    Proposal,
    Question,
    Registration,
    Table,
    Venue,
)
from participation.proposals import give_number
from participation.registering import ask, secret_of
from participation.transitions.events import move_event
from rooms.acting import hashed
from rooms.enums import Circle
from rooms.ids import uuid7
from rooms.releasing import propose
from rooms.transitions import approve

from . import files
from .house import made, on_day

PLAIN = ("title", "format", "publicness", "when", "place", "invited_by", "lead_question", "summary", "capacity")
PLAIN += ("needs_registration", "attendance", "grant_title")


def load(house):
    for data in files.read("veranstaltungen", house.today)["event"]:
        Told(house, data)


class Told:
    """One event as its file tells it."""

    def __init__(self, house, data):
        self.house, self.data = house, data
        self.engagement = house.engagements[data["engagement"]]
        self.lead, self.second = house.accounts["federfuehrung"], house.accounts["beratung"]
        self.inside = {"room": self.engagement.room, "author": self.lead, "shared_on": house.today}
        self.event = self._event()
        self._before()
        if data.get("release"):
            self._release(self.event)
        self.tables = [self._table(order, row) for order, row in enumerate(data.get("table", []), 1)]
        for row in data.get("proposal", []):
            self._proposal(row)
        if data["state"] != EventState.PLANNED:
            self.event = move_event(self.event, data["state"], by=self.lead)
        for row in data.get("registration", []):
            self._registration(row)
        for row in data.get("invited", []):
            self._invited(row)
        self._counts()

    def _event(self):
        data = self.data
        words = {name: data[name] for name in PLAIN if name in data}
        if day := on_day(data.get("day")):
            words |= {"begins": moment(day, data.get("from")), "has_times": "from" in data}
            words |= {"ends": moment(day, data["to"])} if "to" in data else {}
        words["registration_until"] = on_day(data.get("registration_until"))
        return made(Event, **self.inside, circle=Circle.STEERING, engagement=self.engagement, **words)

    def _before(self):
        data, team = self.data, {"circle": Circle.TEAM}
        if "place_detail" in data:
            words = {"place_detail": data["place_detail"], "hint": data.get("hint", "")}
            made(Venue, **self.inside, **team, event=self.event, **words)
        if data.get("steps"):
            take_usual_steps(self.event, by=self.lead)
        for order, row in enumerate(data.get("question", []), 1):
            made(Question, event=self.event, order=order, **row)
        for row in data.get("duty", []):
            made(EventDuty, event=self.event, person=self.house.accounts[row["account"]], duty=row["duty"])

    def _release(self, row):
        approve(
            propose(row, to_circle=Circle.PUBLIC, by=self.second, purpose="Ankündigung und Rückblick"), by=self.lead
        )
        row.refresh_from_db()

    def _table(self, order, data):
        words = {name: data[name] for name in ("title", "lead_question", "host", "result") if name in data}
        row = made(Table, **self.inside, circle=Circle.STEERING, event=self.event, order=order, **words)
        if data.get("release"):
            self._release(row)
        return row

    def _proposal(self, data):
        words = {name: data[name] for name in ("text", "addressee")} | {"handed_on": on_day(data["handed_on"])}
        row = Proposal(**self.inside, circle=Circle.STEERING, event=self.event, **words)
        row.table = self.tables[data["table"] - 1]
        give_number(row)
        row.save()
        if data.get("release"):
            self._release(row)

    def _registration(self, data):
        """As if somebody had registered; only the letters are not written, for nobody is there to get them."""
        key, address = uuid7(), f"{data['name'].split(' (')[0].lower().replace(' ', '')}@beispiel.example"
        words = [data["name"], address, data.get("organisation", ""), data["persons"], hashed(secret_of(key)), "de"]
        ask("SELECT event_register(%s, %s, %s, %s, %s, %s, %s, %s)", key, self.event.pk, *words)
        row = Registration.objects.get(pk=key)
        for question, text in zip(self.event.questions.all(), data.get("answers", []), strict=False):
            Answer.objects.create(room=row.room, registration=row, question=question, text=text)

    def _invited(self, data):
        """As if the team had written; who is registered under the same address has answered by that."""
        key, text = uuid7(), words_for(self.event, self.lead, "de")
        address = data.get("email", f"einladung{data['number']}@beispiel.example")
        words = {"name": data["name"], "email": address, "answer": data.get("answer", ""), "text": text}
        fixed = {"circle": Circle.TEAM, "event": self.event, "key_hash": hashed(secret_of(key))}
        row = made(EventInvitation, pk=key, **self.inside, **fixed, **words)
        EventInvitation.objects.filter(pk=row.pk).update(created_at=timezone.now() - timedelta(days=data["days_ago"]))

    def _counts(self):
        for row in self.data.get("counts", []):
            words = {name: row[name] for name in ("by", "how", "cells")}
            made(Headcount, **self.inside, circle=Circle.TEAM, event=self.event, **words)
        if "counts" in self.data:
            tell_counts(self.event, by=self.lead)


def moment(day, clock):
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock) if clock else time()))
