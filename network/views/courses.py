"""Courses: modules, who was there, and the certificate for whoever was there often enough."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import require
from audit.models import Entry
from rooms.enums import Circle

from .. import rules
from ..forms.courses import CourseForm, ModuleRows, ParticipantForm
from ..models import Course, CourseParticipant, ModuleAttendance, Network
from .base import delete, edit, edit_with_rows, for_network, kept_or_403, new, row_or_404


@for_network
def course_list(request, pk):
    """The courses of a network."""
    network = get_object_or_404(Network.objects.select_related("room"), pk=pk)
    rows = Course.objects.visible_to(request.user).filter(network=network).for_list()
    context = {"network": network, "rows": rows, "may_keep": rules.can_keep(request.user, network)}
    return render(request, "network/course_list.html", context)


@for_network
def course_create(request, pk):
    """Describe a course with its modules."""
    network = kept_or_403(request, pk)
    back = reverse("network:course-list", args=[network.pk])
    return course_form(request, new(Course, network), _("Lehrgang anlegen"), back)


@for_network
def course_update(request, pk):
    """Change a course and its modules."""
    row = row_or_404(request, Course.objects, pk, to_keep=True)
    return course_form(request, row, _("Lehrgang ändern"), row.get_absolute_url())


def course_form(request, row, title, cancel_url):
    lists = [("module", _("Module"), _("Modul"), "", ModuleRows)]
    return edit_with_rows(request, CourseForm, row, lists, title=title, cancel_url=cancel_url)


@for_network
def course_detail(request, pk):
    """The modules; for those who keep the network also who was there, to tick in one go."""
    course = row_or_404(request, Course.objects.for_list(), pk)
    may_keep = rules.can_keep(request.user, course.network)
    people = CourseParticipant.objects.visible_to(request.user).filter(course=course).for_list() if may_keep else []
    modules = list(course.modules.all())
    context = {
        "course": course,
        "modules": modules,
        "rows": [(each, [(module, module.pk in each.attended) for module in modules]) for each in people],
        "may_keep": may_keep,
    }
    return render(request, "network/course_detail.html", context)


@for_network
def participant_create(request, pk):
    """Enter somebody who takes part."""
    course = row_or_404(request, Course.objects, pk, to_keep=True)
    row = CourseParticipant(course=course, room=course.network.room, circle=Circle.TEAM)
    back = f"{course.get_absolute_url()}#teilnehmende"
    return edit(request, ParticipantForm, row, title=_("Teilnehmer*in eintragen"), back=back, crumb=course)


def participant_or_404(request, pk):
    rows = CourseParticipant.objects.visible_to(request.user).select_related("course__network__room").for_list()
    row = get_object_or_404(rows, pk=pk)
    require(rules.can_keep, request.user, row.course.network)
    return row


@for_network
def participant_update(request, pk):
    """Change the name on the certificate."""
    row = participant_or_404(request, pk)
    back = f"{row.course.get_absolute_url()}#teilnehmende"
    return edit(request, ParticipantForm, row, title=_("Teilnehmer*in ändern"), back=back, crumb=row.course)


@for_network
def participant_delete(request, pk):
    """Take somebody off the list with all her attendance."""
    row = participant_or_404(request, pk)
    back = f"{row.course.get_absolute_url()}#teilnehmende"
    undo = _("Auch ihre Teilnahme an den Modulen geht mit.")
    words = {"title": _("Von der Liste löschen"), "text": row.name, "undo": undo, "crumb": row.course}
    return delete(request, row, back=back, **words)


@require_POST
@for_network
def course_attendance(request, pk):
    """Who was there at which module, as it was ticked."""
    course = row_or_404(request, Course.objects.for_list(), pk, to_keep=True)
    people = CourseParticipant.objects.visible_to(request.user).filter(course=course).for_list()
    modules = {str(module.pk): module for module in course.modules.all()}
    changed = [row for row in people if keep_ticks(row, set(request.POST.getlist(f"da-{row.pk}")), modules)]
    for row in changed:
        Entry.objects.record("courseparticipant.attended", row, by=request.user)
    messages.success(request, _("Gespeichert."))
    return redirect(f"{course.get_absolute_url()}#teilnehmende")


@transaction.atomic
def keep_ticks(row, ticked, modules):
    """Make the attendance of one person what was ticked; tells whether it was different."""
    wanted = {modules[key].pk for key in ticked & modules.keys()}
    missing, gone = wanted - row.attended, row.attended - wanted
    ModuleAttendance.objects.bulk_create([ModuleAttendance(participant=row, module_id=key) for key in missing])
    row.attendance.filter(module__in=gone).delete()
    return bool(missing or gone)


@for_network
def certificate(request, pk):
    """A page to print, for whoever has been to enough modules."""
    row = participant_or_404(request, pk)
    modules = [module for module in row.course.modules.all() if module.pk in row.attended]
    if len(modules) < row.course.needed:
        raise Http404
    if row.certified_on is None and request.method == "POST":
        row.certified_on = timezone.localdate()
        row.save(update_fields=["certified_on", "changed_at"])
        Entry.objects.record("courseparticipant.certified", row, by=request.user)
        return redirect("network:certificate", row.pk)
    context = {"row": row, "course": row.course, "modules": modules}
    return render(request, "network/certificate.html", context)
