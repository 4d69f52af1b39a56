from datetime import date
from decimal import Decimal
from io import StringIO
from time import monotonic

import pytest
from django.core.management import CommandError, call_command
from django.db import DataError

from municipalities.enums import FigureKind
from municipalities.models import Figure, Place, PlaceName
from tests.factories.municipalities import PlaceFactory

from .gv100ad import file, line, places

pytestmark = pytest.mark.django_db
SOURCE = "Statistisches Bundesamt (Destatis), Gemeindeverzeichnis GV-ISys, Gebietsstand 30.11.2025"
LATER = "20261130"


@pytest.fixture
def load(tmp_path):
    """Runs the command on these lines and gives back what it says."""

    def run(lines, **options):
        path = tmp_path / "GV100AD.txt"
        path.write_bytes(lines if isinstance(lines, bytes) else file(lines))
        out = StringIO()
        call_command("import_municipalities", str(path), stdout=out, **options)
        return out.getvalue()

    return run


def state():
    return (
        list(Place.objects.order_by("key").values()),
        list(Figure.objects.order_by("pk").values()),
        list(PlaceName.objects.order_by("pk").values()),
    )


def test_import_links_places_and_writes_figures(load):
    assert "12 Orte neu, 0 geändert, 24 Kennzahlen geschrieben." in load(places())

    kalbe = Place.objects.for_list().get(key="03357029")
    assert (kalbe.parent.name, kalbe.kreis.name, kalbe.land.name) == ("Sittensen", "Rotenburg (Wümme)", "Niedersachsen")
    assert kalbe.register_date == date(2025, 11, 30)
    population, area = kalbe.figures.order_by("-kind")
    assert (population.kind, population.value, population.as_of) == (FigureKind.POPULATION, 604, "31.12.2024")
    assert (population.as_of_from, population.source) == (date(2024, 12, 31), SOURCE)
    assert (area.kind, area.value) == (FigureKind.AREA, Decimal("10.27"))
    assert set(kalbe.kreis.figures.values_list("source", flat=True)) == {f"{SOURCE} (Summe der Gemeinden)"}


def test_import_twice_changes_nothing(load):
    load(places())
    before = state()

    assert "Nichts geändert." in load(places())
    assert state() == before


def test_import_takes_the_day_of_the_count_from_the_person(load):
    load(places(), stand=date(2023, 12, 31))

    assert set(Figure.objects.values_list("as_of", flat=True)) == {"31.12.2023"}


def test_import_of_a_later_edition_adds_no_figure_that_is_there(load):
    load(places())

    said = load(places(as_of="20251231"))

    assert "Nichts geändert." in said
    assert Figure.objects.count() == 24
    assert set(Place.objects.values_list("register_date", flat=True)) == {date(2025, 12, 31)}


def test_import_adds_the_next_count_beside_the_old_one(load):
    load(places())

    load(places(as_of=LATER))

    kalbe = Place.objects.get(key="03357029")
    counts = kalbe.figures.filter(kind=FigureKind.POPULATION).values_list("as_of", flat=True)
    assert list(counts) == ["31.12.2025", "31.12.2024"]


def test_import_reports_a_new_name_and_keeps_the_old(load):
    load(places())
    row = line(
        "60", "03357029", "Kalbe an der Oste, Flecken", code="64", association="5405", area=1027, population=604,
        as_of=LATER,
    )  # fmt: skip

    said = load(places(as_of=LATER, k03357029=row))

    assert "1 umbenannt:\n  03357029 Kalbe → Kalbe an der Oste, Flecken" in said
    kalbe = Place.objects.get(key="03357029")
    old = kalbe.other_names.get()
    assert (kalbe.name, old.name, old.period, old.source) == ("Kalbe an der Oste", "Kalbe", "bis 30.11.2026", SOURCE)
    assert kalbe in Place.objects.search("Kalbe")


def test_import_keeps_a_vanished_place_and_brings_it_back(load):
    load(places())

    said = load(places(as_of=LATER, k03357029=None))
    kalbe = Place.objects.get(key="03357029")
    assert "1 nicht mehr im Verzeichnis:\n  03357029 Kalbe" in said
    assert kalbe.gone_on == date(2026, 11, 30)
    assert kalbe not in Place.objects.clients().search("Kalbe")
    assert "Nichts geändert." in load(places(as_of=LATER, k03357029=None))

    said = load(places(as_of="20271130"))
    kalbe.refresh_from_db()
    assert "1 wieder im Verzeichnis:\n  03357029 Kalbe" in said
    assert kalbe.gone_on is None


def test_import_leaves_places_entered_by_hand_alone(load):
    own = PlaceFactory(name="Samtgemeinde Irgendwo")

    load(places())

    own.refresh_from_db()
    assert own.gone_on is None


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (places(k15081240=places()[-1][:130]), "Zeile 16: "),
        (b"", "Die Datei ist leer"),
        (b"PK\x03\x04\x14\x00word/document.xml", "kein Gemeindeverzeichnis"),
        (b"ags;name\n03357029;Kalbe\n", "kein Gemeindeverzeichnis"),
        (places(as_of="20241231"), "gespeichert ist schon 30.11.2025"),
    ],
    ids=["broken line", "empty", "docx", "csv", "older edition"],
)
def test_import_refuses_in_one_sentence_and_changes_nothing(load, lines, words):
    load(places())
    before = state()

    with pytest.raises(CommandError, match=words) as problem:
        load(lines)

    assert "\n" not in str(problem.value)
    assert state() == before


def test_import_takes_an_older_edition_by_force(load):
    load(places())

    load(places(as_of="20241231"), force=True)

    assert set(Place.objects.values_list("register_date", flat=True)) == {date(2024, 12, 31)}


def test_import_names_a_missing_file():
    with pytest.raises(CommandError, match="„/gibt/es/nicht“ lässt sich nicht lesen"):
        call_command("import_municipalities", "/gibt/es/nicht")


def test_import_refuses_a_file_cut_short(load):
    load(places())
    PlaceFactory.create_batch(60, register_date=date(2025, 11, 30))

    with pytest.raises(CommandError, match="fehlen 60 gespeicherte Orte"):
        load(places())

    assert not Place.objects.exclude(gone_on=None).exists()
    assert "60 nicht mehr im Verzeichnis" in load(places(), force=True)


def test_import_is_all_or_nothing(load):
    """Figures are written last; a sum the column cannot hold takes the places back, too."""
    load(places())
    before = state()
    row = {"code": "64", "association": "5405", "area": 1, "population": 10**11 - 1}
    many = [line("60", f"033571{number:02d}", f"Neu {number}", **row) for number in range(11)]

    with pytest.raises(DataError):
        load([*places(), *many])

    assert state() == before


def test_import_of_the_real_register(real_file, load):
    content, start = real_file.read_bytes(), monotonic()
    said = load(content)
    first = monotonic() - start

    assert "12495 Orte neu" in said
    assert first < 60  # four seconds on a quiet machine; one statement a row would take minutes
    assert "Nichts geändert." in load(content)
    for text, expected in [
        ("Kalbe", ["03357029", "15081240"]),
        ("Soest", ["05974", "05974040"]),
        ("Bautzen", ["14625", "14625020"]),
        ("13076090", ["13076090"]),
        ("130760090090", ["13076090"]),
        ("Kreis Soest", ["05974"]),
        ("Ludwigslust-Parchim", ["13076"]),
        ("Muenster", ["05515000"]),
        ("Münster", ["05515000"]),
        ("Osterburg Altmark", ["15090415"]),
    ]:
        start = monotonic()
        found = [place.key for place in Place.objects.clients().search(text).for_list()[:13]]
        assert found[: len(expected)] == expected, text
        assert monotonic() - start < 5  # 10 to 30 ms on a quiet machine
