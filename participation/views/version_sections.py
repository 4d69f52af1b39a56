"""The sections of a version while it is being written."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import posted
from rooms.once import Once
from steering import rules
from steering.views.base import show_form

from ..enums import SectionKind
from ..forms.statements import SectionForm
from ..models import Section, StatementVersion
from ..writing import add_section, move_section, open_version, remove_section, touched
from .statements import at
from .versions import back_to, open_or_back, refused_or, version_or_404

WAYS = {"hoch": -1, "runter": 1}


def anchor(version, number):
    return f"{version.get_absolute_url()}#a-{number}"


def section_to_write(user, pk):
    rows = Section.objects.filter(version__in=StatementVersion.objects.visible_to(user))
    section = get_object_or_404(rows, pk=pk)
    section.version = version_or_404(user, section.version_id, rules.can_plan)
    return section


def section_create(request, pk):
    """A further section, under the next number of this mission statement."""
    version = version_or_404(request.user, pk, rules.can_plan)
    if not version.is_standard:
        raise Http404
    if back := open_or_back(request, version):
        return back
    once = Once(request)
    section = Section(pk=once.number, version=version, kind=kind_asked(request, version))
    form = SectionForm(posted(request), instance=section, user=request.user)
    once.meet_part(form, version.sections, version.get_absolute_url())
    if once.twin:
        return redirect(anchor(version, once.twin.number))
    once.mark(form)
    if request.method == "POST" and form.is_valid():
        add_section(section)
        form.save_by(request.user)
        touched(version)
        messages.success(request, _("Abschnitt %(number)s steht.") % {"number": section.number})
        return redirect(anchor(version, section.number))
    words = {"title": _("Abschnitt hinzufügen"), "status": once.status, "engagement": version.statement.engagement}
    return show_form(request, form, back=back_to(version), **words)


def kind_asked(request, version):
    """A preamble first, then aims, unless the address says otherwise."""
    asked = request.GET.get("art", "")
    if asked in SectionKind:
        return asked
    return SectionKind.AIM if version.sections.all() else SectionKind.PREAMBLE


def section_update(request, pk):
    """The words of one section; in another wording the standard text stands beside."""
    section = section_to_write(request.user, pk)
    version = section.version
    if back := open_or_back(request, version):
        return back
    form = SectionForm(posted(request), instance=section, user=request.user)
    if request.method == "POST" and form.is_valid():
        if form.changed_fields():
            open_version(version)
            form.save_by(request.user)
            touched(version)
        messages.success(request, _("Gespeichert."))
        return redirect(anchor(version, section.number))
    context = {
        "form": form,
        "title": _("Abschnitt %(number)s ändern") % {"number": section.number},
        "engagement": version.statement.engagement,
        "about": back_to(version),
        "cancel_url": anchor(version, section.number),
        "row": version,
        "original": original_of(section),
    }
    return render(request, "participation/version_section.html", context)


def original_of(section):
    """What the standard text says under this number."""
    standard = section.version.renders
    return standard.sections.filter(number=section.number).first() if standard else None


@require_POST
def section_move(request, pk, way):
    section = section_to_write(request.user, pk)
    if way not in WAYS:
        raise Http404
    version = section.version
    said = _("Abschnitt %(number)s steht an seinem neuen Platz.") % {"number": section.number}
    return refused_or(request, version, lambda: move_section(section, WAYS[way], by=request.user), said)


def section_delete(request, pk):
    """Take a section out; its number is not given again."""
    section = section_to_write(request.user, pk)
    version = section.version
    if not version.is_standard:
        raise Http404
    if back := open_or_back(request, version):
        return back
    if request.method == "POST":
        said = _("Abschnitt %(number)s ist herausgenommen.") % {"number": section.number}
        return refused_or(request, version, lambda: remove_section(section, by=request.user), said)
    context = {
        "title": _("Abschnitt %(section)s herausnehmen?") % {"section": section},
        "text": _("Aus %(version)s; in anderen Fassungen bleibt er stehen.") % {"version": version.sign},
        "undo": _("Die Nummer %(number)s wird nicht wieder vergeben.") % {"number": section.number},
        "button": _("Herausnehmen"),
        "danger": True,
        "cancel_url": anchor(version, section.number),
        "engagement": version.statement.engagement,
        "about": at(version.statement),
    }
    return render(request, "steering/confirm.html", context)
