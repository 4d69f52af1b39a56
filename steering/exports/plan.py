"""The plan as a document: one chapter per field of action. What hinders a measure stays in the house."""

import io
import json
from functools import cached_property
from pathlib import Path

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from rooms.enums import Circle
from rooms.text import printable, to_plain
from stakeholders.models import Body

from ..models import Resolution
from ..plan import Plan

DOCX, PDF = "docx", "pdf"
CONTENT_TYPES = {
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    PDF: "application/pdf",
}
TEMPLATE = Path(__file__).with_name("plan.typ")


class Paper:
    """What of a plan goes on paper for this person, at most as far inside as `circle`; all of it or one field."""

    def __init__(self, user, engagement, circle, field=None):
        self.user, self.engagement, self.circle, self.field = user, engagement, circle, field
        self.plan = Plan(user, engagement, circle=circle)
        if field:
            self.plan.leave_out_all_but(field.pk)
        prefetch_related_objects(self.plan.measures, "steps", "fundings")

    @property
    def is_for_group(self):
        return self.circle == Circle.STEERING

    @property
    def reach(self):
        """For whom it is, in words."""
        return _("für die Lenkungsrunde") if self.is_for_group else _("was Sie lesen dürfen")

    @property
    def title(self):
        return _("Masterplan %(field)s") % {"field": self.field.name} if self.field else _("Masterplan")

    @property
    def facts(self):
        today = date_format(timezone.localdate(), "j. F Y")
        return [self.engagement.title, _("Stand %(day)s") % {"day": today}, self.reach]

    @cached_property
    def grounds(self):
        """The resolutions measures rest on, as far as they may stand here."""
        bodies = Prefetch("body", Body.objects.visible_to(self.user).filter(circle__lte=self.circle))
        rows = Resolution.objects.visible_to(self.user).filter(
            circle__lte=self.circle, pk__in=[row.rests_on_id for row in self.plan.measures if row.rests_on_id]
        )
        return {row.pk: row for row in rows.prefetch_related(bodies)}

    def branches(self):
        """(field, [(goal, [(measure, facts)])]), everything in words."""
        return [
            (branch.row, [(goal, [(row, self.facts_of(row)) for row in goal.below]) for goal in branch.below])
            for branch in self.plan.branches
        ]

    def facts_of(self, row):
        """What is known of a measure, as pairs of label and text."""
        state = f"{row.light_sign} {row.get_state_display()}, {row.get_light_display()}"
        found = [
            (_("Stand"), f"{state}: {row.light_reason}" if row.light_reason else state),
            (_("zuständig"), ", ".join(part for part in (row.owner, row.person) if part)),
            (_("Mitwirkende"), row.partners),
            (_("für wen"), row.target_group),
            (_("Zeitraum"), f"{row.period} ({_('überfällig')})" if row.is_late else row.period),
            (_("Kosten"), self.cost_of(row)),
            (_("Woran merken wir es"), self.indicator_of(row)),
            (_("Schritte"), "; ".join(f"{'✓' if step.done_on else '○'} {step.text}" for step in row.steps.all())),
            (_("beruht auf"), self.ground_of(row)),
        ]
        return [(label, text) for label, text in found if text]

    def ground_of(self, row):
        ground = self.grounds.get(row.rests_on_id)
        return ", ".join(part for part in (str(ground), ground.by, ground.decided) if part) if ground else ""

    def cost_of(self, row):
        amount = "" if row.cost_eur is None else f"{number_format(row.cost_eur, 2, force_grouping=True)} €"
        return "; ".join(filter(None, [amount, *(str(each) for each in row.fundings.all())]))

    def indicator_of(self, row):
        values = " → ".join(part for part in (row.baseline, row.target) if part)
        return f"{row.indicator} ({values})" if row.indicator and values else row.indicator or values


def all_printable(told):
    """The same for everything in a list or a dict."""
    if isinstance(told, dict):
        return {name: all_printable(value) for name, value in told.items()}
    return [all_printable(value) for value in told] if isinstance(told, list | tuple) else printable(told)


def to_docx(paper):
    """A file Word and LibreOffice open, with real headings."""
    from docx import Document

    book = Document()
    book.core_properties.title, book.core_properties.author = printable(f"{paper.title}, {paper.engagement.title}"), ""
    book.core_properties.comments, book.core_properties.language = "", "de"
    book.add_heading(paper.title, level=0)
    book.add_paragraph(printable(" · ".join(paper.facts)))
    for field, goals in paper.branches():
        book.add_heading(printable(field), level=1)
        for text in lead_of(field):
            book.add_paragraph(printable(text))
        for goal, measures in goals:
            book.add_heading(printable(goal.row), level=2)
            if goal.mirror:
                book.add_paragraph(printable(judgement_of(goal.mirror)))
            for row, facts in measures:
                book.add_heading(printable(row), level=3)
                if row.text:
                    book.add_paragraph(printable(to_plain(row.text)))
                told = book.add_paragraph()
                for number, (label, text) in enumerate(facts):
                    told.add_run(f"{label}: ").bold = True
                    told.add_run(printable(text))
                    if number < len(facts) - 1:
                        told.add_run().add_break()
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def lead_of(field):
    """Who answers for a field and where it leads."""
    words = [_("verantwortlich: %(lead)s") % {"lead": field.lead}] if field.lead else []
    return [*words, to_plain(field.vision)] if field.vision else words


def judgement_of(mirror):
    words = {"judgement": mirror.get_judgement_display(), "day": date_format(mirror.on, "d.m.Y")}
    return _("%(judgement)s (%(day)s)") % words + f": {mirror.evidence}"


def told_of(paper):
    """Everything that stands in the document, as the typesetter takes it."""
    return {
        "title": paper.title,
        "name": paper.engagement.title,
        "facts": paper.facts,
        "empty": _("Noch keine Maßnahme."),
        "fields": [
            {
                "title": str(field),
                "lead": lead_of(field),
                "goals": [
                    {
                        "title": str(goal.row),
                        "mirror": judgement_of(goal.mirror) if goal.mirror else "",
                        "measures": [
                            {"title": str(row), "text": to_plain(row.text), "facts": facts} for row, facts in measures
                        ],
                    }
                    for goal, measures in goals
                ],
            }
            for field, goals in paper.branches()
        ],
    }


def to_pdf(paper):
    """A PDF with tags, headings and language, so that it can be read aloud."""
    import typst

    # What people typed comes in as data: no letter of it is a command to the typesetter.
    inputs = {"plan": json.dumps(all_printable(told_of(paper)), ensure_ascii=False)}
    try:
        return typst.compile(TEMPLATE, format="pdf", sys_inputs=inputs, ignore_system_fonts=True, pdf_standards="ua-1")
    except typst.TypstError:  # a script its own fonts do not have: with those of the machine, and without the promise
        return typst.compile(TEMPLATE, format="pdf", sys_inputs=inputs)


WRITERS = {DOCX: to_docx, PDF: to_pdf}
