from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.models import Entry
from rooms.enums import Circle
from rooms.once import Once
from rooms.releasing import after_saving

from .. import rules
from ..bodies import AlreadyEnded, end_with_council, succeed
from ..enums import BodyKind
from ..forms.bodies import BodyForm
from ..forms.body_ends import CouncilEndedForm, SucceedForm
from ..models import Body, Organisation, Person
from ..seating import Seating
from ..traits import NamesATrait
from .access import place_of, require, room_or_404, saved, show_form

HISTORY_LINES = 20


def body_or_404(user, pk):
    bodies = Body.objects.visible_to(user).select_related("room__engagement").with_seats()
    return get_object_or_404(bodies, pk=pk)


def editable_body(user, pk):
    body = body_or_404(user, pk)
    require(rules.can_keep_bodies(user, body.room_id))
    return body


def bodies_url(room_id):
    return reverse("stakeholders:body-list", args=[room_id])


def body_list(request, room):
    """The bodies of a consultation: who is represented where, and which seats are free."""
    user, room = request.user, room_or_404(request.user, room)
    bodies = Body.objects.visible_to(user).filter(room=room).in_order().with_seats()
    context = {
        "seatings": [Seating(body) for body in bodies],
        "may_edit": rules.can_keep_bodies(user, room.pk),
    }
    return render(request, "stakeholders/body_list.html", context | place_of(user, room))


def body_detail(request, pk):
    user, body = request.user, body_or_404(request.user, pk)
    known = Body.objects.visible_to(user)
    may_edit, seating = rules.can_keep_bodies(user, body.room_id), Seating(body)
    context = {
        "body": body,
        "seating": seating,
        "bases": body.legal_bases.select_related("amends"),
        "claims": body.claims.all(),
        "shares": body.shares.all(),
        "carried_by": Organisation.objects.visible_to(user).filter(pk=body.carried_by_id).first(),
        "predecessor": known.filter(pk=body.predecessor_id).first(),
        "successors": known.filter(predecessor=body).in_order(),
        "twice": Person.objects.visible_to(user).unmerged().filter(pk__in=seating.same_twice()).in_order(),
        "may_edit": may_edit,
        "history": Entry.objects.about(body)[:HISTORY_LINES] if may_edit else [],
    }
    return render(request, "stakeholders/body_detail.html", context | place_of(user, body.room))


def body_create(request, room):
    room = keepable_room(request.user, room)
    body = Body(room=room)
    once = Once(request, body)
    if once.twin:
        return redirect(once.twin)
    back = bodies_url(room.pk)
    form = once.mark(BodyForm(request.POST or None, instance=body, user=request.user, room=room, cancel_url=back))
    if request.method == "POST" and saved(form, request.user):
        messages.success(request, _("„%(name)s“ ist angelegt. Als Nächstes: Wer sitzt dort?") % {"name": body})
        return redirect(body)
    title = _("Gremium anlegen")
    return show_form(request, form, title=title, room=room, cancel_url=back, status=once.status)


def body_update(request, pk):
    body = editable_body(request.user, pk)
    name, back = body.name, body.get_absolute_url()
    form = BodyForm(request.POST or None, instance=body, user=request.user, room=body.room, cancel_url=back)
    if request.method == "POST" and saved(form, request.user):
        messages.success(request, _("Gespeichert."))
        return redirect(after_saving(form, body, back))
    title = _("„%(name)s“ ändern") % {"name": name}
    return show_form(request, form, title=title, room=body.room, cancel_url=back, about=(name, back))


def body_succeed(request, pk):
    """One body grows into another, is renamed or founded again; the seats go along."""
    body = editable_body(request.user, pk)
    back = body.get_absolute_url()
    # Further out than the group it goes by two people, as every body does.
    circle = max(body.circle, Circle.STEERING)
    successor = Body(room=body.room, predecessor=body, circle=circle, author=request.user)
    for name in ("sectors", "quorum", "notice_days", "sittings_per_year", "is_public", "with_council"):
        setattr(successor, name, getattr(body, name))
    if body.kind == BodyKind.INTEGRATION_BOARD:  # founded again it is what it was; other bodies grow into another kind
        successor.kind = body.kind
    once = Once(request, successor)
    if once.twin:
        return redirect(once.twin)
    form = SucceedForm(
        request.POST or None, instance=successor, user=request.user, room_id=body.room_id, cancel_url=back
    )
    once.mark(form)
    if request.method == "POST" and form.is_valid():
        try:
            succeed(body, form.save(commit=False), by=request.user, when=form.cleaned_data["when"])
        except (AlreadyEnded, NamesATrait) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("„%(old)s“ ist in „%(new)s“ aufgegangen.") % {"old": body, "new": successor})
            return redirect(successor)
    title = _("Was wird aus „%(name)s“?") % {"name": body}
    return show_form(
        request, form, title=title, room=body.room, cancel_url=back, about=(body.name, back), status=once.status
    )


def council_ended(request, room):
    """After a local election: terms end in one step, and the free seats stand in the list."""
    room = keepable_room(request.user, room)
    bodies = Body.objects.visible_to(request.user).filter(room=room).meeting().in_order()
    back = bodies_url(room.pk)
    form = CouncilEndedForm(request.POST or None, bodies=bodies, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        n = end_with_council(data["bodies"], data["when"], by=request.user)
        words = ngettext("%(n)s Amtszeit ist beendet.", "%(n)s Amtszeiten sind beendet.", n) % {"n": n}
        missing = _("Jetzt fehlen die neuen Mitglieder.")
        messages.success(request, f"{words} {missing}" if n else _("Keine Amtszeit war offen."))
        return redirect(back)
    title = _("Konstituierung nach der Kommunalwahl")
    return show_form(request, form, title=title, room=room, cancel_url=back)


def keepable_room(user, pk):
    room = room_or_404(user, pk)
    require(rules.can_keep_bodies(user, room.pk))
    return room
