"""Two texts side by side: what stands in one of them only, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, GONE, ADDED, FOLDED = "same", "gone", "added", "folded"
NEAR = 12  # so many unchanged words stay around a difference
MOST = 3_000  # more words than this on either side are compared line by line only


@dataclass(frozen=True)
class Part:
    kind: str
    text: str
    words: int = 0  # how many are folded away


def parts(before, after):
    """What leads from one text to the other; long stretches that are the same are folded."""
    found = _words(before, after) if max(_size(before), _size(after)) <= MOST else _lines(before, after)
    return list(_folded(_joined(found)))


def _size(text):
    return len(text.split())


def _lines(before, after):
    for kind, old, new in _compared(before.splitlines(keepends=True), after.splitlines(keepends=True)):
        if kind == SAME or max(_size(old), _size(new)) > MOST:
            yield kind, old, new
        else:
            yield from _words(old, new)


def _words(before, after):
    yield from _compared(re.findall(r"\S+\s*|\s+", before), re.findall(r"\S+\s*|\s+", after))


def _compared(old, new):
    # Words that come again and again begin no match: without that, a text of one word a thousand times takes minutes.
    for tag, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        yield SAME if tag == "equal" else GONE, "".join(old[a:b]), "".join(new[c:d])


def _joined(found):
    """Neighbours of a kind become one; what was struck comes before what came instead."""
    same, gone, added = "", "", ""
    for kind, old, new in found:
        if kind == SAME:
            yield from _changed(gone, added)
            gone = added = ""
            same += old
            continue
        if same:
            yield Part(SAME, same)
            same = ""
        gone, added = gone + old, added + new
    yield from _changed(gone, added)
    if same:
        yield Part(SAME, same)


def _changed(gone, added):
    if gone:
        yield Part(GONE, gone)
    if added:
        yield Part(ADDED, added)


def _folded(found):
    found = list(found)
    for number, part in enumerate(found):
        words = re.findall(r"\S+\s*|\s+", part.text) if part.kind == SAME else []
        start, end = NEAR * (number > 0), NEAR * (number < len(found) - 1)
        hidden = len(words) - start - end
        if hidden <= 2 * NEAR:
            yield part
            continue
        yield Part(SAME, "".join(words[:start]))
        yield Part(FOLDED, "".join(words[start : len(words) - end]), hidden)
        yield Part(SAME, "".join(words[len(words) - end :]))
