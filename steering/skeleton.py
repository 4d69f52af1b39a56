"""The first half of the minutes: what the agenda, the list and the notes already know; German, like the paper."""

from rooms.enums import Circle

from .models import AgendaItem, Resolution, Task
from .wording import CLOSES, OPENS


def skeleton(user, meeting):
    """Markdown with a heading per agenda item, its results and tasks below; what the group may not read is marked."""
    items = list(AgendaItem.objects.visible_to(user).filter(meeting=meeting).in_order())
    results = list(Resolution.objects.visible_to(user).filter(meeting=meeting).in_order())
    tasks = list(Task.objects.visible_to(user).filter(meeting=meeting))
    parts = []
    for item in items:
        head = marked(item, f"## TOP {item.order}: {item.title}")
        parts.append("\n".join([head, "", *lines_of(results, tasks, item.pk, inside=item)]).rstrip())
    if rest := lines_of(results, tasks, None):
        parts.append("\n".join(["## Ergebnisse", "", *rest]))
    return "\n\n\n".join(parts) + "\n" if parts else ""


def lines_of(results, tasks, item, inside=None):
    """The results and tasks of one item, one line each; below an internal item every line is."""
    rows = [(row, f"- **{row.sign}** {row.wording}") for row in results if row.item_id == item]
    rows += [(task, told(task)) for task in tasks if task.item_id == item]
    return [marked(max(row, inside or row, key=lambda each: each.circle), words) for row, words in rows]


def marked(row, words):
    """The words as they may stand in the text: internal where the row does not reach the group."""
    return words if row.circle <= Circle.STEERING else f"{OPENS}{words}{CLOSES}"


def told(task):
    until = f", bis {task.due:%d.%m.%Y}" if task.due else ""
    return f"- Aufgabe: {task.text} ({task.who}{until})"
