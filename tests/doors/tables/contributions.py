"""What the addresses of contributions answer; see `tests.doors.table`."""

from rooms.enums import Circle
from tests.doors.answers import ANYBODY, HIDDEN_TEAM, MEMBERS, POST_ONLY, ROLES, TEAM, S, answers

PUBLIC = Circle.PUBLIC


def statement(world):
    return [world.home.statements[S].pk]


def brought_in(world):
    return [world.home.brought_in[S].pk]


def point(world):
    return [world.home.points[S].pk]


def found(world):
    return [world.home.comment_rounds[S].pk]


def slug(world):
    return [world.home.comment_rounds[PUBLIC].slug]


DOORS = {
    "participation:contribution-list": (TEAM, statement),
    "participation:contribution-create": (TEAM, statement),
    "participation:cards-create": (TEAM, statement),
    "participation:point-list": (TEAM, statement),
    "participation:points-decide": (TEAM, statement),
    "participation:points-weigh": (TEAM, statement),
    "participation:comment-round-list": (MEMBERS, lambda w: [w.home.engagement.pk]),
    "participation:comment-round-ask": (TEAM, lambda w: [w.home.engagement.pk, "frage"]),
    "participation:answers-send": (TEAM, statement),
    "participation:comment-round-create": (TEAM, statement),
    "participation:contribution-detail": (HIDDEN_TEAM, brought_in),
    "participation:contribution-update": (HIDDEN_TEAM, brought_in),
    "participation:contribution-refuse": (HIDDEN_TEAM, brought_in),
    "participation:contribution-accept": (POST_ONLY, brought_in),
    "participation:point-detail": (HIDDEN_TEAM, point),
    "participation:point-update": (HIDDEN_TEAM, point),
    "participation:point-decide": (POST_ONLY, point),
    "participation:point-reopen": (POST_ONLY, point),
    "participation:point-take-over": (POST_ONLY, point),
    "participation:point-delete": (HIDDEN_TEAM, point),
    "participation:comment-round-detail": (MEMBERS, found),
    "participation:comment-round-update": (TEAM, found),
    "participation:report-create": (TEAM, found),
    "participation:report-detail": (MEMBERS, lambda w: [w.home.round_reports[S].pk]),
    # --- for everybody
    "reports:contribution-report": (ANYBODY, slug),
    "guests:contribution-create": (dict.fromkeys(ROLES, 200), slug),
    "guests:question-create": (dict.fromkeys(ROLES, 200), lambda w: [w.home.asked[PUBLIC].slug]),
    "guests:contribution-told": (dict.fromkeys(ROLES, 404), lambda w: ["kein-echter-schluessel"]),
    "guests:contribution-forget": (answers(405, nobody=405), lambda w: ["kein-echter-schluessel"]),
}

# For the sweep: doors whose row has a circle of its own.
OF_ALL = {"participation:comment-round-list", "participation:comment-round-ask"}
CONTRIBUTION_ROWS = {name for name in DOORS if name.startswith("participation:")} - OF_ALL
