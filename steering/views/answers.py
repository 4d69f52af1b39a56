"""The page on which whoever got the mail of a round answers, without signing in."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.refusals import refused
from engagements.transitions.steps import StepRefused
from rooms.ids import own_key, uuid7

from ..forms.rounds import AnswerForm
from ..rounds import LinkBroken, question_of
from ..transitions.rounds import answer


@never_cache
@login_not_required
def round_answer(request, token):
    """Opening the link shows a page and changes nothing: mail scanners open links, too. Only the sent form counts."""
    try:
        question = question_of(token)
    except LinkBroken:
        return shut(request, "broken", 404)
    if question.is_closed:
        return shut(request, "closed", 410)
    if question.is_expired:
        return shut(request, "expired", 410)
    data = request.POST if request.method == "POST" else None
    forms = [AnswerForm(data, asked=asked) for asked in question.measures]
    key, problem, lost = key_of(request), "", lost_of(data or {}, question)
    if data is not None and not lost and all(form.is_valid() for form in forms):
        answered = [form for form in forms if form.is_answer]
        problem = "" if answered else _("Bitte sagen Sie zu mindestens einer Maßnahme, wie sie steht.")
        if answered and write_down(question, answered, key):
            return redirect(f"{request.path}?eingetragen=1")
    context = {"question": question, "forms": forms, "key": key, "problem": problem, "lost": lost}
    context |= {"has_errors": any(form.is_bound and not form.is_valid() for form in forms)}
    context |= {"is_written": data is None and "eingetragen" in request.GET}
    return render(request, "steering/round_answer.html", context, status=422 if data is not None else 200)


def key_of(request):
    """The key the page was opened with: sent twice it makes one report of each measure."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid7()


def lost_of(data, question):
    """What was typed about measures this page no longer asks about, because somebody has moved them meanwhile."""
    known = {f"{asked.pk}-note" for asked in question.measures}
    return [text for name, text in data.items() if name.endswith("-note") and name not in known and text.strip()]


def write_down(question, forms, key):
    """Report each measure that was answered; what the wall refuses stands at its measure. Whether all went through."""
    for form in forms:
        words = {name: form.cleaned_data[name] for name in ("target", "light", "note")}
        try:
            answer(question.request, form.asked, **words, key=own_key(key, form.asked.pk, *words.values()))
        except StepRefused as problem:
            form.look_again(problem)
    return all(form.is_valid() for form in forms)


def shut(request, why, status):
    """One clear sentence about why the link opens nothing."""
    refused("round-answer", request.user)
    return render(request, "steering/round_shut.html", {"why": why}, status=status)
