"""The open question of the sample: asked of everybody, invented, with a few answers in its inbox."""

from participation.asking import give_address
from participation.contributing import enter, numbers_from, secret_of
from participation.enums import ContributionState, Subject
from participation.models import CommentRound, Contribution, Point
from participation.transitions.contributions import decide
from participation.transitions.contributions import propose as propose_point
from rooms.acting import hashed
from rooms.enums import Circle
from rooms.ids import uuid7
from rooms.releasing import propose
from rooms.transitions import approve

from . import files
from .house import on_day


def load(house):
    data = files.read("ludwigslust_frage", house.today)
    lead, second = house.accounts["federfuehrung"], house.accounts["beratung"]
    engagement = house.engagements[data["engagement"]]
    days = {name: on_day(data[name]) for name in ("opens_on", "closes_on")}
    words = {name: data[name] for name in ("title", "introduction")}
    found = CommentRound(
        room=engagement.room,
        author=lead,
        shared_on=house.today,
        circle=Circle.STEERING,
        subject=Subject.QUESTION,
        place=engagement.municipality,
        **days,
        **words,
    )
    give_address(found)
    found.clean_fields(exclude=["of", "statement"])
    found.save()
    approve(propose(found, to_circle=Circle.PUBLIC, by=second, purpose="Fiktiv: für alle."), by=lead)
    for row in data["contribution"]:
        _contribution(found, row, lead, second)


def _contribution(found, data, lead, second):
    key = uuid7()
    row = Contribution(round=found, source=data["source"], received_on=on_day(data["on"]), text=data["text"])
    if data["source"] == "web":  # as the form writes it: nobody's, and with a link
        row.pk, row.room_id, row.number, row.key_hash = (
            key,
            found.room_id,
            numbers_from(found, 1),
            hashed(secret_of(key)),
        )
        row.save(force_insert=True)
    else:
        enter(row, by=lead, key=key)
    for order, each in enumerate(data.get("point", [])):
        Contribution.objects.filter(pk=row.pk).update(state=ContributionState.ACCEPTED)
        texts = {name: each[name] for name in ("text", "public_text") if name in each}
        point = Point.objects.create(room=row.room, author=lead, contribution=row, order=order, **texts)
        propose_point(point, handling=each["handling"], reason=each["reason"], by=second)
        if "open" not in each:
            decide(point, by=lead)
