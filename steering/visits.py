"""Since when somebody has not looked."""

from django.utils import timezone

from .models import Visit


def visit(user, engagement):
    """Note that somebody looks today, and return the day of the visit before; None on the first day."""
    today = timezone.localdate()
    row, is_new = Visit.objects.get_or_create(
        person=user, engagement=engagement, defaults={"last_on": today, "before_on": None}
    )
    if not is_new and row.last_on != today:
        row.before_on, row.last_on = row.last_on, today
        row.save(update_fields=["before_on", "last_on"])
    return row.before_on
