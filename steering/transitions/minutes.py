"""The only place that moves minutes from draft over review to approved; approved words never change."""

import hashlib

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.models import Entry
from engagements.transitions.steps import StepRefused, not_reachable
from rooms.enums import Circle, ReleaseState
from rooms.models import Release
from rooms.models.items import readers_of
from rooms.once import wait_for
from rooms.releasing import propose
from rooms.transitions import withdraw_release
from stakeholders.models import Term

from ..enums import MeetingState, MinutesState, ReplyKind
from ..models import Meeting, Minutes, MinutesReply
from .meetings import move_meeting

MINUTES_NEXT = {
    MinutesState.DRAFT: (MinutesState.REVIEW,),
    MinutesState.REVIEW: (MinutesState.DRAFT, MinutesState.APPROVED),
    MinutesState.APPROVED: (),
}


def digest(text):
    """The hash under which approved minutes stand (SHA-256, hexadecimal)."""
    return hashlib.sha256(text.encode()).hexdigest()


def edition_of(meeting_key, circle=Circle.STEERING, user=None):
    """The edition of the minutes of a meeting that is out for a circle and this reader, or None; the newest counts."""
    label = Minutes._meta.label_lower
    editions = Release.objects.editions().filter(kind=label, key=meeting_key, to_circle=circle)
    return (editions.visible_to(user) if user else editions).first()


def _held(minutes, target):
    minutes = Minutes.objects.select_for_update(of=("self",)).get(pk=minutes.pk)
    source = MinutesState(minutes.state)
    if target not in MINUTES_NEXT[source]:
        raise StepRefused(not_reachable(source, target))
    return minutes, source


def _move(minutes, source, target, by, fields=()):
    minutes.state = target
    minutes.version += 1
    minutes.save(update_fields=["state", "version", "changed_at", *fields])
    Entry.objects.record("minutes.state", minutes, by=by, summary=f"{source.label} → {target.label}")
    return minutes


@transaction.atomic
def send_to_review(minutes, *, by, reply_by):
    """Freeze an edition without the internal passages for the group; a second person lets it out."""
    minutes, source = _held(minutes, MinutesState.REVIEW)
    told = minutes.edition_text
    if not told:
        raise StepRefused(_("Ohne die internen Stellen bleibt nichts übrig, was die Runde lesen könnte."))
    _tell(minutes, reply_by=reply_by)
    minutes = _move(minutes, source, MinutesState.REVIEW, by)
    return propose(minutes, to_circle=Circle.STEERING, by=by, title=str(minutes), text=told)


@transaction.atomic
def take_back(minutes, *, by):
    """Back to the desk, because something has to be put differently; what is out stays out until it is replaced."""
    minutes, source = _held(minutes, MinutesState.DRAFT)
    for waiting in Release.objects.about(minutes).filter(state=ReleaseState.PROPOSED):
        withdraw_release(waiting, by=by)
    return _move(minutes, source, MinutesState.DRAFT, by)


@transaction.atomic
def approve_minutes(minutes, *, by):
    """The group has agreed: text and edition stand from now on, with their hashes."""
    wait_for(minutes.meeting_id)  # an objection sent at this moment is counted, or comes too late and says so
    minutes, source = _held(minutes, MinutesState.APPROVED)
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=minutes.meeting_id)
    edition = edition_of(minutes.pk)
    if edition is None:
        raise StepRefused(
            _("Die Runde hat noch keine Fassung gelesen: Es fehlt die Freigabe durch eine zweite Person.")
        )
    if not edition.is_intact or edition.content != [["", minutes.edition_text]]:
        raise StepRefused(_("Der Text ist seit der Freigabe geändert worden. Bitte geben Sie ihn neu zur Zustimmung."))
    objections = MinutesReply.objects.filter(meeting=minutes.meeting_id).open_objections().count()
    if objections:
        words = ngettext(
            "Über einen Einwand ist noch nicht gesprochen.",
            "Über %(n)s Einwände ist noch nicht gesprochen.",
            objections,
        )
        raise StepRefused(words % {"n": objections})
    _check_time(meeting, edition)
    if meeting.is_ahead:
        move_meeting(meeting, MeetingState.HELD, by=by)
    minutes.sha256 = digest(minutes.text)
    _tell(minutes, approved_on=timezone.localdate())
    return _move(minutes, source, MinutesState.APPROVED, by, ["sha256"])


def _check_time(meeting, edition):
    """Whoever was asked has her time to object, unless all of them have agreed already."""
    if meeting.reply_by is None or meeting.reply_by < timezone.localdate():
        return
    asked = set(asked_of(meeting, edition))
    agreed = MinutesReply.objects.filter(meeting=meeting, kind=ReplyKind.AGREES, changed_at__gte=edition.decided_at)
    silent = len(asked - set(agreed.values_list("member", flat=True)))
    if silent or not asked:
        words = _(
            "Einwände sind noch bis zum %(day)s möglich. Vorher geht es nur, wenn alle Gefragten zugestimmt haben."
        )
        raise StepRefused(words % {"day": f"{meeting.reply_by:%d.%m.%Y}"})


def asked_of(meeting, edition):
    """The accounts of the members of that day who can read the edition."""
    terms = Term.objects.filter(body=meeting.body_id, deputy_of=None, account__isnull=False).on(meeting.on)
    people = readers_of(edition).filter(pk__in=terms.values("account"))
    return list(people.values_list("pk", flat=True))


def _tell(minutes, **days):
    """Note at the meeting what the group may know of its minutes."""
    Meeting.objects.filter(pk=minutes.meeting_id).update(**days)
