"""Which doors lead to rows with a circle of their own, and what a look at each of them may answer."""

from rooms.enums import Circle
from tests.attack import crowd as who
from tests.attack.crowd import STANDS, is_member, reach
from tests.doors.table import DOORS, POST_ONLY
from tests.doors.tables.contributions import CONTRIBUTION_ROWS
from tests.doors.tables.events import EVENT_ROWS
from tests.doors.tables.statements import STATEMENT_ROWS, STATEMENT_TABLES

ROW_DOORS = {  # the row behind the address has a circle of its own
    *("engagements:log-detail", "engagements:log-update", "rooms:file"),
    *("engagements:mandate-update", "engagements:mandate-delete", "engagements:contribution-update"),
    *("engagements:contribution-tick", "engagements:contribution-delete", "engagements:agreement-detail"),
    *("engagements:agreement-update", "engagements:agreement-print", "engagements:agreement-move"),
    *("stakeholders:organisation-detail", "stakeholders:organisation-update", "stakeholders:alias-create"),
    *("stakeholders:person-detail", "stakeholders:person-update", "stakeholders:office-create"),
    *("rooms:release", "rooms:release-withdraw", "rooms:versions"),
    *("stakeholders:body-detail", "stakeholders:body-update", "stakeholders:body-succeed", "stakeholders:term-create"),
    *("stakeholders:group-create", "stakeholders:group-update", "stakeholders:term-update", "stakeholders:term-end"),
    *("stakeholders:basis-create", "stakeholders:claim-create", "stakeholders:share-create"),
    *("steering:resolution-detail", "steering:resolution-update", "steering:resolution-answer"),
    *("steering:task-update", "steering:task-done"),
    *("steering:passage-create", "steering:field-detail", "steering:field-update", "steering:goal-create"),
    *("steering:goal-update", "steering:mirror-create", "steering:measure-create", "steering:measure-detail"),
    *("steering:measure-update", "steering:measure-report", "steering:step-tick", "steering:obstacle-create"),
    *("steering:obstacle-update", "steering:obstacle-clear", "steering:obstacle-delete", "steering:impulse-create"),
    *("steering:impulse-update", "steering:impulse-delete"),
    *("steering:meeting-detail", "steering:meeting-update", "steering:meeting-move", "steering:meeting-invite"),
    "steering:meeting-calendar",
    *("steering:agenda-create", "steering:agenda-update", "steering:agenda-delete", "steering:agenda-order"),
    *("steering:meeting-prepare", "steering:meeting-papers", "steering:hold", "steering:hold-item"),
    *("steering:hold-end", "steering:consensing-create", "steering:consensing-detail", "steering:consensing-vote"),
    *("steering:consensing-call", "steering:consensing-close", "steering:consensing-delete"),
    *("steering:consensing-resolve",),
    *("steering:attendance", "steering:minutes-detail", "steering:minutes-write", "steering:minutes-review"),
    *("steering:minutes-approve", "steering:minutes-reply", "steering:reply-settle", "steering:addendum-create"),
    *("steering:council", "steering:council-predecessor", "steering:council-seats", "steering:council-renew"),
    *("steering:council-step", "steering:council-move", "steering:call-create", "steering:call-update"),
    *("steering:nominations", "steering:nomination-create", "steering:nomination-update", "steering:nomination-move"),
    *("steering:council-fill", "steering:council-first", "steering:council-year", "steering:council-year-write"),
    "steering:council-year-document",
    *("steering:round-detail", "steering:round-close", "steering:round-remind", "steering:round-report"),
    *STATEMENT_ROWS,
    *EVENT_ROWS,
    *CONTRIBUTION_ROWS,
    *("network:edition", "network:edition-sign-team", "network:edition-sign-town", "network:edition-withdraw"),
    *("network:consent-withdraw", "network:twin", "reports:profile"),
    *("network:member-update", "network:member-delete", "network:cohort-detail", "network:cohort-update"),
    *("network:help-detail", "network:help-update", "network:help-offer", "network:help-search-on"),
    *("network:help-close", "network:help-withdraw", "network:help-factor", "network:help-accept"),
    "network:help-offer-back",
    *("network:meeting-detail", "network:meeting-update", "network:factor-update", "network:factor-delete"),
    *("network:course-detail", "network:course-update", "network:course-attendance", "network:participant-create"),
    *("network:participant-update", "network:participant-delete", "network:certificate"),
    *("network:library-detail", "network:library-update", "network:library-delete"),
    *("network:request-create", "network:request-update", "network:request-move", "network:request-answer"),
    *("network:pool-list", "network:pool-create", "network:pool-detail"),  # for whoever leads any room
    *("network:pool-update", "network:pool-delete", "network:pool-contact"),
    *("stakeholders:merge", "stakeholders:office-update", "stakeholders:office-end", "stakeholders:office-succeed"),
}
OF_THE_HOUSE = {
    *("engagements:programme-detail", "engagements:programme-update", "engagements:part-create"),
    *("network:inquiry-desk", "network:inquiry-detail", "network:inquiry-talk", "network:inquiry-answer"),
    *("network:inquiry-decide", "network:inquiry-open"),
    # there for everybody or for nobody
    *("reports:contribution-report", "guests:contribution-create", "guests:question-create"),
}
FACE_ROWS = {"reports:profile", "reports:event", "reports:event-calendar", "reports:event-proposal", "guests:register"}
ONLY_SEALED = {"engagements:sealed-open"}  # there for one circle only; its statuses stand with the feature's own tests
PLAN = [
    "actionfield",
    "counter",
    "funding",
    "goal",
    "measure",
    "measurestep",
    "mirror",
    "passage",
    "progress",
    "resolution",
    "task",
]
COUNCIL = ["call", "councilstep", "councilyear", "nomination"]
OF_THE_CONTACT = {
    *("engagements_owncontribution", "engagements_agreement"),
    *("network_profileedition", "network_profileconsent"),
    *(f"steering_{name}" for name in PLAN),
    *(f"stakeholders_{name}" for name in COUNCIL),
    *STATEMENT_TABLES,
}


def may(role, name, house, circle):
    """The statuses a look may have; None where the table of doors says nothing about this."""
    column, elsewhere, *_ = STANDS[role]
    outside = role in {"nobody", "deactivated"}
    if house == "missing":
        return {302, 404, 405} if outside else {200, 403, 404, 405, 410}
    if DOORS[name][0] == POST_ONLY:
        return {302, 403, 404, 405}
    if name in FACE_ROWS and house:  # the same for everybody, whoever asks
        return {200} if circle == Circle.PUBLIC else {404}
    if name in ROW_DOORS and house and circle > reach(role, house):
        return {302} if outside else {404}
    if house is None or name in ROW_DOORS | OF_THE_HOUSE | ONLY_SEALED:
        return None
    if not is_member(role, house):
        column = {"employed": "stranger"}.get(elsewhere, elsewhere)
    elif role == "both" and house == who.AWAY:
        column = "advisor"
    allowed = {DOORS[name][0][column]}
    return allowed | {200} if role == "process" else allowed  # she also manages the members
