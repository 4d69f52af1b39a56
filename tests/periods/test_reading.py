from datetime import date

import edtf
import pytest
from django.utils import translation
from hypothesis import example, given, settings
from hypothesis import strategies as st

from periods.reading import Reading, display, read

TODAY = date(2026, 5, 6)
UNREAD = "Diese Zeitangabe konnten wir nicht lesen. Sie bleibt im Wortlaut stehen, wird aber nicht einsortiert."
JUNE_31 = "Den 31. Juni 2022 gibt es nicht. Übernommen als Juni 2022, unsicher; der Wortlaut bleibt stehen."

UNDERSTOOD = [
    # days
    ("12.03.2018", "2018-03-12", "2018-03-12", "2018-03-12"),
    ("3.8.2020", "2020-08-03", "2020-08-03", "2020-08-03"),
    ("12. 3. 2018", "2018-03-12", "2018-03-12", "2018-03-12"),
    ("2018-03-12", "2018-03-12", "2018-03-12", "2018-03-12"),
    ("2018-03-12T14:30:00", "2018-03-12", "2018-03-12", "2018-03-12"),
    ("12. März 2018", "2018-03-12", "2018-03-12", "2018-03-12"),
    ("12. Ma\u0308rz 2018", "2018-03-12", "2018-03-12", "2018-03-12"),
    ("12.\u00a0März\u00a02018", "2018-03-12", "2018-03-12", "2018-03-12"),
    ("12.03.18", "2018-03-12", "2018-03-12", "2018-03-12"),
    ("12.03.98", "1998-03-12", "1998-03-12", "1998-03-12"),
    ("29.02.2020", "2020-02-29", "2020-02-29", "2020-02-29"),
    ("am 12.3.2018", "2018-03-12", "2018-03-12", "2018-03-12"),
    ("Mi, 23.09.2020", "2020-09-23", "2020-09-23", "2020-09-23"),
    ("Mittwoch, den 23. September 2020, 18 Uhr", "2020-09-23", "2020-09-23", "2020-09-23"),
    ("12.03.2018, 10–12 Uhr", "2018-03-12", "2018-03-12", "2018-03-12"),
    ("12.03.2018 14:30", "2018-03-12", "2018-03-12", "2018-03-12"),
    # months, years
    ("März 2018", "2018-03", "2018-03-01", "2018-03-31"),
    ("im Februar 2018", "2018-02", "2018-02-01", "2018-02-28"),
    ("Sept 2019", "2019-09", "2019-09-01", "2019-09-30"),
    ("Sept. 2019", "2019-09", "2019-09-01", "2019-09-30"),
    ("03/2018", "2018-03", "2018-03-01", "2018-03-31"),
    ("2018-03", "2018-03", "2018-03-01", "2018-03-31"),
    ("2015", "2015", "2015-01-01", "2015-12-31"),
    ("2018 (geplant)", "2018", "2018-01-01", "2018-12-31"),
    ("Herbst 2016, geplant", "2016-23", "2016-09-01", "2016-11-30"),
    ("2010er Jahre", "201X", "2010-01-01", "2019-12-31"),
    # roughly
    ("rund um 2015", "2015~", "2015-01-01", "2015-12-31"),
    ("rund um das Jahr 2015", "2015~", "2015-01-01", "2015-12-31"),
    ("um 2015", "2015~", "2015-01-01", "2015-12-31"),
    ("ca. 2015", "2015~", "2015-01-01", "2015-12-31"),
    ("ca.2015", "2015~", "2015-01-01", "2015-12-31"),
    ("etwa März 2018", "2018-03~", "2018-03-01", "2018-03-31"),
    ("etwa Herbst 2016", "2016-09~/2016-11~", "2016-09-01", "2016-11-30"),
    ("vermutlich März 2018", "2018-03?", "2018-03-01", "2018-03-31"),
    ("Februar 2018?", "2018-02?", "2018-02-01", "2018-02-28"),
    ("vermutlich um 2015", "2015%", "2015-01-01", "2015-12-31"),
    # parts of a year
    ("Herbst 2016", "2016-23", "2016-09-01", "2016-11-30"),
    ("Sommer 2015", "2015-22", "2015-06-01", "2015-08-31"),
    ("Frühjahr 2017", "2017-21", "2017-03-01", "2017-05-31"),
    ("Frühling 2017", "2017-21", "2017-03-01", "2017-05-31"),
    ("Winter 2015", "2015-24", "2015-12-01", "2016-02-29"),
    ("Winter 2015/2016", "2015-24", "2015-12-01", "2016-02-29"),
    ("Winter 2015/16", "2015-24", "2015-12-01", "2016-02-29"),
    ("Anfang 2018", "2018-37", "2018-01-01", "2018-04-30"),
    ("Mitte 2018", "2018-38", "2018-05-01", "2018-08-31"),
    ("Ende 2018", "2018-39", "2018-09-01", "2018-12-31"),
    ("Ende des Jahres 2018", "2018-39", "2018-09-01", "2018-12-31"),
    ("Anfang März 2018", "2018-03-01~/2018-03-10~", "2018-03-01", "2018-03-10"),
    ("Ende Februar 2020", "2020-02-21~/2020-02-29~", "2020-02-21", "2020-02-29"),
    ("1. Quartal 2019", "2019-33", "2019-01-01", "2019-03-31"),
    ("4. Quartal 2019", "2019-36", "2019-10-01", "2019-12-31"),
    ("Q3 2019", "2019-35", "2019-07-01", "2019-09-30"),
    ("1. Halbjahr 2019", "2019-40", "2019-01-01", "2019-06-30"),
    ("zweites Halbjahr 2020", "2020-41", "2020-07-01", "2020-12-31"),
    ("KW 12/2018", "2018-03-19/2018-03-25", "2018-03-19", "2018-03-25"),
    # open
    ("seit Juli 2020", "2020-07/..", "2020-07-01", None),
    ("ab 2020", "2020/..", "2020-01-01", None),
    ("seit etwa 2015", "2015~/..", "2015-01-01", None),
    ("seit Herbst 2016", "2016-09/..", "2016-09-01", None),
    ("seit 2015, laufend", "2015/..", "2015-01-01", None),
    ("2015 bis heute", "2015/..", "2015-01-01", None),
    ("2015–heute", "2015/..", "2015-01-01", None),
    ("2020 –", "2020/..", "2020-01-01", None),
    ("bis 2020", "../2020", None, "2020-12-31"),
    ("bis Ende 2018", "../2018-12", None, "2018-12-31"),
    # intervals
    ("2015 bis 2020", "2015/2020", "2015-01-01", "2020-12-31"),
    ("von 2015 bis 2020", "2015/2020", "2015-01-01", "2020-12-31"),
    ("zwischen 2015 und 2020", "2015/2020", "2015-01-01", "2020-12-31"),
    ("2015–2020", "2015/2020", "2015-01-01", "2020-12-31"),
    ("2015 — 2020", "2015/2020", "2015-01-01", "2020-12-31"),
    ("2015-2020", "2015/2020", "2015-01-01", "2020-12-31"),
    ("2016/2017", "2016/2017", "2016-01-01", "2017-12-31"),
    ("2016/17", "2016/2017", "2016-01-01", "2017-12-31"),
    ("2015–20", "2015/2020", "2015-01-01", "2020-12-31"),
    ("ca. 2015 bis 2020", "2015~/2020", "2015-01-01", "2020-12-31"),
    ("Sept 2019–Jan 2020", "2019-09/2020-01", "2019-09-01", "2020-01-31"),
    ("September 2019 bis Januar 2020", "2019-09/2020-01", "2019-09-01", "2020-01-31"),
    ("Oktober–Dezember 2020", "2020-10/2020-12", "2020-10-01", "2020-12-31"),
    ("Juni bis Oktober 2019", "2019-06/2019-10", "2019-06-01", "2019-10-31"),
    ("Oktober bis Februar 2021", "2020-10/2021-02", "2020-10-01", "2021-02-28"),
    ("November und Dezember 2020", "2020-11/2020-12", "2020-11-01", "2020-12-31"),
    ("Juni und Oktober 2019", "{2019-06,2019-10}", "2019-06-01", "2019-10-31"),
    ("März/April 2018", "2018-03/2018-04", "2018-03-01", "2018-04-30"),
    ("03–05/2018", "2018-03/2018-05", "2018-03-01", "2018-05-31"),
    ("3.8.–31.12.2020", "2020-08-03/2020-12-31", "2020-08-03", "2020-12-31"),
    ("12.03-15.04.2018", "2018-03-12/2018-04-15", "2018-03-12", "2018-04-15"),
    ("01.05.–31.8.2017", "2017-05-01/2017-08-31", "2017-05-01", "2017-08-31"),
    ("01.11.2020–30.09.2022", "2020-11-01/2022-09-30", "2020-11-01", "2022-09-30"),
    ("01.07.2018 bis 30.08.2020", "2018-07-01/2020-08-30", "2018-07-01", "2020-08-30"),
    ("2018-03-12–2018-04-01", "2018-03-12/2018-04-01", "2018-03-12", "2018-04-01"),
    ("3.–5.8.2020", "2020-08-03/2020-08-05", "2020-08-03", "2020-08-05"),
    ("vom 3. bis zum 5. August 2020", "2020-08-03/2020-08-05", "2020-08-03", "2020-08-05"),
    ("Winter 2015/2016 bis Sommer 2017", "2015-12/2017-08", "2015-12-01", "2017-08-31"),
    ("2020 bis März 2020", "2020/2020-03", "2020-01-01", "2020-03-31"),
    # EDTF itself
    ("2015~", "2015~", "2015-01-01", "2015-12-31"),
    ("2016-23", "2016-23", "2016-09-01", "2016-11-30"),
    ("2020-07/..", "2020-07/..", "2020-07-01", None),
    ("../2020", "../2020", None, "2020-12-31"),
    ("201X", "201X", "2010-01-01", "2019-12-31"),
]


def day(text):
    return text and date.fromisoformat(text)


@pytest.mark.parametrize(("text", "code", "earliest", "latest"), UNDERSTOOD)
def test_reading_understands(text, code, earliest, latest):
    assert read(text, TODAY) == Reading(text, code, day(earliest), day(latest), "")


@pytest.mark.parametrize("code", sorted({row[1] for row in UNDERSTOOD}))
def test_edtf_read_again_says_the_same(code):
    assert read(code, TODAY).edtf == code


@pytest.mark.parametrize(
    ("text", "wording", "code"),
    [
        ("heute", "06.05.2026", "2026-05-06"),
        ("Gestern", "05.05.2026", "2026-05-05"),
        ("vorgestern", "04.05.2026", "2026-05-04"),
        ("seit gestern", "seit 05.05.2026", "2026-05-05/.."),
        ("bis heute", "bis 06.05.2026", "../2026-05-06"),
        ("heute irgendwann", "heute irgendwann", ""),
        ("2015 bis heute", "2015 bis heute", "2015/.."),
        ("gestern Abend", "05.05.2026", "2026-05-05"),
        ("heute früh", "06.05.2026", "2026-05-06"),
        ("gestern morgen", "05.05.2026", "2026-05-05"),
        # a day without its year: soon, or the last one
        ("3.11.", "03.11.2025", "2025-11-03"),
        ("3.11", "03.11.2025", "2025-11-03"),
        ("3. 5.", "03.05.2026", "2026-05-03"),
        ("12.7.", "12.07.2026", "2026-07-12"),
        ("am 3.5. um 14 Uhr", "am 03.05.2026 um 14 Uhr", "2026-05-03"),
        ("3.5. 14.30 Uhr", "03.05.2026 14.30 Uhr", "2026-05-03"),
        ("3.5. 14:30", "03.05.2026 14:30", "2026-05-03"),
        ("3. Mai", "03.05.2026", "2026-05-03"),
        ("28. Dez.", "28.12.2025", "2025-12-28"),
        ("3.5.-5.5.", "03.05.2026-05.05.2026", "2026-05-03/2026-05-05"),
        ("3.5. bis 5.5.", "03.05.2026 bis 05.05.2026", "2026-05-03/2026-05-05"),
        ("seit 3.5.", "seit 03.05.2026", "2026-05-03/.."),
        ("Montag, 4.5.", "Montag, 04.05.2026", "2026-05-04"),
        # names of days: today, a Wednesday, or before
        ("Donnerstag", "30.04.2026", "2026-04-30"),
        ("Mittwoch", "06.05.2026", "2026-05-06"),
        ("am Dienstag", "am 05.05.2026", "2026-05-05"),
        ("letzten Montag", "04.05.2026", "2026-05-04"),
        ("letzten Mittwoch", "29.04.2026", "2026-04-29"),
        ("am vergangenen Sonnabend", "am 02.05.2026", "2026-05-02"),
        ("diesen Freitag", "08.05.2026", "2026-05-08"),
        ("nächsten Mittwoch", "13.05.2026", "2026-05-13"),
        ("kommenden Freitag", "08.05.2026", "2026-05-08"),
        ("Donnerstagabend", "Donnerstagabend", ""),
        ("Donnerstag Abend", "30.04.2026", "2026-04-30"),
        ("Montag 14 Uhr", "04.05.2026 14 Uhr", "2026-05-04"),
        # what names a year stays as it was written
        ("Donnerstag, 3.11.2022", "Donnerstag, 3.11.2022", "2022-11-03"),
        ("3.8.–31.12.2020", "3.8.–31.12.2020", "2020-08-03/2020-12-31"),
    ],
)
def test_relative_words_become_the_date_they_meant(text, wording, code):
    reading = read(text, TODAY)
    assert (reading.wording, reading.edtf) == (wording, code)


def test_relative_words_follow_the_calendar_despite_the_cache():
    assert read("heute", TODAY).earliest == TODAY
    assert read("heute", date(2026, 5, 7)).earliest == date(2026, 5, 7)
    assert read("heute").earliest == date.today()


@pytest.mark.parametrize("text", ["31.06.2022", "31.6.2022", "31. Juni 2022", "2022-06-31"])
def test_impossible_day_becomes_its_month(text):
    assert read(text) == Reading(text, "2022-06?", date(2022, 6, 1), date(2022, 6, 30), JUNE_31)


@pytest.mark.parametrize(
    ("text", "code", "earliest", "latest"),
    [
        ("01.07.2019–31.06.2022", "2019-07-01/2022-06?", "2019-07-01", "2022-06-30"),
        ("1.–31.06.2022", "2022-06-01/2022-06?", "2022-06-01", "2022-06-30"),
        ("bis 31.06.2022", "../2022-06?", None, "2022-06-30"),
        ("ca. 31.06.2022", "2022-06%", "2022-06-01", "2022-06-30"),
    ],
)
def test_impossible_day_inside_something_else(text, code, earliest, latest):
    assert read(text) == Reading(text, code, day(earliest), day(latest), JUNE_31)


def test_interval_with_its_end_first_is_turned_round_and_says_so():
    reading = read("2020 bis 2015")
    assert (reading.wording, reading.edtf) == ("2020 bis 2015", "2015?/2020?")
    assert (reading.earliest, reading.latest) == (date(2015, 1, 1), date(2020, 12, 31))
    assert reading.warning.startswith("Das Ende liegt vor dem Anfang.")


@pytest.mark.parametrize(
    "text",
    ["bald", "Mai", "12.13.2018", "9999", "31.12.9999", "../..", "2018/2019/2020", "–", "🕊️", "KW 60 2018"]
    + ["29.2.", "31.6.", "14.30 Uhr", "nach der Sitzung am Montag"]
    + ["x" * 10_000, "1.1.2018" * 1_250, "(" * 199, "2019/05", "3. Halbjahr 2019", "{,}"],
)
def test_unknown_wording_stays_and_is_not_sorted(text):
    assert read(text, TODAY) == Reading(text, "", None, None, UNREAD)


@pytest.mark.parametrize("text", ["", "   ", "\x00", None])
def test_nothing_said_is_no_warning(text):
    assert read(text) == Reading("")


def test_nul_is_dropped_from_the_wording():
    assert read("20\x0015") == read("2015")


def test_warning_follows_the_language_of_the_reader_despite_the_cache():
    assert read("31.06.2022").warning == JUNE_31
    with translation.override("en"):
        assert "June 2022" in read("31.06.2022").warning
    assert read("31.06.2022").warning == JUNE_31


def test_display_prefers_the_wording():
    assert display(read("rund um 2015")) == "rund um 2015"
    assert display("2015~", "rund um 2015") == "rund um 2015"
    assert display("2015~") == "2015~"
    assert display("2018-03-12") == "12.03.2018"
    assert display("") == display(None) == ""


FRAGMENTS = (
    "rund um ca. etwa seit ab bis von zwischen und Anfang Mitte Ende Herbst Winter Januar März Sept Dez 1. Quartal 2. "
    "Halbjahr KW 12 31.06.2022 3.8. 2015 2015~ 2016-23 2022/23 – - / .. heute morgen vermutlich ? (geplant) 99 0 "
    "29.2. 3.11. Donnerstag letzten Montag 31.12.2199 2200 { , } % 🕊️"
)
WORDS = st.sampled_from(FRAGMENTS.split(" "))
PHRASES = st.lists(WORDS, max_size=6).flatmap(lambda words: st.sampled_from([" ".join(words), "".join(words)]))


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=250), PHRASES), st.dates())
@example("morgen", date.max)
@example("gestern", date.min)
@example("1.1.", date.min)
@example("31.12.", date.max)
@example("Freitag", date.min)
@example("nächsten Montag", date.max)
@example("Winter 2199", TODAY)
@example("\ud800 2015", TODAY)
@example("٢٠١٥", TODAY)
def test_reading_never_fails_and_is_always_sound(text, today):
    reading = read(text, today)
    assert bool(reading.edtf) == bool(reading.earliest or reading.latest)
    assert not (reading.earliest and reading.latest) or reading.earliest <= reading.latest
    assert len(reading.edtf) <= 60
    assert "\x00" not in reading.wording
    if reading.edtf:
        edtf.parse_edtf(reading.edtf)
    elif reading.wording:
        assert reading.warning == UNREAD
        assert reading.wording == text.replace("\x00", "").strip()
