"""Markdown as advisors write it, made into safe HTML."""

import re

import nh3
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt


def markdown(*without):
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    return parser.enable(["table", "strikethrough"]).disable(["image", *without])


MARKDOWN = markdown()
# Every bracket looks for its end and every line for its list: in a text of nothing else they are just signs.
MARKDOWN_FOR_MASSES = markdown("link", "list", "table")
MOST_BRACKETS = 2000
MOST_LINES = 10_000
TAGS = set("h2 h3 h4 p ul ol li strong em s blockquote a table thead tbody tr th td hr br code pre".split())  # noqa: SIM905
# A sign between two letters is a letter: Berater*innen, Kolleg_innen.
SIGN_IN_WORD = re.compile(r"([*_])(?<=[^\W\d_].)(?=[^\W\d_])")  # the sign first: the engine leaps to it
MARKS_BEFORE_LINE = re.compile(r"[#>\s]*(?:[-*+]|\d+\.)?(?:\s+|$)|#+\s*|")
MARKS = "*_`~|"
# All but a sign that stands alone between blanks or in a word.
MARKS_IN_LINE = re.compile(r"[*_`~|](?!(?<=[^\W\d_][*_])[^\W\d_])(?:(?=\S)|(?<=\S.)|(?<=\|))")

# Word puts them between lines and into what is copied from it; no XML knows them.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def printable(text):
    """Without the signs no file and no feed can hold."""
    return UNPRINTABLE.sub("", str(text))


def to_html(text):
    """Markdown as safe HTML whose headings begin below the page's own; gender stars stay stars."""
    text = text or ""
    parser = MARKDOWN_FOR_MASSES if is_a_mass(text) else MARKDOWN
    tokens = parser.parse(SIGN_IN_WORD.sub(r"\\\1", text))
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(4, max(3, int(token.tag[1]) + 1))}"
    html = parser.renderer.render(tokens, parser.options, {})
    return mark_safe(  # noqa: S308 -- cleaned by nh3
        nh3.clean(
            html,
            tags=TAGS,
            attributes={"a": {"href", "title"}},
            url_schemes={"https", "http", "mailto", "tel"},
            link_rel="noopener noreferrer nofollow",
        )
    )


def is_a_mass(text):
    """More brackets or lines than anybody writes: then the parser leaves out what takes it longest."""
    return text.count("[") > MOST_BRACKETS or text.count("\n") > MOST_LINES


def to_plain(text):
    """The words of a Markdown text in one line, for excerpts and exports."""
    lines = (text or "").split("\n")
    words = " ".join(line[MARKS_BEFORE_LINE.match(line).end() :] for line in lines)
    if any(sign in words for sign in MARKS):  # most texts hold none, and are not looked through sign by sign
        words = MARKS_IN_LINE.sub("", words)
    return " ".join(words.split())
