"""Which places, in what order: sorting as in a German index, finding whatever way a name is typed."""

from django.db import models
from django.db.models import Case, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Concat

from .enums import CLIENT_LEVELS, NEVER_CLIENTS, FigureKind, Level

# One letter for one letter; what stands beyond the end of LETTERS_TO falls away.
LETTERS = "/-ÄÖÜäöüáàâéèêíóôúýčćďěłńňŕřšśťůžźżŁŚŠŽ(),.„“\"'"
PLAIN = "  AOUaouaaaeeeioouyccdelnnrrsstuzzzlssz"
PAIRS = (("ß", "ss"), ("ae", "a"), ("oe", "o"), ("ue", "u"))
SHORT = 3  # shorter words are looked for at the beginning of words only
PYTHON_TABLE = str.maketrans(LETTERS[: len(PLAIN)], PLAIN, LETTERS[len(PLAIN) :])


class GermanSort(Func):
    """A sort key that puts Ärger between Apfel and Zoo on any PostgreSQL, with or without ICU."""

    template = "lower(replace(translate(%(expressions)s, 'ÄÖÜäöü', 'AOUaou'), 'ß', 'ss'))"
    output_field = models.CharField()


class Fold(Func):
    """A name as it is compared: „Muenster“ and „Münster“ are the same, brackets and hyphens do not count."""

    output_field = models.TextField()
    quoted = LETTERS.replace("'", "''").replace("%", "%%")
    template = f"lower(translate(%(expressions)s, '{quoted}', '{PLAIN}'))"
    for old, new in PAIRS:
        template = f"replace({template}, '{old}', '{new}')"
    arity = 1


def fold(text):
    """What `Fold` does in the database, for the words somebody types."""
    text = text.replace("\x00", "").translate(PYTHON_TABLE).lower()
    for old, new in PAIRS:
        text = text.replace(old, new)
    return " ".join(text.split())


class PlaceQuerySet(models.QuerySet):
    def current(self):
        return self.filter(gone_on=None)

    def clients(self):
        """Where a consultation can take place today; each place once, though the register has some twice."""
        return self.current().filter(level__in=CLIENT_LEVELS).exclude(type_code__in=NEVER_CLIENTS)

    def in_order(self):
        return self.order_by(GermanSort("name"), "key")

    def for_list(self):
        return self.select_related("land", "kreis", "parent")

    def members_of(self, place):
        """What lies directly in a place; a Regierungsbezirk has its Kreise and cities by the key alone."""
        if place.level == Level.REGION:
            return self.filter(parent=place.land_id, key__startswith=place.key).exclude(pk=place.pk).in_order()
        return self.filter(parent=place).in_order()

    def with_population(self):
        """The newest reading of the population; None where nobody has counted."""
        readings = self.model.figures.rel.related_model.objects.filter(
            place=OuterRef("pk"), kind=FigureKind.POPULATION
        ).order_by(models.F("as_of_from").desc(nulls_last=True), "pk")
        return self.annotate(population=Subquery(readings.values("value")[:1]))

    def search(self, text):
        """Places whose name, earlier name or key the text can mean, the likeliest first."""
        typed = fold(text)
        digits = typed.replace(" ", "")
        if not typed:
            return self.none()
        if digits.isascii() and digits.isdigit():
            return self.filter(Q(key__startswith=digits) | Q(ars__startswith=digits)).order_by("key")
        words = typed.split()
        found = self.filter(_named(words) | _once_named(self, words)).with_population()
        return found.order_by(_rank(typed), models.F("population").desc(nulls_last=True), "key")


def _contains(field, word):
    if len(word) < SHORT:
        return Q(**{f"{field}__startswith": word}) | Q(**{f"{field}__contains": f" {word}"})
    return Q(**{f"{field}__contains": word})


def _named(words):
    """One word at least is of the name itself; the others may tell its kind, Kreis or Land."""
    in_name = Q(pk__in=[])
    everywhere = Q()
    for word in words:
        in_name |= _contains("folded", word)
        around = Q()
        if len(words) > 1:
            for name in ("type_name", "kreis__name", "land__name"):
                around |= Q(FoldContains(name, word))
        everywhere &= _contains("folded", word) | around
    return in_name & everywhere


class FoldContains(Func):
    """Whether a text, folded, contains a word that already is."""

    output_field = models.BooleanField()
    template = "(position(%(expressions)s) > 0)"
    arg_joiner = " IN "

    def __init__(self, name, word):
        super().__init__(Value(word), Fold(name))


def _once_named(places, words):
    """Places known under another name that has all the words."""
    names = places.model.other_names.rel.related_model.objects.annotate(folded=Fold("name"))
    for word in words:
        names = names.filter(_contains("folded", word))
    return Q(pk__in=names.values("place"))


def _rank(typed):
    """The name itself, then what begins like it, then names with a word that does, then the rest."""
    return Case(
        When(FoldIs("name", typed), then=0),
        When(FoldIs(Concat("type_name", Value(" "), "name"), typed), then=0),
        When(folded__startswith=typed, then=1),
        When(folded__contains=f" {typed}", then=2),
        default=3,
    )


class FoldIs(Func):
    """Whether a text, folded, is this one."""

    output_field = models.BooleanField()
    template = "(%(expressions)s)"
    arg_joiner = " = "

    def __init__(self, expression, typed):
        super().__init__(Fold(expression), Value(typed))
