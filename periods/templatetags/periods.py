"""How a period stands in the margin of a diary, and how far away a day is."""

import re
from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from periods.reading import Reading, display

register = template.Library()

ENDS_IN_YEAR = re.compile(r"(?P<big>.*?)\s*(?P<small>(?<!\d)\d{4}(?:/\d{2,4})?\s*(?:\([^()]*\))?)")


def _wording(value) -> str:
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{value:%d.%m.%Y}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return display(value) if isinstance(value, Reading) else display(str(value or ""))


@register.filter
def margin(value) -> tuple[str, str]:
    """The wording in two pieces, large and small: („12.03.“, „2018“), („2015 bis“, „2020“), („2015“, „“)."""
    text = _wording(value).strip()
    found = ENDS_IN_YEAR.fullmatch(text)
    if found and found["big"]:
        return found["big"], found["small"]
    return text, ""


@register.filter
def day(value) -> str:
    """The large piece of the margin: „12.03.“, „Herbst“, „2015“."""
    return margin(value)[0]


@register.filter
def since(value) -> str:
    """How far away a day is: „in 3 Tagen“, „heute“, „überfällig seit 4 Tagen“."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if not isinstance(value, date):
        return ""
    days = (value - timezone.localdate()).days
    if days == 0:
        return _("heute")
    if days > 0:
        return ngettext("in %(days)d Tag", "in %(days)d Tagen", days) % {"days": days}
    return ngettext("überfällig seit %(days)d Tag", "überfällig seit %(days)d Tagen", -days) % {"days": -days}
