import pytest

from engagements.durations import read_minutes, show_minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("", None), ("  ", None), ("70", 70), ("70 min", 70), ("70min", 70), ("70 Minuten", 70), ("70 Min.", 70),
        ("1,5 h", 90), ("1.5 h", 90), ("1,5", 90), ("1½ Stunden", 90), ("½ h", 30), ("2 Stunden", 120), ("2 Std.", 120),
        ("1:30", 90), ("1:30 h", 90), ("0:05", 5), ("1 h 30", 90), ("1 Std 15 min", 75),
        ("1 Stunde und 10 Minuten", 70), ("0", 0), ("168 h", 10080),
    ],
)  # fmt: skip
def test_wordings_become_minutes(text, minutes):
    assert read_minutes(text) == minutes


@pytest.mark.parametrize("text", ["lange", "h", "-5", "1:75", "169 h", "99999", "1,5,5", "1 h 2 h", "70 min 💬"])
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(ValueError, match="."):
        read_minutes(text)


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(None, ""), (0, "0 min"), (45, "45 min"), (70, "70 min"), (90, "1,5 h"), (180, "3 h"), (130, "2 h 10 min")],
)
def test_minutes_are_shown_as_people_say_them(minutes, text):
    assert show_minutes(minutes) == text


def test_what_is_shown_reads_back():
    for minutes in range(10080):
        assert read_minutes(show_minutes(minutes)) == minutes
