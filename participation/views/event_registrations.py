"""Who is coming: the list for the team, what is asked, who has which duty, and the answers for each of them."""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import posted
from audit.models import Entry
from rooms.models import Membership
from rooms.once import Once

from .. import rules_events as rules
from ..enums import Duty, RegistrationState
from ..forms.event_registrations import TeamRegistrationForm
from ..forms.events import DutyForm, QuestionForm
from ..models import Answer, EventDuty, Question, Registration
from ..registering import SHUT, cancel_for, register
from .event_base import about, event_or_404, part_or_404, show_form


def registrations(request, pk):
    """In the order they came: who has a seat, who waits, who has cancelled."""
    user, event = request.user, event_or_404(request.user, pk, rules.can_run)
    rows = list(Registration.objects.visible_to(user).filter(event=event).in_order())
    groups = [
        (state, [row for row in rows if row.state == state], sum(row.persons for row in rows if row.state == state))
        for state in RegistrationState
    ]
    context = {
        "event": event,
        "engagement": event.engagement,
        "about": about(event),
        "groups": [group for group in groups if group[1]],
        "questions": list(event.questions.all()),
        "duties": list(event.duties.select_related("person")),
        "may_ask": rules.can_ask(event),
        "reads": rules.questions_read_by(user, event),
    }
    return render(request, "participation/event_registrations.html", context)


def people_of(event):
    """Whoever is a member of the room may have a duty."""
    members = Membership.objects.active().filter(room=event.room_id).values("user")
    return get_user_model().objects.filter(pk__in=members, is_active=True).order_by("name")


def registration_create(request, pk):
    """The team enters whoever called or wrote; under the same lock as everybody."""
    event = event_or_404(request.user, pk, rules.can_run)
    once = Once(request)
    form = once.mark(TeamRegistrationForm(posted(request)))
    if request.method == "POST" and form.is_valid():
        absolute = request.build_absolute_uri
        state = register(event, form.cleaned_data, key=once.key, absolute=absolute, language="de")
        if state in SHUT:
            form.add_error(None, SHUT[state])
        else:
            words = {"state": RegistrationState(state).label}
            messages.success(request, _("Eingetragen: %(state)s. Die Bestätigung ist unterwegs.") % words)
            return redirect("participation:event-registrations", event.pk)
    lead = _("Für Menschen, die anrufen oder schreiben. Sie bekommen dieselbe Mail wie alle anderen.")
    return show_form(request, form, event, title=_("Anmeldung eintragen"), lead=lead, status=once.status)


def registration_cancel(request, pk):
    """For somebody who called; who waits moves up at once."""
    row = part_or_404(request.user, Registration.objects.visible_to(request.user), pk)
    event = row.event
    if row.state == RegistrationState.CANCELLED:
        messages.info(request, _("Diese Anmeldung ist schon abgesagt."))
        return redirect("participation:event-registrations", event.pk)
    if request.method == "POST":
        n = cancel_for(row, request.build_absolute_uri, by=request.user)
        words = ngettext("Abgemeldet; %(n)s Anmeldung rückt nach.", "Abgemeldet; %(n)s Anmeldungen rücken nach.", n)
        messages.success(request, words % {"n": n} if n else _("Abgemeldet."))
        return redirect("participation:event-registrations", event.pk)
    context = {
        "title": _("%(name)s abmelden?") % {"name": row.name},
        "text": _("Der Platz geht an die nächste Person auf der Warteliste; sie bekommt eine Mail."),
        "button": _("Abmelden"),
        "danger": True,
        "event": event,
        "engagement": event.engagement,
        "about": about(event),
        "cancel_url": event.get_absolute_url(),
    }
    return render(request, "participation/event_confirm.html", context)


# --- Questions, duties, answers ------------------------------------------------------------


def question_create(request, pk):
    """Asked is what the event needs to know, and who needs to know it reads the answers."""
    event = event_or_404(request.user, pk, rules.can_run)
    if not rules.can_ask(event):
        messages.error(request, _("Die Anmeldung war schon offen; die Fragen stehen fest."))
        return redirect(event)
    once = Once(request)
    row = Question(event=event, order=event.questions.count() + 1)
    form = once.mark(QuestionForm(posted(request), instance=row))
    if request.method == "POST" and form.is_valid():
        row.pk = once.number
        if not Question.objects.filter(pk=row.pk).exists():
            form.save()
            Entry.objects.record("event.question", event, by=request.user)
        messages.success(request, _("Die Frage steht bei der Anmeldung."))
        return redirect("participation:event-registrations", event.pk)
    lead = _(
        "Antworten werden nach der Veranstaltung gelöscht. Fragen Sie nur, was jemand für die Vorbereitung braucht."
    )
    return show_form(request, form, event, title=_("Was müssen Sie vorher wissen?"), lead=lead, status=once.status)


@require_POST
def question_delete(request, pk):
    row = part_or_404(request.user, Question.objects.all(), pk)
    if rules.can_ask(row.event):
        row.delete()
        Entry.objects.record("event.question", row.event, by=request.user)
    else:
        messages.error(request, _("Die Anmeldung war schon offen; die Fragen stehen fest."))
    return redirect("participation:event-registrations", row.event_id)


def duty_create(request, pk):
    """Who of the room looks after what; she reads the answers to those questions and no others."""
    event = event_or_404(request.user, pk, rules.can_run)
    once = Once(request)
    form = once.mark(DutyForm(posted(request), instance=EventDuty(event=event), people=people_of(event)))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        _row, made = EventDuty.objects.get_or_create(event=event, person=data["person"], duty=data["duty"])
        if made:
            Entry.objects.record("event.duty", event, by=request.user, summary=str(Duty(data["duty"]).label))
        messages.success(request, _("Die Aufgabe ist eingetragen."))
        return redirect("participation:event-registrations", event.pk)
    return show_form(request, form, event, title=_("Wer macht was?"), status=once.status)


@require_POST
def duty_delete(request, pk):
    row = part_or_404(request.user, EventDuty.objects.all(), pk)
    Entry.objects.record("event.duty", row.event, by=request.user, summary=_("beendet"))
    row.delete()
    return redirect("participation:event-registrations", row.event_id)


def answers(request, pk):
    """What was answered to the questions that are hers; names stand beside it for the team alone."""
    user, event = request.user, event_or_404(request.user, pk)
    questions = rules.questions_read_by(user, event)
    if not questions:
        raise Http404
    found = {question.pk: [] for question in questions}
    names = {row.pk: row.name for row in Registration.objects.visible_to(user).filter(event=event)}
    for row in Answer.objects.filter(question__in=questions):
        found[row.question_id].append((row.text, names.get(row.registration_id, "")))
    context = {"event": event, "engagement": event.engagement, "about": about(event)}
    context["answered"] = [(question, found[question.pk]) for question in questions]
    return render(request, "participation/event_answers.html", context)
