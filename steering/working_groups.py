"""At the end of an event: working groups are set up, and somebody answers for each field of action."""

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.models import Entry
from rooms.enums import Circle
from rooms.ids import own_key
from stakeholders.enums import BodyKind
from stakeholders.models import Body

from .models import ActionField


def keys_of(fields, key):
    """The keys the groups of one sending get: sent again they are the same."""
    return {row.pk: own_key(key, row.pk) for row in fields}


@transaction.atomic
def set_up(form, keys, *, by):
    """Make the groups that were named and note who answers; returns how many groups, how many fields."""
    named, leads = {}, 0
    for row in form.rows:
        if name := form.group_of(row):
            named.setdefault(name.casefold(), []).append(row)
        if form.lead_of(row) != row.lead:
            name_lead(row, form.lead_of(row), by=by)
            leads += 1
    for rows in named.values():
        set_up_group(form.group_of(rows[0]), rows, keys[rows[0].pk], by=by)
    return len(named), leads


def set_up_group(name, rows, key, *, by):
    """One group for one field or several; nobody reads of it who may not know of all of them."""
    body = Body.objects.create(
        pk=key,
        room_id=rows[0].room_id,
        author=by,
        circle=max(Circle.STEERING, *(row.circle for row in rows)),
        kind=BodyKind.WORKING_GROUP,
        name=name,
        purpose=_("Handlungsfeld %(field)s") % {"field": ", ".join(map(str, rows))},
        set_up=date_format(timezone.localdate(), "d.m.Y"),
    )
    Entry.objects.record("body.created", body, by=by)


def name_lead(row, lead, *, by):
    row = ActionField.objects.select_for_update(of=("self",)).get(pk=row.pk)
    row.lead = lead
    row.version += 1
    row.save(update_fields=["lead", "version", "changed_at"])
    Entry.objects.record("actionfield.lead", row, by=by)
