"""A steering group at work: its body, its sittings, and a plan of 69 goals with 200 measures."""

from datetime import timedelta

from rooms.enums import Circle
from stakeholders.models import Body, SeatGroup, Term
from steering.enums import ItemState, Light, MeasureState, MeetingState, Outcome, ResolutionKind
from steering.models import ActionField, AgendaItem, Goal, Measure, Meeting, Progress, Resolution

FIELDS, GOALS, MEASURES, MEETINGS, SEATS = 8, 69, 200, 11, 15


def make_group(engagement, author, first_day):
    """All of it in one consultation, as far out as the group reads."""
    common = {"room": engagement.room, "author": author, "circle": Circle.STEERING}
    at = common | {"engagement": engagement}
    body = Body.objects.create(name="Lenkungsrunde", **common)
    seats = SeatGroup.objects.create(body=body, label="Alle Seiten", seats=SEATS)
    Term.objects.bulk_create(Term(body=body, group=seats, name=f"Mitglied {n}") for n in range(SEATS))
    for number in range(1, MEETINGS + 1):
        on = first_day + timedelta(days=90 * number)
        meeting = Meeting.objects.create(body=body, number=number, on=on, state=MeetingState.HELD, **at)
        for order in range(1, 7):
            item = {"order": order, "title": f"Punkt {order}", "state": ItemState.CLOSED}
            AgendaItem.objects.create(meeting=meeting, **item, **common)
        decided = {"number": number, "title": "Wohnraum", "wording": "Die Runde empfiehlt.", "meeting": meeting}
        Resolution.objects.create(kind=ResolutionKind.RECOMMENDATION, outcome=Outcome.ADOPTED, **decided, **at)
    fields = [ActionField.objects.create(number=n, name=f"Feld {n}", **at) for n in range(1, FIELDS + 1)]
    goals = [
        Goal.objects.create(field=fields[n % FIELDS], number=n + 1, text=f"Ziel {n}", **common) for n in range(GOALS)
    ]
    for number in range(1, MEASURES + 1):
        how = {"state": MeasureState.RUNNING, "light": Light.YELLOW if number % 9 == 0 else Light.GREEN}
        how |= {"number": number, "title": f"Maßnahme {number}", "owner": "Amt für Soziales", "period": "2025 bis 2027"}
        measure = Measure.objects.create(goal=goals[number % GOALS], light_reason="Es dauert.", **how, **at)
        said = {
            "source": MeasureState.RUNNING,
            "target": MeasureState.RUNNING,
            "light": how["light"],
            "note": "Weiter.",
        }
        Progress.objects.create(measure=measure, on=first_day, **said, **common)
