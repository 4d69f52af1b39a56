from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import require
from audit.models import Entry
from audit.rows import merge

from .. import actions, rules
from ..forms.rows import MORE, failed, unchecked, with_more_rows
from ..forms.templates import CopyForm, CriterionRows, PhaseTemplateForm, TemplateForm
from ..models import Engagement, PhaseTemplate, ProcessTemplate
from ..moves import plan_move
from ..transitions import StepRefused, publish_template
from ..versions import difference, problems, version_before

HISTORY = 30


def template_list(request):
    """The chooser: every published template in comparison; drafts and retired versions for their editors."""
    may_edit = rules.can_edit_templates(request.user)
    templates = ProcessTemplate.objects.visible_to(request.user).order_by("approach", "name", "-number")
    context = {
        "templates": [each for each in templates if each.is_published],
        "drafts": [each for each in templates if each.is_draft],
        "retired": [each for each in templates if not each.is_draft and not each.is_published],
        "may_edit": may_edit,
        "may_create": rules.can_create(request.user),
    }
    return render(request, "engagements/template_list.html", context)


def template_detail(request, pk):
    """One version to read and print like a hand-out; a draft with everything that can be done to it."""
    template, user = find(request, pk, with_phases=True), request.user
    may_edit = rules.can_edit_templates(user)
    versions = ProcessTemplate.objects.visible_to(user).versions_of(template)
    mine = [] if template.is_draft else template.engagements.visible_to(user).order_by("title")
    context = {
        "template": template,
        "phases": template.phases.all(),
        "versions": versions,
        "published": next((each for each in versions if each.is_published), None),
        "draft": next((each for each in versions if each.is_draft), None),
        "mine": [(each, each.is_open and rules.can_lead(user, each)) for each in mine],
        "may_edit": may_edit,
        "may_create": rules.can_create(user),
        "history": Entry.objects.about(template)[:HISTORY] if may_edit else [],
    }
    return render(request, "engagements/template_detail.html", context)


def find(request, pk, *, with_phases=False):
    templates = ProcessTemplate.objects.visible_to(request.user)
    templates = templates.with_phases() if with_phases else templates
    return get_object_or_404(templates.select_related("based_on", "published_by"), pk=pk)


def drafts_only(view):
    """Only editors come here; on a published version they read that it is never changed."""

    def guarded(request, pk, **kwargs):
        template = find(request, pk)
        require(lambda user, _obj: rules.can_edit_templates(user), request.user, template)
        if not template.is_draft:
            return locked(request, template)
        try:
            return view(request, template, **kwargs)
        except StepRefused:
            return locked(request, template)

    return guarded


def locked(request, template):
    context = {"template": template}
    return render(request, "engagements/template_locked.html", context, status=403)


@require_POST
def template_new_version(request, pk):
    """Begin the next version, or go on with the draft there is."""
    template = find(request, pk)
    require(lambda user, _obj: rules.can_edit_templates(user), request.user, template)
    draft, is_new = actions.new_version(template, by=request.user)
    if not is_new and draft != template:
        messages.info(request, _("Es gibt schon einen Entwurf. Arbeiten Sie an diesem weiter."))
    return redirect(draft)


def template_copy(request, pk):
    """Begin a new template with everything another one says."""
    template = find(request, pk)
    require(lambda user, _obj: rules.can_edit_templates(user), request.user, template)
    form = CopyForm(request.POST or None, initial={"name": _("%s – Kopie") % template.name[:150]})
    if request.method == "POST" and form.is_valid():
        draft = actions.copy_template(template, by=request.user, **form.cleaned_data)
        messages.success(request, _("Die Kopie ist als Entwurf angelegt. Noch sieht sie niemand außer der Verwaltung."))
        return redirect(draft)
    context = {"form": form, "template": template, "cancel_url": template.get_absolute_url()}
    return render(request, "engagements/template_copy.html", context)


@drafts_only
def template_update(request, template):
    """Change name, texts for the chooser and own contributions of a draft."""
    form = TemplateForm(request.POST or None, instance=template)
    if request.method == "POST":
        actions.locked_draft(template)
        if form.is_valid():
            form.save_by(request.user)
            messages.success(request, _("Gespeichert."))
            return redirect(template)
    context = {"form": form, "template": template, "cancel_url": template.get_absolute_url()}
    return render(request, "engagements/template_form.html", context)


@drafts_only
def template_publish(request, template):
    """Show what becomes different and what is odd; on a yes, publish."""
    if request.method == "POST":
        try:
            template = publish_template(template, by=request.user)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("engagements:template-publish", template.pk)
        messages.success(request, _("Veröffentlicht. Neue Beratungen beginnen mit dieser Fassung."))
        return redirect(template)
    template = find(request, template.pk, with_phases=True)
    before = version_before(template)
    context = {
        "template": template,
        "before": before,
        "difference": difference(before, template) if before else None,
        "problems": problems(template),
        "may_publish": bool(template.phases.all()),
    }
    return render(request, "engagements/template_publish.html", context)


@drafts_only
def template_discard(request, template):
    """Ask, then throw a draft away."""
    if request.method == "POST":
        actions.discard_draft(template, by=request.user)
        messages.success(request, _("Der Entwurf ist verworfen."))
        return redirect("engagements:template-list")
    context = {
        "template": template,
        "title": _("Entwurf verwerfen?"),
        "text": _("„%s“ verschwindet aus der Liste. Veröffentlichte Fassungen bleiben, wie sie sind.") % template,
        "undo": _("Alle Änderungen dieses Entwurfs gehen verloren."),
        "button": _("Entwurf verwerfen"),
        "danger": True,
        "cancel_url": template.get_absolute_url(),
    }
    return render(request, "engagements/template_confirm.html", context)


@drafts_only
def phase_template_create(request, template):
    """Add a phase at the end of a draft."""
    last = template.phases.last()
    phase = PhaseTemplate(template=template, order=(last.order if last else 0) + 10)
    return edit_phase(request, template, phase)


@drafts_only
def phase_template_update(request, template, phase_pk):
    """Change a phase of a draft with its criteria."""
    return edit_phase(request, template, get_object_or_404(template.phases, pk=phase_pk))


def edit_phase(request, template, phase):
    """One form over a phase and its criteria: all of it is saved, or none."""
    data = request.POST or None
    more = with_more_rows(request.POST, ["kriterien"]) if data else None
    if data and not more:
        actions.locked_draft(template)  # before the form holds its phase: everybody in the same order
    form = PhaseTemplateForm(more or data, instance=phase)
    rows = CriterionRows(more or data, instance=phase, prefix="kriterien")
    problems_found = None
    if more:
        unchecked([form], [rows])
    elif data:
        if all([form.is_valid(), rows.is_valid()]):
            return save_phase(request, form, rows)
        if form.conflict:
            rows = merge(rows, form.data, form.conflict, _("Kriterium"))
        problems_found = failed(form, [(_("Kriterium"), rows)])
    context = {
        "form": form,
        "rows": rows,
        "failed": problems_found,
        "template": template,
        "phase": phase,
        "more": MORE,
        "cancel_url": template.get_absolute_url(),
    }
    return render(request, "engagements/template_phase.html", context)


def save_phase(request, form, rows):
    phase = form.save_by(request.user)
    rows.instance = phase
    if rows.save_in_order():
        summary = _("%s: Kriterien") % phase
        Entry.objects.record("template.changed", phase.template, by=request.user, summary=summary)
    messages.success(request, _("Gespeichert."))
    return redirect(f"{phase.template.get_absolute_url()}#phase-{phase.pk}")


@require_POST
@drafts_only
def phase_template_shift(request, template, phase_pk):
    """Move a phase of a draft one place earlier or later."""
    phase = get_object_or_404(template.phases, pk=phase_pk)
    actions.shift_phase_template(phase, -1 if request.POST.get("wohin") == "frueher" else 1, by=request.user)
    return redirect(f"{template.get_absolute_url()}#phase-{phase.pk}")


@drafts_only
def phase_template_delete(request, template, phase_pk):
    """Ask, then take a phase out of a draft."""
    phase = get_object_or_404(template.phases, pk=phase_pk)
    if request.method == "POST":
        actions.remove_phase_template(phase, by=request.user)
        messages.success(request, _("Die Phase ist entfernt."))
        return redirect(template)
    context = {
        "template": template,
        "title": _("Phase „%s“ entfernen?") % phase,
        "text": _("Die Phase verschwindet mit ihren Kriterien aus dem Entwurf."),
        "undo": _("Ihre Texte müssten Sie neu schreiben."),
        "button": _("Phase entfernen"),
        "danger": True,
        "cancel_url": template.get_absolute_url(),
    }
    return render(request, "engagements/template_confirm.html", context)


def template_move(request, pk):
    """Let a running consultation go on by another version or template, after a look at what that changes."""
    engagement = get_object_or_404(Engagement.objects.visible_to(request.user).for_detail(), pk=pk)
    require(rules.can_lead, request.user, engagement)
    choices = ProcessTemplate.objects.visible_to(request.user).published().exclude(pk=engagement.template_id)
    target = chosen(choices, request.POST.get("auf") or request.GET.get("auf", ""))
    if request.method == "POST" and target and engagement.is_open:
        try:
            actions.move_engagement(engagement, target, by=request.user, seen=request.POST.get("stand"))
        except actions.WayHasChanged:
            messages.warning(request, _("Inzwischen hat sich am Weg etwas geändert. Bitte sehen Sie noch einmal hin."))
            return redirect(f"{request.path}?auf={target.pk}")
        messages.success(request, _("Die Beratung läuft jetzt nach „%s“.") % target)
        return redirect(engagement)
    choices = list(choices.order_by("approach", "name"))
    own = engagement.template.code if engagement.template else None
    context = {
        "engagement": engagement,
        "target": target,
        "move": plan_move(engagement, target) if target else None,
        "newer": next((each for each in choices if each.code == own), None),
        "others": [each for each in choices if each.code != own],
        "cancel_url": engagement.get_absolute_url(),
    }
    return render(request, "engagements/template_move.html", context)


def chosen(choices, key):
    """The chosen template; a key nobody offered is the same as a page that does not exist."""
    if not key:
        return None
    target = choices.filter(pk=key).first() if key.isascii() and key.isdecimal() and len(key) < 18 else None
    if target is None:
        raise Http404
    return target
