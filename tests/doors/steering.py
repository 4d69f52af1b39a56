"""What a group works with, one row of everything in every circle; none of it is ever sealed."""

import datetime as dt

from rooms.enums import Circle
from stakeholders.models import (
    Body,
    BodyClaim,
    BodyShare,
    Call,
    CouncilStep,
    CouncilYear,
    LegalBasis,
    Nomination,
    SeatGroup,
    Term,
)
from stakeholders.models.bodies import FEWEST_FOR_SHARES
from steering.enums import RoundState
from steering.models import (
    ActionField,
    Addendum,
    AgendaItem,
    Attendance,
    Consensing,
    ConsensingOption,
    Counter,
    Funding,
    Goal,
    Impulse,
    Measure,
    MeasureStep,
    Meeting,
    Minutes,
    MinutesReply,
    Mirror,
    Note,
    Obstacle,
    Passage,
    Progress,
    Resolution,
    RoundAsked,
    RoundRequest,
    Task,
    UpdateRound,
)

OPEN = [circle for circle in Circle if circle < Circle.SEALED]


class Group:
    """The bodies of a house, their meetings and their plan; each attribute is a dict by circle."""

    def __init__(self, engagement, each, word):
        self.engagement, self.each, self.word = engagement, each, word
        self.build_bodies()
        self.build_meetings()
        self.build_plan()
        self.count()

    def rows(self, model, **fields):
        """One row in every open circle; what is a function or a dict of rows is asked for its circle."""

        def value(given, circle):
            if isinstance(given, dict):
                return given[circle]
            return given(circle) if callable(given) else given

        return {
            circle: model.objects.create(
                **self.each[circle], **{name: value(given, circle) for name, given in fields.items()}
            )
            for circle in OPEN
        }

    def parts(self, model, **fields):
        """The same for what hangs on such rows."""
        return {
            circle: model.objects.create(
                **{
                    name: given[circle] if isinstance(given, dict) else given(circle) if callable(given) else given
                    for name, given in fields.items()
                }
            )
            for circle in OPEN
        }

    def build_bodies(self):
        word = self.word
        self.bodies = self.rows(Body, name=lambda c: f"Runde {word[c]}", purpose=lambda c: word[c])
        self.groups = self.parts(SeatGroup, body=self.bodies, label=lambda c: f"Sitze {word[c]}", seats=3)
        self.terms = self.parts(
            Term, body=self.bodies, group=self.groups, name=lambda c: f"Mitglied {word[c]}", period="seit 2018"
        )
        for number in range(2, FEWEST_FOR_SHARES + 1):  # of fewer no share is told, and none could be entered
            Term.objects.create(
                body=self.bodies[Circle.STEERING], name=f"Mitglied {number} {word[Circle.STEERING]}", period="seit 2018"
            )
        self.bases = self.parts(LegalBasis, body=self.bodies, title=lambda c: word[c])
        self.shares = self.parts(
            BodyShare,
            body=self.bodies,
            trait=lambda c: word[c],
            share="etwa_haelfte",
            seats=15,
            as_of=dt.date(2018, 3, 1),
        )
        # Way, call and year in every circle, so that each is tried; who is thought of reaches the town at most.
        self.council_steps = self.rows(
            CouncilStep, body=self.bodies, key="anlass", note=lambda c: f"Schritt {word[c]}", state="laeuft"
        )
        self.calls = self.rows(Call, body=self.bodies, wording=lambda c: f"Aufruf {word[c]}")
        self.years = self.rows(CouncilYear, body=self.bodies, year=2020, foreword=lambda c: f"Vorwort {word[c]}")
        shown = {"body": self.bodies[Circle.STEERING], "group": self.groups[Circle.STEERING], "state": "bereit"}
        self.nominations = {
            c: Nomination.objects.create(**self.each[c], **shown, name=f"Im Gespräch {word[c]}")
            for c in (Circle.CLIENT, Circle.TEAM)
        }
        self.claims = self.parts(BodyClaim, body=self.bodies, wording=lambda c: word[c], source=lambda c: word[c])

    def build_meetings(self):
        word, inside = self.word, {"engagement": self.engagement}
        self.meetings = self.rows(
            Meeting, **inside, body=self.bodies, number=1, on=dt.date(2020, 2, 3), place=lambda c: word[c]
        )
        of_meeting = {"meeting": self.meetings}
        self.items = self.rows(AgendaItem, **of_meeting, title=lambda c: f"TOP {word[c]}", order=1)
        # The text of minutes stays with the team; wider circles read editions.
        self.minutes = {
            c: Minutes.objects.create(
                **self.each[Circle.TEAM],
                pk=self.meetings[c].pk,
                meeting=self.meetings[c],
                text=f"Protokoll {word[Circle.TEAM]}",
            )
            for c in OPEN
        }
        self.replies = self.rows(
            MinutesReply, **of_meeting, member=lambda c: self.each[c]["author"], text=lambda c: word[c]
        )
        self.addenda = self.rows(Addendum, **of_meeting, text=lambda c: word[c])
        self.attendance = self.parts(Attendance, **of_meeting, guest=lambda c: f"Gast {word[c]}")
        # A note stays with the team, whatever it is about.
        self.notes = {
            c: Note.objects.create(**self.each[Circle.TEAM], item=self.items[c], text=f"Notiz {word[Circle.TEAM]}")
            for c in OPEN
        }
        self.questions = self.rows(Consensing, item=self.items, question=lambda c: f"Frage {word[c]}")
        self.options = self.parts(ConsensingOption, consensing=self.questions, order=1, text=lambda c: word[c])
        self.resolutions = self.rows(
            Resolution,
            **inside,
            kind="empfehlung",
            number=lambda c: int(c) + 1,
            title=lambda c: f"Empfehlung {word[c]}",
            wording=lambda c: word[c],
            body=self.bodies,
            **of_meeting,
        )
        self.passages = self.parts(Passage, resolution=self.resolutions, organ=lambda c: word[c])
        self.tasks = self.rows(Task, **inside, **of_meeting, text=lambda c: f"Aufgabe {word[c]}", who=lambda c: word[c])

    def count(self):
        """The numbers of these rows are given away: the next come after them."""
        wholes = [(self.engagement, what, Circle.SEALED) for what in ("empfehlung", "field", "measure", "round")]
        wholes += [(body, "meeting", 1) for body in self.bodies.values()]
        wholes += [(field, "goal", 1) for field in self.fields.values()]
        Counter.objects.bulk_create(Counter(key=whole.pk, what=what, last=last) for whole, what, last in wholes)

    def build_plan(self):
        word, inside = self.word, {"engagement": self.engagement}
        number = {"number": lambda c: int(c) + 1}
        self.fields = self.rows(ActionField, **inside, **number, name=lambda c: f"Feld {word[c]}")
        self.goals = self.rows(Goal, field=self.fields, number=1, text=lambda c: f"Ziel {word[c]}")
        self.measures = self.rows(
            Measure,
            **inside,
            **number,
            goal=self.goals,
            title=lambda c: f"Maßnahme {word[c]}",
            owner=lambda c: word[c],
            rests_on=self.resolutions,
            state="in_umsetzung",
        )
        of_measure = {"measure": self.measures}
        self.steps = self.parts(MeasureStep, **of_measure, text=lambda c: f"Schritt {word[c]}")
        self.obstacles = self.rows(Obstacle, **of_measure, text=lambda c: word[c])
        self.impulses = self.rows(Impulse, **of_measure, text=lambda c: word[c])
        self.fundings = self.parts(Funding, **of_measure, source=lambda c: word[c], percent=40)
        self.progress = self.rows(
            Progress, **of_measure, source="beschlossen", target="in_umsetzung", light="gruen", note=lambda c: word[c]
        )
        self.mirrors = self.rows(Mirror, goal=self.goals, judgement="unterwegs", evidence=lambda c: word[c])
        self.rounds = self.rows(
            UpdateRound,
            **inside,
            **number,
            answers_by=dt.date(2020, 5, 1),
            state=lambda c: RoundState.OPEN if c == Circle.STEERING else RoundState.CLOSED,
        )
        running = Circle.STEERING  # into a closed one nobody writes
        RoundAsked.objects.create(
            round=self.rounds[running],
            measure=self.measures[running],
            email=f"{word[running]}@example.org",
            owner=word[running],
            state="in_umsetzung",
            light="gruen",
        )
        self.requests = self.parts(RoundRequest, round=self.rounds, email=lambda c: f"{word[c]}@example.org")
