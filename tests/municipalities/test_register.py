from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from municipalities.register import Unreadable, parse

from .gv100ad import file, line, places


def by_key(lines):
    return {record.key: record for record in parse(file(lines)).records}


def test_parse_keeps_every_place_once():
    register = parse(file(places()))

    assert register.as_of == date(2025, 11, 30)
    # Neither the Kreis of Duisburg nor the associations that are one town.
    assert [record.key for record in register.records] == [
        "03", "05", "15", "051", "03357", "05974", "15081", "033575405", "03357029", "05112000", "05974040", "15081240",
    ]  # fmt: skip


def test_parse_reads_a_municipality():
    kalbe = by_key(places())["03357029"]

    assert (kalbe.name, kalbe.full_name, kalbe.type_name) == ("Kalbe", "Kalbe", "Gemeinde")
    assert (kalbe.ars, kalbe.parent, kalbe.kreis, kalbe.land) == ("033575405029", "033575405", "03357", "03")
    assert (kalbe.population, kalbe.area) == (604, Decimal("10.27"))


def test_parse_puts_a_lone_municipality_into_its_kreis_and_a_city_into_its_land():
    records = by_key(places())

    assert (records["05974040"].parent, records["05974040"].kreis) == ("05974", "05974")
    assert (records["05112000"].parent, records["05112000"].kreis) == ("05", None)


def test_parse_names_the_kind_as_the_land_does():
    lines = [
        *places(),
        line("10", "08", "Baden-Württemberg"),
        line("40", "08111", "Stuttgart, Stadtkreis", code="42"),
        line("40", "08115", "Böblingen", code="44"),
        line("50", "08115", "GVV Oberes Gäu", code="56", association="5005"),
        line("40", "03241", "Region Hannover", code="44"),
        line("10", "09", "Bayern"),
    ]
    records = by_key(lines)

    assert records["05974"].type_name == "Kreis"
    assert records["15081"].type_name == "Landkreis"
    assert records["081155005"].type_name == "Gemeindeverwaltungsverband"
    assert records["03241"].type_name == "Region"
    assert records["09"].type_name == "Freistaat"
    assert (records["051"].name, records["051"].type_name) == ("Düsseldorf", "Regierungsbezirk")
    assert "08111" not in records


@pytest.mark.parametrize(
    ("full_name", "name"),
    [
        ("Ludwigslust, Stadt", "Ludwigslust"),
        ("Frankfurt (Oder), Stadt", "Frankfurt (Oder)"),
        ("Plauen, Stadt, Hochschulstadt", "Plauen"),
        ("Erkrath, Fundort des Neanderthalers, Stadt", "Erkrath"),
    ],
)
def test_parse_shortens_a_name_at_its_comma(full_name, name):
    row = line("60", "15081240", full_name, code="63", association="0240", area=1, population=1)
    kalbe = by_key(places(k15081240=row))["15081240"]

    assert (kalbe.name, kalbe.full_name) == (name, full_name)


def test_parse_leaves_a_list_of_members_whole():
    name = "Oelsnitz/Vogtl., Bösenbrunn, Eichigt und Triebel/V"
    row = line("50", "03357", name, code="54", association="5405")

    assert by_key(places(k033575405=row))["033575405"].name == name


def test_parse_counts_characters_not_bytes():
    row = line("60", "15081240", "Budyšin Łužica ść, Stadt", code="63", association="0240", area=1, population=7)

    assert by_key(places(k15081240=row))["15081240"].population == 7


def test_parse_reads_the_older_encoding():
    register = parse(file(places(), "iso-8859-1"))

    assert "Rotenburg (Wümme)" in {record.name for record in register.records}


def test_parse_takes_windows_line_ends_and_a_byte_order_mark():
    content = b"\xef\xbb\xbf" + file(places()).replace(b"\n", b"\r\n")

    assert parse(content) == parse(file(places()))


def test_parse_does_not_take_unknown_for_zero():
    missing = line("60", "15081240", "Kalbe (Milde), Stadt", code="63", association="0240", area=27363, population=0)
    records = by_key(places(k15081240=missing))

    assert records["15081240"].population is None
    assert records["15081"].population is None  # the sum of something unknown
    assert records["15081"].area == Decimal("273.63")


def test_parse_adds_up_what_lies_within():
    records = by_key(places())

    assert records["033575405"].population == records["03357"].population == 604
    assert records["05"].population == 502270 + 47952
    assert records["051"].population == 502270


BROKEN = {
    "cut": (places()[3][:130], "keine Zahl"),
    "letters": (places()[3].replace("00000000604", "0000000x604"), "keine Zahl"),
    "kind": ("70" + places()[3][2:], "Satzart „70“"),
    "date": ("6020251399" + places()[3][10:], "Gebietsstand"),
    "key": (line("60", "0335702", "Kalbe", code="64", association="5405"), "Gemeindeschlüssel"),
    "nameless": (line("60", "03357029", "", code="64", association="5405"), "Name fehlt"),
    "type": (line("60", "03357029", "Kalbe", code="99", association="5405"), "Textkennzeichen"),
    "orphan": (line("60", "03358029", "Kalbe", code="64", association="5405"), "Kreis 03358"),
    "other day": (places(as_of="20241231")[3], "weicht"),
    "twice": (places()[0], "zweimal"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_parse_names_a_broken_line_by_its_number(case):
    row, words = BROKEN[case]

    with pytest.raises(Unreadable, match=words) as problem:
        parse(file(places(k03357029=row)))

    assert str(problem.value).startswith("Zeile 4: ")
    assert str(problem.value).endswith("Es wurde nichts geändert.")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n \n",
        b"PK\x03\x04\x14\x00\x06\x00word/document.xml",
        b"ags;name;kreis\n03357029;Kalbe;Rotenburg\n",
        "ä".encode("utf-16"),
        file(places()).decode().encode("utf-16"),
        file(places()[:3]),
    ],
    ids=["empty", "blank", "docx", "csv", "utf-16", "register in utf-16", "without municipalities"],
)
def test_parse_refuses_another_file_in_a_sentence(content):
    with pytest.raises(Unreadable, match=r"Es wurde nichts geändert\.$"):
        parse(content)


def test_parse_reads_the_real_register(real_file):
    register = parse(real_file.read_bytes())
    records = {record.key: record for record in register.records}

    assert Counter(record.level for record in records.values()) == {
        "gemeinde": 10_953, "verband": 1_203, "kreis": 294, "region": 29, "land": 16,
    }  # fmt: skip
    assert sum(record.population for record in records.values() if record.level == "land") == 83_577_140
    assert (records["13076"].population, records["150905051"].population) == (208_092, 8_211)
    assert records["14625020"].full_name == "Bautzen / Budyšin, Stadt, Hochschulstadt / Wysokošulske město"
    assert records["07000999"].parent == "07"
