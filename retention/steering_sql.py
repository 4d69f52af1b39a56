"""What groups work with goes with its consultation: functions of `retention.sql` made anew with more tables."""

from .functions import function, replaced
from .sql import CLEAR, FUNCTIONS, PLAIN_ROWS, REMOVE, ROWS, table
from .term_sql import waiting_by_term

LATER = [
    "stakeholders.body",
    "stakeholders.call",
    "stakeholders.councilstep",
    "stakeholders.councilyear",
    "stakeholders.nomination",
    "steering.actionfield",
    "steering.addendum",
    "steering.agendaitem",
    "steering.goal",
    "steering.measure",
    "steering.meeting",
    "steering.minutes",
    "steering.minutesreply",
    "steering.mirror",
    "steering.obstacle",
    "steering.progress",
    "steering.resolution",
    "steering.task",
    "steering.updateround",
]
# From 0005 on also these; of the network's rooms nothing goes with a consultation, but what lies in its room does.
LATEST = [
    *LATER,
    "network.caseprofile",
    "network.poolrequest",
    "network.profileconsent",
    "network.profileedition",
    "participation.commentround",
    "participation.contribution",
    "participation.event",
    "participation.missionstatement",
    "participation.point",
    "participation.roundreport",
    "participation.statementversion",
]
VISITS = "DELETE FROM steering_visit WHERE engagement_id::text = ANY (keys);"


def with_later(statement, labels):
    """The same statement over the tables of then and of now; none of those of now is ever sealed."""
    later = " UNION ALL ".join(
        f"SELECT '{label}', id, false FROM {table(label)} WHERE room_id = $1" for label in labels
    )
    for room in ("$1", "o.room"):
        then = PLAIN_ROWS.replace("$1", room)
        statement = statement.replace(then, f"{then} UNION ALL {later.replace('$1', room)}")
    return statement


def rows_of():
    signature, result = next((each, kind) for each, kind, body, _web in FUNCTIONS if body == ROWS)
    return signature, result


def with_groups(labels=LATER):
    yield replaced(function(*rows_of(), with_later(ROWS, labels)))
    yield replaced(with_later(waiting_by_term(), labels))
    yield replaced(REMOVE.replace(CLEAR, CLEAR + VISITS))


def without_groups():
    """And back."""
    yield replaced(REMOVE)
    yield replaced(waiting_by_term())
    yield replaced(function(*rows_of(), ROWS))
