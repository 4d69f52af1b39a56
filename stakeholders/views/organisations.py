from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.models import Entry
from rooms.once import Once
from rooms.releasing import after_saving
from rooms.taking_up import take_up

from .. import rules
from ..duplicates import proposals_about
from ..forms import AliasForm, OrganisationForm
from ..models import Alias, Office, Organisation
from .access import editable_item, editable_room, item_or_404, list_url, place_of, require, saved, show_form

LOG_LINES = HISTORY_LINES = 20


def detail(request, pk):
    user = request.user
    merged = Organisation.objects.visible_to(user).filter(pk=pk).exclude(merged_into=None).first()
    if merged:
        return redirect(item_or_404(user, Organisation.objects, merged.merged_into_id))
    organisation = item_or_404(user, Organisation.objects.select_related("unit"), pk)
    known = Organisation.objects.visible_to(user).unmerged()
    may_edit = rules.can_edit(user, organisation)
    context = {
        "organisation": organisation,
        "parent": known.filter(pk=organisation.parent_id).first(),
        "units": known.filter(parent=organisation).in_order(),
        "offices": Office.objects.for_reader(user).filter(organisation=organisation),
        "log": organisation.log.visible_to(user).newest_first()[:LOG_LINES],
        "may_edit": may_edit,
        "alike": proposals_about(user, organisation) if may_edit else [],
        "history": Entry.objects.about(organisation)[:HISTORY_LINES] if may_edit else [],
    }
    return render(request, "stakeholders/organisation_detail.html", context | place_of(user, organisation.room))


def create(request, room):
    room = editable_room(request.user, room)
    organisation = Organisation(room=room)
    once = Once(request, organisation)
    if once.twin:
        return redirect(once.twin)
    form = once.mark(
        OrganisationForm(
            request.POST or None, instance=organisation, user=request.user, room=room, cancel_url=list_url(room)
        )
    )
    if request.method == "POST" and (organisation := saved(form, request.user)):
        messages.success(request, _("„%(name)s“ steht jetzt im Verzeichnis.") % {"name": organisation})
        return redirect(organisation)
    title = _("Organisation eintragen")
    return show_form(request, form, title=title, room=room, cancel_url=list_url(room), status=once.status)


def update(request, pk):
    organisation = editable_item(request.user, Organisation.objects, pk)
    back = organisation.get_absolute_url()
    name = organisation.name
    form = OrganisationForm(
        request.POST or None, instance=organisation, user=request.user, room=organisation.room, cancel_url=back
    )
    take_up(request, form)
    if request.method == "POST" and saved(form, request.user):
        messages.success(request, _("Gespeichert."))
        return redirect(after_saving(form, organisation, back))
    title = _("„%(name)s“ ändern") % {"name": name}
    return show_form(request, form, title=title, room=organisation.room, cancel_url=back, about=(name, back))


def alias_create(request, pk):
    organisation = editable_item(request.user, Organisation.objects, pk)
    back = organisation.get_absolute_url()
    form = AliasForm(request.POST or None, user=request.user, organisation=organisation, cancel_url=back)
    if request.method == "POST" and saved(form, request.user):
        messages.success(request, _("Der Name steht jetzt dabei."))
        return redirect(back)
    title = _("Anderer Name für „%(name)s“") % {"name": organisation}
    return show_form(
        request, form, title=title, room=organisation.room, cancel_url=back, about=(organisation.name, back)
    )


@require_POST
def alias_delete(request, pk):
    alias = get_object_or_404(Alias, pk=pk, organisation__in=Organisation.objects.visible_to(request.user).unmerged())
    organisation = alias.organisation
    require(rules.can_edit(request.user, organisation))
    alias.delete()
    Entry.objects.record("organisation.name_removed", organisation, by=request.user)
    messages.success(request, _("Der andere Name ist entfernt."))
    return redirect(organisation)
