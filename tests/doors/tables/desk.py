"""What the addresses of requests, of the workplace and of its texts answer; see `tests.doors.table`."""

from tests.doors.answers import ADMINISTRATOR, ANYBODY, POST_ONLY, ROLES, answers

ON_DUTY = answers(404, lead=200)  # the team of the organisation; nobody else knows that there is a request

DOORS = {
    "inquiries:ask": (ANYBODY, None),
    "inquiries:ask-acute": (ANYBODY, None),
    "inquiries:sent": (dict.fromkeys(ROLES, 404), lambda w: ["kein-echtes-zeichen"]),
    "network:inquiry-list": (answers(404, lead=200, stranger=200), None),
    "network:inquiry-create": (answers(404, lead=200, stranger=200), None),
    "network:inquiry-desk": (ON_DUTY, lambda w: [w.home.requests[0].room_id]),
    "network:inquiry-detail": (ON_DUTY, lambda w: [w.home.requests[1].pk]),
    "network:inquiry-take": (POST_ONLY, lambda w: [w.home.requests[1].pk]),
    "network:inquiry-talk": (ON_DUTY, lambda w: [w.home.requests[1].pk]),
    "network:inquiry-answer": (ON_DUTY, lambda w: [w.home.requests[1].pk]),
    "network:inquiry-decide": (ON_DUTY, lambda w: [w.home.requests[1].pk]),
    "network:inquiry-reopen": (POST_ONLY, lambda w: [w.home.requests[2].pk]),
    "network:inquiry-open": (ON_DUTY, lambda w: [w.home.requests[2].pk]),
    "network:logo-list": (ADMINISTRATOR, None),
    "network:logo-create": (ADMINISTRATOR, None),
    "network:logo-update": (ADMINISTRATOR, lambda w: [w.logo.pk]),
    "network:logo-delete": (ADMINISTRATOR, lambda w: [w.logo.pk]),
    "network:text-list": (ADMINISTRATOR, None),
    "network:text-edit": (ADMINISTRATOR, lambda w: ["impressum", "de"]),
    "network:text-version": (ADMINISTRATOR, lambda w: ["impressum", "de", 1]),
    "network:vocabulary-list": (ADMINISTRATOR, None),
    "network:vocabulary-edit": (ADMINISTRATOR, lambda w: ["themen"]),
    "reports:text": (ANYBODY, lambda w: ["impressum"]),
}
