"""The days of a consultation by its own terms: functions of `retention.sql` made anew."""

from .deadlines import MONTHS
from .enums import Group
from .functions import closed_to_others, function, replaced
from .sql import DELETE, DUE, WAITING

MONTHS_OF = f"""
    SELECT coalesce(
        (SELECT t.months FROM retention_term t WHERE t.room_id = $1 AND t."group" = $2
          ORDER BY t.created_at DESC, t.id DESC LIMIT 1),
        CASE $2 WHEN '{Group.TALKS}' THEN {MONTHS[Group.TALKS]} WHEN '{Group.CASE}' THEN {MONTHS[Group.CASE]} END)::int
"""
DUE_BY_TERM = "SELECT (retention_end($1) + make_interval(months => retention_months($1, $2)))::date"


def by_term():
    """The days count by the terms of a consultation, where there are any."""
    yield function("retention_months(room uuid, rule text)", "int", MONTHS_OF)
    yield from closed_to_others("retention_months(room uuid, rule text)", web=False)
    yield replaced(function("retention_due(room uuid, rule text)", "date", DUE_BY_TERM))
    yield replaced(waiting_by_term())
    yield replaced(DELETE)


def waiting_by_term():
    """`WAITING` for many rooms at once, so the months are looked up in the statement and not by a call for each."""
    found = WAITING
    for group in Group:
        months = MONTHS_OF.replace("$1", "o.room").replace("$2", f"'{group}'")
        found = found.replace(f"interval '{MONTHS[group]} months'", f"make_interval(months => ({months}))")
    return found


def by_rule_alone():
    """And back."""
    yield replaced(WAITING)
    yield replaced(function("retention_due(room uuid, rule text)", "date", DUE))
    yield "DROP FUNCTION retention_months(room uuid, rule text)"
