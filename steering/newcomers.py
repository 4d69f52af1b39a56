"""Whoever comes to the group later reads from her first day on; what still holds is shared with her anew."""

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from audit.models import Entry
from rooms.enums import Circle, Role
from rooms.models import Membership
from stakeholders.models import Body

from .models import ActionField, Goal, Measure, Meeting


def lasting(engagement):
    """What a group works with from sitting to sitting: its bodies, the sittings ahead, and the plan."""
    for_all = {"circle__lte": Circle.STEERING}
    yield Body.objects.filter(room=engagement.room_id, **for_all)
    yield Meeting.objects.filter(engagement=engagement, **for_all).ahead()
    yield ActionField.objects.filter(engagement=engagement, **for_all)
    yield Goal.objects.filter(field__engagement=engagement, **for_all)
    yield Measure.objects.filter(engagement=engagement, **for_all)


def newcomers(engagement):
    """Memberships of those who came after something of it was shared, and therefore do not read all of it."""
    days = [rows.order_by().aggregate(first=Min("shared_on"))["first"] for rows in lasting(engagement)]
    first = min(filter(None, days), default=None)
    if first is None:
        return []
    dated = [role for role in Role if not role.reads_back]
    sitting = Membership.objects.active().for_people().filter(room=engagement.room_id, role__in=dated)
    return list(sitting.filter(clearance__gte=Circle.STEERING, starts_on__gt=first, user__is_active=True))


@transaction.atomic
def share_with_newcomers(engagement, *, by):
    """From today on all of it is read by everybody in the group; reports and minutes from before stay as they are."""
    today = timezone.localdate()
    n = sum(rows.filter(shared_on__lt=today).order_by().update(shared_on=today) for rows in lasting(engagement))
    if n:
        Entry.objects.record("plan.shared_anew", engagement, by=by, summary=str(n))
    return n
