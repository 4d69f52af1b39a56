"""„Was wurde daraus?“: the decided points of a round in moderated words, written once, released by two people."""

import re

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from audit.models import Entry
from rooms.enums import Circle

from .asking import pieces_of
from .enums import About, Handling, PointState, Subject
from .models import Contribution, ContributionContact, Point, ReportLine, RoundReport

FINDS_A_PERSON = re.compile(r"[\w.+-]+@[\w-]+\.\w|(?:\+49|\b0)[\d /()-]{6,}\d")


def told_of(user, found):
    """The decided points of a round, as the text runs."""
    points = Point.objects.visible_to(user).filter(contribution__round=found, state=PointState.DECIDED)
    return points.select_related("contribution", "merged_with").with_signs().in_order()


def lines_for(user, found):
    """What the public page would say, line by line."""
    pieces = pieces_of(user, found)
    # These words stay: of the plan only numbers, for it is read where it stands.
    headings = {piece.number: piece.sign if found.subject == Subject.PLAN else str(piece) for piece in pieces}
    return [line_of(point, n, headings, found) for n, point in enumerate(told_of(user, found), start=1)]


def line_of(point, n, headings, found):
    return ReportLine(
        order=n,
        section=point.section,
        heading=heading_of(point, headings),
        text=point.for_everybody,
        wording=point.wording,
        outcome=str(Handling(point.handling).label),
        reason=reason_of(point, found),
    )


def heading_of(point, headings):
    if point.about == About.SECTION:
        return (headings.get(point.section) or str(point.named))[:220]
    return capfirst(About(point.about).label)


def reason_of(point, found):
    """Why; of a point that joined another, which one that is, and what became of it."""
    answer = point.answer
    if answer is point:
        return point.reason
    joined = f"„{answer.for_everybody}“ – {Handling(answer.handling).label}. {answer.reason}".strip()
    return " ".join(filter(None, [point.reason, joined]))[:2_000]


def cautions(lines, found, user):
    """What in these words might lead to a person: addresses, numbers, names of those who wrote."""
    wrote = Contribution.objects.visible_to(user).filter(round=found)
    names = set(ContributionContact.objects.filter(contribution__in=wrote).values_list("name", flat=True)) - {""}
    found_words = []
    for line in lines:
        text = f"{line.text} {line.wording} {line.reason}"
        hits = [name for name in names if name.casefold() in text.casefold()] + FINDS_A_PERSON.findall(text)
        found_words += [(line, hit) for hit in hits]
    return found_words


@transaction.atomic
def write_report(found, *, by, introduction, key):
    """Write down what is decided; from here on its words stand, and only two people bring it out."""
    type(found).objects.select_for_update(of=("self",)).get(pk=found.pk)
    if there := RoundReport.objects.filter(pk=key).first():
        return there  # sent twice
    with translation.override(settings.LANGUAGE_CODE):
        lines = lines_for(by, found)
        last = RoundReport.objects.filter(round=found).aggregate(last=Max("number"))["last"] or 0
        report = RoundReport(
            pk=key,
            room_id=found.room_id,
            author=by,
            circle=Circle.TEAM,
            round=found,
            slug=found.slug,
            number=last + 1,
            title=found.heading,
            asked=f"{found.opens_on:%d.%m.%Y}–{found.closes_on:%d.%m.%Y}",
            introduction=introduction,
        )
        report.save(force_insert=True)
        for line in lines:
            line.report = report
        ReportLine.objects.bulk_create(lines)
    Entry.objects.record("report.written", report, by=by, summary=str(len(lines)))
    return report


def grouped(lines):
    """Lines below their headings, in their order."""
    groups = []
    for line in lines:
        if not groups or groups[-1][0] != line.heading:
            groups.append((line.heading, []))
        groups[-1][1].append(line)
    return groups


def counted(lines):
    """How many lines have which outcome, the usual ones in their order."""
    with translation.override(settings.LANGUAGE_CODE):
        labels = [(str(each.label), each.sign) for each in Handling]
    return [(_(label), sign, sum(line.outcome == label for line in lines)) for label, sign in labels]


def sign_of(outcome):
    with translation.override(settings.LANGUAGE_CODE):
        return next((each.sign for each in Handling if str(each.label) == outcome), "·")
