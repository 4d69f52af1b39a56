"""The only place that publishes a version of a template and retires the one before."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import Entry

from ..enums import TemplateState
from ..models import ProcessTemplate
from .steps import StepRefused

TEMPLATE_NEXT = {
    TemplateState.DRAFT: (TemplateState.PUBLISHED,),
    TemplateState.PUBLISHED: (TemplateState.RETIRED,),
    TemplateState.RETIRED: (),
}


class NotADraft(StepRefused):
    """A published version is never changed and never published twice."""

    def __init__(self):
        super().__init__(_("Diese Fassung ist schon veröffentlicht und wird nicht mehr geändert."))


class NoPhases(StepRefused):
    """Nobody can follow a template without a single phase."""

    def __init__(self):
        super().__init__(_("Eine Vorlage ohne Phasen lässt sich nicht veröffentlichen."))


class VersionTaken(StepRefused):
    """Somebody has published a later version meanwhile."""

    def __init__(self):
        super().__init__(
            _("Inzwischen ist eine spätere Fassung veröffentlicht. Legen Sie von dieser eine neue Fassung an.")
        )


@transaction.atomic
def publish_template(template, *, by):
    """Publish a draft and retire the version before; of two at once the second is refused."""
    # All versions are held, so that two drafts of one template wait for each other.
    versions = list(ProcessTemplate.objects.select_for_update().filter(code=template.code).order_by("number"))
    draft = next((each for each in versions if each.pk == template.pk), None)
    if draft is None or TemplateState.PUBLISHED not in TEMPLATE_NEXT[draft.state]:
        raise NotADraft
    if not draft.phases.exists():
        raise NoPhases
    published = [each for each in versions if each.state == TemplateState.PUBLISHED]
    if any(each.number > draft.number for each in published):
        raise VersionTaken
    for each in published:
        _retire(each, by)
    draft.state, draft.published_at, draft.published_by = TemplateState.PUBLISHED, timezone.now(), by
    draft.save(update_fields=["state", "published_at", "published_by"])
    Entry.objects.record("template.published", draft, by=by, summary=_("veröffentlicht: %s") % draft)
    return draft


def _retire(template, by):
    template.state = TemplateState.RETIRED
    template.save(update_fields=["state"])
    Entry.objects.record("template.retired", template, by=by, summary=_("abgelöst: %s") % template)
