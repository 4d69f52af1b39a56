"""Beginning to ask: what has been asked in a consultation, and „Worum geht es?“ as the first step."""

import datetime as dt

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import posted
from engagements.rules import can_write
from engagements.views.phases import engagement_or_404
from rooms.enums import Circle
from rooms.once import Once
from steering.models import Measure

from ..asking import plan_words
from ..enums import Asks, Subject
from ..forms.asking import OwnRoundForm
from ..models import CommentRound, MissionStatement

USUAL = dt.timedelta(days=28)
LEADS = {
    Subject.TEXT: gettext_lazy(
        "Ein Konzept, ein Arbeitspapier, ein Entwurf: mit Abschnitten, zu denen Menschen etwas sagen."
    ),
    Subject.PLAN: gettext_lazy(
        "Gefragt wird zu den Zielen und Maßnahmen, die lesen darf, wer gefragt wird; mehr kommt nicht hinaus."
    ),
    Subject.QUESTION: gettext_lazy("Ohne Text: eine Frage, auf die alle in eigenen Worten antworten."),
}


def comment_round_list(request, pk):
    """What has been asked, and for the team the four things one can ask about."""
    user, engagement = request.user, engagement_or_404(request.user, pk)
    rows = CommentRound.objects.with_what_is_asked(user).filter(room=engagement.room_id)
    context = {"engagement": engagement, "rounds": list(rows), "may_write": can_write(user, engagement)}
    if context["may_write"]:
        context["statements"] = list(MissionStatement.objects.visible_to(user, room=engagement.room_id))
        context["measures"] = counts_of_plan(user, engagement)
    return render(request, "participation/asking_list.html", context)


def counts_of_plan(user, engagement):
    """How much of the plan everybody reads, and how much there is: said before somebody begins to ask."""
    rows = Measure.objects.visible_to(user, room=engagement.room_id)
    public = {f"{way}circle": Circle.PUBLIC for way in ("", "goal__", "goal__field__")}
    return {"all": rows.count(), "public": rows.filter(**public).count()}


def comment_round_ask(request, pk, subject):
    """Title or question, the text where there is one, days, and who is asked."""
    engagement = engagement_or_404(request.user, pk, can_write)
    if subject not in LEADS:
        raise Http404
    row = CommentRound(
        room_id=engagement.room_id, subject=subject, place=engagement.municipality, circle=Circle.STEERING
    )
    once = Once(request, row)
    if once.twin:
        return redirect(once.twin)
    form = once.mark(
        OwnRoundForm(posted(request), instance=row, user=request.user, initial=prepared(row, request.user))
    )
    if request.method == "POST" and form.is_valid():
        form.save_by(request.user)
        messages.success(request, _("Angelegt. Jetzt sehen Sie, was noch fehlt, bis alle schreiben können."))
        return redirect(row)
    about = (_("Fragen an die Öffentlichkeit"), reverse("participation:comment-round-list", args=[engagement.pk]))
    words = {"title": Subject(subject).label, "lead": LEADS[subject], "about": about, "cancel_url": about[1]}
    context = {"form": form, "engagement": engagement} | words
    return render(request, "participation/contribution_form.html", context, status=once.status)


def prepared(row, user):
    """What the form proposes; the plan is asked of all as soon as there is something all may read."""
    found = {"closes_on": timezone.localdate() + USUAL}
    if row.subject == Subject.PLAN:
        found |= {"title": _("Maßnahmenplan"), "asks": Asks.ALL if plan_words(user, row) else Asks.INVITED}
    return found
