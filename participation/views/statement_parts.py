"""What keeps a mission statement alive: measures for its aims, who signed it, the yearly check."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import posted
from rooms.enums import Circle
from rooms.releasing import propose_url
from rooms.rules import can_propose
from steering import rules
from steering.models import Consensing, Measure
from steering.views.base import edit, show_form

from ..forms.statement_ends import AimMeasureForm, ReviewForm, SignatoryForm
from ..models import AimMeasure, MissionStatement, Signatory
from ..statements import Course
from ..writing import link_measure, unlink_measure, withdraw_consent
from .statements import at, statement_or_404

# --- aims ------------------------------------------------------------------------------------


def aims_url(statement):
    return reverse("participation:statement-aims", args=[statement.pk])


def statement_aims(request, pk):
    """Each aim with the measures that serve it; one without says so."""
    user, statement = request.user, statement_or_404(request.user, pk)
    course = Course(user, statement)
    disputed = Consensing.objects.visible_to(user).filter(item__meeting__engagement=statement.engagement_id)
    context = {
        "statement": statement,
        "engagement": statement.engagement,
        "about": at(statement),
        "course": course,
        "aims": course.aims,
        "without": sum(aim.is_without for aim in course.aims),
        "disputed": list(disputed.filter(question__icontains="Leit")),
        "may_plan": rules.can_plan(user, statement.engagement),
    }
    return render(request, "participation/statement_aims.html", context)


def aim_measure_create(request, pk, number):
    """Choose a measure of the plan for one aim."""
    user, statement = request.user, statement_or_404(request.user, pk, rules.can_plan)
    aim = next((aim for aim in Course(user, statement).aims if aim.section.number == number), None)
    if aim is None:
        raise Http404
    measures = Measure.objects.visible_to(user).filter(engagement=statement.engagement_id)
    if request.method != "POST":  # sent twice it is there once, and nothing is wrong
        measures = measures.exclude(pk__in=[link.measure_id for link in aim.links])
    form = AimMeasureForm(posted(request), measures=measures.in_order())
    if request.method == "POST" and form.is_valid():
        link_measure(statement, number, form.cleaned_data["measure"], by=user)
        messages.success(request, _("Die Maßnahme dient jetzt diesem Leitziel."))
        return redirect(f"{aims_url(statement)}#a-{number}")
    back = (_("Leitziele und Maßnahmen"), aims_url(statement))
    title, lead = _("Maßnahme zuordnen"), str(aim.section)
    return show_form(request, form, title=title, engagement=statement.engagement, back=back, lead=lead)


@require_POST
def aim_measure_delete(request, pk):
    link = get_object_or_404(
        AimMeasure.objects.filter(statement__in=MissionStatement.objects.visible_to(request.user)), pk=pk
    )
    statement = statement_or_404(request.user, link.statement_id, rules.can_plan)
    unlink_measure(link, by=request.user)
    messages.success(request, _("Die Zuordnung ist gelöst; die Maßnahme bleibt im Plan."))
    return redirect(f"{aims_url(statement)}#a-{link.number}")


# --- who signed ------------------------------------------------------------------------------


def signatories_of(statement):
    return _("Unterzeichnende"), reverse("participation:signatories", args=[statement.pk])


def signatories(request, pk):
    """Who signed, who may be named, and the way to change that with one click."""
    user, statement = request.user, statement_or_404(request.user, pk)
    rows = list(Signatory.objects.visible_to(user).filter(statement=statement))
    for row in rows:
        waits = row.may_be_named and row.circle > Circle.PUBLIC and can_propose(user, row)
        row.propose = propose_url(row, Circle.PUBLIC) if waits else ""
    context = {
        "statement": statement,
        "engagement": statement.engagement,
        "about": at(statement),
        "rows": rows,
        "named": sum(row.circle == Circle.PUBLIC for row in rows),
        "may_plan": rules.can_plan(user, statement.engagement),
    }
    return render(request, "participation/statement_signatories.html", context)


def signatory_create(request, pk):
    """An organisation; with its consent it is proposed for the public page at once."""
    statement = statement_or_404(request.user, pk, rules.can_plan)
    row = Signatory(statement=statement, room_id=statement.room_id, circle=max(Circle.STEERING, statement.circle))
    words = {"title": _("Unterzeichnende Organisation eintragen"), "said": _("Eingetragen.")}
    words["lead"] = _("Organisation und Funktion, kein Name einer Person.")
    return edit(request, SignatoryForm, row, engagement=statement.engagement, back=signatories_of(statement), **words)


def signatory_to_keep(user, pk):
    row = get_object_or_404(Signatory.objects.visible_to(user), pk=pk)
    row.statement = statement_or_404(user, row.statement_id, rules.can_plan)
    return row


def signatory_update(request, pk):
    """What is changed at a named organisation is named only after two people have looked at it again."""
    row = signatory_to_keep(request.user, pk)
    words = {"title": _("Unterzeichnung ändern: %(row)s") % {"row": row}, "said": _("Gespeichert.")}
    words |= {"engagement": row.statement.engagement, "back": signatories_of(row.statement)}
    return edit(request, SignatoryForm, row, **words)


@require_POST
def signatory_withdraw(request, pk):
    """Off the public page with one click."""
    row = signatory_to_keep(request.user, pk)
    withdraw_consent(row, by=request.user)
    messages.success(request, _("„%(row)s“ steht nicht mehr auf der öffentlichen Seite.") % {"row": row})
    return redirect(row)


# --- the yearly check ------------------------------------------------------------------------


def statement_review(request, pk):
    """Note what the check found; the next is due so many months later."""
    statement = statement_or_404(request.user, pk, rules.can_plan)
    due = statement.review_due
    form = ReviewForm(posted(request), instance=statement, user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save_by(request.user)
        words = _("Festgehalten. Das nächste Mal am %(day)s.")
        messages.success(request, words % {"day": f"{statement.review_due:%d.%m.%Y}"})
        return redirect(statement)
    if request.method != "POST":
        form.fill_in({"reviewed_on": timezone.localdate()})
    lead = _("fällig am %(day)s") % {"day": f"{due:%d.%m.%Y}"} if due else ""
    title = _("Leitbild überprüfen")
    return show_form(request, form, title=title, engagement=statement.engagement, back=at(statement), lead=lead)
