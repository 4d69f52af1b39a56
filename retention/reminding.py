"""A letter to the leads 90, 30 and 7 days before something must go: no name, no content, each exactly once."""

from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts.letters import post
from accounts.origin import origin
from rooms.rules import leads_of

from .deadlines import REMIND_DAYS
from .due import ask
from .enums import Group
from .sql import OVER

SUBJECT = _("Ortsgespräch: Eine Löschfrist läuft ab")
# What is there and comes due within so many days; asked by the owner of the tables, who sees all rooms.
SOON = f"""
    SELECT room_id, "group", due FROM (
        SELECT e.room_id, g AS "group", retention_due(e.room_id, g) AS due
          FROM engagements_engagement e CROSS JOIN unnest(%s::text[]) g WHERE e.status IN {OVER}) soon
     WHERE due > %s AND due <= %s::date + %s
       AND EXISTS (SELECT FROM retention_rows_of(room_id) r WHERE r."group" = soon."group")
"""


def remind():
    """Post what is to be posted today; the number of letters, those of yesterday not counted again."""
    today = timezone.localdate()
    rows = ask(SOON, list(Group.values), today, today, max(REMIND_DAYS))
    return sum(remind_of(room, group, due, (due - today).days) for room, group, due in rows)


@transaction.atomic
def remind_of(room, group, due, days):
    """One letter to each lead. After days without a run only the last that was missed goes."""
    step = min(each for each in REMIND_DAYS if days <= each)
    leads = [row.user for row in leads_of(room).select_related("user")]
    link = origin() + reverse("retention:due", args=[room])
    for lead in leads:
        with translation.override(lead.language):
            body = render_to_string("retention/reminder.txt", {"days": days, "link": link})
            post("deletion", lead.email, SUBJECT, body, once=f"deletion:{room}:{group}:{due}:{step}:{lead.pk}")
    return len(leads)
