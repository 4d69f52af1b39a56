"""Starting texts of agreements: the usual points, filled in as far as they are known; German, like the papers."""

import re

from django.template.loader import render_to_string

HEADING = re.compile(r"^#{1,2} +(?P<name>.+?) *$", re.MULTILINE)
# What a separate agreement says anew instead of taking it over.
NOT_TAKEN = re.compile(
    r"gegenstand|umfang|bausteine|phasen|laufzeit|zeitraum|unterschrift|auftrag|präambel", re.IGNORECASE
)
SIGNED = re.compile(r"^\*\*Unterzeichnet .*", re.MULTILINE | re.DOTALL)


def cooperation_text(engagement, user):
    """The points of a cooperation agreement, with what the engagement knows."""
    return _rendered("engagements/agreement_sample.txt", engagement, user, offered=True)


def separate_text(engagement, phase, first, user):
    """A separate agreement for one phase: its own subject, everything else as agreed first."""
    taken = sections(first.text) if first else []
    kept = [(name, text) for name, text in taken if not NOT_TAKEN.search(name)]
    return _rendered("engagements/agreement_separate.txt", engagement, user, phase=phase, first=first, kept=kept)


def sections(text):
    """The main headings of a Markdown text with what stands below them, signatures left out."""
    text = SIGNED.sub("", text.replace("\r\n", "\n"))
    marks = list(HEADING.finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)][: len(marks)]
    return [(mark["name"], text[mark.end() : end].strip()) for mark, end in zip(marks, ends, strict=True)]


def _rendered(template, engagement, user, offered=None, **context):
    phases = engagement.phases.in_order().filter(in_offer=True) if offered else []
    contributions = engagement.own_contributions.visible_to(user)
    context |= {"engagement": engagement, "phases": phases, "contributions": contributions}
    text = render_to_string(template, context)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
