"""The release desk: what shall leave the team, in which words, who agrees, and taking it back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import posted, require
from accounts.refusals import refused
from accounts.stepup import confirmed_recently

from . import rules, transitions
from .cautions import cautions_about
from .enums import Circle, ReleaseState
from .forms import ReleaseForm, ReturnForm
from .items_by_name import item_called, item_of
from .models import Release
from .reach import reach_of
from .readers import RoomReaders
from .releasing import circles_beyond, propose, tell_deciders
from .views import find_room
from .words import has_moved_on, words_of

MOST = 100


def item_named(request):
    """The row that shall leave the team; only the team knows of this page, and nothing sealed comes here."""
    kind, _colon, key = request.GET.get("was", "").partition(":")
    item = item_called(request.user, kind, key)
    if item is None or item.circle == Circle.SEALED or item.has_own_desk or not circles_beyond(item):
        raise Http404
    return require(rules.can_propose, request.user, item)


def create(request):
    """Choose how far and in which words, see who would read it and what to look at, then ask a second person."""
    item = item_named(request)
    circles = circles_beyond(item)
    asked = request.GET.get("kreis", "")
    initial = {"title": str(item), "text": item.edition_text, "to_circle": circles[0]}
    if asked in {str(int(circle)) for circle in circles}:
        initial["to_circle"] = int(asked)
    sent = posted(request)
    cautions = cautions_about(item, all_words(item, sent or initial), request.user)
    form = ReleaseForm(sent, item=item, circles=circles, cautions=cautions, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        data = {name: data.get(name) for name in ("to_circle", "purpose", "title", "text")}
        try:
            release = propose(item, by=request.user, **data)
        except transitions.ReleaseRefused as why:
            refused("release.propose", request.user, row=item.pk)
            form.add_error("to_circle", str(why))
        else:
            tell_deciders(release, request.build_absolute_uri)
            messages.success(request, _("Vorgeschlagen. Bis eine zweite Person zustimmt, liest es niemand Neues."))
            return redirect(release)
    context = {
        "form": form,
        "item": item,
        "words": [] if item.is_released_as_edition else words_of(item),
        "cautions": cautions,
        "deciders": rules.deciders(Release(room_id=item.room_id, author=request.user)),
        "readers": readers_beyond(item, circles, request.user),
        "back": item.get_absolute_url() if hasattr(item, "get_absolute_url") else "",
    }
    return render(request, "rooms/release_form.html", context)


def all_words(item, given):
    """Everything that would go out."""
    if item.is_released_as_edition:
        return f"{given.get('title', '')}\n{given.get('text', '')}"
    return "\n".join(text for _label, text in words_of(item))


def readers_beyond(item, circles, user):
    """For each circle who would read it, and who of them is new."""
    room = RoomReaders(item.room_id, user)
    return [(circle, *room.moved(item, circle)) for circle in circles]


@require_safe
def releases(request, pk):
    """What waits, what is out, what was returned or taken back; who is not on the team sees what is out for her."""
    room = find_room(request, pk, rules.is_member)
    of_team = room.pk in reach_of(request.user).team_rooms
    rows = Release.objects.visible_to(request.user).filter(room=room).newest_first()
    if not of_team:
        rows = rows.filter(state=ReleaseState.RELEASED, is_edition=True)
    groups = [(state, [row for row in rows[:MOST] if row.state == state]) for state in ReleaseState]
    context = {"room": room, "groups": [group for group in groups if group[1]], "of_team": of_team}
    return render(request, "rooms/release_list.html", context)


def find_release(request, pk):
    """A release this person reads; outside the team only what is out."""
    release = get_object_or_404(Release.objects.visible_to(request.user).newest_first(), pk=pk)
    if release.room_id not in reach_of(request.user).team_rooms and release.state != ReleaseState.RELEASED:
        raise Http404
    return release


@require_safe
def detail(request, pk):
    """The exact words, how far they go, and for the team what is still to be decided."""
    return show(request, find_release(request, pk))


def show(request, release, form=None, status=200):
    user = request.user
    of_team = release.room_id in reach_of(user).team_rooms
    item = item_of(user, release) if of_team else None
    room = RoomReaders(release.room_id, user)
    words = "\n".join([release.title, *(text for _label, text in release.content)])
    may_decide = release.is_open and rules.can_decide(user, release)
    context = {
        "release": release,
        "of_team": of_team,
        "is_member": release.room_id in reach_of(user).rooms,
        "item": item,
        "has_moved_on": item is not None and has_moved_on(item, release),
        "may_decide": may_decide,
        "may_withdraw": rules.can_withdraw(user, release) and release.state in transitions.STEPS_BACK,
        "deciders": rules.deciders(release) if of_team and release.is_open else [],
        "cautions": cautions_about(item, words, user) if may_decide and item else [],
        "readers": room.moved(item, release.target) if item and release.is_open else None,
        "return_form": form or (ReturnForm() if may_decide else None),
    }
    return render(request, "rooms/release_detail.html", context, status=status)


@require_POST
@confirmed_recently
def approve(request, pk):
    """A second person lets it out."""
    release = find_release(request, pk)
    require(rules.can_propose, request.user, release)
    return step(request, release, transitions.approve, _("Freigegeben. Ab jetzt lesen es alle im gewählten Kreis."))


@require_POST
def give_back(request, pk):
    """A second person says what is missing."""
    release = find_release(request, pk)
    require(rules.can_propose, request.user, release)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return show(request, release, form)
    answer = form.cleaned_data["answer"]
    return step(request, release, transitions.give_back, _("Zurückgegeben."), answer=answer)


@confirmed_recently
def withdraw(request, pk):
    """Ask, then take it back."""
    release = find_release(request, pk)
    require(rules.can_withdraw, request.user, release)
    if request.method == "POST":
        said = _("Zurückgezogen. Ab jetzt liest es nur noch das Beratungsteam.")
        return step(request, release, transitions.withdraw_release, said)
    context = {
        "release": release,
        "title": _("Freigabe zurückziehen"),
        "text": _("„%(title)s“ liest dann nur noch das Beratungsteam. Was andere schon gelesen haben, wissen sie.")
        % {"title": release.title},
        "button": _("Freigabe zurückziehen"),
        "danger": True,
        "cancel_url": release.get_absolute_url(),
    }
    return render(request, "rooms/release_withdraw.html", context)


def step(request, release, transition, said, **words):
    """Take a step, or say in one sentence why not."""
    try:
        transition(release, by=request.user, **words)
    except transitions.ReleaseRefused as why:
        refused(f"release.{transition.__name__}", request.user, release=release.pk)
        messages.error(request, str(why))
    else:
        messages.success(request, said)
    return redirect(release)
