"""Who commissions the consultation, whom one talks to, and what both sides bring."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import require
from rooms.once import Once
from rooms.releasing import after_saving
from rooms.taking_up import take_up
from stakeholders.models import Office, Organisation

from .. import rules
from ..forms.mandate import ContactForm, MandateForm
from ..forms.phases import warnings_of
from ..models import Contact, Mandate
from .contributions import Contributions
from .phases import engagement_or_404
from .removing import remove


def mandates_for(user, engagement):
    """The mandates; a client or a person hidden from the reader reads as none."""
    clients, offices = Organisation.objects.visible_to(user), Office.objects.for_reader(user)
    found = Mandate.objects.visible_to(user).filter(engagement=engagement)
    return found.prefetch_related(Prefetch("client", clients), Prefetch("office", offices))


def contacts_for(user, engagement):
    """The contact persons whose names the reader may know."""
    offices = Office.objects.visible_to(user)
    return (
        Contact.objects.visible_to(user)
        .filter(engagement=engagement, office__in=offices)
        .prefetch_related(Prefetch("office", Office.objects.for_reader(user)))
    )


def tree(papers):
    """The papers with their depth, each below the one it rests on; what rests on something hidden stands alone."""
    papers = list(papers)
    known, below = {paper.pk for paper in papers}, {}
    for paper in papers:
        below.setdefault(paper.based_on_id if paper.based_on_id in known else None, []).append(paper)
    rows, waiting = [], [(paper, 0) for paper in reversed(below.get(None, []))]
    while waiting:
        paper, depth = waiting.pop()
        rows.append((paper, depth))
        waiting += [(each, depth + 1) for each in reversed(below.get(paper.pk, []))]
    return rows


def mandate(request, pk):
    """Mandates, contact persons, agreements and own contributions of one consultation."""
    user = request.user
    engagement = engagement_or_404(user, pk)
    may_write = rules.can_write(user, engagement)
    context = {
        "engagement": engagement,
        "mandates": mandates_for(user, engagement),
        "contacts": contacts_for(user, engagement),
        "papers": tree(engagement.agreements.visible_to(user)),
        "contributions": Contributions(user, engagement),
        "may_write": may_write,
    }
    return render(request, "engagements/mandate_page.html", context)


def mandate_create(request, pk):
    engagement = engagement_or_404(request.user, pk, rules.can_write)
    blank = Mandate(engagement=engagement, room_id=engagement.room_id, client_id=engagement.client_id)
    blank.services = list(engagement.services)
    return _edit(request, MandateForm, blank, _("Der Auftrag ist eingetragen."), "engagements/mandate_form.html")


def mandate_update(request, pk):
    found = get_object_or_404(Mandate.objects.visible_to(request.user).select_related("engagement__room"), pk=pk)
    require(rules.can_write, request.user, found.engagement)
    return _edit(request, MandateForm, found, _("Der Auftrag ist gespeichert."), "engagements/mandate_form.html")


def contact_create(request, pk):
    engagement = engagement_or_404(request.user, pk, rules.can_write)
    blank = Contact(engagement=engagement, room_id=engagement.room_id)
    said = _("Die Ansprechperson ist eingetragen.")
    return _edit(request, ContactForm, blank, said, "engagements/mandate_contact.html")


def _edit(request, form_class, instance, said, template):
    """A form for one row of the mandate page, with the way back to it."""
    engagement = instance.engagement
    back = reverse("engagements:mandate", args=[engagement.pk])
    once = Once(request, instance)
    if once.twin:
        return redirect(back)
    form = take_up(request, once.mark(form_class(request.POST or None, instance=instance, user=request.user)))
    if request.method == "POST" and form.is_valid():
        form.save_by(request.user)
        messages.success(request, said)
        for warning in warnings_of(form):
            messages.warning(request, warning)
        return redirect(after_saving(form, instance, back))
    context = {"form": form, "engagement": engagement, "is_new": instance._state.adding, "cancel_url": back}
    return render(request, template, context, status=once.status)


def mandate_delete(request, pk):
    """Ask, then take out a mandate entered by mistake."""
    found = get_object_or_404(Mandate.objects.visible_to(request.user).select_related("engagement"), pk=pk)
    text = _("Nur für Einträge aus Versehen. Wechselt die Person im Amt, tragen Sie einen weiteren Auftrag ein.")
    return remove(request, found, title=_("Auftrag „%s“ entfernen?") % found.organ, text=text)


def contact_delete(request, pk):
    found = get_object_or_404(contacts_of_room(request.user), pk=pk)
    text = _("Die Person bleibt unter den Beteiligten; sie steht nur nicht mehr als Ansprechperson hier.")
    return remove(request, found, title=_("„%s“ nicht mehr als Ansprechperson führen?") % found.office, text=text)


def contacts_of_room(user):
    known = Contact.objects.visible_to(user).filter(office__in=Office.objects.visible_to(user))
    return known.select_related("engagement", "office__person")
