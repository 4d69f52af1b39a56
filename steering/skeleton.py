"""The first half of the minutes: what the agenda, the list and the notes already know; German, like the paper."""

from rooms.enums import Circle

from .enums import ItemState, Presence
from .models import AgendaItem, Note, Resolution, Task
from .wording import CLOSES, MARKS, OPENS


def skeleton(user, meeting):
    """Markdown with a heading per agenda item, its results and tasks below; what the group may not read is marked."""
    items = numbered(AgendaItem.objects.visible_to(user).filter(meeting=meeting).in_order())
    results = list(Resolution.objects.visible_to(user).filter(meeting=meeting).in_order())
    tasks = list(Task.objects.visible_to(user).filter(meeting=meeting))
    notes = {note.item_id: note.text for note in Note.objects.visible_to(user).filter(item__meeting=meeting)}
    parts = [present] if (present := who_came(meeting)) else []
    for item in items:
        head = marked(item, f"## TOP {item.number}: {item.title}" if item.number else f"## {item.title}")
        said = [words, ""] if (words := noted(item, notes.get(item.pk, ""))) else []
        lines = lines_of(results, tasks, item.pk, inside=item)
        lines += [marked(item, "Kommt wieder.")] if (said or lines) and item.state == ItemState.CARRIED else []
        parts.append("\n".join([head, "", *said, *lines]).rstrip())
    if rest := lines_of(results, tasks, None):
        parts.append("\n".join(["## Ergebnisse", "", *rest]))
    return "\n\n\n".join(parts) + "\n" if parts else ""


def numbered(items):
    """The items with the numbers the group knows them by; what it does not read has none: no gap tells of it."""
    items, n = list(items), 0
    for item in items:
        n += item.circle <= Circle.STEERING
        item.number = n if item.circle <= Circle.STEERING else None
    return items


def who_came(meeting):
    """Who was there, who came for whom, who was excused; one line each."""
    rows = list(meeting.attendance.select_related("term", "deputy"))
    came = [f"{row.deputy} (für {row.term})" for row in rows if row.deputy_id and row.term_id]
    there = [str(row.term) for row in rows if row.term_id and not row.deputy_id and row.presence == Presence.PRESENT]
    excused = [str(row.term) for row in rows if row.term_id and row.presence == Presence.EXCUSED]
    guests = [row.guest for row in rows if row.guest]
    named = {"Anwesend": there + came, "Entschuldigt": excused, "Gäste": guests}
    return "\n".join(f"- {word}: {', '.join(names)}" for word, names in named.items() if names)


def noted(item, text):
    """What was written down at an item; at an internal one all of it is internal."""
    text = text.replace("\r\n", "\n").strip()
    return text if item.circle <= Circle.STEERING or not text else marked(item, MARKS.sub("", text))


def lines_of(results, tasks, item, inside=None):
    """The results and tasks of one item, one line each; below an internal item every line is."""
    rows = [(row, decided(row)) for row in results if row.item_id == item]
    rows += [(task, told(task)) for task in tasks if task.item_id == item]
    return [marked(max(row, inside or row, key=lambda each: each.circle), words) for row, words in rows]


def marked(row, words):
    """The words as they may stand in the text: internal where the row does not reach the group, and nowhere else."""
    words = MARKS.sub("", words)
    return words if row.circle <= Circle.STEERING else f"{OPENS}{words}{CLOSES}"


def decided(row):
    without = f" (ohne Beschlussfähigkeit, weil: {row.quorum_note})" if row.quorum_note else ""
    return f"- **{row.sign}** {row.wording}{without}"


def told(task):
    until = f", bis {task.due:%d.%m.%Y}" if task.due else ""
    return f"- Aufgabe: {task.text} ({task.who}{until})"
