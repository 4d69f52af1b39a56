"""The way of a request to somebody of the pool: noted, asked, answered, invited."""

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import Entry
from rooms.actions import invite

from ..enums import RequestState as S
from ..models import PoolRequest

STEPS = {
    S.ASKED: (S.NOTED,),
    S.WITHDRAWN: (S.NOTED, S.ASKED, S.ACCEPTED),
    S.INVITED: (S.ACCEPTED,),
}


class StepRefused(Exception):
    """Somebody else was quicker, or this step does not follow."""

    def __init__(self):
        super().__init__(_("Inzwischen steht die Anfrage anders; bitte sehen Sie noch einmal nach."))


def follows(row, state):
    """Whether this step can be taken from where the request stands."""
    return row.state in STEPS[state]


@transaction.atomic
def move(row, state, *, by):
    """One step of those who put the team together."""
    stored = PoolRequest.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if not follows(stored, state):
        raise StepRefused
    stored.state = state
    if state == S.ASKED:
        stored.asked_at = timezone.now()
    stored.version += 1
    stored.save(update_fields=["state", "asked_at", "version", "changed_at"])
    Entry.objects.record(f"poolrequest.{state}", stored, by=by, summary=str(S(state).label))
    return stored


@transaction.atomic
def answer(row, *, by, is_yes, own_conflict="", answer=""):
    """Her yes or no: the database takes it from the person asked alone, and nothing else with it."""
    state = S.ACCEPTED if is_yes else S.DECLINED
    with connection.cursor() as cursor:
        cursor.execute("SELECT pool_answer(%s, %s, %s, %s)", [row.pk, state, own_conflict, answer])
        if not cursor.fetchone()[0]:
            raise StepRefused
    Entry.objects.record(f"poolrequest.{state}", row, by=by, summary=str(state.label))


@transaction.atomic
def call_in(row, *, by, absolute):
    """After a yes: the invitation of the house, with the promise of confidentiality; nobody is put into a room."""
    stored = move(row, S.INVITED, by=by)
    person = stored.asked_person
    room = stored.engagement.room
    return invite(room, email=person.email, name=person.name, role=stored.role, by=by, absolute=absolute)
