"""What the addresses of events answer; see `tests.doors.table`."""

from rooms.enums import Circle
from tests.doors.answers import ANYBODY, HIDDEN_TEAM, MEMBERS, POST_ONLY, ROLES, TEAM, C, S, answers, e

PUBLIC = Circle.PUBLIC
GUESTS = dict.fromkeys(ROLES, 200)

DOORS = {
    "participation:event-list": (MEMBERS, lambda w: [e(w)]),
    "participation:event-create": (TEAM, lambda w: [e(w)]),
    "participation:event-detail": (MEMBERS, lambda w: [w.home.events[S].pk]),
    "participation:event-update": (TEAM, lambda w: [w.home.events[S].pk]),
    "participation:event-venue": (TEAM, lambda w: [w.home.events[S].pk]),
    "participation:event-move": (TEAM, lambda w: [w.home.events[S].pk, "abgesagt"]),
    "participation:event-calendar": (MEMBERS, lambda w: [w.home.events[S].pk]),
    "participation:event-sheet": (MEMBERS, lambda w: [w.home.events[S].pk]),
    "participation:event-sheet-usual": (POST_ONLY, lambda w: [w.home.events[S].pk]),
    "participation:slot-create": (TEAM, lambda w: [w.home.events[S].pk]),
    "participation:slot-update": (TEAM, lambda w: [w.home.slots[S].pk]),
    "participation:slot-order": (POST_ONLY, lambda w: [w.home.slots[S].pk]),
    "participation:event-tables": (MEMBERS, lambda w: [w.home.events[S].pk]),
    "participation:table-create": (TEAM, lambda w: [w.home.events[S].pk]),
    "participation:table-update": (TEAM, lambda w: [w.home.tables[S].pk]),
    "participation:event-registrations": (TEAM, lambda w: [w.home.events[S].pk]),
    "participation:registration-create": (TEAM, lambda w: [w.home.events[S].pk]),
    "participation:registration-cancel": (HIDDEN_TEAM, lambda w: [w.home.registrations[S].pk]),
    "participation:event-invite": (TEAM, lambda w: [w.home.events[S].pk]),
    "participation:event-invitations": (TEAM, lambda w: [w.home.events[S].pk]),
    "participation:invitations-remind": (TEAM | {"lead": 302, "advisor": 302}, lambda w: [w.home.events[S].pk]),
    "participation:invitation-note": (POST_ONLY, lambda w: [w.home.event_invitations[S].pk, "kommt_nicht"]),
    "participation:question-create": (TEAM | {"lead": 302, "advisor": 302}, lambda w: [w.home.events[S].pk]),
    "participation:question-delete": (POST_ONLY, lambda w: [w.home.event_questions[S].pk]),
    "participation:duty-create": (TEAM, lambda w: [w.home.events[S].pk]),
    "participation:duty-delete": (POST_ONLY, lambda w: [w.home.duties[S].pk]),
    "participation:event-answers": (HIDDEN_TEAM, lambda w: [w.home.events[S].pk]),
    "participation:attendance-print": (TEAM, lambda w: [w.home.events[S].pk]),
    "participation:event-counts": (TEAM, lambda w: [w.home.events[S].pk]),
    "participation:counts-edit": (TEAM, lambda w: [w.home.events[S].pk, "geschlecht"]),
    "participation:proposal-create": (TEAM, lambda w: [w.home.events[S].pk]),
    "participation:proposal-detail": (MEMBERS, lambda w: [w.home.proposals[S].pk]),
    "participation:proposal-update": (TEAM, lambda w: [w.home.proposals[S].pk]),
    "participation:proposal-answer": (TEAM, lambda w: [w.home.proposals[S].pk]),
    "participation:event-photos": (MEMBERS, lambda w: [w.home.events[S].pk]),
    "participation:photo-create": (TEAM, lambda w: [w.home.events[S].pk]),
    "participation:photo-delete": (
        answers(404, lead=200, advisor=200, contact=403),
        lambda w: [w.home.photos[C].pk],
    ),
    "reports:events": (ANYBODY, None),
    "reports:event-feed": (ANYBODY, None),
    "reports:event": (ANYBODY, lambda w: [w.home.events[PUBLIC].pk]),
    "reports:event-calendar": (ANYBODY, lambda w: [w.home.events[PUBLIC].pk]),
    "reports:event-proposal": (ANYBODY, lambda w: [w.home.proposals[PUBLIC].pk]),
    "guests:register": (GUESTS, lambda w: [w.home.events[PUBLIC].pk]),
    "guests:invitation": (dict.fromkeys(ROLES, 404), lambda w: ["kein-echter-schluessel"]),
    "guests:registration": (dict.fromkeys(ROLES, 404), lambda w: ["kein-echter-schluessel"]),
}

# For the sweep: doors whose row has a circle of its own.
EVENT_ROWS = {name for name, (_statuses, arguments) in DOORS.items() if arguments and name.startswith("participation:")}
EVENT_ROWS -= {"participation:event-list", "participation:event-create"}
