"""Beginning a mission statement, its versions and their sections; a number is given once and stays."""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from audit.models import Entry
from engagements.transitions.steps import StepRefused
from rooms.enums import Circle
from rooms.sharing import note_move

from .enums import VersionState
from .models import AimMeasure, MissionStatement, Section, Signatory, StatementVersion

LONGEST_SLUG = 70
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def slug_for(statement):
    """The address of the public page, with the town in it; it never changes."""
    words = statement.title if statement.place.name in statement.title else f"{statement.place.name} {statement.title}"
    return slugify(words.translate(UMLAUTS))[:LONGEST_SLUG].strip("-") or "leitbild"


def give_slug(statement):
    """The address by its title, or where a town has taken it already with a few signs behind it."""
    wanted = slug_for(statement)
    for slug in (wanted, f"{wanted}-{str(statement.pk)[-6:]}"):
        statement.slug = slug
        try:
            with transaction.atomic():
                statement.save()
        except IntegrityError:
            statement._state.adding = True
            continue
        return


def held(statement_id):
    return MissionStatement.objects.select_for_update(of=("self",)).get(pk=statement_id)


def place_of(statement, circle):
    return {
        "room_id": statement.room_id,
        "statement": statement,
        "place_id": statement.place_id,
        "slug": statement.slug,
        "circle": max(Circle.STEERING, statement.circle, circle),
    }


def next_number(statement):
    """The number of a further version; the mission statement is held."""
    return (StatementVersion.objects.filter(statement=statement).aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def begin_version(version):
    """Give a new version its number and its place; `version` is not stored yet."""
    statement = held(version.statement_id)
    version.number = next_number(statement)
    version.room_id, version.place_id, version.slug = statement.room_id, statement.place_id, statement.slug


@transaction.atomic
def copy_version(source, *, by, key):
    """The next version begins as a copy of this one: the same sections under the same numbers."""
    statement = held(source.statement_id)
    copy = StatementVersion(
        pk=key,
        author=by,
        number=next_number(statement),
        title=source.title,
        addressees=source.addressees,
        purpose=source.purpose,
        **place_of(statement, source.circle),
    )
    copy.save()
    rows = source.sections.all()
    Section.objects.bulk_create(
        Section(version=copy, number=row.number, order=row.order, kind=row.kind, heading=row.heading, text=row.text)
        for row in rows
    )
    Entry.objects.record("statementversion.created", copy, by=by, summary=source.sign)
    return copy


@transaction.atomic
def begin_rendering(rendering, *, by):
    """The same sections without words; where the standard text did not change, the words of the last rendering."""
    standard = rendering.renders
    statement = held(standard.statement_id)
    for name, value in place_of(statement, standard.circle).items():
        setattr(rendering, name, value)
    rendering.number, rendering.author = standard.number, by
    rendering.save()
    known = words_kept(rendering)
    Section.objects.bulk_create(
        Section(
            version=rendering,
            number=row.number,
            order=row.order,
            kind=row.kind,
            **known.get(row.number, {"heading": "", "text": ""}),
        )
        for row in standard.sections.all()
    )
    Entry.objects.record("statementversion.created", rendering, by=by, summary=rendering.sign)


def words_kept(rendering):
    """number -> heading and text of the last rendering, for sections whose standard text is still the same."""
    same = {"wording": rendering.wording, "language": rendering.language, "statement": rendering.statement_id}
    last = StatementVersion.objects.filter(**same, number__lt=rendering.number).order_by("-number").first()
    if last is None or last.renders is None:
        return {}
    now = {row.number: (row.heading, row.text) for row in rendering.renders.sections.all()}
    then = {row.number: (row.heading, row.text) for row in last.renders.sections.all()}
    return {
        row.number: {"heading": row.heading, "text": row.text}
        for row in last.sections.all()
        if then.get(row.number) == now.get(row.number) is not None
    }


# --- sections --------------------------------------------------------------------------------


def open_version(version):
    """The version held, if it is still being written."""
    statement = held(version.statement_id)
    version = StatementVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if version.state != VersionState.DRAFT:
        raise StepRefused(
            _("Diese Fassung wird nicht mehr geschrieben: %(state)s.") % {"state": version.get_state_display()}
        )
    return statement, version


def touched(version):
    """Whoever has the version open must look again."""
    version.version += 1
    version.save(update_fields=["version", "changed_at"])


@transaction.atomic
def add_section(section):
    """A further section at the end, under a number no section of this mission statement ever had."""
    statement, version = open_version(section.version)
    statement.last_number += 1
    statement.save(update_fields=["last_number"])
    last = version.sections.aggregate(last=Max("order"))["last"] or 0
    section.number, section.order = statement.last_number, last + 1


@transaction.atomic
def move_section(section, step, *, by):
    """One place up or down."""
    _statement, version = open_version(section.version)
    rows = list(version.sections.all())
    here = next(i for i, row in enumerate(rows) if row.pk == section.pk)
    there = here + step
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for order, row in enumerate(rows, 1):
        if row.order != order:
            row.order = order
            row.save(update_fields=["order"])
    touched(version)
    Entry.objects.record("statementversion.section_moved", version, by=by, summary=str(section))


@transaction.atomic
def remove_section(section, *, by):
    """Its number is not given again."""
    _statement, version = open_version(section.version)
    name = str(section)
    section.delete()
    touched(version)
    Entry.objects.record("statementversion.section_removed", version, by=by, summary=name)


@transaction.atomic
def recommend(version, resolution, *, by):
    """Keep at a version which recommendation is about it."""
    version = StatementVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    version.recommended = resolution
    version.version += 1
    version.save(update_fields=["recommended", "version", "changed_at"])
    Entry.objects.record("statementversion.recommended", version, by=by, summary=resolution.sign)


# --- what hangs on it ------------------------------------------------------------------------


@transaction.atomic
def link_measure(statement, number, measure, *, by):
    """A measure serves an aim; linked twice it is linked once."""
    link, is_new = AimMeasure.objects.get_or_create(
        statement=statement, number=number, measure=measure, defaults={"added_by": by}
    )
    if is_new:
        Entry.objects.record("missionstatement.measure_linked", statement, by=by, summary=str(number))
    return link


@transaction.atomic
def unlink_measure(link, *, by):
    statement, number = link.statement, link.number
    link.delete()
    Entry.objects.record("missionstatement.measure_unlinked", statement, by=by, summary=str(number))


@transaction.atomic
def withdraw_consent(signatory, *, by):
    """From now on the organisation is named to nobody outside; the release it came out by is not good any more."""
    row = Signatory.objects.select_for_update(of=("self",)).get(pk=signatory.pk)
    before, row.circle = row.circle, max(Circle.STEERING, row.circle)
    row.consents, row.withdrawn_on = False, timezone.localdate()
    row.version += 1
    row.save(update_fields=["circle", "consents", "withdrawn_on", "version", "changed_at"])
    note_move(row, before, by=by)
    Entry.objects.record("signatory.withdrawn", row, by=by)
    return row
