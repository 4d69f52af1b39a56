"""What the addresses of case profiles and of the public face answer; see `tests.doors.table`."""

from rooms.enums import Circle
from tests.doors.answers import ANYBODY, CLIENT_SIDE, POST_ONLY, ROLES, TEAM, C, N, answers, e

P = Circle.PUBLIC
NETWORKERS = answers(404, networker=200)
HIDDEN = dict.fromkeys(ROLES, 404)

DOORS = {
    "reports:home": (ANYBODY, None),
    "reports:map": (ANYBODY, None),
    "reports:profiles": (ANYBODY, None),
    "reports:profile": (ANYBODY, lambda w: [w.home.editions[P].slug]),
    "reports:feed": (ANYBODY, None),
    "reports:feed-topic": (ANYBODY, lambda w: ["beratungen"]),
    "reports:sitemap": (ANYBODY, None),
    "reports:subscription-create": (ANYBODY, None),
    "reports:subscription-confirm": (HIDDEN, lambda w: ["kein-schluessel"]),
    "reports:subscription-end": (HIDDEN, lambda w: ["kein-schluessel"]),
    "reports:logo": (ANYBODY, lambda w: [w.logo.pk, w.logo.mark]),
    "robots": (ANYBODY, None),
    "network:profile": (CLIENT_SIDE, lambda w: [e(w)]),
    "network:profile-update": (TEAM, lambda w: [e(w)]),
    "network:profile-propose": (TEAM, lambda w: [e(w)]),
    "network:consent-create": (TEAM, lambda w: [e(w)]),
    "network:consent-withdraw": (POST_ONLY, lambda w: [w.home.profile_consents[C].pk]),
    "network:edition": (answers(404, lead=200, advisor=200, contact=200), lambda w: [w.home.editions[C].pk]),
    "network:edition-sign-team": (POST_ONLY, lambda w: [w.home.editions[C].pk]),
    "network:edition-sign-town": (POST_ONLY, lambda w: [w.home.editions[C].pk]),
    "network:edition-withdraw": (POST_ONLY, lambda w: [w.home.editions[C].pk]),
    "network:twins": (NETWORKERS, None),
    "network:twin": (NETWORKERS, lambda w: [w.home.editions[N].pk]),
}
