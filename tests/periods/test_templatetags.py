from datetime import date, datetime, timedelta

import pytest
from django.template import Context, Engine
from django.utils import timezone

from periods.reading import read
from periods.templatetags.periods import day, margin, since


@pytest.mark.parametrize(
    ("value", "pieces"),
    [
        ("12.03.2018", ("12.03.", "2018")),
        ("2018-03-12", ("12.03.", "2018")),
        (date(2018, 3, 12), ("12.03.", "2018")),
        (datetime(2018, 3, 12, 14, 30), ("12.03.", "2018")),
        (read("Herbst 2017"), ("Herbst", "2017")),
        ("2015", ("2015", "")),
        ("3.8.–31.12.2020", ("3.8.–31.12.", "2020")),
        ("2015 bis 2020", ("2015 bis", "2020")),
        ("Winter 2015/2016", ("Winter", "2015/2016")),
        ("2016/2017", ("2016/2017", "")),
        ("März 2018 (geplant)", ("März", "2018 (geplant)")),
        ("irgendwann", ("irgendwann", "")),
        ("", ("", "")),
        (None, ("", "")),
    ],
)
def test_margin_splits_off_the_year(value, pieces):
    assert margin(value) == pieces
    assert day(value) == pieces[0]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (3, "in 3 Tagen"),
        (1, "in 1 Tag"),
        (0, "heute"),
        (-1, "überfällig seit 1 Tag"),
        (-4, "überfällig seit 4 Tagen"),
    ],
)
def test_since_says_how_far_away(days, words):
    assert since(timezone.localdate() + timedelta(days=days)) == words
    assert since(datetime.combine(timezone.localdate() + timedelta(days=days), datetime.min.time())) == words


def test_since_without_a_day_says_nothing():
    assert since(None) == since("bald") == ""


def test_filters_work_in_a_template():
    engine = Engine(libraries={"periods": "periods.templatetags.periods"})
    template = engine.from_string("{% load periods %}{% with m=when|margin %}{{ m.0 }}|{{ m.1 }}{% endwith %}")
    assert template.render(Context({"when": "Herbst 2017"})) == "Herbst|2017"
