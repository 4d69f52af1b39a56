"""The first half of the minutes: what the agenda, the list and the notes already know; German, like the paper."""

from .models import AgendaItem, Resolution, Task


def skeleton(user, meeting):
    """Markdown with a heading per agenda item, its results and tasks below."""
    items = list(AgendaItem.objects.visible_to(user).filter(meeting=meeting).in_order())
    results = list(Resolution.objects.visible_to(user).filter(meeting=meeting).in_order())
    tasks = list(Task.objects.visible_to(user).filter(meeting=meeting))
    lines = []
    for item in items:
        lines += [f"## TOP {item.order}: {item.title}", ""]
        lines += [f"- **{row.sign}** {row.wording}" for row in results if row.item_id == item.pk]
        lines += [told(task) for task in tasks if task.item_id == item.pk]
        lines += ["", ""]
    rest = [f"- **{row.sign}** {row.wording}" for row in results if row.item_id is None]
    rest += [told(task) for task in tasks if task.item_id is None]
    if rest:
        lines += ["## Ergebnisse", "", *rest, ""]
    return "\n".join(lines).strip() + "\n" if lines else ""


def told(task):
    until = f", bis {task.due:%d.%m.%Y}" if task.due else ""
    return f"- Aufgabe: {task.text} ({task.who}{until})"
