"""The yearly report of a body as a file."""

import io

from rooms.text import to_plain

from .plan import clean


def to_docx(paper):
    """A file Word and LibreOffice open, with real headings and lists."""
    from docx import Document

    book = Document()
    book.core_properties.title, book.core_properties.author = clean(f"{paper.title}, {paper.body.name}"), ""
    book.core_properties.comments, book.core_properties.language = "", "de"
    book.add_heading(clean(paper.title), level=0)
    book.add_paragraph(clean(" · ".join(paper.facts)))
    for chapter in paper.chapters():
        book.add_heading(clean(chapter.title), level=1)
        if chapter.text:
            book.add_paragraph(clean(to_plain(chapter.text)))
        for line in chapter.lines:
            book.add_paragraph(clean(line), style="List Bullet")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
