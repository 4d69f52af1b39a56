"""Mission statements for everybody: what a town has decided to say of itself, word for word."""

from django.http import Http404
from django.shortcuts import render

from participation.enums import SectionKind, VersionState, Wording
from participation.models import AimMeasure, Signatory, StatementVersion
from steering.models import Measure

from ..caching import public_page


def published(request):
    return StatementVersion.objects.visible_to(request.user).published().select_related("place")


def in_force(request):
    """Every town's statement in force, by the name of the town."""
    rows = published(request).filter(wording=Wording.STANDARD, state=VersionState.ADOPTED)
    return rows.order_by("place__name", "title", "pk")


@public_page
def statement_list(request):
    return render(request, "reports/statement_list.html", {"rows": in_force(request)})


@public_page
def statement(request, slug, number=None, code=""):
    """One text as it was adopted: the one in force or an earlier one, in the wording that was chosen."""
    rows = list(published(request).filter(slug=slug).in_order())
    standards = [row for row in rows if row.wording == Wording.STANDARD]
    standard = next((row for row in standards if number in {None, row.number}), None)
    if standard is None:
        raise Http404
    wordings = wordings_of(rows, standard, is_current=number is None)
    row = next((row for row in wordings if row.code == code), None) if code else standard
    if row is None or not row.is_intact:
        raise Http404
    newest = standards[0]
    context = {
        "row": row,
        "standard": standard,
        "newest": newest,
        "is_earlier": row.number < newest.number,
        "number": number,
        "wordings": wordings,
        "earlier": [each for each in standards if each.pk != standard.pk],
        "sections": with_measures(request, row),
        "signatories": signatories_of(request, row) if number is None else [],
    }
    return render(request, "reports/statement_detail.html", context)


def wordings_of(rows, standard, *, is_current):
    """The wordings to choose from: of the text in force also one that still renders an earlier version."""
    found = {}
    for row in rows:
        row.code = "" if row.wording == Wording.STANDARD else f"{row.wording}-{row.language}"
        if row.code and (row.number == standard.number or is_current and row.number < standard.number):
            found.setdefault(row.code, row)
    return [standard, *found.values()] if found else [standard]


def with_measures(request, row):
    """Its sections; below each aim the measures that are public themselves."""
    sections = list(row.sections.all())
    links = [(link.number, link.measure_id) for link in AimMeasure.objects.filter(statement=row.statement_id)]
    measures = Measure.objects.visible_to(request.user).filter(pk__in=[key for _number, key in links])
    known = {each.pk: each for each in measures.order_by("number")}
    for section in sections:
        serving = {key for number, key in links if number == section.number}
        is_aim = section.kind == SectionKind.AIM
        section.measures = [each for key, each in known.items() if is_aim and key in serving]
    return sections


def signatories_of(request, row):
    """Who signed and wants to be named."""
    rows = Signatory.objects.visible_to(request.user).filter(statement=row.statement_id)
    return rows.filter(consents=True, withdrawn_on=None)
