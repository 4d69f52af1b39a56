"""Who is alike: computed from what others have released, with the reasons; what is hidden counts nowhere."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagements.enums import Approach, ConflictTheme

from .models import ProfileEdition

SIZES = [
    ("klein", gettext_lazy("unter 5.000"), 0, 5_000),
    ("kleinstadt", gettext_lazy("5.000 bis 20.000"), 5_000, 20_000),
    ("mittelstadt", gettext_lazy("20.000 bis 100.000"), 20_000, 100_000),
    ("grossstadt", gettext_lazy("über 100.000"), 100_000, None),
]
WEIGHTS = {"theme": 3, "size": 3, "approach": 2, "kind": 2, "phase": 2, "land": 1}


@dataclass
class Wanted:
    """What a municipality is like whose counterparts are looked for."""

    size: str = ""
    land: str = ""
    kind: str = ""
    approach: str = ""
    phase: str = ""
    themes: list = field(default_factory=list)

    def __bool__(self):
        return any([self.size, self.land, self.kind, self.approach, self.phase, self.themes])


@dataclass
class Twin:
    """Somebody alike, and why."""

    edition: ProfileEdition
    reasons: list
    points: int


def size_of(population):
    """The class a number of people falls into; nothing where none is told."""
    if population is None:
        return ""
    return next(
        key for key, _label, least, most in SIZES if population >= least and (most is None or population < most)
    )


def released_to(user):
    """One edition of each profile, the fuller one, of those that name their municipality and this person reads."""
    rows = ProfileEdition.objects.visible_to(user).published().named().with_places().newest_first()
    best = {}
    for edition in rows:
        known = best.get(edition.profile_id)
        if known is None or edition.stage.level > known.stage.level:
            best[edition.profile_id] = edition
    return list(best.values())


def wanted_like(edition):
    """What somebody looks for who wants counterparts of this one."""
    return Wanted(
        size=size_of(edition.population),
        land=edition.land.key if edition.land_id else "",
        kind=edition.place.type_name if edition.place_id else "",
        approach=edition.approach,
        phase=edition.phase,
        themes=list(edition.themes),
    )


def twins_of(wanted, editions, *, but=None):
    """The most alike first; who has nothing in common is not among them."""
    found = [twin_of(wanted, edition) for edition in editions if edition.profile_id != but]
    return sorted((each for each in found if each.points), key=lambda each: (-each.points, each.edition.title))


def twin_of(wanted, edition):
    """What the two have in common, in words, and how much that weighs."""
    reasons, points = [], 0

    def alike(weight, words, times=1):
        nonlocal points
        reasons.append(words)
        points += WEIGHTS[weight] * times

    shared = [theme for theme in edition.themes if theme in wanted.themes]
    if shared:
        names = ", ".join(str(ConflictTheme(theme).label) for theme in shared)
        alike("theme", _("Themen: %(names)s") % {"names": names}, len(shared))
    if wanted.size and wanted.size == size_of(edition.population):
        label = next(label for key, label, _least, _most in SIZES if key == wanted.size)
        alike("size", _("Größe: %(label)s Einwohner*innen") % {"label": label})
    if wanted.approach and wanted.approach == edition.approach:
        alike("approach", _("Ansatz: %(label)s") % {"label": Approach(edition.approach).label})
    kind = edition.place.type_name if edition.place_id else ""
    if wanted.kind and wanted.kind.lower() == kind.lower():
        alike("kind", _("Art: %(label)s") % {"label": kind})
    if wanted.phase and wanted.phase.lower() == edition.phase.lower():
        alike("phase", _("Phase: %(label)s") % {"label": edition.phase})
    if wanted.land and edition.land_id and wanted.land == edition.land.key:
        alike("land", _("Land: %(label)s") % {"label": edition.land.name})
    return Twin(edition, reasons, points)
