from django import template
from django.utils.html import format_html

from periods.templatetags.periods import margin

from ..durations import show_minutes
from ..search import excerpt, marked

register = template.Library()
register.filter("minutes", show_minutes)
register.filter("excerpt", excerpt)


@register.filter
def heading(entry):
    """The title of an entry with its hits marked."""
    return marked(getattr(entry, "title_hit", "") or entry.title)


@register.filter
def in_margin(entry):
    """When it was, large and small, as it stands in the margin of a list."""
    if entry.when_from is None:
        return format_html('<span class="when"><b>{}</b>{}</span>', *margin(entry.when))
    return format_html('<time datetime="{}"><b>{}</b>{}</time>', entry.when_from.isoformat(), *margin(entry.when))


@register.filter
def kind_and_length(entry):
    """„Einzelgespräch · 90 min“."""
    kind = entry.get_kind_display()
    return f"{kind} · {show_minutes(entry.minutes)}" if entry.minutes else kind


@register.filter
def file_size(count):
    """„120 kB“, „1,4 MB“: the way a file manager says it."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))} kB"
    return f"{count / 1_000_000:.1f} MB".replace(".", ",")
