"""The yearly report of a body as a file."""

import io

from rooms.text import printable, to_plain


def to_docx(paper):
    """A file Word and LibreOffice open, with real headings and lists."""
    from docx import Document

    book = Document()
    book.core_properties.title, book.core_properties.author = printable(f"{paper.title}, {paper.body.name}"), ""
    book.core_properties.comments, book.core_properties.language = "", "de"
    book.add_heading(printable(paper.title), level=0)
    book.add_paragraph(printable(" · ".join(paper.facts)))
    for chapter in paper.chapters():
        book.add_heading(printable(chapter.title), level=1)
        if chapter.text:
            book.add_paragraph(printable(to_plain(chapter.text)))
        for line in chapter.lines:
            book.add_paragraph(printable(line), style="List Bullet")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
