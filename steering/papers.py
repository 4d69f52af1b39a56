"""Papers to a meeting: files of the room, each in its own circle; who of those invited cannot open which."""

import hashlib
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from audit.models import Entry
from rooms import uploads
from rooms.enums import Role
from rooms.models import Membership
from rooms.once import wait_for


@dataclass(frozen=True)
class Place:
    """Where a new paper comes to lie."""

    room_id: object
    author_id: int
    circle: int
    shared_on: date


@dataclass
class Paper:
    """A file beside a meeting, and the names of the members who could not open it."""

    file: object
    shut_out: list


def papers_of(user, meeting, seating):
    """The papers this person may read, each with whom it shuts out; asked for all of them at once."""
    files = list(meeting.papers.visible_to(user))
    terms = [term for term in seating.members if term.account_id]
    active = Membership.objects.active().filter(room=meeting.room_id, user__in={term.account_id for term in terms})
    members = list(active) if files and terms else []
    return [Paper(file, [term.name for term in terms if not opens(members, term.account_id, file)]) for file in files]


def opens(members, account, file):
    """Whether one of her memberships reaches the circle of a file."""
    mine = (row for row in members if row.user_id == account)
    return any(
        row.clearance >= file.circle and (Role(row.role).reads_back or row.starts_on <= file.shared_on) for row in mine
    )


def digest(upload):
    upload.seek(0)
    return hashlib.file_digest(upload, "sha256").hexdigest()


@transaction.atomic
def change_papers(meeting, *, by, linked=(), dropped=(), new=(), place=None):
    """Link, take off and store; a file that hangs on nothing any more goes, one that lies there already is not doubled.

    Of two who do it at once the second waits.
    """
    wait_for(meeting.pk)
    there = set(meeting.papers.values_list("name", "sha256", "circle"))
    new = [each for each in new if (uploads.tidy(each[0].name), digest(each[0]), place.circle) not in there]
    meeting.papers.remove(*dropped)
    for file in dropped:
        if not file.meetings.exists() and not file.log_entries.exists():
            uploads.remove(file)
    meeting.papers.add(*linked, *(uploads.store_all(new, place) if new else ()))
    Entry.objects.record("meeting.papers", meeting, by=by)
