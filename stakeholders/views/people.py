import uuid

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from audit.models import Entry
from rooms.once import Once
from rooms.releasing import after_saving
from rooms.taking_up import take_up

from .. import rules
from ..actions import end_office
from ..duplicates import proposals_about
from ..forms import EndOfficeForm, NewPersonForm, OfficeForm, PersonForm, SuccessorForm
from ..models import Office, Organisation, Person
from ..terms import following
from .access import editable_item, editable_office, editable_room, item_or_404, list_url, place_of, saved, show_form
from .organisations import HISTORY_LINES, LOG_LINES


def detail(request, pk):
    user = request.user
    merged = Person.objects.visible_to(user).filter(pk=pk).exclude(merged_into=None).first()
    if merged:
        return redirect(item_or_404(user, Person.objects, merged.merged_into_id))
    person = item_or_404(user, Person.objects, pk)
    may_edit = rules.can_edit(user, person)
    context = {
        "person": person,
        "offices": Office.objects.for_reader(user).filter(person=person),
        "log": person.log.visible_to(user).newest_first()[:LOG_LINES],
        "may_edit": may_edit,
        "alike": proposals_about(user, person) if may_edit else [],
        "history": Entry.objects.about(person)[:HISTORY_LINES] if may_edit else [],
    }
    return render(request, "stakeholders/person_detail.html", context | place_of(user, person.room))


def create(request, room):
    """A new person; asked for from an organisation's page, the organisation is already chosen."""
    room = editable_room(request.user, room)
    person = Person(room=room)
    once = Once(request, person)
    if once.twin:
        return redirect(once.twin)
    organisation = asked_for(request, room)
    back = organisation.get_absolute_url() if organisation else list_url(room)
    initial = {"office_organisation": organisation, "sector": organisation.sector} if organisation else {}
    form = NewPersonForm(
        request.POST or None, instance=person, initial=initial, user=request.user, room_id=room.pk, cancel_url=back
    )
    once.mark(form)
    if request.method == "POST" and (person := saved(form, request.user)):
        messages.success(request, _("„%(name)s“ steht jetzt im Verzeichnis.") % {"name": person})
        return redirect(person)
    return show_form(request, form, title=_("Person eintragen"), room=room, cancel_url=back, status=once.status)


def asked_for(request, room):
    try:
        key = uuid.UUID(request.GET.get("organisation", ""))
    except ValueError:
        return None
    return Organisation.objects.visible_to(request.user).unmerged().filter(room=room, pk=key).first()


def update(request, pk):
    person = editable_item(request.user, Person.objects, pk)
    back, name = person.get_absolute_url(), person.name
    form = PersonForm(request.POST or None, instance=person, user=request.user, room_id=person.room_id, cancel_url=back)
    take_up(request, form)
    if request.method == "POST" and saved(form, request.user):
        messages.success(request, _("Gespeichert."))
        return redirect(after_saving(form, person, back))
    title = _("„%(name)s“ ändern") % {"name": name}
    return show_form(request, form, title=title, room=person.room, cancel_url=back, about=(name, back))


def office_create(request, pk):
    person = editable_item(request.user, Person.objects, pk)
    return edit_office(request, Office(person=person), _("Amt oder Funktion von „%(name)s“"))


def office_update(request, pk):
    return edit_office(request, editable_office(request.user, pk), _("Amt von „%(name)s“ ändern"))


def edit_office(request, office, title):
    person = office.person
    back = person.get_absolute_url()
    form = OfficeForm(request.POST or None, instance=office, user=request.user, person=person, cancel_url=back)
    if request.method == "POST" and saved(form, request.user):
        messages.success(request, _("Gespeichert."))
        return redirect(back)
    title = title % {"name": person}
    return show_form(request, form, title=title, room=person.room, cancel_url=back, about=(person.name, back))


def office_end(request, pk):
    """Somebody leaves an office; the next step is who follows."""
    office = editable_office(request.user, pk)
    back = office.person.get_absolute_url()
    form = EndOfficeForm(request.POST or None, office=office)
    if request.method == "POST" and form.is_valid():
        end_office(office, form.cleaned_data["until"], by=request.user)
        messages.success(
            request,
            _("Das Amt ist beendet. Alles, was im Amt geschah, bleibt bei „%(name)s“.") % {"name": office.person},
        )
        return redirect("stakeholders:office-succeed", office.pk) if "succeed" in request.POST else redirect(back)
    title = _("„%(title)s“ beenden") % {"title": office.title}
    return show_form(
        request, form, title=title, room=office.person.room, cancel_url=back, about=(office.person.name, back)
    )


def office_succeed(request, pk):
    """Who follows in an office: the title, the organisation and the first day are already there."""
    office = editable_office(request.user, pk)
    back = office.person.get_absolute_url()
    form = SuccessorForm(
        request.POST or None,
        initial=succession(office),
        office=office,
        user=request.user,
        room_id=office.person.room_id,
        cancel_url=back,
    )
    if request.method == "POST" and (person := saved(form, request.user)):
        messages.success(request, _("Die Nachfolge ist eingetragen."))
        return redirect(person)
    title = _("Nachfolge im Amt „%(title)s“") % {"title": office.title}
    return show_form(
        request, form, title=title, room=office.person.room, cancel_url=back, about=(office.person.name, back)
    )


def succession(office):
    """What the successor takes over: never the party, which is the person's own."""
    return {
        "office_title": office.title,
        "office_organisation": office.organisation_id,
        "office_period": following(office.period),
        "sector": office.person.sector,
        "circle": office.person.circle,
    }
