"""The versions of a mission statement: written, compared, worded for others."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import posted
from engagements.transitions.steps import StepRefused
from rooms.enums import Circle
from rooms.models import Release
from rooms.once import Once
from rooms.releasing import propose_url
from steering import rules
from steering.models import Resolution
from steering.views.base import edit, show_form

from ..comparing import compare, heads
from ..enums import VersionState, Wording
from ..forms.statements import RenderingForm, VersionForm
from ..models import StatementVersion
from ..statement_findings import public_url
from ..statements import Course
from ..transitions.statements import BY_ADOPTION, VERSION_NEXT
from ..writing import begin_rendering, begin_version, copy_version
from .statements import at, statement_or_404


def version_or_404(user, pk, rule=None):
    """A version of a mission statement this person reads; with a rule, one she may do this with."""
    named = [Prefetch(name, Resolution.objects.visible_to(user)) for name in ("resolution", "recommended")]
    rows = StatementVersion.objects.visible_to(user).select_related("place", "renders")
    version = get_object_or_404(rows.prefetch_related("sections", *named), pk=pk)
    version.statement = statement_or_404(user, version.statement_id, rule)
    return version


def open_or_back(request, version):
    """Nothing where it can be written in; else the way back, with the reason said."""
    if version.is_open:
        return None
    words = _("Diese Fassung wird nicht mehr geschrieben: %(state)s.") % {"state": version.get_state_display()}
    messages.error(request, words)
    return redirect(version)


def back_to(version):
    return f"{version.sign}: {version}", version.get_absolute_url()


def version_create(request, pk):
    """The first version; later ones begin as a copy of one there is."""
    statement = statement_or_404(request.user, pk, rules.can_plan)
    row = StatementVersion(
        statement=statement, room_id=statement.room_id, title=statement.title, place_id=statement.place_id
    )
    once = Once(request, row)
    if once.twin:
        return redirect(once.twin)
    initial = {"circle": max(Circle.STEERING, statement.circle)}
    form = once.mark(VersionForm(posted(request), instance=row, user=request.user, initial=initial))
    if request.method == "POST" and form.is_valid():
        begin_version(row)
        form.save_by(request.user)
        messages.success(request, _("Die Fassung steht. Als Nächstes: der erste Abschnitt."))
        return redirect(row)
    words = {"title": _("Fassung beginnen"), "status": once.status, "engagement": statement.engagement}
    return show_form(request, form, back=at(statement), **words)


def version_copy(request, pk):
    """The next version as a copy of this one, with the same numbers; asked first."""
    source = version_or_404(request.user, pk, rules.can_plan)
    if not source.is_standard:
        raise Http404
    once = Once(request, StatementVersion())
    if once.twin:
        return redirect(once.twin)
    if request.method == "POST":
        copy = copy_version(source, by=request.user, key=once.key)
        messages.success(request, _("%(version)s steht, mit denselben Nummern.") % {"version": copy.sign})
        return redirect(copy)
    context = {
        "title": _("Nächste Fassung beginnen?"),
        "text": _("Sie beginnt mit dem Wortlaut von %(version)s. Jeder Abschnitt behält seine Nummer.")
        % {"version": source.sign},
        "button": _("Beginnen"),
        "name": "key",
        "value": once.sent,
        "cancel_url": source.get_absolute_url(),
        "engagement": source.statement.engagement,
        "about": at(source.statement),
    }
    return render(request, "steering/confirm.html", context)


def version_detail(request, pk):
    """The text with its numbers, where it stands, and the one thing to do next."""
    user, version = request.user, version_or_404(request.user, pk)
    statement = version.statement
    course = Course(user, statement)
    may_plan = rules.can_plan(user, statement.engagement)
    sections = list(version.sections.all())
    if version.renders:
        standard = {row.number: row for row in version.renders.sections.all()}
        for row in sections:
            row.original = standard.get(row.number)
    context = {
        "row": version,
        "statement": statement,
        "engagement": statement.engagement,
        "about": at(statement),
        "sections": sections,
        "empty": sum(not row.text.strip() for row in sections),
        "renderings": course.renderings_of(version),
        "lag": "" if version.is_standard else course.lag_of(version),
        "others": [row for row in course.versions if is_comparable(row, version)],
        "may_plan": may_plan,
        "may_steer": rules.can_steer(user, statement.engagement),
        "may_write": may_plan and version.is_open,
        "targets": targets_of(version) if may_plan else [],
        "decisions": course.decisions if version.state == VersionState.FINAL else [],
        "out": outside(user, version) if may_plan else {},
    }
    return render(request, "participation/version_detail.html", context)


def is_comparable(row, version):
    same = (row.wording, row.language) == (version.wording, version.language)
    return same and row.pk != version.pk


def outside(user, version):
    """How far an adopted version is on its way to the public."""
    if version.state not in BY_ADOPTION:
        return {}
    if version.circle == Circle.PUBLIC:
        return {"url": public_url(version)}
    waiting = Release.objects.visible_to(user).about(version).filter(state="vorgeschlagen").first()
    return {"waits": waiting} if waiting else {"propose": propose_url(version, Circle.PUBLIC)}


VERBS = {
    VersionState.COMMENTED: gettext_lazy("Um Rückmeldungen bitten"),
    VersionState.FINAL: gettext_lazy("Als Endfassung feststellen"),
    VersionState.DRAFT: gettext_lazy("Zurück in Arbeit"),
    VersionState.DROPPED: gettext_lazy("Verwerfen"),
}


def targets_of(version):
    """Where a version can go by a word; adopted it is by a resolution."""
    return [state for state in VERSION_NEXT[VersionState(version.state)] if state not in BY_ADOPTION]


def version_update(request, pk):
    """Title, addressees, purpose, and who reads it."""
    version = version_or_404(request.user, pk, rules.can_plan)
    if back := open_or_back(request, version):
        return back
    title = _("%(version)s: Titel und Zweck") % {"version": version.sign}
    words = {"title": title, "said": _("Gespeichert."), "engagement": version.statement.engagement}
    return edit(request, VersionForm, version, back=back_to(version), **words)


def version_compare(request, pk):
    """What became different since another version of the same wording, section by section."""
    user, version = request.user, version_or_404(request.user, pk)
    course = Course(user, version.statement)
    others = [row for row in course.versions if is_comparable(row, version)]
    asked = request.GET.get("mit", "")
    chosen = next((row for row in others if str(row.pk) == asked), None)
    older = [row for row in others if row.number < version.number]
    other = chosen or next(iter(older or others), None)
    pair = sorted([other, version], key=lambda row: row.number) if other else []
    changes = compare(*pair) if pair else []
    context = {
        "row": version,
        "statement": version.statement,
        "engagement": version.statement.engagement,
        "about": back_to(version),
        "others": others,
        "other": other,
        "before": pair[0] if pair else None,
        "after": pair[1] if pair else None,
        "heads": list(heads(*pair)) if pair else [],
        "changes": changes,
        "same": sum(change.is_same for change in changes),
    }
    return render(request, "participation/version_compare.html", context)


def rendering_create(request, pk):
    """The same in other words: plain, easy, or another language."""
    standard = version_or_404(request.user, pk, rules.can_plan)
    if not standard.is_standard:
        raise Http404
    statement = standard.statement
    row = StatementVersion(
        statement=statement, room_id=statement.room_id, renders=standard, title=standard.title, wording=Wording.PLAIN
    )
    once = Once(request, row)
    if once.twin:
        return redirect(once.twin)
    form = once.mark(RenderingForm(posted(request), instance=row, user=request.user))
    if request.method == "POST" and form.is_valid():
        begin_rendering(row, by=request.user)
        messages.success(request, _("Jetzt Abschnitt für Abschnitt; der Standardtext steht daneben."))
        return redirect(row)
    title, lead = _("In anderen Worten"), _("gibt %(version)s wieder") % {"version": standard.sign}
    words = {"title": title, "lead": lead, "status": once.status, "engagement": statement.engagement}
    return show_form(request, form, back=back_to(standard), **words)


def refused_or(request, version, act, said):
    """Take a step, or say why it was not taken."""
    try:
        act()
    except StepRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect(version)
