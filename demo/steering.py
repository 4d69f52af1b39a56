"""What the samples steer with: bodies with their seats, then meetings, resolutions and tasks, then the plan."""

from stakeholders.bodies import succeed
from stakeholders.enums import Succession
from stakeholders.models import Body, BodyClaim, LegalBasis, Organisation, SeatGroup, Term
from steering.models import Passage, Resolution, Task
from steering.numbering import next_number
from steering.transitions.council import begin
from steering.transitions.steps import move_step

from . import files, steering_meetings, steering_plan
from .house import circle, made, on_day

BODY = [
    "kind",
    "name",
    "purpose",
    "set_up",
    "ended",
    "succession",
    "sectors",
    "quorum",
    "notice_days",
    "sittings_per_year",
    "carried_since",
    "source",
]
GROUP = ["label", "seats", "sector", "filled_by", "proposed_by"]
TEXTS = ["title", "wording", "reasons", "organ", "reservations", "addressee", "source"]
RESULT = ["kind", "decided", "outcome", "votes_for", "votes_against", "abstained", "consensus"]


def load(house):
    """Every consultation that steers: all bodies first, then what met, what came of it, and what is planned."""
    parts, rows = {}, files.steering(house.today)
    for name in ("bodies", "meet", "resolve", "plan"):
        for row in rows:
            for key in row["engagements"]:
                part = parts.setdefault(key, Part(house, house.engagements[key]))
                part.circle = row.get("circle", "steering")
                getattr(part, name)(row)


def told(row, names):
    """The plain fields of a row of data, without white space around its texts."""
    return {name: row[name].strip() if isinstance(row[name], str) else row[name] for name in names if name in row}


class Part:
    """One consultation while it is built, with what later rows refer to."""

    def __init__(self, house, engagement):
        self.house, self.engagement, self.room = house, engagement, engagement.room
        self.by = house.accounts["federfuehrung"]
        self.circle = "steering"
        self.known, self.meetings, self.resolutions = {}, {}, {}

    def bodies(self, row):
        for data in row.get("body", []):
            self.known[data["key"]] = self._body(data)

    def meet(self, row):
        steering_meetings.load(self, row)

    def resolve(self, row):
        for data in row.get("resolution", []):
            self.resolutions[data["key"]] = self._resolution(data)
        for data in row.get("task", []):
            self._task(data)

    def plan(self, row):
        steering_plan.load(self, row)

    def shared(self, data, day=None, default=None):
        """Room, writer, circle and the day since which others read it."""
        words = data.get("circle", default or self.circle)
        since = day or on_day(data.get("shared")) or self.house.today
        fixed = {"room": self.room, "author": self.by, "circle": circle(words), "shared_on": since}
        return fixed | {"engagement": self.engagement}

    def _body(self, data):
        fields = self.shared(data) | {"notice_days": 0} | told(data, BODY)  # no source names a notice period
        del fields["engagement"]
        if "predecessor" in data:
            fields["predecessor"] = self.known[data["predecessor"]]
        if "carried_by" in data:
            fields["carried_by"] = Organisation.objects.get(room=self.room, name=data["carried_by"])
        if "grown_from" in data:
            before = self.known[data["grown_from"]]
            body = Body(**fields, predecessor=before, succession=Succession.GROWN)
            succeed(before, body, by=self.by)
        else:
            body = made(Body, **fields)
        for basis in data.get("basis", []):
            made(LegalBasis, body=body, **basis)
        for claim in data.get("claim", []):
            made(BodyClaim, body=body, **claim)
        self._steps(body, data.get("step", []))
        for order, group in enumerate(data.get("group", []), start=body.groups.count()):
            self._seats(body, order, group, data)
        return body

    def _steps(self, body, rows):
        """A council's way as far as sources tell it; what they do not say is left open."""
        if not rows:
            return
        known = {row["key"]: row.get("period", "") for row in rows if "state" not in row}
        begin(body, by=self.by, known=known)
        for row in rows:
            step = body.steps.get(key=row["key"])
            step.note = row["note"]
            step.save(update_fields=["note", "changed_at"])
            if "state" in row:
                move_step(step, row["state"], by=self.by)

    def _seats(self, body, order, data, whole):
        group = made(SeatGroup, body=body, order=order, **told(data, GROUP))
        rows = data.get("term", [])
        if "members" in data:  # nobody knows who sits where, or nobody may
            rows = [{"name": f"{data['members']} {number}"} for number in range(1, group.seats + 1)]
        for row in rows:
            words = {"period": row.get("period", whole.get("term_period", "")), "basis": whole.get("term_basis", "")}
            account = self.house.accounts.get(row.get("account"))
            term = made(
                Term,
                body=body,
                group=group,
                name=row["name"],
                account=account,
                duty=row.get("duty", "mitglied"),
                **words,
            )
            if "deputy" in row:
                made(Term, body=body, group=group, name=row["deputy"], deputy_of=term, **words)

    def _resolution(self, data):
        day = None if "shared" in data else on_day(data.get("decided"))
        meeting = self.meetings.get(data.get("meeting"))
        row = made(
            Resolution,
            **self.shared(data, day) | told(data, RESULT + TEXTS),
            body=self.known.get(data.get("body")),
            meeting=meeting,
            item=meeting.agenda.get(order=data["top"]) if "top" in data else None,
            answers=self.resolutions.get(data.get("answers")),
            due=on_day(data.get("due")),
            number=next_number(self.engagement, data["kind"]),
        )
        for passage in data.get("passage", []):
            made(Passage, resolution=row, **passage)
        return row

    def _task(self, data):
        meeting = self.meetings[data["meeting"]]
        made(
            Task,
            **self.shared(data),
            **told(data, ("text", "who")),
            account=self.house.accounts.get(data.get("account")),
            meeting=meeting,
            item=meeting.agenda.get(order=data["top"]),
            due=on_day(data["due"]),
            done_on=on_day(data.get("done")),
        )
