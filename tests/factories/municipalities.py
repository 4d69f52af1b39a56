import factory

from municipalities.enums import FigureKind, Level
from municipalities.models import Figure, Place, PlaceName, Unit


class PlaceFactory(factory.django.DjangoModelFactory):
    """A municipality without Kreis and Land; its key belongs to no real place."""

    class Meta:
        model = Place

    key = factory.Sequence(lambda n: f"{99_000_000 + n}")
    level = Level.MUNICIPALITY
    name = factory.Sequence(lambda n: f"Musterstedt {n}")
    full_name = factory.SelfAttribute("name")
    type_code = "64"
    type_name = "Gemeinde"


class KreisFactory(PlaceFactory):
    key = factory.Sequence(lambda n: f"{99_000 + n}")
    level = Level.KREIS
    name = factory.Sequence(lambda n: f"Musterland {n}")
    type_code = "44"
    type_name = "Landkreis"


class LandFactory(PlaceFactory):
    key = factory.Sequence(lambda n: f"{n % 10}9")
    level = Level.LAND
    name = factory.Sequence(lambda n: f"Musterstaat {n}")
    type_code = ""
    type_name = "Land"


class PlaceNameFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlaceName

    place = factory.SubFactory(PlaceFactory)
    name = factory.Sequence(lambda n: f"Altes Musterstedt {n}")


class FigureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Figure

    place = factory.SubFactory(PlaceFactory)
    kind = FigureKind.POPULATION
    value = 12585
    as_of = "31.12.2019"
    source = "Steckbrief"


class UnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Unit

    place = factory.SubFactory(PlaceFactory)
    name = factory.Sequence(lambda n: f"Amt {n}")
