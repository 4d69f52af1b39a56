from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import Entry
from periods.fields import expand
from periods.reading import read
from rooms import sharing
from rooms.enums import Circle

from .duplicates import in_pair_order
from .merging import MergeRefused, move_references
from .models import Alias, NotDuplicate, Organisation
from .rules import can_merge
from .terms import ended


def find_or_create_organisation(room, name, *, by, circle=Circle.TEAM, **fields):
    """The organisation of this name or other name in a room, as far as `by` sees it, or a new one.

    Raises a ValidationError in plain German when the name cannot be one.
    """
    name = " ".join(str(name).replace("\x00", "").split())
    known = Organisation.objects.visible_to(by).unmerged().filter(room=room)
    matching = known.filter(Q(name__iexact=name) | Q(aliases__name__iexact=name)).order_by("created_at", "pk")
    if name and (found := matching.first()):
        return found
    new = Organisation(room=room, name=name, circle=circle, author=by, **fields)
    new.full_clean(exclude=["room", "author"], validate_constraints=False)
    try:
        with transaction.atomic():
            new.save()
    except IntegrityError as taken:  # somebody was quicker
        found = matching.first()
        if found is None:
            raise ValidationError({"name": _("Diese Organisation steht hier schon.")}) from taken
        return found
    Entry.objects.record("organisation.created", new, by=by)
    return new


def merge_organisations(keep, drop, *, by, take=(), circle=None):
    """Make two organisations one: `drop` gives its references, its names and the fields in `take`.

    Unless `circle` says otherwise the narrower circle holds, so that no name reaches anybody new.
    """
    return _merge(keep, drop, by=by, take=take, circle=circle, first=_move_names)


def merge_persons(keep, drop, *, by, take=(), circle=None):
    """Make two rows of one person one, her offices and her places in the log with her."""
    return _merge(keep, drop, by=by, take=take, circle=circle)


MERGEABLE = {
    "organisation": [
        "name",
        "kind",
        "sector",
        "is_organised",
        "unit",
        "parent",
        "contact_email",
        "contact_phone",
        "note",
    ],
    "person": ["name", "sector", "contact_email", "contact_phone", "note"],
}


@transaction.atomic
def _merge(keep, drop, *, by, take, circle, first=None):
    keep, drop = _locked(keep, drop)
    if not can_merge(by, keep, drop) or keep.merged_into_id or drop.merged_into_id:
        raise MergeRefused(_("Diese beiden lassen sich nicht zusammenführen."))
    kind = keep._meta.model_name
    taken = [name for name in MERGEABLE[kind] if name in take]
    drop.merged_into = keep
    drop.version += 1
    drop.save(update_fields=["merged_into", "version", "changed_at"])
    if first:
        first(keep, drop, "name" in taken)
    move_references(keep, drop)
    _take(keep, drop, taken, circle)
    _keep_apart_too(keep, drop, by)
    labels = ", ".join(str(keep._meta.get_field(name).verbose_name) for name in taken)
    Entry.objects.record(f"{kind}.merged", keep, by=by, summary=labels)
    Entry.objects.record(f"{kind}.merged_away", drop, by=by)
    return keep


def _locked(keep, drop):
    rows = {
        row.pk: row for row in type(keep).objects.select_for_update().filter(pk__in=[keep.pk, drop.pk]).order_by("pk")
    }
    if len(rows) < 2:
        raise MergeRefused(_("Diese beiden lassen sich nicht zusammenführen."))
    return rows[keep.pk], rows[drop.pk]


def _take(keep, drop, taken, circle):
    circle = max(keep.circle, drop.circle) if circle is None else circle
    for name in taken:
        setattr(keep, name, getattr(drop, name))
    before, keep.circle = keep.circle, circle
    sharing.restamp(keep, before)
    if getattr(keep, "parent_id", None) and _leads_back(keep):
        keep.parent = None
    keep.version += 1
    keep.save()


def _leads_back(keep):
    """Whether the house above is, after the merge, a part of this one."""
    above = dict(Organisation.objects.filter(room=keep.room_id).values_list("pk", "parent"))
    seen, step = set(), keep.parent_id
    while step and step not in seen:
        if step == keep.pk:
            return True
        seen.add(step)
        step = above.get(step)
    return False


def _move_names(keep, drop, takes_name):
    """Both names and all other names stay known; a name that is there twice goes once."""
    final, loser = (drop.name, keep.name) if takes_name else (keep.name, drop.name)
    known = {name.casefold() for name in keep.aliases.values_list("name", flat=True)} | {final.casefold()}
    for alias in drop.aliases.all():
        if alias.name.casefold() in known:
            alias.delete()
        known.add(alias.name.casefold())
    if loser.casefold() not in known:
        Alias.objects.create(organisation=keep, name=loser)
    keep.aliases.filter(name__iexact=final).delete()


def _keep_apart_too(keep, drop, by):
    """Whoever is different from the one that goes is different from the one that stays."""
    for pair in NotDuplicate.objects.filter(Q(first=drop.pk) | Q(second=drop.pk)):
        third = pair.second if pair.first == drop.pk else pair.first
        if third != keep.pk:
            one, two = sorted((third, keep.pk))
            NotDuplicate.objects.get_or_create(
                first=one, second=two, defaults={"room_id": keep.room_id, "decided_by": by}
            )


@transaction.atomic
def keep_apart(first, second, *, by):
    """Note that two rows are different, so that they are not proposed again."""
    one, two = in_pair_order(first, second)
    NotDuplicate.objects.get_or_create(first=one.pk, second=two.pk, defaults={"room_id": one.room_id, "decided_by": by})
    for row in (one, two):
        Entry.objects.record(f"{row._meta.model_name}.kept_apart", row, by=by)


@transaction.atomic
def end_office(office, until, *, by):
    """End an office: „2015“ and „2020“ become „2015 bis 2020“; without a day it is simply „a.D.“."""
    office.period = ended(office.period, until)
    reading = read(until)
    lies_ahead = reading.earliest or reading.latest
    office.is_former = not (lies_ahead and lies_ahead > timezone.localdate())
    office.save(update_fields=expand(office, {"period", "is_former"}))
    Entry.objects.record("person.office_ended", office.person, by=by)
    return office
