"""Requests at those on duty: what is new, the first talk, the answer, the decision, and the consultation after it."""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import posted, require
from engagements.models import Engagement, ProcessTemplate
from engagements.rules import can_create
from engagements.transitions.steps import StepRefused
from engagements.views.engagement import EngagementCreate
from municipalities.models import GermanSort, Place
from rooms.ids import own_key
from rooms.models import Membership, Room
from rooms.once import content_of, key_of

from .. import receiving, rules
from ..forms.on_duty import AnswerForm, DecisionForm, DeskForm, HandOverForm, TakenDownForm, TalkForm
from ..history import history_of_inquiry
from ..models import Inquiry, InquiryDesk, InquiryState
from ..transitions.inquiries import begin, decide, reopen
from ..words_of_inquiries import LABELS, OURS, answers, pairs

SHORT_WAY = "kkb_kiko"


def inquiry_or_404(request, pk, rule=None):
    rows = Inquiry.objects.visible_to(request.user).select_related("room__organisation", "taken_by", "engagement")
    found = get_object_or_404(rows, pk=pk)
    return require(rule, request.user, found) if rule else found


def inquiry_list(request):
    """What has come in, who waits longest past her promise first; then what is decided."""
    rooms = rules.duty_rooms(request.user)
    if not rooms:
        raise Http404
    rows = list(Inquiry.objects.visible_to(request.user).filter(room__in=rooms).in_order())
    for row in rows:
        row.town, row.left = row.said.get("municipality", ""), receiving.hours_in_words(row)
    desks = InquiryDesk.objects.filter(room__in=rooms).select_related("room__organisation")
    open_rooms = {desk.room_id: desk for desk in desks}
    kept = Room.objects.filter(pk__in=rooms).select_related("organisation").order_by(GermanSort("organisation__name"))
    context = {
        "waiting": [row for row in rows if row.standing.is_open],
        "decided": sorted((row for row in rows if not row.standing.is_open), key=lambda row: row.decided_at)[::-1],
        "may_create": bool(open_rooms),
        "desks": [(room, open_rooms.get(room.pk), rules.keeps_desk(request.user, room)) for room in kept],
    }
    return render(request, "network/inquiry_list.html", context)


def inquiry_create(request):
    """Take down a request that did not come through the public form; promised and sealed like any other."""
    rooms = rules.duty_rooms(request.user)
    if not rooms:
        raise Http404
    form, key = TakenDownForm(posted(request), request=request, rooms=rooms), key_of(request)
    if request.method == "POST" and form.is_valid():
        found = receiving.receive(
            form.said,
            room_id=form.cleaned_data["desk"].room_id,
            key=own_key(key, request.user.pk, content_of(request)),
            is_acute=form.is_acute,
            language=get_language()[:2],
            absolute=request.build_absolute_uri,
        )
        messages.success(request, _("Die Anfrage ist eingetragen."))
        return redirect(found)
    title, lead = _("Anfrage eintragen"), _("Was am Telefon oder im Gespräch gesagt wurde.")
    context = {"form": form, "key": key, "title": title, "lead": lead, "cancel_url": reverse("network:inquiry-list")}
    return render(request, "network/inquiry_step.html", context)


def inquiry_desk(request, room):
    """Whether the organisation takes requests; as long as nobody does, the public form says so."""
    room = get_object_or_404(Room.objects.filter(pk__in=rules.duty_rooms(request.user)), pk=room)
    require(rules.keeps_desk, request.user, room)
    desk = InquiryDesk.objects.filter(room=room).first() or InquiryDesk(room=room)
    form = DeskForm(posted(request), instance=desk)
    if request.method == "POST" and form.is_valid():
        form.save_by(request.user)
        messages.success(request, _("Gespeichert."))
        return redirect("network:inquiry-list")
    return show(request, form, None, title=_("Anfragen annehmen"), lead=str(room.organisation))


def inquiry_detail(request, pk):
    """One request with the promise it was given, and the step that comes next."""
    found = inquiry_or_404(request, pk)
    may_work = rules.can_work_on(request.user, found)
    context = {
        "inquiry": found,
        "said": list(pairs(found.said, LABELS)),
        "ours": list(pairs(found.ours, OURS)),
        "answers": answers(found),
        "left": receiving.hours_in_words(found),
        "may_work": may_work,
        "may_open": may_work and found.standing.is_accepted and not found.engagement_id and can_create(request.user),
        "next": next_step(found) if may_work else "",
        "history": history_of_inquiry(found),
        "engagement": Engagement.objects.visible_to(request.user).filter(pk=found.engagement_id).first(),
    }
    if rules.can_hand_over(request.user, found):
        context["handing"] = HandOverForm(
            people=team_of(found), initial={"person": found.taken_by_id or request.user.pk}
        )
    return render(request, "network/inquiry_detail.html", context)


def next_step(inquiry):
    """The one thing to do now."""
    if not inquiry.standing.is_open:
        return "open" if inquiry.standing.is_accepted and not inquiry.engagement_id else ""
    if inquiry.taken_by_id is None:
        return "take"
    if inquiry.answered_at is None:
        return "answer"
    return "decide" if inquiry.interest else "talk"


def team_of(inquiry):
    """Whoever could look after it: the team of the room."""
    team = Membership.objects.active().of_team().filter(room=inquiry.room_id, user__is_active=True)
    return get_user_model().objects.filter(pk__in=team.values("user")).order_by(GermanSort("name"))


@require_POST
def inquiry_take(request, pk):
    """Somebody looks after it; from then on it is in clarification."""
    found = inquiry_or_404(request, pk, rules.can_hand_over)
    form = HandOverForm(request.POST, people=team_of(found))
    if form.is_valid():
        person = form.cleaned_data["person"]
        receiving.hand_to(found, person, by=request.user)
        begin(found, by=request.user)
        messages.success(request, _("%(name)s kümmert sich um die Anfrage.") % {"name": person.name})
    return redirect(found)


def inquiry_talk(request, pk):
    """Write down the first talk, and whether anybody of us is close to a side."""
    found = inquiry_or_404(request, pk, rules.can_work_on)
    before = found.ours | {"interest": found.interest, "next_contact": found.next_contact}
    form = TalkForm(posted(request), inquiry=found, initial=before)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data | {"on": str(form.cleaned_data["on"] or "")}
        receiving.note_talk(found, by=request.user, **words)
        messages.success(request, _("Gespeichert."))
        return redirect(found)
    return show(request, form, found, title=_("Erstgespräch festhalten"), lead=_("Vertraulich, auch ohne Auftrag."))


def inquiry_answer(request, pk):
    """Answer; the promise given with the request is kept by it."""
    found = inquiry_or_404(request, pk, rules.can_work_on)
    form = AnswerForm(posted(request), inquiry=found)
    if request.method == "POST" and form.is_valid():
        receiving.answer(found, by=request.user, **form.cleaned_data)
        messages.success(request, _("Die Antwort ist festgehalten."))
        return redirect(found)
    return show(request, form, found, title=_("Antworten"))


def inquiry_decide(request, pk):
    """Accept, refer or decline."""
    found = inquiry_or_404(request, pk, rules.can_work_on)
    form = DecisionForm(posted(request), inquiry=found, initial={"next_contact": found.next_contact})
    if request.method == "POST" and form.is_valid():
        try:
            decide(found, by=request.user, **form.cleaned_data)
        except StepRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Die Entscheidung ist festgehalten."))
            return redirect(found)
    return show(request, form, found, title=_("Wie geht es weiter?"))


@require_POST
def inquiry_reopen(request, pk):
    """Take the decision back."""
    found = inquiry_or_404(request, pk, rules.can_work_on)
    try:
        reopen(found, by=request.user)
    except StepRefused as refused:
        messages.error(request, str(refused))
    return redirect(found)


def show(request, form, inquiry, *, title, lead=""):
    back = inquiry.get_absolute_url() if inquiry else reverse("network:inquiry-list")
    context = {"form": form, "inquiry": inquiry, "title": title, "lead": lead, "cancel_url": back}
    return render(request, "network/inquiry_step.html", context)


class InquiryOpen(EngagementCreate):
    """A consultation from a request: with the template and the town filled in, and its words as the first entry."""

    def dispatch(self, request, *args, **kwargs):
        self.inquiry = inquiry_or_404(request, kwargs["pk"], rules.can_work_on)
        if self.inquiry.engagement_id or not self.inquiry.standing.is_accepted:
            return redirect(self.inquiry)
        return super().dispatch(request, *args, **kwargs)

    def get_object(self, queryset=None):
        return None

    def get_initial(self):
        short = self.inquiry.state == InquiryState.SHORT
        published = ProcessTemplate.objects.published().order_by("approach", "name")
        chosen = published.filter(code=SHORT_WAY).first() if short else published.exclude(code=SHORT_WAY).first()
        named = list(Place.objects.clients().filter(name__iexact=self.inquiry.said["municipality"].strip())[:2])
        place = named[0].pk if len(named) == 1 else None  # of two with the same name nobody guesses
        return {"template": chosen and chosen.pk, "municipality": place}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"cancel_url": self.inquiry.get_absolute_url()}

    def form_valid(self, form):
        response = super().form_valid(form)
        receiving.carry_over(self.inquiry, Engagement.objects.get(pk=self.once.key), by=self.request.user)
        messages.info(self.request, _("Anfrage und Erstgespräch stehen versiegelt im Tagebuch dieser Beratung."))
        return response
