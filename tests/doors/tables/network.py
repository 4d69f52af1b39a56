"""What the addresses of this part answer; see `tests.doors.table`.

The administrator of these tables is in no room: what she reads of a network is what is public.
"""

from tests.doors.answers import ANYBODY, POST_ONLY, answers, e
from tests.doors.network import OUT, SHARED

SPACE = answers(404, networker=200, administrator=200)
FOR_KEEPERS = answers(404, networker=403, administrator=403)
ROW = answers(404, networker=200)
KEPT_ROW = answers(404, networker=403)
NOBODY = answers(404)  # those who sit in it, or keep the network, are not in these tables
IN_POOL = answers(404, lead=200, networker=200, stranger=200)  # whoever leads a room looks for people
HERS = answers(404, lead=403, networker=403, stranger=403)
ASSEMBLES = answers(404, lead=200, advisor=403, contact=403, steering=403)


def key(w):
    return [w.network.pk]


def row(name):
    return lambda w: [getattr(w.together, name)[SHARED].pk]


def one(name):
    return lambda w: [getattr(w.together, name).pk]


DOORS = {
    "network:space-list": (answers(404, networker=302, administrator=302), None),  # there is but one
    "network:space-create": (FOR_KEEPERS, None),
    "network:space": (SPACE, key),
    "network:space-update": (FOR_KEEPERS, key),
    "network:member-create": (FOR_KEEPERS, key),
    "network:member-update": (KEPT_ROW, row("members")),
    "network:member-delete": (KEPT_ROW, row("members")),
    "network:cohort-create": (FOR_KEEPERS, key),
    "network:cohort-detail": (ROW, row("cohorts")),
    "network:cohort-update": (KEPT_ROW, row("cohorts")),
    "network:help-list": (SPACE, key),
    "network:help-create": (answers(404, networker=200, administrator=403), key),
    "network:help-detail": (ROW, one("asked")),
    "network:help-update": (KEPT_ROW, one("asked")),
    "network:help-offer": (ROW, one("asked")),
    "network:help-search-on": (POST_ONLY, one("asked")),
    "network:help-close": (KEPT_ROW, one("asked")),
    "network:help-withdraw": (KEPT_ROW, one("asked")),
    "network:help-factor": (KEPT_ROW, one("asked")),
    "network:help-accept": (POST_ONLY, one("offer")),
    "network:help-offer-back": (POST_ONLY, one("offer")),
    "network:peer-list": (SPACE, key),
    "network:peer-create": (answers(404, networker=200, administrator=403), key),
    "network:peer-detail": (NOBODY, one("case")),
    "network:peer-update": (NOBODY, one("case")),
    "network:peer-clock": (NOBODY, one("case")),
    "network:peer-takeaway": (NOBODY, one("case")),
    "network:peer-delete": (NOBODY, one("case")),
    "network:peer-move": (POST_ONLY, lambda w: [w.together.case.pk, "beginnen"]),
    "network:meeting-list": (SPACE, key),
    "network:meeting-create": (FOR_KEEPERS, key),
    "network:meeting-detail": (ROW, row("meetings")),
    "network:meeting-update": (KEPT_ROW, row("meetings")),
    "network:factor-list": (SPACE, key),
    "network:factor-create": (FOR_KEEPERS, key),
    "network:factor-update": (KEPT_ROW, row("factors")),
    "network:factor-delete": (KEPT_ROW, row("factors")),
    "network:pool-list": (IN_POOL | {"administrator": 200}, key),
    "network:pool-create": (HERS | {"networker": 200, "administrator": 403}, key),
    "network:pool-detail": (IN_POOL, one("profile")),
    "network:pool-update": (HERS, one("profile")),
    "network:pool-delete": (HERS, one("profile")),
    "network:pool-contact": (IN_POOL, one("profile")),
    "network:pool-public": (POST_ONLY, one("profile")),
    "network:pool-admit": (POST_ONLY, one("profile")),
    "network:team": (ASSEMBLES, lambda w: [e(w)]),
    # She is on the list already.
    "network:request-create": (ASSEMBLES | {"lead": 302}, lambda w: [e(w), w.together.profile.pk]),
    "network:request-update": (ASSEMBLES | {"contact": 404, "steering": 404}, one("request")),
    "network:request-answer": (NOBODY, one("request")),
    "network:request-move": (POST_ONLY, lambda w: [w.together.request.pk, "anfragen"]),
    "network:course-list": (SPACE, key),
    "network:course-create": (FOR_KEEPERS, key),
    "network:course-detail": (ROW, row("courses")),
    "network:course-update": (KEPT_ROW, row("courses")),
    "network:course-attendance": (POST_ONLY, row("courses")),
    "network:participant-create": (KEPT_ROW, row("courses")),
    "network:participant-update": (NOBODY, one("participant")),
    "network:participant-delete": (NOBODY, one("participant")),
    "network:certificate": (NOBODY, one("participant")),
    "network:library-list": (SPACE, key),
    "network:library-create": (FOR_KEEPERS, key),
    "network:library-detail": (ROW, row("works")),
    "network:library-update": (KEPT_ROW, row("works")),
    "network:library-back": (POST_ONLY, row("works")),
    "network:library-delete": (KEPT_ROW, row("works")),
    "reports:library": (ANYBODY, None),
    "reports:library-item": (ANYBODY, lambda w: [w.together.works[OUT].pk]),
    "reports:library-file": (ANYBODY, lambda w: [w.together.works[OUT].pk]),
    "reports:pool": (ANYBODY, None),
}
