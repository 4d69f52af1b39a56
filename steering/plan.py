"""The plan as one tree: field, goal, measure; in a fixed number of statements however large it is."""

from dataclasses import dataclass, field

from rooms.enums import Circle

from .enums import Light, MeasureState
from .models import ActionField, Goal, Measure, Mirror


@dataclass
class Branch:
    """A field with its goals, or a goal with its measures."""

    row: object
    below: list = field(default_factory=list)
    mirror: object = None

    @property
    def measure_count(self):
        """How many measures a field has, for the list one jumps from."""
        return sum(len(goal.below) for goal in self.below)


def group_of(row):
    """In which of the counts a measure stands."""
    if row.is_done:
        return "done"
    if row.is_open and row.light in {Light.YELLOW, Light.RED}:
        return "stuck"
    return "running" if row.state in {MeasureState.RUNNING, MeasureState.PREPARED} else "rest"


class Plan:
    """All of a plan this person may read; what hangs on something hidden is left out with it.

    With a `circle` nothing from further inside, whoever asks: what lies on the table of the group.
    """

    def __init__(self, user, engagement, measures=None, circle=Circle.SEALED):
        def seen(rows, **where):
            return rows.visible_to(user).filter(circle__lte=circle, **where)

        fields = seen(ActionField.objects, engagement=engagement)
        goals = seen(Goal.objects, field__engagement=engagement).select_related("field")
        rows = Measure.objects.visible_to(user).filter(engagement=engagement) if measures is None else measures
        self.measures = list(rows.filter(circle__lte=circle).in_order())
        self.branches = [Branch(row) for row in fields]
        by_field = {branch.row.pk: branch for branch in self.branches}
        by_goal = {}
        for goal in goals:
            if goal.field_id in by_field:
                by_goal[goal.pk] = Branch(goal)
                by_field[goal.field_id].below.append(by_goal[goal.pk])
        self.measures = [row for row in self.measures if row.goal_id in by_goal]
        for row in self.measures:
            by_goal[row.goal_id].below.append(row)
        for mirror in seen(Mirror.objects, goal__in=list(by_goal)).order_by("on", "pk"):
            by_goal[mirror.goal_id].mirror = mirror  # the newest stays

    def leave_out_empty(self):
        """Only the branches with a measure, for a plan that is filtered."""
        for branch in self.branches:
            branch.below = [goal for goal in branch.below if goal.below]
        self.branches = [branch for branch in self.branches if branch.below]

    def leave_out_all_but(self, field):
        """One field of action with all below it."""
        self.branches = [branch for branch in self.branches if branch.row.pk == field]
        self.measures = [row for branch in self.branches for goal in branch.below for row in goal.below]

    @property
    def goal_count(self):
        return sum(len(branch.below) for branch in self.branches)

    @property
    def counts(self):
        """How many run, are done, are stuck, and the others: each counts once, and stuck comes before running."""
        found = {"running": 0, "done": 0, "stuck": 0, "rest": 0, "all": len(self.measures)}
        for row in self.measures:
            found[group_of(row)] += 1
        return found
