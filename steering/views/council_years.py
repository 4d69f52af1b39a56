"""The yearly report of a body: counted, with a few words of its own."""

from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import posted
from accounts.stepup import confirmed_recently
from audit.models import Entry
from rooms.downloads import attachment
from rooms.enums import Circle
from rooms.once import Once, wait_for
from stakeholders.models import Body, CouncilYear

from .. import rules
from ..exports.plan import CONTENT_TYPES, DOCX
from ..exports.year import to_docx
from ..forms.council import CouncilYearForm
from ..yearly import YearPaper
from .base import edit, show_form
from .council import body_to_keep

FIRST_YEAR = 2000


def paper_of(request, pk, year):
    """The report of a year that has begun, for whoever sees the body as a member of its consultation."""
    user = request.user
    rows = Body.objects.visible_to(user).select_related("room__engagement").with_seats()
    body = get_object_or_404(rows.filter(room__engagement__isnull=False), pk=pk)
    if not FIRST_YEAR <= year <= timezone.localdate().year or not rules.may_enter(user, body.room_id):
        raise Http404
    return YearPaper(user, body, year)


@require_safe
def council_year(request, pk, year):
    """What a year was like, on the screen and, without its buttons, on paper."""
    paper = paper_of(request, pk, year)
    body = paper.body
    context = {
        "paper": paper,
        "body": body,
        "engagement": body.room.engagement,
        "about": (str(body), body.get_absolute_url()),
        "may_plan": rules.can_plan(request.user, body.room.engagement),
        "before": year - 1 if year > FIRST_YEAR else None,
        "after": year + 1 if year < timezone.localdate().year else None,
    }
    return render(request, "steering/council_year.html", context)


def council_year_write(request, pk, year):
    """Foreword, what was done, and what comes; of two who begin at once the second goes on with the first's."""
    user, body = request.user, body_to_keep(request.user, pk)
    if not FIRST_YEAR <= year <= timezone.localdate().year:
        raise Http404
    new = CouncilYear(body=body, room_id=body.room_id, year=year, circle=max(Circle.STEERING, body.circle))
    back = reverse("steering:council-year", args=[body.pk, year])
    if request.method == "POST":
        wait_for(body.pk)
    found = CouncilYear.objects.visible_to(user).filter(body=body, year=year).first()
    if found and request.method == "POST" and Once(request, CouncilYear()).twin:
        return redirect(back)
    title, engagement = _("Jahresbericht %(year)s schreiben") % {"year": year}, body.room.engagement
    said, back = _("Gespeichert."), (_("Jahresbericht %(year)s") % {"year": year}, back)
    shown = {"title": title, "engagement": engagement, "back": back}
    try:
        with transaction.atomic():
            return edit(request, CouncilYearForm, found or new, said=said, **shown)
    except IntegrityError:  # a row from when the body was the team's own: the wall hides it from whoever asks
        form = Once(request, new).mark(CouncilYearForm(posted(request), instance=new, user=user))
        words = _("Diesen Bericht hat das Beratungsteam schon begonnen, nur für sich. Ihr Text steht noch da.")
        form.add_error(None, words)
        return show_form(request, form, **shown)


@require_safe
@confirmed_recently
def council_year_document(request, pk, year):
    """The report as a file; each one that leaves is noted."""
    paper = paper_of(request, pk, int(year))
    told = f"{paper.body} {year}"
    Entry.objects.record("engagement.year_exported", paper.body.room.engagement, by=request.user, summary=told)
    name = f"jahresbericht-{slugify(paper.body.name)[:60] or 'gremium'}-{year}.docx"
    return attachment(to_docx(paper), CONTENT_TYPES[DOCX], name)
