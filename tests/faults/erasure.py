"""A consultation long over with planted words everywhere, and a reader of everything a thief could read."""

import datetime as dt
import json
from pathlib import Path

from django.apps import apps
from django.db import models

from audit.models import Entry, Version
from engagements.enums import ActivityKind, Status
from engagements.models import Engagement, EngagementLink, LogEntry, Phase, ProgrammePart
from participation.models import EventPhoto
from retention.sql import TALKS as TALK_KINDS
from rooms import drafts, seal
from rooms.enums import Circle, Role
from rooms.models import Draft, File, Invitation, Release, RoomItem, Unlock
from stakeholders.models import NotDuplicate
from tests.attack.crowd import HANG_ON, confidential, texts_of, thawed, with_word
from tests.doors.world import HOME, World, released
from tests.factories.accounts import UserFactory
from tests.rooms.files import stored
from tests.walls import sql

TALK, CASE, KEPT = "kanarieschweigenx", "kanarieaktex", "kanariebleibtx"
WORDS = (TALK, CASE, KEPT)
ENDED = dt.date(2020, 12, 31)
# Of what is told about the consultation itself, these words go; the others stay as its frame.
GOES = {
    Engagement: {"occasion", "aims", "source"},
    Phase: {"remark"},
    ProgrammePart: {"note"},
    EngagementLink: {"note"},
}


def as_owner():
    sql("SELECT set_config('role', 'none', true), set_config('app.person', '', true)")


def end(engagement, day, *, by, reason=""):
    """Closed on that day, as its history tells."""
    Engagement.objects.filter(pk=engagement.pk).update(status=Status.CLOSED)
    summary = f"laufend → abgeschlossen: {reason}" if reason else "laufend → abgeschlossen"
    Entry.objects.record("engagement.status", engagement, by=by, summary=summary)
    Entry.objects.filter(pk=Entry.objects.latest("pk").pk).update(at=dt.datetime.combine(day, dt.time(12), dt.UTC))


class Closed(World):
    """Home has been over for years, away goes on; every text carries the word of the rule it goes by."""

    def __init__(self):
        super().__init__()
        house = self.home
        self.room = house.room
        self.second = UserFactory(organisation=self.lead.organisation)
        LogEntry.objects.filter(pk__in=[house.entries[c].pk for c in (Circle.CLIENT, Circle.PUBLIC)]).update(
            kind=ActivityKind.WORKSHOP
        )
        talk, workshop = house.entries[Circle.TEAM], house.entries[Circle.CLIENT]
        talk.refresh_from_db(), workshop.refresh_from_db()
        workshop.files.add(File.objects.create(**self.file_of(house.room, "beides")))
        talk.files.add(workshop.files.last())  # also on a talk, and stays with the workshop
        Release.objects.filter(room=self.room).delete()
        released(talk, Circle.STEERING, CASE, self.lead, self.second)  # an edition lives longer than its source
        released(talk, Circle.TEAM, TALK, self.lead, self.second)  # a proposal does not
        released(workshop, Circle.TEAM, CASE, self.lead, self.second)
        self.plant()
        self.history(talk, workshop)
        end(self.home.engagement, ENDED, by=self.lead, reason=CASE)

    def file_of(self, room, name):
        fields = {"name": name, "content_type": "text/plain", "size": 1} | stored(name.encode(), name)
        return fields | {"room": room, "author": self.lead, "circle": Circle.TEAM}

    def word(self, row, column):
        """Which rule this text goes by, said here a second time."""
        if type(row) in GOES:
            name = {Engagement: "pk", EngagementLink: "source_id"}.get(type(row), "engagement_id")
            ours = getattr(row, name) == self.home.engagement.pk
            return CASE if ours and column in GOES[type(row)] else KEPT
        name = type(row).__name__
        whole = getattr(row, HANG_ON[name]) if name in HANG_ON else row
        if whole.room_id != self.room.pk:
            return KEPT
        return TALK if self.is_talk(whole) else CASE

    @staticmethod
    def is_talk(row):
        if row.circle == Circle.SEALED:
            return True
        if isinstance(row, LogEntry):
            return f"'{row.kind}'" in TALK_KINDS
        if isinstance(row, EventPhoto):  # goes with its file
            return Closed.is_talk(row.file)
        if isinstance(row, File):
            kinds = list(row.log_entries.all())
            return bool(kinds) and all(Closed.is_talk(entry) for entry in kinds)
        return False

    def plant(self):
        """A word into every text of every row, then another one: what was there before is in the versions."""
        for model in confidential():
            if model is Release:
                continue  # its words are frozen
            with thawed(model):
                for number, row in enumerate(model.objects.all()):
                    self.write(row, number)

    def write(self, row, number):
        for turn in (f" {number}", f" {number} neu"):
            for field in texts_of(row):
                word = self.word(row, field.name)
                setattr(row, field.name, with_word(field, "", word) + turn)
            if isinstance(row, File):
                self.fill_file(row)
            row.save()

    def fill_file(self, row):
        path = Path(row.content.path)
        path.write_text(self.word(row, "content"))

    def history(self, talk, workshop):
        """Drafts, reasons, notes, an invitation, a row that somebody has deleted by hand."""
        self.write_draft(f"/beratungen/eintraege/{talk.pk}/bearbeiten/", TALK)
        self.write_draft(f"/beratungen/{self.home.engagement.pk}/eintraege/neu/", CASE)
        self.write_draft("/beratungen/anderswo/", KEPT, room=self.away.room.pk)
        for row, word in ((talk, TALK), (workshop, CASE), (self.home.engagement, CASE)):
            Entry.objects.record("entry.changed", row, by=self.lead, summary=word)
        sealed = self.home.entries[Circle.SEALED]
        Unlock.objects.create(
            room=self.room,
            kind="engagements.logentry",
            key=sealed.pk,
            person=self.advisor,
            reason=TALK,
            until=dt.datetime.now(dt.UTC),
        )
        Invitation.objects.create(email=f"{CASE}@example.org", room=self.room, role=Role.STEERING, invited_by=self.lead)
        for kind, word in ((ActivityKind.TALK, TALK), (ActivityKind.WORKSHOP, CASE)):
            entry = LogEntry.objects.create(
                engagement=self.home.engagement, room=self.room, kind=kind, title=word, when="2018", author=self.lead
            )
            entry.delete()
        first, second = sorted(row.pk for row in list(self.home.persons.values())[-2:])
        NotDuplicate.objects.create(room=self.room, first=first, second=second, decided_by=self.lead)

    def write_draft(self, slot, word, room=None):
        row = Draft(person=self.lead, slot=slot, room_id=room or self.room.pk, version=1)
        row.content = drafts.seal(row, drafts.Content([["text", word]]))
        row.save()


def everything(folder):
    """(place, text) of every row of every table, sealed texts and drafts opened, and of every stored file."""
    as_owner()
    for (table,) in sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"):
        for (row,) in sql(f'SELECT t::text FROM "{table}" t'):
            yield table, row
    for model in apps.get_models():
        if issubclass(model, RoomItem) or model.__name__ in HANG_ON:
            names = [field.name for field in model._meta.concrete_fields if isinstance(field, models.CharField)]
            names += [field.name for field in model._meta.concrete_fields if isinstance(field, models.TextField)]
            for row in model._base_manager.all():
                yield model._meta.db_table, " ".join(str(getattr(row, name)) for name in names)
    for row in Draft.objects.exclude(content=b""):
        yield "rooms_draft", str(drafts.content_of(row).fields)
    for texts in Version.objects.values_list("texts", flat=True):
        yield "audit_version", json.dumps([opened(text) for text in texts.values()])
    for path in folder.rglob("*"):
        if path.is_file():
            yield f"files/{path.name}", path.read_bytes().decode("utf-8", "replace")


def opened(text):
    try:
        return seal.open_text(text)
    except seal.SealBroken:
        return ""


def hits(folder):
    """word -> how often it stands where."""
    found = {word: {} for word in WORDS}
    for place, text in everything(folder):
        for word in WORDS:
            if word in text:
                found[word][place] = found[word].get(place, 0) + 1
    return found


__all__ = ["CASE", "ENDED", "HOME", "KEPT", "TALK", "Closed", "as_owner", "everything", "hits", "sql"]


def places(found):
    return {"files" if place.startswith("files/") else place for place in found}
