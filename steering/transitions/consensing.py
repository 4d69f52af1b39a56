"""The only place that closes a systemic consensing: it counts once, and what was counted stays."""

from itertools import groupby

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import Entry
from engagements.transitions.steps import StepRefused
from stakeholders.models import Body
from stakeholders.seating import Seating

from ..enums import ConsensingState
from ..models import Consensing
from ..presence import voters_of

FEWEST = 3  # below so many only the order is told; 0006_consensing, too
COUNT = "SELECT option, voters, total, lowest, highest, place FROM consensing_counted(%s, %s)"


@transaction.atomic
def close_consensing(consensing, *, by):
    """Count what was said against each option and write the result down."""
    consensing = Consensing.objects.select_for_update(of=("self",)).get(pk=consensing.pk)
    if not consensing.is_open:
        raise StepRefused(_("Diese Bewertung ist schon abgeschlossen."))
    options = {option.pk: option for option in consensing.options.all()}
    counted = _sheets(consensing) if consensing.by_sheet else _called(list(options.values()))
    if not counted:
        raise StepRefused(_("Es hat noch niemand bewertet."))
    for key, voters, *result in counted:
        option, consensing.voters = options[key], voters
        option.total, option.lowest, option.highest, option.place = result
        option.save(update_fields=["total", "lowest", "highest", "place"])
    consensing.state, consensing.closed_on = ConsensingState.CLOSED, timezone.localdate()
    consensing.version += 1
    consensing.save(update_fields=["state", "closed_on", "voters", "version", "changed_at"])
    Entry.objects.record("consensing.closed", consensing, by=by)
    return consensing


def _sheets(consensing):
    """The database counts, for nobody else reads a sheet; afterwards there is none any more.

    Counted is who has a vote by the list as it stands now: a seat has one, whoever answered before there was a list.
    """
    meeting = consensing.item.meeting
    seating = Seating(Body.objects.with_seats().get(pk=meeting.body_id), meeting.on)
    voters = voters_of(seating, meeting.attendance.select_related("deputy"))
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [consensing.pk, list(voters)])
        return cursor.fetchall()


def _called(options):
    """(option, voters, total, lowest, highest, place) of what was called out, by the same rule."""
    voters = {len(option.called) for option in options}
    if len(voters) != 1:
        raise StepRefused(_("Zu jeder Möglichkeit gehören gleich viele Zahlen: eine von jeder Person."))
    number, place, found = voters.pop(), 1, []
    if not number:
        return []
    for total, ties in groupby(sorted(options, key=lambda row: sum(row.called)), key=lambda row: sum(row.called)):
        same = list(ties)
        for row in same:
            told = (total, min(row.called), max(row.called)) if number >= FEWEST else (None, None, None)
            found.append((row.pk, number, *told, place))
        place += len(same)
    return found
