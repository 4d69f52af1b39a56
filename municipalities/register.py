"""The official register of municipalities, file GV100AD: from its lines to records. No Django, no database.

Fixed width, 220 characters a line (characters, not bytes). Since 2021 the file is UTF-8, before that ISO-8859-1.
What is taken and what is left out: docs/decisions/0005-register-of-places.md.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

LAND, REGION, KREIS, ASSOCIATION, MUNICIPALITY = "land", "region", "kreis", "verband", "gemeinde"
LEVELS = {"10": LAND, "20": REGION, "40": KREIS, "50": ASSOCIATION, "60": MUNICIPALITY}
PLANNING_REGION = "30"  # Baden-Württemberg only; nobody is consulted there
DISTRICT_CITIES = {"41", "42"}  # the Kreis of such a city is the city itself
LONE_MUNICIPALITY = "50"  # the association of such a municipality is the municipality itself
UNINCORPORATED = {"65", "66"}

TYPES = {
    "41": "kreisfreie Stadt", "42": "Stadtkreis", "43": "Kreis", "44": "Landkreis", "45": "Regionalverband",
    "51": "Amt", "52": "Samtgemeinde", "53": "Verbandsgemeinde", "54": "Verwaltungsgemeinschaft",
    "55": "Kirchspielslandgemeinde", "56": "Verwaltungsverband", "57": "Verwaltungsgemeinschaft",
    "58": "erfüllende Gemeinde",
    "60": "Markt", "61": "kreisfreie Stadt", "62": "Stadtkreis", "63": "Stadt", "64": "Gemeinde",
    "65": "gemeindefreies Gebiet (bewohnt)", "66": "gemeindefreies Gebiet", "67": "Große Kreisstadt",
}  # fmt: skip
TYPES_OF_LAND = {
    ("08", "54"): "vereinbarte Verwaltungsgemeinschaft",
    ("08", "56"): "Gemeindeverwaltungsverband",
    ("02", "61"): "Stadtstaat",
    ("11", "61"): "Stadtstaat",
}
LAND_TYPES = {"02": "Stadtstaat", "04": "Stadtstaat", "11": "Stadtstaat", "09": "Freistaat", "14": "Freistaat"}
LAND_TYPES["16"] = "Freistaat"
REGION_WORDS = (
    ("früher: Reg.-Bez. ", "früherer Regierungsbezirk"),
    ("früher: Direktionsbezirk ", "früherer Direktionsbezirk"),
    ("Statistische Region ", "Statistische Region"),
    ("Reg.-Bez. ", "Regierungsbezirk"),
)
# Names have 50 places in the file; these are longer.
CUT_NAMES = {"14625020": "Bautzen / Budyšin, Stadt, Hochschulstadt / Wysokošulske město"}
ASSOCIATION_SUFFIX = re.compile(r"(.+), Stadt")  # „Oelsnitz/Vogtl., Bösenbrunn, …“ is a list, not a suffix
LINE = re.compile(r"[1-6]0\d{8}")


class Unreadable(Exception):
    """The file is not the register, or a line of it is broken; the text is a sentence for a person."""


@dataclass(frozen=True)
class Record:
    """One place as the register has it; `land`, `kreis` and `parent` are keys."""

    key: str
    ars: str
    level: str
    name: str
    full_name: str
    type_code: str
    type_name: str
    seat: str = ""
    land: str | None = None
    kreis: str | None = None
    parent: str | None = None
    population: int | None = None
    area: Decimal | None = None  # km²


@dataclass(frozen=True)
class Register:
    """All places of one edition, wide before narrow."""

    as_of: date
    records: tuple[Record, ...]


def parse(content: bytes) -> Register:
    """The register in `content`; raises `Unreadable` and never gives half of it."""
    reader = _Reader()
    for number, line in enumerate(_lines(content), start=1):
        if line.strip():
            try:
                reader.take(line)
            except ValueError as problem:
                raise Unreadable(f"Zeile {number}: {problem} Es wurde nichts geändert.") from None
    return reader.register()


def _lines(content):
    """The lines of something that looks like the register at all."""
    if not content.strip():
        raise Unreadable("Die Datei ist leer. Es wurde nichts geändert.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("iso-8859-1")
    lines = text.replace("\r\n", "\n").split("\n")
    if "\0" in text or not LINE.match(lines[0]):
        raise Unreadable(
            "Diese Datei ist kein Gemeindeverzeichnis im Format GV100AD (feste Satzlänge, erste Zeile beginnt mit "
            "„10“ und dem Gebietsstand). Es wurde nichts geändert."
        )
    return lines


class _Reader:
    """Takes line after line and remembers what the next one may refer to."""

    def __init__(self):
        self.as_of = None
        self.found = {}
        self.cities = set()  # Kreise that are one city
        self.lone = set()  # associations that are one municipality

    def take(self, line):
        kind, as_of = line[:2], _date(line[2:10])
        if kind != PLANNING_REGION and kind not in LEVELS:
            raise ValueError(f"Die Satzart „{kind}“ gibt es im Gemeindeverzeichnis nicht.")
        self.as_of = self.as_of or as_of
        if as_of != self.as_of:
            raise ValueError(f"Der Gebietsstand {as_of:%d.%m.%Y} weicht von dem der ersten Zeile ab.")
        if kind == PLANNING_REGION:
            return
        if not line[22:72].strip():
            raise ValueError("Der Name fehlt.")
        record = getattr(self, f"_{LEVELS[kind]}")(line)
        if record is None:
            return
        if record.key in self.found:
            raise ValueError(f"Der Schlüssel {record.key} kommt zweimal vor.")
        self.found[record.key] = record

    def register(self):
        records = self.found.values()
        if not any(record.level == MUNICIPALITY for record in records):
            raise Unreadable("Die Datei enthält keine Gemeinden (Satzart 60). Es wurde nichts geändert.")
        order = list(LEVELS.values())
        records = _with_sums(sorted(records, key=lambda record: (order.index(record.level), record.key)))
        return Register(self.as_of, tuple(records))

    def _land(self, line):
        key = _digits(line, 10, 12, "Landesschlüssel")
        return self._record(line, key, ars=key, level=LAND, type_name=LAND_TYPES.get(key, "Land"))

    def _region(self, line):
        key = _digits(line, 10, 13, "Schlüssel des Regierungsbezirks")
        land = self._known(key[:2], "Land")
        name, type_name = line[22:72].strip(), "Regierungsbezirk"
        for word, kind in REGION_WORDS:
            if name.startswith(word):
                name, type_name = name.removeprefix(word), kind
                break
        names = {"name": name, "type_name": type_name}
        return self._record(line, key, ars=key, level=REGION, land=land, parent=land, **names)

    def _kreis(self, line):
        key, code = _digits(line, 10, 15, "Kreisschlüssel"), _type(line)
        land = self._known(key[:2], "Land")
        if code in DISTRICT_CITIES:
            self.cities.add(key)
            return None
        name = line[22:72].strip()
        word = name.split()[0]
        type_name = word if word in {"Region", "Städteregion"} else TYPES[code]
        return self._record(
            line, key, ars=key, level=KREIS, land=land, parent=land, type_code=code, type_name=type_name
        )

    def _verband(self, line):
        kreis, code = _digits(line, 10, 15, "Kreisschlüssel"), _type(line)
        key = kreis + _digits(line, 18, 22, "Verbandsschlüssel")
        if code == LONE_MUNICIPALITY:
            self.lone.add(key)
            return None
        land = self._known(key[:2], "Land")
        parent = land if kreis in self.cities else self._known(kreis, "Kreis")
        name = ASSOCIATION_SUFFIX.sub(r"\1", line[22:72].strip())
        return self._record(
            line, key, ars=key, level=ASSOCIATION, name=name, land=land, parent=parent,
            kreis=None if kreis in self.cities else kreis, type_code=code, type_name=_type_name(key, code),
        )  # fmt: skip

    def _gemeinde(self, line):
        key, code = _digits(line, 10, 18, "Gemeindeschlüssel"), _type(line)
        association = key[:5] + _digits(line, 18, 22, "Verbandsschlüssel")
        land, kreis = self._known(key[:2], "Land"), key[:5]
        # Two or three stretches of water lie in no Kreis; their key says 000.
        if kreis in self.cities or kreis.endswith("000") and kreis not in self.found:
            kreis = None
        else:
            self._known(kreis, "Kreis")
        alone = association in self.lone or code in UNINCORPORATED
        if not alone:
            self._known(association, "Gemeindeverband")
        population = _number(line, 139, 150, "Bevölkerung")
        if population == 0 and code not in UNINCORPORATED:
            population = None  # a municipality without people is one nobody has counted yet
        hectares = _number(line, 128, 139, "Fläche")
        return self._record(
            line, key, ars=association + key[5:], level=MUNICIPALITY, land=land, kreis=kreis,
            parent=(kreis or land) if alone else association,
            type_code=code, type_name=_type_name(key, code), population=population,
            area=None if hectares is None else Decimal(hectares) / 100,
        )  # fmt: skip

    def _known(self, key, what):
        if key not in self.found:
            raise ValueError(f"Der {what} {key} steht nicht vor dieser Zeile." if what != "Land" else
                             f"Das Land {key} steht nicht vor dieser Zeile.")  # fmt: skip
        return key

    def _record(self, line, key, *, name=None, type_code="", **fields):
        full_name = line[22:72].strip()
        longer = CUT_NAMES.get(key, "")
        if longer.startswith(full_name):
            full_name = longer
        name = name or full_name.split(",")[0].strip()
        return Record(key=key, name=name, full_name=full_name, type_code=type_code, seat=line[72:122].strip(), **fields)


def _with_sums(records):
    """Kreise, associations and the rest get the sum of their municipalities, if it is known of every one."""
    population, area = defaultdict(list), defaultdict(list)
    for record in records:
        if record.level == MUNICIPALITY:
            wider = {record.key[:2], record.key[:3], record.key[:5], record.ars[:9]}
            for key in wider:
                population[key].append(record.population)
                area[key].append(record.area)
    for record in records:
        if record.level == MUNICIPALITY:
            yield record
        else:
            sums = {"population": _sum(population[record.key]), "area": _sum(area[record.key])}
            yield Record(**(record.__dict__ | sums))


def _sum(values):
    return sum(values) if values and None not in values else None


def _digits(line, start, end, what):
    value = line[start:end]
    if len(value) != end - start or not (value.isascii() and value.isdigit()):
        raise ValueError(f"Der {what} „{value.strip()}“ besteht nicht aus {end - start} Ziffern.")
    return value


def _number(line, start, end, what):
    """A whole number, or None where the field is blank."""
    value = line[start:end].strip()
    if not value and len(line) >= end:
        return None
    if len(line) < end or not (value.isascii() and value.isdigit()):
        raise ValueError(f"Die Angabe „{what}“ ist keine Zahl, oder die Zeile ist abgeschnitten.")
    return int(value)


def _date(text):
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        raise ValueError(f"„{text.strip()}“ ist kein Gebietsstand (JJJJMMTT).") from None


def _type(line):
    code = line[122:124]
    if code not in TYPES and code != LONE_MUNICIPALITY:
        raise ValueError(f"Das Textkennzeichen „{code.strip()}“ gibt es nicht, oder die Zeile ist abgeschnitten.")
    return code


def _type_name(key, code):
    return TYPES_OF_LAND.get((key[:2], code), TYPES[code])
