"""The drawing of the way: what lies where, what fades, and that it never fails."""

import datetime as dt

import pytest
from django.template.loader import render_to_string

from engagements.enums import PhaseState, Status
from engagements.models import Engagement, Phase
from engagements.timeline import Timeline
from periods.reading import read

TODAY = dt.date(2018, 6, 1)


def phase(number=1, state=PhaseState.PLANNED, **wordings):
    made = Phase(pk=number, name=f"Phase {number}", state=state)
    for name, wording in wordings.items():
        reading = read(wording)
        setattr(made, name, wording)
        setattr(made, f"{name}_edtf", reading.edtf)
        setattr(made, f"{name}_from", reading.earliest)
        setattr(made, f"{name}_until", reading.latest)
    return made


def draw(*phases, status=Status.RUNNING):
    return Timeline(Engagement(status=status), phases, today=TODAY)


def bars(timeline):
    return [bar for row in timeline.rows for bar in row.bars]


def test_nothing_is_drawn_without_a_date():
    assert not draw(phase(), phase(2, planned="bald"))
    assert not draw()


def test_planned_and_actual_stand_in_one_row():
    timeline = draw(phase(planned="2015", period="2016", state=PhaseState.DONE))

    assert [bar.kind for bar in bars(timeline)] == ["planned", "actual"]
    planned, actual = bars(timeline)
    assert planned.x < actual.x


def test_running_phase_reaches_to_today():
    timeline = draw(phase(period="seit 12.03.2018", state=PhaseState.RUNNING))

    (bar,) = bars(timeline)
    assert bar.x + bar.width == pytest.approx(float(timeline.now), abs=0.2)
    assert not bar.fades


def test_open_end_of_a_plan_fades_out():
    (bar,) = bars(draw(phase(planned="ab 01.07.2018"), phase(2)))

    assert bar.right == 0.5
    assert bar.left == 0


@pytest.mark.parametrize(
    ("wording", "fades"), [("12.03.2018 bis 20.05.2018", False), ("um 2015", True), ("2015 bis 2017", True)]
)
def test_rough_dates_fade_at_their_edges(wording, fades):
    (bar,) = bars(draw(phase(planned=wording)))

    assert bar.fades is fades


def test_what_is_late_is_marked(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)
    timeline = draw(phase(planned="2017", period="seit 2017", state=PhaseState.RUNNING))

    assert [bar.kind for bar in bars(timeline)] == ["planned", "late"]


def test_skipped_plan_is_dotted():
    assert [bar.kind for bar in bars(draw(phase(planned="2017", state=PhaseState.SKIPPED)))] == ["skipped"]


def test_finished_consultation_has_no_today():
    timeline = draw(phase(period="2015", state=PhaseState.DONE), status=Status.CLOSED)

    assert timeline.now == ""
    assert timeline.last < dt.date(2016, 3, 1)


@pytest.mark.parametrize("wording", ["12.03.2018", "2015", "1950 bis 2018", "1618 bis 1648", "seit 2001", "bis 1999"])
def test_ticks_are_few_and_everything_fits(wording):
    timeline = draw(phase(planned=wording))

    assert len(timeline.ticks) <= 11
    for bar in bars(timeline):
        assert timeline.left <= bar.x
        assert bar.x + bar.width <= timeline.width
    for tick in timeline.ticks:
        assert timeline.left <= float(tick["x"]) <= timeline.width


@pytest.mark.parametrize("language", ["de", "en"])
def test_drawing_has_words_and_no_inline_style(language, settings):
    settings.LANGUAGE_CODE = language
    phases = [phase(planned="um 2015", period="seit <2017>"), phase(2, planned="ab 2018")]

    svg = render_to_string("engagements/_timeline.html", {"timeline": draw(*phases), "phases": phases})

    assert "<title id=" in svg
    assert "<desc id=" in svg
    assert "style=" not in svg
    assert "<2017>" not in svg
    assert ",5" not in svg.split("<desc", 1)[1].split("</desc>", 1)[1].split("</svg>")[0]
