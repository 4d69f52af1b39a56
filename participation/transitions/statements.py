"""The only place that moves a version of a mission statement, adopts it, or lays out its ten steps."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import Entry
from engagements.transitions.steps import StepRefused, not_reachable
from rooms.enums import Circle
from rooms.once import wait_for
from rooms.sharing import note_move
from stakeholders.enums import BodyKind
from steering.enums import Outcome, ResolutionKind
from steering.transitions.steps import laid_out

from ..enums import StatementStepKey
from ..enums import VersionState as S
from ..models import MissionStatement, StatementStep, StatementVersion

VERSION_NEXT = {
    S.DRAFT: (S.COMMENTED, S.FINAL, S.DROPPED),
    S.COMMENTED: (S.FINAL, S.DRAFT, S.DROPPED),
    S.FINAL: (S.ADOPTED, S.DRAFT, S.DROPPED),
    S.ADOPTED: (S.REPLACED,),
    S.REPLACED: (),
    S.DROPPED: (S.DRAFT,),
}
BY_ADOPTION = {S.ADOPTED, S.REPLACED}


def held(version):
    """The version as stored, held for this transaction together with its mission statement."""
    MissionStatement.objects.select_for_update(of=("self",)).get(pk=version.statement_id)
    return StatementVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)


@transaction.atomic
def move_version(version, target, *, by, until=None):
    """Take a version further; adopted it is elsewhere, by a resolution."""
    version = held(version)
    source, target = S(version.state), S(target)
    if target not in VERSION_NEXT[source] or target in BY_ADOPTION:
        raise StepRefused(not_reachable(source, target))
    if target in {S.COMMENTED, S.FINAL}:
        check_is_written(version)
    if target == S.COMMENTED and (until is None or until < timezone.localdate()):
        raise StepRefused(_("Bitte nennen Sie den letzten Tag für Rückmeldungen, von heute an."))
    version.comments_until = until if target == S.COMMENTED else version.comments_until
    _write(version, target, by)
    return version


def check_is_written(version):
    """Nothing leaves the desk with an empty section, or with none at all."""
    texts = [row.text for row in version.sections.all()]
    if not texts:
        raise StepRefused(_("Diese Fassung hat noch keinen Abschnitt."))
    if empty := sum(not text.strip() for text in texts):
        raise StepRefused(_("Noch ohne Text: %(n)s von %(all)s Abschnitten.") % {"n": empty, "all": len(texts)})


def decides(resolution):
    """Whether it is a decision taken by somebody who decides: the council, or an organ by its name."""
    is_taken = resolution.kind == ResolutionKind.DECISION and resolution.outcome == Outcome.ADOPTED
    return is_taken and (resolution.body is None or resolution.body.kind == BodyKind.COUNCIL)


@transaction.atomic
def adopt(version, resolution, *, on, by, renderings=()):
    """The council has decided: the version is stamped and stands, the one before is replaced."""
    version = held(version)
    if version.state != S.FINAL or not version.is_standard:
        raise StepRefused(_("Beschlossen wird die Endfassung im Standardtext."))
    engagement = MissionStatement.objects.get(pk=version.statement_id).engagement_id
    if resolution.engagement_id != engagement or not decides(resolution):
        raise StepRefused(_("Das ist kein gefasster Beschluss eines Gremiums, das beschließt."))
    if on > timezone.localdate():
        raise StepRefused(_("Der Tag des Beschlusses liegt in der Zukunft."))
    version.resolution, version.adopted_on, version.adopted_by = resolution, on, resolution.by
    _stamp(version, by)
    for rendering in renderings:
        adopt_rendering(rendering, by=by)
    _begin_review(version, on)
    return version


def _begin_review(version, on):
    """From its adoption on a mission statement is checked again and again."""
    statement = MissionStatement.objects.select_for_update(of=("self",)).get(pk=version.statement_id)
    if statement.reviewed_on is None or statement.reviewed_on < on:
        statement.reviewed_on, statement.version = on, statement.version + 1
        statement.save(update_fields=["reviewed_on", "version", "changed_at"])


@transaction.atomic
def adopt_rendering(rendering, *, by):
    """Another wording of an adopted text: it stands with it, under the same resolution."""
    rendering = held(rendering)
    standard = rendering.renders
    if rendering.state != S.FINAL or standard is None:
        raise StepRefused(_("Mitgelten kann nur eine Endfassung."))
    if standard.state not in BY_ADOPTION:
        raise StepRefused(_("Der Standardtext ist noch nicht beschlossen."))
    rendering.resolution = standard.resolution
    rendering.adopted_on, rendering.adopted_by = standard.adopted_on, standard.adopted_by
    _stamp(rendering, by)
    return rendering


def _stamp(version, by):
    check_is_written(version)
    before = StatementVersion.objects.select_for_update(of=("self",)).filter(
        statement=version.statement_id, wording=version.wording, language=version.language, state=S.ADOPTED
    )
    for earlier in before:
        if earlier.number > version.number:
            raise StepRefused(_("Es gilt schon eine spätere Fassung."))
        _write(earlier, S.REPLACED, by)
    version.sha256 = version.digest()
    _write(version, S.ADOPTED, by)


STAMPED = ("adopted_on", "adopted_by", "resolution", "sha256")


def _write(version, target, by):
    """What is in work, and what was just adopted, is read by the group; further out it goes by a release of its own."""
    before = version.circle
    if target != S.REPLACED:
        version.circle = max(Circle.STEERING, version.circle)
    version.state = target
    version.version += 1
    columns = ["state", "circle", "comments_until", "version", "changed_at"]
    version.save(update_fields=[*columns, *(STAMPED if target == S.ADOPTED else ())])
    note_move(version, before, by=by)
    Entry.objects.record("statementversion.state", version, by=by, summary=str(target.label))


# --- the ten steps ---------------------------------------------------------------------------


@transaction.atomic
def begin(statement, *, by, known=()):
    """Lay out the ten steps; what the house knows already is done, the first of the others runs."""
    wait_for(statement.pk)
    if StatementStep.objects.filter(statement=statement).exists():
        return
    for key, state in laid_out(StatementStepKey, known):
        place = {"room_id": statement.room_id, "circle": statement.circle, "statement": statement}
        StatementStep.objects.create(**place, author=by, key=key, state=state)
