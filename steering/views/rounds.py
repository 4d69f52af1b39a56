"""Update rounds: the page of the coordinator and the group, and what leads on from it."""

from django.contrib import messages
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import posted
from engagements.transitions.steps import StepRefused
from engagements.views.phases import engagement_or_404
from rooms.enums import Circle
from rooms.once import Once

from .. import rules
from ..enums import RoundState
from ..forms.plan import ReportForm
from ..forms.rounds import RoundForm
from ..models import Measure, Progress, UpdateRound
from ..rounds import addresses_of, by_hand, open_round, remind
from ..sheets import Sheet, told
from ..transitions.measures import is_overtaken, report
from ..transitions.rounds import close_round
from .base import row_or_404, show_form
from .plan import plan_of


def back_to(found):
    return str(found), found.get_absolute_url()


def round_create(request, pk):
    """Before anything goes out it is said to whom, and which measures nobody answers for."""
    engagement = engagement_or_404(request.user, pk, rules.can_plan)
    rounds = UpdateRound.objects.visible_to(request.user).filter(engagement=engagement)
    if request.method != "POST" and (running := rounds.filter(state=RoundState.OPEN).first()):
        messages.info(request, _("Es läuft schon eine Runde."))
        return redirect(running)
    once = Once(request, UpdateRound(engagement=engagement, room_id=engagement.room_id))
    if once.twin:
        return redirect(once.twin)
    measures = list(Measure.objects.visible_to(request.user).filter(engagement=engagement).open().in_order())
    asked = [row for row in measures if row.email and row.circle <= Circle.STEERING]
    inside = [row for row in measures if row.email and row.circle > Circle.STEERING]
    form = once.mark(RoundForm(posted(request)))
    if request.method == "POST" and form.is_valid():
        if not asked:
            form.add_error(None, _("Noch hat keine Maßnahme eine Funktionsadresse; niemand bekäme eine Mail."))
        elif found := opened(request, engagement, form, once.key):
            return redirect(found)
    context = {
        "form": form,
        "engagement": engagement,
        "about": plan_of(engagement),
        "cancel_url": plan_of(engagement)[1],
        "emails": addresses_of(asked),
        "asked": asked,
        "unanswered": [row for row in measures if not row.email],
        "inside": inside,
        "inside_count": len(inside),
    }
    return render(request, "steering/round_form.html", context, status=once.status)


def opened(request, engagement, form, key):
    """The new round; nothing where another one runs, which the form then says."""
    day, absolute = form.cleaned_data["answers_by"], request.build_absolute_uri
    try:
        found = open_round(engagement, day, by=request.user, absolute=absolute, key=key)
    except IntegrityError:
        form.add_error(None, _("Es läuft schon eine Runde."))
        return None
    messages.success(request, _("Die Runde ist offen, die Mails gehen hinaus."))
    return found


def round_detail(request, pk):
    """What came back, what is missing, and how it differs from the round before."""
    user, found = request.user, row_or_404(request.user, UpdateRound.objects, pk)
    engagement = found.engagement
    rounds = UpdateRound.objects.visible_to(user).filter(engagement=engagement).exclude(pk=found.pk)
    may_plan, sheet, today = rules.can_plan(user, engagement), Sheet(user, found), timezone.localdate()
    is_open = found.state == RoundState.OPEN
    context = {
        "round": found,
        "engagement": engagement,
        "about": plan_of(engagement),
        "sheet": sheet,
        "others": list(rounds),
        "may_plan": may_plan,
        "is_open": is_open,
        "is_late": is_open and today > found.answers_by,
        "may_remind": may_plan and is_open and any(by_hand(each, today) and each.is_owing for each in sheet.requests),
    }
    return render(request, "steering/round_detail.html", context)


@require_POST
def round_remind(request, pk):
    """Remind today whoever still owes an answer; it takes the place of the reminder that would go by itself."""
    found = row_or_404(request.user, UpdateRound.objects, pk, rules.can_plan)
    n = remind(found, absolute=request.build_absolute_uri, today=timezone.localdate(), when=by_hand)
    words = ngettext("%(n)s Erinnerung geht hinaus.", "%(n)s Erinnerungen gehen hinaus.", n) % {"n": n}
    messages.success(request, words if n else _("Heute ist niemand mehr zu erinnern."))
    return redirect(found)


def round_close(request, pk):
    """Ask, then close: from then on the links take nothing any more."""
    found = row_or_404(request.user, UpdateRound.objects, pk, rules.can_plan)
    if found.state != RoundState.OPEN:
        messages.info(request, _("Die Runde ist schon abgeschlossen."))
        return redirect(found)
    if request.method == "POST":
        try:
            close_round(found, by=request.user)
        except StepRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Die Runde ist abgeschlossen und bleibt so, wie sie jetzt ist."))
        return redirect(found)
    context = {
        "title": _("Runde %(number)s abschließen?") % {"number": found.number},
        "text": told(Sheet(request.user, found)),
        "undo": _("Die Links nehmen dann keine Antwort mehr an. Was später kommt, steht als Berichtigung da."),
        "button": _("Runde abschließen"),
        "engagement": found.engagement,
        "about": back_to(found),
        "cancel_url": found.get_absolute_url(),
    }
    return render(request, "steering/confirm.html", context)


def round_report(request, pk, measure):
    """What somebody said on the phone, into the round; after its end as a correction."""
    found = row_or_404(request.user, UpdateRound.objects, pk, rules.can_plan)
    rows = Measure.objects.visible_to(request.user).filter(engagement=found.engagement, circle__lte=Circle.STEERING)
    row = get_object_or_404(rows, pk=measure)
    once = Once(request, Progress(measure=row, room_id=row.room_id))
    if once.twin:
        return redirect(found)
    is_correction = found.state != RoundState.OPEN
    any_state = is_correction and is_overtaken(row, found)
    form = once.mark(ReportForm(posted(request), measure=row, any_state=any_state))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data | {"round": found, "correction": is_correction, "key": once.key}
        try:
            report(row, **data, by=request.user)
        except StepRefused as refused:
            form.look_again(refused)
        else:
            said = _("Berichtigt; so ist es in der Runde zu sehen.") if is_correction else _("Gemeldet.")
            messages.success(request, said)
            return redirect(found)
    title = _("Nach Abschluss berichtigen") if is_correction else _("Stand für die Runde eintragen")
    back, words = back_to(found), {"lead": str(row), "status": once.status}
    return show_form(request, form, title=title, engagement=found.engagement, back=back, **words)
