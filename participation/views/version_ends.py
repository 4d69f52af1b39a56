"""How a version is decided upon: comments, recommendation, resolution, adoption."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import posted
from engagements.transitions.steps import StepRefused
from rooms.enums import Circle
from rooms.releasing import propose_url
from rooms.rules import can_propose
from steering import rules
from steering.actions import tell_question
from steering.enums import Outcome, ResolutionKind
from steering.forms.resolutions import ResolutionForm
from steering.models import Resolution
from steering.numbering import give_number
from steering.views.base import edit, show_form

from ..enums import VersionState
from ..forms.statement_ends import AdoptForm, CommentsForm
from ..statements import Course
from ..transitions.statements import BY_ADOPTION, VERSION_NEXT, adopt, adopt_rendering, move_version
from ..writing import recommend
from .versions import VERBS, back_to, refused_or, version_or_404

SAID = {
    VersionState.COMMENTED: gettext_lazy("Um Rückmeldungen ist gebeten."),
    VersionState.FINAL: gettext_lazy("Das ist die Endfassung. Als Nächstes: Empfehlung und Beschluss."),
    VersionState.DRAFT: gettext_lazy("Die Fassung ist wieder in Arbeit."),
    VersionState.DROPPED: gettext_lazy("Die Fassung ist verworfen; sie bleibt lesbar."),
}
ASKED = {
    VersionState.FINAL: gettext_lazy(
        "Danach ändert sich an ihrem Wortlaut nichts mehr; dieser Text geht in Empfehlung und Beschluss."
    ),
    VersionState.DRAFT: gettext_lazy("Sie wird wieder geschrieben und ist höchstens für die Lenkungsrunde lesbar."),
    VersionState.DROPPED: gettext_lazy("Sie gilt nicht weiter und ist höchstens für die Lenkungsrunde lesbar."),
}


def version_move(request, pk, state):
    """One step further, asked first; a round for comments with its last day."""
    version = version_or_404(request.user, pk, rules.can_plan)
    if state not in VersionState or VersionState(state) in BY_ADOPTION:
        raise Http404
    target = VersionState(state)
    if target not in VERSION_NEXT[VersionState(version.state)]:
        messages.error(
            request, _("Diese Fassung steht schon anders: %(state)s.") % {"state": version.get_state_display()}
        )
        return redirect(version)
    engagement, back = version.statement.engagement, back_to(version)
    if target == VersionState.COMMENTED:
        form = CommentsForm(posted(request))
        if request.method != "POST" or not form.is_valid():
            title = _("Um Rückmeldungen zu %(version)s bitten") % {"version": version.sign}
            lead = _("Solange die Runde läuft, bleibt der Wortlaut stehen.")
            return show_form(request, form, title=title, engagement=engagement, back=back, lead=lead)
        until = form.cleaned_data["until"]
    elif request.method == "POST":
        until = None
    else:
        words = {"title": f"{version.sign}: {VERBS[target]}?", "text": ASKED[target], "button": VERBS[target]}
        context = {"cancel_url": back[1], "engagement": engagement, "about": back}
        return render(request, "steering/confirm.html", words | context)
    act = lambda: move_version(version, target, by=request.user, until=until)  # noqa: E731
    return refused_or(request, version, act, str(SAID[target]))


def prepared(version, kind, wording):
    """A recommendation or decision about this version, in words one can go on from."""
    statement = version.statement
    facts = {"title": version.title, "number": version.number}
    return Resolution(
        engagement=statement.engagement,
        room_id=statement.room_id,
        kind=kind,
        title=(_("Leitbild „%(title)s“, Fassung %(number)s") % facts)[:200],
        wording=wording % facts,
    )


def resolved(request, version, row, *, title, said, after):
    initial = {"circle": max(Circle.STEERING, version.circle)}
    return edit(
        request,
        ResolutionForm,
        row,
        title=title,
        said=said,
        engagement=version.statement.engagement,
        back=back_to(version),
        before_saving=give_number,
        after_saving=after,
        initial=initial,
    )


def version_recommend(request, pk):
    """The recommendation of a body, worded for this version and kept at it."""
    version = standard_or_404(request.user, pk)
    wording = _("Die Runde empfiehlt, das Leitbild „%(title)s“ in der Fassung %(number)s zu beschließen.")
    row = prepared(version, ResolutionKind.RECOMMENDATION, wording)

    def after(row, by):
        tell_question(row, by=by)
        recommend(version, row, by=by)

    title = _("Empfehlung zu %(version)s eintragen") % {"version": version.sign}
    return resolved(request, version, row, title=title, said=_("Die Empfehlung steht bei der Fassung."), after=after)


def version_decide(request, pk):
    """The decision of the council about this version; by it the version is adopted next."""
    version = standard_or_404(request.user, pk)
    row = prepared(
        version, ResolutionKind.DECISION, _("Das Leitbild „%(title)s“ wird in der Fassung %(number)s beschlossen.")
    )
    row.outcome, row.answers = Outcome.ADOPTED, version.recommended
    title = _("Beschluss zu %(version)s eintragen") % {"version": version.sign}
    said = _("Der Beschluss steht. Als Nächstes: die Fassung beschließen.")
    return resolved(request, version, row, title=title, said=said, after=tell_question)


def standard_or_404(user, pk):
    version = version_or_404(user, pk, rules.can_plan)
    if not version.is_standard:
        raise Http404
    return version


def version_adopt(request, pk):
    """The decision chosen, the version is stamped; a wording of an adopted text stands with it."""
    user, version = request.user, version_or_404(request.user, pk, rules.can_plan)
    if version.state != VersionState.FINAL:
        messages.error(request, _("Beschlossen wird eine Endfassung."))
        return redirect(version)
    if not version.is_standard:
        return adopt_with(request, version)
    course = Course(user, version.statement)
    waiting = [row for row in course.renderings_of(version) if row.state == VersionState.FINAL]
    form = AdoptForm(posted(request), decisions=course.decisions, renderings=waiting)
    if request.method == "POST" and form.is_valid():
        try:
            adopt(version, form.decision, on=form.cleaned_data["on"], by=user, renderings=form.chosen)
        except StepRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Beschlossen: Von jetzt an ändert sich an diesem Text kein Wort mehr."))
            return redirect(propose_url(version, Circle.PUBLIC) if can_propose(user, version) else version)
    context = {
        "form": form,
        "row": version,
        "engagement": version.statement.engagement,
        "about": back_to(version),
        "cancel_url": version.get_absolute_url(),
        "decisions": course.decisions,
        "earlier": course.adopted,
    }
    return render(request, "participation/version_adopt.html", context)


def adopt_with(request, version):
    """A wording of a text that is adopted already."""
    standard = version.renders
    if request.method == "POST":
        said = _("Von jetzt an ändert sich an diesem Text kein Wort mehr.")
        return refused_or(request, version, lambda: adopt_rendering(version, by=request.user), said)
    context = {
        "title": _("%(version)s mitgelten lassen?") % {"version": version.sign},
        "text": _("Sie gibt %(standard)s wieder und gilt unter demselben Beschluss.") % {"standard": standard.sign},
        "undo": _("An diesem Text ändert sich dann kein Wort mehr."),
        "button": _("Mitgelten lassen"),
        "cancel_url": version.get_absolute_url(),
        "engagement": version.statement.engagement,
        "about": back_to(version),
    }
    return render(request, "steering/confirm.html", context)
