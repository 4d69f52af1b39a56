import pytest

from stakeholders.terms import ended, following


@pytest.mark.parametrize(
    ("wording", "until", "result"),
    [
        ("2015", "2020", "2015 bis 2020"),
        ("seit 2015", "bis Mai 2020", "2015 bis Mai 2020"),
        ("2015 bis heute", "2020", "2015 bis 2020"),
        ("2015 bis 2019", "2020", "2015 bis 2020"),
        ("2015-2019", "2020", "2015 bis 2020"),
        ("12.03.2018 –", "1.1.2020", "12.03.2018 bis 1.1.2020"),
        ("", "2020", "bis 2020"),
        ("bis 2030", "2020", "bis 2020"),
        ("seit 2015", "", "seit 2015"),
    ],
)
def test_ended_words_the_whole_period(wording, until, result):
    assert ended(wording, until) == result


@pytest.mark.parametrize(
    ("wording", "result"),
    [
        ("2015 bis 2020", "seit 2020"),
        ("bis Mai 2020", "seit Mai 2020"),
        ("2015 – 2020", "seit 2020"),
        ("seit 2015", ""),
        ("2015 bis heute", ""),
        ("", ""),
    ],
)
def test_following_begins_where_the_period_ends(wording, result):
    assert following(wording) == result
