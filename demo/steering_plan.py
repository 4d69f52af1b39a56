"""The plan of the samples: fields of action, goals, measures with their way, and the rounds that asked."""

import datetime as dt

from django.utils import timezone

from steering.enums import Light, MeasureState
from steering.models import (
    ActionField,
    Funding,
    Goal,
    Impulse,
    Measure,
    MeasureStep,
    Mirror,
    Obstacle,
    Progress,
    RoundRequest,
    UpdateRound,
)
from steering.numbering import next_number
from steering.transitions.rounds import close_round

from .house import made, on_day

WHAT = ["title", "text", "kind", "result", "target_group", "period", "source"]
WHO = ["owner", "person", "email", "partners", "consensus", "reservations"]
HOW_MUCH = ["cost_eur", "indicator", "baseline", "target"]


def load(part, row):
    """Measures first, then round by round what was answered, and at last what was reported in between."""
    reports = [report for data in row.get("field", []) for report in _field(part, data)]
    for data in row.get("round", []):
        asked = _round(part, data)
        answers = [(measure, report) for measure, report in reports if report.get("round") == data["key"]]
        for measure, report in answers:
            if not report.get("correction"):
                _progress(part, measure, report, asked)
        _close(part, asked, data)
        for measure, report in answers:
            if report.get("correction"):
                _progress(part, measure, report, asked)
    for measure, report in reports:
        if "round" not in report:
            _progress(part, measure, report, None)


def _plain(data, names):
    return {name: data[name] for name in names if name in data}


def _shared(part, data=None, day=None, default=None):
    """As everywhere, for rows that hang on another and do not name the consultation."""
    fields = part.shared(data or {}, day, default)
    del fields["engagement"]
    return fields


def _round(part, data):
    opened = on_day(data["opened"])
    row = UpdateRound.objects.create(
        **part.shared({}, opened),
        number=next_number(part.engagement, "round"),
        opened_on=opened,
        answers_by=on_day(data["answers_by"]),
    )
    for request in data["request"]:
        asked = RoundRequest.objects.create(
            round=row,
            email=request["email"],
            reminded_on=on_day(request.get("reminded")),
            answered_at=_noon(on_day(request.get("answered"))),
            answered_by=request.get("by", ""),
        )
        RoundRequest.objects.filter(pk=asked.pk).update(asked_at=_noon(opened))
    return row


def _close(part, row, data):
    if "closed" in data:
        close_round(row, by=part.by)
        UpdateRound.objects.filter(pk=row.pk).update(closed_on=on_day(data["closed"]))


def _noon(day):
    return day and timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def _field(part, data):
    """Build a field with all below it; gives back each measure with what was reported of it."""
    field = made(
        ActionField,
        **part.shared(data),
        **_plain(data, ("name", "lead", "vision")),
        number=next_number(part.engagement, "field"),
    )
    for row in data.get("goal", []):
        goal = made(Goal, **_shared(part), field=field, text=row["text"], number=next_number(field, "goal"))
        for mirror in row.get("mirror", []):
            on = on_day(mirror["on"])
            made(Mirror, **_shared(part, day=on), goal=goal, on=on, **_plain(mirror, ("judgement", "evidence")))
        for words in row.get("measure", []):
            measure = _measure(part, goal, words)
            yield from ((measure, report) for report in words.get("progress", []))


def _measure(part, goal, data):
    light = Light(data.get("light", Light.GREY))
    measure = made(
        Measure,
        **part.shared(data),
        **_plain(data, WHAT + WHO + HOW_MUCH),
        goal=goal,
        number=next_number(part.engagement, "measure"),
        rests_on=part.resolutions.get(data.get("rests_on")),
        state=MeasureState(data.get("state", MeasureState.PROPOSED)),
        light=light,
        light_reason=data["reason"] if light.needs_reason else "",
    )
    for order, step in enumerate(data.get("step", [])):
        made(
            MeasureStep, measure=measure, order=order, done_on=on_day(step.get("done")), **_plain(step, ("text", "due"))
        )
    for order, each in enumerate(data.get("funding", [])):
        made(Funding, measure=measure, order=order, **_plain(each, ("source", "amount_eur", "percent")))
    for each in data.get("impulse", []):
        made(Impulse, **_shared(part, default="team"), measure=measure, **_plain(each, ("kind", "text")))
    for each in data.get("obstacle", []):
        made(Obstacle, **_shared(part, day=on_day(each["on"]), default="team"), measure=measure, text=each["text"])
    return measure


def _progress(part, measure, data, asked):
    on = on_day(data["on"])
    made(
        Progress,
        **_shared(part, day=on),
        measure=measure,
        source=data["from"],
        target=data["to"],
        light=data["light"],
        note=data["note"],
        reported_by=data["by"],
        on=on,
        round=asked,
        is_correction=data.get("correction", False),
    )
