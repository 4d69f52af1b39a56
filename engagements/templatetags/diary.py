from django import template

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
def file_size(count):
    """„120 kB“, „1,4 MB“: the way a file manager says it."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))} kB"
    return f"{count / 1_000_000:.1f} MB".replace(".", ",")
