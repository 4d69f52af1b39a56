"""Systemic consensing at an item of an agenda: opened, answered, counted, and turned into a resolution."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import posted
from audit.models import Entry
from engagements.transitions.steps import StepRefused
from stakeholders.seating import Seating

from .. import rules
from ..consensing import call, how_many, resolve, result_of, vote, why_not
from ..enums import MeetingState
from ..forms.consensing import CalledForm, ConsensingForm, ResolveForm, SheetForm
from ..models import AgendaItem, Consensing, ConsensingSheet, Resolution
from ..presence import quorum_missed, voters_of
from ..transitions.consensing import close_consensing
from .base import as_far_as, edit
from .meetings import about, item_or_404, meeting_or_404


def over(meeting):
    """Why nothing is weighed at a meeting any more, in words; empty where it may."""
    if meeting.approved_on:
        return _("Das Protokoll ist genehmigt; hier wird nichts mehr bewertet.")
    return _("Die Sitzung ist abgesagt; hier wird nichts bewertet.") if meeting.state == MeetingState.CANCELLED else ""


def consensing_create(request, pk):
    item = item_or_404(request.user, pk)
    if words := over(item.meeting):
        messages.error(request, words)
        return redirect(item)
    row = Consensing(item=item, room_id=item.room_id, question=item.title)
    answer = edit(
        request,
        ConsensingForm,
        row,
        title=_("Mehrere Möglichkeiten abwägen"),
        said=_("Die Bewertung läuft."),
        engagement=item.meeting.engagement,
        back=about(item.meeting),
        lead=_("Gefragt wird nach dem Widerstand: 0 heißt keine Bedenken, 10 heißt unannehmbar."),
        initial=as_far_as(item, item.meeting),
    )
    return answer if row._state.adding else redirect(row)


def consensing_or_404(user, pk, rule=None):
    rows = Consensing.objects.visible_to(user).filter(item__in=AgendaItem.objects.visible_to(user))
    row = get_object_or_404(rows.select_related("item").prefetch_related("options"), pk=pk)
    meeting = meeting_or_404(user, row.item.meeting_id, rule)
    row.item.meeting = meeting
    return row, meeting


def consensing_detail(request, pk):
    """What is asked, her own sheet and nobody else's, and the result once it is counted."""
    row, meeting = consensing_or_404(request.user, pk)
    return _page(request, row, meeting)


def _page(request, row, meeting, form=None, resolving=None):
    user, seating = request.user, Seating(meeting.body, meeting.on)
    may_steer = rules.can_steer(user, meeting.engagement)
    context = {
        "row": row,
        "meeting": meeting,
        "engagement": meeting.engagement,
        "about": about(meeting),
        "may_steer": may_steer,
        "options": row.options.all(),
    }
    if not row.is_open:
        missed = quorum_missed(meeting) if may_steer else ""
        resolution = Resolution.objects.visible_to(user).filter(pk=row.resolution_id).first()
        resolving = resolving or ResolveForm(needs_reason=missed)
        context |= {"lines": result_of(row), "missed": missed, "resolving": resolving, "resolution": resolution}
    elif row.by_sheet:
        voters = voters_of(seating, meeting.attendance.all())
        context |= {"voted": how_many(row, voters), "asked": len(voters)}
        context |= {"why_not": over(meeting) or why_not(user, seating, meeting.attendance.all())}
        if not context["why_not"]:
            mine = ConsensingSheet.objects.filter(consensing=row, member=user).first()
            context |= {"mine": mine, "form": form or sheet_form(row, mine=mine.resistances if mine else ())}
    elif words := over(meeting):
        context["why_not"] = words
    elif may_steer:
        context["form"] = form or CalledForm(options=list(row.options.all()))
    return render(request, "steering/consensing_detail.html", context)


def sheet_form(row, data=None, **more):
    return SheetForm(data, options=list(row.options.all()), **more)


@require_POST
def consensing_vote(request, pk):
    """Her own sheet; sent again it is written anew."""
    user, (row, meeting) = request.user, consensing_or_404(request.user, pk)
    words = over(meeting) or why_not(user, Seating(meeting.body, meeting.on), meeting.attendance.all())
    if not row.by_sheet or words:
        messages.error(request, words or _("Hier wird auf Zuruf bewertet, nicht mit dem eigenen Konto."))
        return redirect(row)
    form = sheet_form(row, request.POST)
    if row.is_open and not form.is_valid():
        return _page(request, row, meeting, form)
    try:
        vote(row, user, form.resistances if row.is_open else [])
    except StepRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Ihre Bewertung ist da. Sie können sie ändern, bis abgeschlossen wird."))
    return redirect(row)


@require_POST
def consensing_call(request, pk):
    """The numbers called out in the hall."""
    row, meeting = consensing_or_404(request.user, pk, rules.can_steer)
    if row.by_sheet or over(meeting):
        messages.error(request, over(meeting) or _("Hier bewertet jedes Mitglied mit dem eigenen Konto."))
        return redirect(row)
    row = held(row)
    form = CalledForm(request.POST, options=list(row.options.all()))
    if row.is_open and not form.is_valid():
        return _page(request, row, meeting, form)
    if row.is_open and form.is_outdated:
        form.look_again(_("Inzwischen hat jemand anderes Zahlen eingetragen. Bitte vergleichen Sie noch einmal."))
        return _page(request, row, meeting, form)
    try:
        call(row, form.rows if row.is_open else [], by=request.user)
    except StepRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Die Zahlen stehen. Abgeschlossen wird erst, wenn alle da sind."))
    return redirect(row)


def _asked(request, row, meeting, **words):
    context = {"engagement": meeting.engagement, "about": (str(row), row.get_absolute_url())}
    return render(request, "steering/confirm.html", context | words | {"cancel_url": row.get_absolute_url()})


def consensing_close(request, pk):
    """Count, after asking: nothing of it changes any more."""
    row, meeting = consensing_or_404(request.user, pk, rules.can_steer)
    if request.method == "POST" or not row.is_open:
        try:
            close_consensing(row, by=request.user)
        except StepRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Abgeschlossen. Hier steht das Ergebnis."))
        return redirect(row)
    text = _("Danach ändert niemand mehr eine Zahl.")
    if row.by_sheet:
        text += " " + _("Die einzelnen Bewertungen werden gelöscht; es bleibt nur das Ergebnis.")
    return _asked(request, row, meeting, title=_("Bewertung abschließen?"), text=text, button=_("Abschließen"))


def consensing_delete(request, pk):
    """Drop a question that was not counted yet."""
    row, meeting = consensing_or_404(request.user, pk, rules.can_steer)
    if request.method == "POST":
        row = held(row)
    if not row.is_open:
        messages.info(request, _("Diese Bewertung ist abgeschlossen und bleibt stehen."))
        return redirect(row)
    if request.method == "POST":
        Entry.objects.record("consensing.deleted", row, by=request.user)
        row.delete()
        messages.success(request, _("Die Bewertung ist verworfen."))
        return redirect(meeting)
    words = {"title": _("Bewertung verwerfen?"), "button": _("Verwerfen"), "danger": True}
    return _asked(request, row, meeting, text=_("Was schon bewertet wurde, ist dann weg."), **words)


@require_POST
def consensing_resolve(request, pk):
    """One click makes the best option a recommendation or a decision."""
    row, meeting = consensing_or_404(request.user, pk, rules.can_steer)
    option = get_object_or_404(row.options, pk=number_in(request.POST.get("option")))
    if row.is_open:
        messages.error(request, _("Erst abschließen, dann steht ein Ergebnis da."))
        return redirect(row)
    form = ResolveForm(posted(request), needs_reason=not row.resolution_id and quorum_missed(meeting))
    if not form.is_valid():
        return _page(request, row, meeting, resolving=form)
    try:
        found = resolve(row, option, by=request.user, quorum_note=form.cleaned_data.get("reason", ""))
    except StepRefused as refused:
        messages.error(request, str(refused))
        return redirect(row)
    messages.success(request, _("Eingetragen, mit Nummer."))
    return redirect(found)


def held(row):
    """The question as it is stored now; from here on nobody else writes at it."""
    return get_object_or_404(Consensing.objects.select_for_update(of=("self",)), pk=row.pk)


def number_in(text):
    return int(text) if (text or "").isdecimal() and len(text) < 19 else 0
