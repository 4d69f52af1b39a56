"""Proposals of an event: numbered, handed over, answered; and the few photographs people agreed to."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import posted
from audit.models import Entry
from rooms.enums import Circle
from rooms.models import File
from rooms.once import Once
from rooms.releasing import after_saving as or_proposal
from rooms.releasing import propose_url
from rooms.uploads import forget

from .. import rules_events as rules
from ..enums import ProposalState
from ..forms.event_proposals import PhotoForm, ProposalAnswerForm, ProposalForm
from ..models import EventPhoto, Proposal, ProposalAnswer, ProposalContact
from ..proposals import give_number, keep_contact
from ..transitions.events import move_proposal
from .event_base import about, edit, event_or_404, part_or_404, show_form


def proposal_create(request, pk):
    event = event_or_404(request.user, pk, rules.can_run)
    return proposal_form(request, Proposal(event=event, room_id=event.room_id), event)


def proposal_update(request, pk):
    row = part_or_404(request.user, Proposal.objects.visible_to(request.user), pk)
    return proposal_form(request, row, row.event)


@transaction.atomic
def proposal_form(request, row, event):
    """The words go with the proposal, the address to the team."""
    once, is_new = Once(request, row), row._state.adding
    if once.twin:
        return redirect(once.twin)
    initial = {"circle": max(Circle.STEERING, event.circle)}
    form = once.mark(ProposalForm(posted(request), instance=row, user=request.user, initial=initial if is_new else {}))
    if request.method == "POST" and form.is_valid():
        if is_new:
            give_number(row)
        form.save_by(request.user)
        keep_contact(row, form.cleaned_data["email"], by=request.user)
        messages.success(request, _("%(row)s ist festgehalten.") % {"row": row})
        return redirect(or_proposal(form, row, row.get_absolute_url()))
    title = _("Vorschlag festhalten") if is_new else _("%(row)s ändern") % {"row": row}
    back = about(event) if is_new else (str(row), row.get_absolute_url())
    return show_form(request, form, event, title=title, back=back, status=once.status)


def proposal_detail(request, pk):
    """One proposal: to whom it went, whether she was asked, what she answered, who may read that."""
    user = request.user
    row = part_or_404(user, Proposal.objects.visible_to(user), pk, rule=None)
    event, may_run = row.event, rules.can_run(user, row.event)
    answer = ProposalAnswer.objects.visible_to(user).filter(proposal=row).first()
    context = {
        "proposal": row,
        "event": event,
        "engagement": event.engagement,
        "about": about(event),
        "answer": answer,
        "contact": ProposalContact.objects.visible_to(user).filter(proposal=row).first(),
        "may_run": may_run,
        "release_url": propose_url(row, Circle.PUBLIC) if may_run and goes_out(row) else "",
        "answer_release_url": propose_url(answer, Circle.PUBLIC) if answer and may_run and goes_out(answer) else "",
        "history": Entry.objects.about(row)[:20] if may_run else [],
    }
    return render(request, "participation/event_proposal.html", context)


def goes_out(row):
    return row.circle > Circle.PUBLIC == row.goes_at_most


def proposal_answer(request, pk):
    """The team writes down what was answered."""
    row = part_or_404(request.user, Proposal.objects.visible_to(request.user), pk)
    answer = ProposalAnswer.objects.visible_to(request.user).filter(proposal=row).first()
    is_new = answer is None
    answer = answer or ProposalAnswer(proposal=row, room_id=row.room_id)
    words = {"title": _("Antwort auf %(row)s") % {"row": row}, "said": _("Die Antwort ist festgehalten.")}
    words |= {"initial": {"circle": max(Circle.STEERING, row.circle)}} if is_new else {}
    back = str(row), row.get_absolute_url()
    response = edit(request, ProposalAnswerForm, answer, row.event, back=back, **words)
    if response.status_code == 302 and row.state != ProposalState.ANSWERED:
        move_proposal(row, ProposalState.ANSWERED, by=request.user)
    return response


def photo_create(request, pk):
    """From the files of the room; without a file there the page says how to get one."""
    user, event = request.user, event_or_404(request.user, pk, rules.can_run)
    taken = EventPhoto.objects.filter(room=event.room_id).values("file")
    files = File.objects.visible_to(user).filter(room=event.room_id, content_type__startswith="image/")
    files = files.exclude(pk__in=taken).exclude(circle=Circle.SEALED)
    row = EventPhoto(event=event, room_id=event.room_id)
    words = {"title": _("Foto mit Zustimmung"), "said": _("Das Foto ist aufgenommen.")}
    lead = _("Wählen Sie aus den Bildern dieses Raums. Im Zweifel: kein Foto.")
    back = _("Fotos"), reverse("participation:event-photos", args=[event.pk])
    return edit(request, PhotoForm, row, event, back=back, lead=lead, files=files, **words)


def photos(request, pk):
    """The photographs of an event with what was agreed; none is what most events have."""
    user, event = request.user, event_or_404(request.user, pk)
    rows = EventPhoto.objects.visible_to(user).filter(event=event).select_related("file")
    context = {"event": event, "engagement": event.engagement, "about": about(event)}
    context |= {"photos": list(rows), "may_run": rules.can_run(user, event)}
    return render(request, "participation/event_photos.html", context)


def photo_delete(request, pk):
    """Somebody has withdrawn her consent: the picture goes with its file's entry, at once."""
    row = part_or_404(request.user, EventPhoto.objects.visible_to(request.user), pk)
    if request.method == "POST":
        Entry.objects.record("event.photo_removed", row.event, by=request.user)
        event, file = row.event, row.file
        name = file.content.name
        row.delete()
        file.delete()
        transaction.on_commit(lambda: forget(name), robust=True)
        messages.success(request, _("Das Foto ist weg."))
        return redirect("participation:event-photos", event.pk)
    context = {
        "title": _("Foto entfernen?"),
        "text": _("Das Bild wird gelöscht, nicht nur ausgeblendet."),
        "button": _("Entfernen"),
        "danger": True,
        "event": row.event,
        "engagement": row.event.engagement,
        "about": about(row.event),
        "cancel_url": row.event.get_absolute_url(),
    }
    return render(request, "participation/event_confirm.html", context)
