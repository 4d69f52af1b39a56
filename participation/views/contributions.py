"""The inbox of a mission statement or a round: what came in, from where, fast entry, and taking apart."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import formset_factory
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import posted
from engagements.forms.rows import with_more_rows
from engagements.transitions.steps import StepRefused
from rooms.ids import uuid7
from rooms.once import Once

from ..answering import waiting
from ..asking import belongs_to
from ..contributing import add_points, enter, enter_cards
from ..enums import About, ContributionSource, ContributionState
from ..forms.contribution_points import PointRow
from ..forms.contributions import CardsForm, ContributionForm, RefuseForm
from ..models import CommentRound, Contribution, RoundReport
from ..transitions.contributions import move
from .contribution_base import (
    asked,
    contribution_or_404,
    form_page,
    inbox_url,
    page,
    pieces_for,
    progress_of,
    whole_or_404,
)

ON_A_PAGE = 50
PREFIX = "punkte"


def rounds_of(user, whole):
    if isinstance(whole, CommentRound):
        return CommentRound.objects.visible_to(user, room=whole.room_id).filter(pk=whole.pk)
    return CommentRound.objects.visible_to(user, room=whole.room_id).filter(statement=whole)


def contribution_list(request, pk):
    """What came in and what is to be done with it."""
    user, whole = request.user, whole_or_404(request.user, pk)
    rows = Contribution.objects.visible_to(user, room=whole.room_id).filter(**belongs_to(whole))
    chosen = {name: request.GET.get(name, "") for name in ("stand", "quelle")}
    if chosen["stand"] in ContributionState:
        rows = rows.filter(state=chosen["stand"])
    if chosen["quelle"] in ContributionSource:
        rows = rows.filter(source=chosen["quelle"])
    shown = rows.with_counts().with_signs().newest_first()
    rounds = list(rounds_of(user, whole))
    reports = RoundReport.objects.visible_to(user, room=whole.room_id).filter(round__in=rounds)
    return page(
        request,
        "contribution_list.html",
        whole,
        page_obj=Paginator(shown, ON_A_PAGE).get_page(request.GET.get("page")),
        progress=progress_of(user, whole),
        waiting=len(waiting(user, whole)),
        rounds=rounds,
        reports=list(reports[:5]),
        states=ContributionState.choices,
        sources=ContributionSource.choices,
        chosen=chosen,
        is_narrowed=any(chosen.values()),
        is_own=isinstance(whole, CommentRound),
    )


def contribution_create(request, pk):
    """A letter, a call, a talk; with the address of whoever wants an answer."""
    whole = whole_or_404(request.user, pk)
    first = {"round": rounds_of(request.user, whole).first()} | belongs_to(whole)
    row = Contribution(room_id=whole.room_id, **first)
    once = Once(request, row)
    if once.twin:
        return redirect(once.twin)
    form = once.mark(ContributionForm(posted(request), instance=row, pieces=pieces_for(request.user, whole)))
    if request.method == "POST" and form.is_valid():
        who = {name: form.cleaned_data[name] for name in ("name", "email")}
        enter(form.instance, by=request.user, key=once.key, **who)
        messages.success(request, _("Eingetragen. Teilen Sie den Beitrag gleich in Punkte."))
        return redirect(row)
    return form_page(request, form, whole, title=_("Beitrag eintragen"), status=once.status)


def cards_create(request, pk):
    """A flipchart typed in at one go."""
    whole = whole_or_404(request.user, pk)
    words = {"pieces": pieces_for(request.user, whole), "rounds": rounds_of(request.user, whole)}
    form = CardsForm(posted(request), **words, is_own=isinstance(whole, CommentRound))
    if request.method == "POST" and form.is_valid():
        names = ("source", "received_on", "section", "language", "round")
        common = {name: form.cleaned_data[name] for name in names if name in form.cleaned_data}
        as_points = form.cleaned_data["as_points"]
        lines = form.cleaned_data["cards"]
        enter_cards(whole, lines, by=request.user, key=uuid7(), as_points=as_points, **common)
        n = len(lines)
        messages.success(request, ngettext("%(n)s Karte eingetragen.", "%(n)s Karten eingetragen.", n) % {"n": n})
        return redirect(inbox_url(whole))
    lead = _("Schreiben Sie die Karten so ab, wie sie dort hängen.")
    return form_page(request, form, whole, title=_("Karten eintragen"), lead=lead)


def contribution_update(request, pk):
    row, whole = contribution_or_404(request.user, pk)
    pieces = pieces_for(request.user, whole, row.round, kept=row.section)
    form = ContributionForm(posted(request), instance=row, pieces=pieces)
    if request.method == "POST" and form.is_valid():
        form.save_by(request.user)
        messages.success(request, _("Gespeichert."))
        return redirect(row)
    about = (str(row), row.get_absolute_url())
    return form_page(request, form, whole, title=_("Beitrag ändern"), about=about)


# --- One contribution ----------------------------------------------------------------------


def point_rows(row, pieces, data=None):
    """Blank rows for new points; the first says all, where nothing was taken apart yet."""
    rows = formset_factory(PointRow, extra=0 if data else 3, max_num=60)
    begin_at = str(row.section or About.GENERAL.value)
    has_points = row.points.exists()
    initial = [] if has_points else [{"text": row.text[:3_000], "wording": row.wording, "where": begin_at}]
    if data is None and initial:
        rows.extra = 2
    return rows(data, prefix=PREFIX, initial=initial, form_kwargs={"pieces": pieces, "begin_at": begin_at})


def contribution_detail(request, pk):
    """The words beside the points they are taken apart into."""
    row, whole = contribution_or_404(request.user, pk)
    pieces = pieces_for(request.user, whole, row.round, kept=row.section)
    more = with_more_rows(request.POST, {PREFIX}) if request.method == "POST" else None
    rows = point_rows(row, pieces, more or posted(request))
    if request.method == "POST" and not more and rows.is_valid():
        points = [form.point for form in rows if form.point]
        if points:
            return split(request, row, points)
        messages.error(request, _("Bitte schreiben Sie mindestens einen Punkt."))
    return page(
        request,
        "contribution_detail.html",
        whole,
        row=row,
        section=next((piece for piece in pieces if piece.number == row.section), None),
        rows=rows,
        prefix=PREFIX,
        points=list(row.points.with_signs()),
        contact=getattr(row, "contact", None),
        following=next_of(request.user, row),
        has_errors=rows.is_bound and not more and not rows.is_valid(),
    )


def split(request, row, points):
    made = add_points(row, points, by=request.user, key=uuid7())
    if row.state != ContributionState.ACCEPTED:
        move(row, ContributionState.ACCEPTED, by=request.user)
    n = len(made)
    messages.success(request, ngettext("%(n)s Punkt angelegt.", "%(n)s Punkte angelegt.", n) % {"n": n})
    following = next_of(request.user, row)
    return redirect(following if following and "weiter" in request.POST else row)


def next_of(user, row):
    """The next contribution nobody has looked at yet, the oldest first."""
    rows = Contribution.objects.visible_to(user, room=row.room_id).filter(**belongs_to(row.whole))
    return rows.filter(state=ContributionState.NEW).exclude(pk=row.pk).order_by("number").first()


def contribution_refuse(request, pk):
    """Not taken in, with a reason; whoever wrote it can read that behind her link."""
    row, whole = contribution_or_404(request.user, pk)
    form = RefuseForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            move(row, ContributionState.REFUSED, by=request.user, reason=form.cleaned_data["reason"])
        except StepRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Nicht aufgenommen. Angaben zur Person sind gelöscht."))
        return redirect(row)
    text = _("Der Beitrag bleibt im Eingang stehen. Name und Adresse werden gleich gelöscht; eine Mail geht nicht.")
    words = {"title": _("Beitrag nicht aufnehmen?"), "text": text, "button": _("Nicht aufnehmen"), "fields": form}
    about = (str(row), row.get_absolute_url())
    return asked(request, whole, **words, about=about, danger=True)


@require_POST
def contribution_accept(request, pk):
    """Taken in after all."""
    row, _whole = contribution_or_404(request.user, pk)
    try:
        move(row, ContributionState.ACCEPTED, by=request.user)
    except StepRefused as refused:
        messages.error(request, str(refused))
    return redirect(row)
