"""Who says how much stands against an option, what came of it in words, and how the best becomes a resolution."""

from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.models import Entry
from engagements.transitions.steps import StepRefused
from rooms.enums import Circle

from .enums import Consensus, ResolutionKind
from .models import Consensing, ConsensingOption, ConsensingSheet, Resolution
from .models.consensing import HIGHEST
from .numbering import give_number
from .presence import voters_of


def passive_solution():
    return _("Es bleibt, wie es ist.")


# --- Saying it -----------------------------------------------------------------------------


def why_not(user, seating, attendance):
    """Why somebody has no vote at a meeting, in words; empty where she has one."""
    if user.pk in voters_of(seating, attendance):
        return ""
    ended = [term for term in seating.gone if term.account_id == user.pk]
    if ended:
        day = max(term.period_until for term in ended)
        words = _("Ihre Amtszeit ist am %(day)s zu Ende gegangen. Bewerten können die Mitglieder vom Tag der Sitzung.")
        return words % {"day": f"{day:%d.%m.%Y}"}
    return _("Bewerten können die Mitglieder mit Stimme, die da sind, und wer für sie gekommen ist.")


@transaction.atomic
def vote(consensing, user, resistances):
    """Her one sheet, written or written anew; the table refuses it once the question is counted."""
    held = Consensing.objects.select_for_update(of=("self",)).get(pk=consensing.pk)
    if not held.is_open:
        raise StepRefused(_("Diese Bewertung ist schon abgeschlossen. Es zählt, was bis dahin da war."))
    where = {"consensing": consensing, "member": user}
    ConsensingSheet.objects.update_or_create(**where, defaults={"resistances": resistances})


@transaction.atomic
def call(consensing, rows, *, by):
    """What was called out against each option, without names; `rows` are lists in the order of the options."""
    held = Consensing.objects.select_for_update(of=("self",)).get(pk=consensing.pk)
    if not held.is_open:
        raise StepRefused(_("Diese Bewertung ist schon abgeschlossen."))
    for option, numbers in zip(consensing.options.all(), rows, strict=True):
        if option.called != numbers:
            option.called = numbers
            option.save(update_fields=["called"])
    Entry.objects.record("consensing.called", consensing, by=by)


def how_many(consensing, voters):
    """How many sheets there are of those who vote; never whose."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT consensing_sheets(%s, %s)", [consensing.pk, list(voters)])
        return cursor.fetchone()[0]


# --- What came of it -----------------------------------------------------------------------


@dataclass
class Line:
    """One option in the result."""

    option: ConsensingOption
    voters: int
    is_tied: bool

    @property
    def mean(self):
        return self.option.total / self.voters

    @property
    def acceptance(self):
        """How much of the possible resistance was not there, in percent."""
        return round(100 - self.option.total * 100 / (self.voters * HIGHEST))


def result_of(consensing):
    """The lines of a counted question, the least resistance first."""
    options = sorted(consensing.options.all(), key=lambda row: (row.place, row.order))
    places = [row.place for row in options]
    return [Line(row, consensing.voters, places.count(row.place) > 1) for row in options]


def told(consensing, option):
    """The result of one option in one line, for the reservations of a resolution."""
    words = ngettext(
        "Systemisch konsensiert am %(day)s, %(n)s Bewertung",
        "Systemisch konsensiert am %(day)s, %(n)s Bewertungen",
        consensing.voters,
    ) % {"day": f"{consensing.closed_on:%d.%m.%Y}", "n": consensing.voters}
    if option.total is None:
        return _("%(words)s: der geringste Widerstand.") % {"words": words}
    line = Line(option, consensing.voters, False)
    more = _("%(words)s: Widerstand zusammen %(total)s, höchster %(highest)s, Akzeptanz %(acceptance)s %%.")
    numbers = {"total": option.total, "highest": option.highest, "acceptance": line.acceptance}
    return more % {"words": words, **numbers}


@transaction.atomic
def resolve(consensing, option, *, by, quorum_note=""):
    """Make the option with the least resistance a recommendation or a decision, as the body may; once."""
    consensing = (
        Consensing.objects.select_for_update(of=("self",)).select_related("item__meeting__body").get(pk=consensing.pk)
    )
    if consensing.resolution_id:
        return consensing.resolution
    if option.place != 1 or option.is_passive:
        raise StepRefused(_("Ein Ergebnis wird nur, was den geringsten Widerstand hat und etwas ändert."))
    meeting = consensing.item.meeting
    body, engagement = meeting.body, meeting.engagement
    kind = ResolutionKind.of(body)
    # It lies as far in as what it came from.
    circle = max(Circle.STEERING, consensing.circle, consensing.item.circle, meeting.circle)
    row = Resolution(
        engagement=engagement,
        room_id=consensing.room_id,
        circle=circle,
        author=by,
        kind=kind,
        title=consensing.question,
        wording=option.text,
        body=body,
        meeting=meeting,
        item=consensing.item,
        decided=f"{meeting.on:%d.%m.%Y}",
        outcome=kind.first_outcome,
        consensus=Consensus.YES if option.total == 0 else Consensus.RESERVED,
        reservations=told(consensing, option),
        quorum_note=quorum_note,
    )
    give_number(row)
    row.save()
    Entry.objects.record("resolution.created", row, by=by)
    Consensing.objects.filter(pk=consensing.pk).update(resolution=row, version=F("version") + 1)
    return row
