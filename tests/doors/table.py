"""What every address answers to every person. An address without a line here fails the suite."""

from rooms.enums import Circle

T, C, S, N = Circle.TEAM, Circle.CLIENT, Circle.STEERING, Circle.NETWORK

ROLES = ("nobody", "lead", "advisor", "contact", "steering", "former", "networker", "administrator", "stranger")


def answers(default, **exceptions):
    """The status each role meets; whoever is not signed in is sent to sign in unless said otherwise."""
    table = dict.fromkeys(ROLES, default)
    table["nobody"] = 302
    return table | exceptions


ANYBODY = dict.fromkeys(ROLES, 200)
SIGNED_IN = answers(200)
MEMBERS = answers(404, lead=200, advisor=200, contact=200, steering=200)
TEAM = answers(404, lead=200, advisor=200, contact=403, steering=403)
HIDDEN_TEAM = answers(404, lead=200, advisor=200)  # what only the team knows of is not there for others
CLIENT_SIDE = answers(404, lead=200, advisor=200, contact=200, steering=403)
LEAD = answers(404, lead=200, advisor=403, contact=403, steering=403)
ADMINISTRATOR = answers(404, administrator=200)
TEMPLATE_EDITOR = answers(403, administrator=200)
POST_ONLY = answers(405)
EMPLOYED = answers(403, lead=200, advisor=200, stranger=200)


def e(world, name="home"):
    return getattr(world, name).engagement.pk


# name: (statuses for GET, arguments for the address)
DOORS = {
    # --- accounts
    "accounts:home": (answers(302), None),
    "accounts:sign-in": (answers(302, nobody=200), None),
    "accounts:sample-sign-in": (answers(405, nobody=405), None),
    "accounts:resume": (answers(405, nobody=405), None),
    "accounts:confirm": (SIGNED_IN, None),
    "accounts:second": (answers(302), None),
    "accounts:passkey-sign-in": (answers(405, nobody=405), None),
    "accounts:passkey-question": (answers(405, nobody=405), None),
    "accounts:security": (SIGNED_IN, None),
    "accounts:app-add": (SIGNED_IN, None),
    "accounts:passkey-add": (SIGNED_IN, None),
    "accounts:factor-remove": (answers(404), lambda w: [0]),
    "accounts:recovery-codes": (answers(302), None),
    "accounts:session-end": (POST_ONLY, None),
    "accounts:sign-out": (answers(405, nobody=405), None),
    "accounts:password-forgotten": (ANYBODY, None),
    "accounts:password-sent": (ANYBODY, None),
    "accounts:password-new": (ANYBODY, lambda w: ["MQ", "abc-def"]),
    "accounts:password-change": (SIGNED_IN, None),
    "accounts:profile": (SIGNED_IN, None),
    "accounts:language": (answers(405, nobody=405), None),
    "accounts:imprint": (ANYBODY, None),
    "accounts:privacy": (ANYBODY, None),
    "accounts:accessibility": (ANYBODY, None),
    "style": (ANYBODY, None),
    # --- engagements
    "engagements:list": (SIGNED_IN, None),
    "engagements:create": (EMPLOYED, None),
    "engagements:detail": (MEMBERS, lambda w: [e(w)]),
    "engagements:update": (TEAM, lambda w: [e(w)]),
    "engagements:link-create": (TEAM, lambda w: [e(w)]),
    "engagements:link-delete": (POST_ONLY, lambda w: [w.home.link.pk]),
    "engagements:status": (TEAM, lambda w: [e(w)]),
    "engagements:search": (SIGNED_IN, None),
    "engagements:log-list": (MEMBERS, lambda w: [e(w)]),
    "engagements:log-create": (TEAM, lambda w: [e(w)]),
    "engagements:log-print": (MEMBERS, lambda w: [e(w)]),
    "engagements:log-export": (MEMBERS, lambda w: [e(w), "csv"]),
    "engagements:log-detail": (MEMBERS, lambda w: [w.home.entries[S].pk]),
    "engagements:log-update": (TEAM, lambda w: [w.home.entries[S].pk]),
    "engagements:phases": (MEMBERS, lambda w: [e(w)]),
    "engagements:sealed": (TEAM, lambda w: [e(w)]),
    "engagements:sealed-open": (TEAM | {"lead": 302}, lambda w: [e(w), w.home.entries[Circle.SEALED].pk]),
    "engagements:unlock-close": (POST_ONLY, lambda w: [e(w), w.home.room.pk]),
    "engagements:unlock-note": (POST_ONLY, lambda w: [e(w), w.home.room.pk]),
    "engagements:phase-create": (TEAM, lambda w: [e(w)]),
    "engagements:phase-update": (TEAM, lambda w: [w.home.phase.pk]),
    "engagements:phase-repeat": (TEAM, lambda w: [w.home.phase.pk]),
    "engagements:phase-shift": (POST_ONLY, lambda w: [w.home.phase.pk]),
    "engagements:phase-move": (TEAM, lambda w: [w.home.phase.pk, "abschliessen"]),
    "engagements:criterion-update": (HIDDEN_TEAM, lambda w: [w.home.criterion.pk]),
    "engagements:criterion-tick": (POST_ONLY, lambda w: [w.home.criterion.pk]),
    "engagements:mandate": (MEMBERS, lambda w: [e(w)]),
    "engagements:mandate-create": (TEAM, lambda w: [e(w)]),
    "engagements:mandate-update": (TEAM, lambda w: [w.home.mandates[S].pk]),
    "engagements:mandate-delete": (TEAM, lambda w: [w.home.mandates[S].pk]),
    "engagements:contact-create": (TEAM, lambda w: [e(w)]),
    "engagements:contact-delete": (HIDDEN_TEAM, lambda w: [w.home.contact.pk]),
    "engagements:agreement-create": (TEAM, lambda w: [e(w)]),
    "engagements:agreement-draft-separate": (TEAM, lambda w: [e(w), w.home.planned.code]),
    "engagements:agreement-detail": (MEMBERS, lambda w: [w.home.agreements[S].pk]),
    "engagements:agreement-update": (TEAM, lambda w: [w.home.agreements[S].pk]),
    "engagements:agreement-print": (MEMBERS, lambda w: [w.home.agreements[S].pk]),
    "engagements:agreement-move": (TEAM, lambda w: [w.home.agreements[S].pk, "abstimmung"]),
    "engagements:contribution-create": (TEAM, lambda w: [e(w)]),
    "engagements:contribution-update": (CLIENT_SIDE, lambda w: [w.home.contributions[S].pk]),
    "engagements:contribution-tick": (POST_ONLY, lambda w: [w.home.contributions[S].pk]),
    "engagements:contribution-delete": (TEAM, lambda w: [w.home.contributions[S].pk]),
    "engagements:programme-list": (SIGNED_IN, None),
    "engagements:programme-create": (answers(403, lead=200, stranger=200), None),
    "engagements:programme-detail": (SIGNED_IN, lambda w: [w.home.programmes[Circle.PUBLIC].pk]),
    "engagements:programme-update": (answers(403, lead=200), lambda w: [w.home.programmes[Circle.PUBLIC].pk]),
    "engagements:part-create": (
        answers(403, lead=200, advisor=200, stranger=200),
        lambda w: [w.home.programmes[Circle.PUBLIC].pk],
    ),
    "engagements:part-delete": (POST_ONLY, lambda w: [w.home.part.pk]),
    "engagements:template-list": (SIGNED_IN, None),
    "engagements:template-detail": (SIGNED_IN, lambda w: [w.template.pk]),
    "engagements:template-copy": (TEMPLATE_EDITOR, lambda w: [w.template.pk]),
    "engagements:template-new-version": (POST_ONLY, lambda w: [w.template.pk]),
    "engagements:template-update": (ADMINISTRATOR, lambda w: [w.draft.pk]),
    "engagements:template-publish": (ADMINISTRATOR, lambda w: [w.draft.pk]),
    "engagements:template-discard": (ADMINISTRATOR, lambda w: [w.draft.pk]),
    "engagements:template-phase-create": (ADMINISTRATOR, lambda w: [w.draft.pk]),
    "engagements:template-phase-update": (ADMINISTRATOR, lambda w: [w.draft.pk, w.draft_phase.pk]),
    "engagements:template-phase-shift": (POST_ONLY, lambda w: [w.draft.pk, w.draft_phase.pk]),
    "engagements:template-phase-delete": (ADMINISTRATOR, lambda w: [w.draft.pk, w.draft_phase.pk]),
    "engagements:template-move": (LEAD, lambda w: [e(w)]),
    # --- municipalities
    "municipalities:list": (SIGNED_IN, None),
    "municipalities:search": (SIGNED_IN, None),
    "municipalities:detail": (SIGNED_IN, lambda w: [w.home.engagement.municipality.key]),
    "municipalities:figure-create": (TEMPLATE_EDITOR, lambda w: [w.home.engagement.municipality.key]),
    "municipalities:name-create": (TEMPLATE_EDITOR, lambda w: [w.home.engagement.municipality.key]),
    "municipalities:unit-create": (TEMPLATE_EDITOR, lambda w: [w.home.engagement.municipality.key]),
    # --- stakeholders
    "stakeholders:list": (MEMBERS, lambda w: [w.home.room.pk]),
    "stakeholders:organisation-create": (TEAM, lambda w: [w.home.room.pk]),
    "stakeholders:person-create": (TEAM, lambda w: [w.home.room.pk]),
    "stakeholders:duplicates": (TEAM, lambda w: [w.home.room.pk]),
    "stakeholders:organisation-detail": (MEMBERS, lambda w: [w.home.organisations[S].pk]),
    "stakeholders:organisation-update": (TEAM, lambda w: [w.home.organisations[S].pk]),
    "stakeholders:alias-create": (TEAM, lambda w: [w.home.organisations[S].pk]),
    "stakeholders:alias-delete": (POST_ONLY, lambda w: [w.home.alias.pk]),
    "stakeholders:person-detail": (MEMBERS, lambda w: [w.home.persons[S].pk]),
    "stakeholders:person-update": (TEAM, lambda w: [w.home.persons[S].pk]),
    "stakeholders:office-create": (TEAM, lambda w: [w.home.persons[S].pk]),
    "stakeholders:office-update": (TEAM, lambda w: [w.home.offices[S].pk]),
    "stakeholders:office-end": (TEAM, lambda w: [w.home.offices[S].pk]),
    "stakeholders:office-succeed": (TEAM, lambda w: [w.home.offices[S].pk]),
    "stakeholders:merge": (
        TEAM,
        lambda w: ["organisation", w.home.organisations[S].pk, w.home.organisations[Circle.PUBLIC].pk],
    ),
    "stakeholders:dismiss": (
        POST_ONLY,
        lambda w: ["organisation", w.home.organisations[S].pk, w.home.organisations[Circle.PUBLIC].pk],
    ),
    # --- stakeholders: bodies
    "stakeholders:body-list": (MEMBERS, lambda w: [w.home.room.pk]),
    "stakeholders:body-create": (CLIENT_SIDE, lambda w: [w.home.room.pk]),
    "stakeholders:council-ended": (CLIENT_SIDE, lambda w: [w.home.room.pk]),
    "stakeholders:body-detail": (MEMBERS, lambda w: [w.home.bodies[S].pk]),
    "stakeholders:body-update": (CLIENT_SIDE, lambda w: [w.home.bodies[S].pk]),
    "stakeholders:body-succeed": (CLIENT_SIDE, lambda w: [w.home.bodies[S].pk]),
    "stakeholders:group-create": (CLIENT_SIDE, lambda w: [w.home.bodies[S].pk]),
    "stakeholders:group-update": (CLIENT_SIDE, lambda w: [w.home.groups[S].pk]),
    "stakeholders:term-create": (CLIENT_SIDE, lambda w: [w.home.bodies[S].pk]),
    "stakeholders:term-update": (CLIENT_SIDE, lambda w: [w.home.terms[S].pk]),
    "stakeholders:term-end": (CLIENT_SIDE, lambda w: [w.home.terms[S].pk]),
    "stakeholders:basis-create": (CLIENT_SIDE, lambda w: [w.home.bodies[S].pk]),
    "stakeholders:claim-create": (CLIENT_SIDE, lambda w: [w.home.bodies[S].pk]),
    "stakeholders:share-create": (CLIENT_SIDE, lambda w: [w.home.bodies[S].pk]),
    # --- steering: review
    "steering:start": (answers(302), None),
    "steering:review-home": (answers(200, contact=302, steering=302), None),
    "steering:review": (MEMBERS, lambda w: [e(w)]),
    # --- steering: resolutions
    "steering:resolution-list": (MEMBERS, lambda w: [e(w)]),
    "steering:resolution-create": (CLIENT_SIDE, lambda w: [e(w)]),
    "steering:resolution-detail": (MEMBERS, lambda w: [w.home.resolutions[S].pk]),
    "steering:resolution-update": (CLIENT_SIDE, lambda w: [w.home.resolutions[S].pk]),
    "steering:resolution-answer": (CLIENT_SIDE, lambda w: [w.home.resolutions[S].pk]),
    "steering:passage-create": (CLIENT_SIDE, lambda w: [w.home.resolutions[S].pk]),
    "steering:task-create": (CLIENT_SIDE, lambda w: [e(w)]),
    "steering:task-done": (POST_ONLY, lambda w: [w.home.tasks[S].pk]),
    # --- steering: plan
    "steering:plan": (MEMBERS, lambda w: [e(w)]),
    "steering:plan-print": (MEMBERS, lambda w: [e(w)]),
    "steering:plan-document": (MEMBERS, lambda w: [e(w), "docx"]),
    "steering:field-create": (CLIENT_SIDE, lambda w: [e(w)]),
    "steering:field-detail": (MEMBERS, lambda w: [w.home.fields[S].pk]),
    "steering:field-update": (CLIENT_SIDE, lambda w: [w.home.fields[S].pk]),
    "steering:goal-create": (CLIENT_SIDE, lambda w: [w.home.fields[S].pk]),
    "steering:goal-update": (CLIENT_SIDE, lambda w: [w.home.goals[S].pk]),
    "steering:mirror-create": (CLIENT_SIDE, lambda w: [w.home.goals[S].pk]),
    "steering:measure-create": (CLIENT_SIDE, lambda w: [w.home.goals[S].pk]),
    "steering:measure-detail": (MEMBERS, lambda w: [w.home.measures[S].pk]),
    "steering:measure-update": (CLIENT_SIDE, lambda w: [w.home.measures[S].pk]),
    "steering:measure-report": (CLIENT_SIDE, lambda w: [w.home.measures[S].pk]),
    "steering:step-tick": (POST_ONLY, lambda w: [w.home.measures[S].pk, w.home.steps[S].pk]),
    "steering:obstacle-create": (TEAM, lambda w: [w.home.measures[S].pk]),
    # --- steering: hub
    "steering:hub": (MEMBERS, lambda w: [e(w)]),
    # --- steering: meetings
    "steering:meeting-create": (TEAM, lambda w: [e(w)]),
    "steering:meeting-series": (TEAM, lambda w: [e(w)]),
    "steering:meeting-detail": (MEMBERS, lambda w: [w.home.meetings[S].pk]),
    "steering:meeting-update": (TEAM, lambda w: [w.home.meetings[S].pk]),
    "steering:meeting-move": (TEAM, lambda w: [w.home.meetings[S].pk, "abgesagt"]),
    "steering:meeting-invite": (TEAM | {"lead": 302, "advisor": 302}, lambda w: [w.home.meetings[S].pk]),
    "steering:agenda-create": (TEAM, lambda w: [w.home.meetings[S].pk]),
    "steering:agenda-update": (TEAM, lambda w: [w.home.items[S].pk]),
    "steering:agenda-delete": (TEAM, lambda w: [w.home.items[S].pk]),
    "steering:agenda-order": (POST_ONLY, lambda w: [w.home.items[S].pk]),
    "steering:attendance": (TEAM, lambda w: [w.home.meetings[S].pk]),
    # --- steering: minutes
    "steering:minutes-detail": (HIDDEN_TEAM, lambda w: [w.home.meetings[S].pk]),
    "steering:minutes-write": (TEAM, lambda w: [w.home.meetings[S].pk]),
    "steering:minutes-review": (TEAM, lambda w: [w.home.meetings[S].pk]),
    "steering:minutes-approve": (POST_ONLY, lambda w: [w.home.meetings[S].pk]),
    "steering:minutes-reply": (POST_ONLY, lambda w: [w.home.meetings[S].pk]),
    "steering:reply-settle": (TEAM, lambda w: [w.home.replies[S].pk]),
    "steering:addendum-create": (TEAM | {"lead": 302, "advisor": 302}, lambda w: [w.home.meetings[S].pk]),
    # --- steering: rounds
    "steering:round-create": (
        CLIENT_SIDE | {"lead": 302, "advisor": 302, "contact": 302},  # one runs already
        lambda w: [e(w)],
    ),
    "steering:round-detail": (MEMBERS, lambda w: [w.home.rounds[S].pk]),
    "steering:round-close": (CLIENT_SIDE, lambda w: [w.home.rounds[S].pk]),
    "steering:round-remind": (POST_ONLY, lambda w: [w.home.rounds[S].pk]),
    "steering:round-report": (CLIENT_SIDE, lambda w: [w.home.rounds[S].pk, w.home.measures[S].pk]),
    "steering:round-answer": (dict.fromkeys(ROLES, 404), lambda w: ["kein-echter-schluessel"]),
    # --- network
    "network:home": (ADMINISTRATOR, None),
    "network:organisation-list": (ADMINISTRATOR, None),
    "network:organisation-create": (ADMINISTRATOR, None),
    "network:organisation-detail": (ADMINISTRATOR, lambda w: [w.home.room.organisation_id]),
    "network:organisation-update": (ADMINISTRATOR, lambda w: [w.home.room.organisation_id]),
    "network:person-list": (ADMINISTRATOR, None),
    "network:person-detail": (ADMINISTRATOR, lambda w: [w.steering.pk]),
    "network:person-deactivate": (ADMINISTRATOR, lambda w: [w.steering.pk]),
    "network:person-reactivate": (ADMINISTRATOR, lambda w: [w.steering.pk]),
    "network:person-grant-admin": (ADMINISTRATOR, lambda w: [w.steering.pk]),
    "network:person-withdraw-admin": (ADMINISTRATOR, lambda w: [w.steering.pk]),
    # --- rooms
    "rooms:readers-preview": (HIDDEN_TEAM, lambda w: [w.home.room.pk]),
    "rooms:my-view": (MEMBERS, lambda w: [w.home.room.pk]),
    "rooms:eyes": (LEAD, lambda w: [w.home.room.pk]),
    "rooms:reads": (LEAD, lambda w: [w.home.room.pk]),
    "rooms:profile-reads": (SIGNED_IN, None),
    "rooms:releases": (MEMBERS, lambda w: [w.home.room.pk]),
    "rooms:release-create": (answers(404), None),
    "rooms:release": (MEMBERS, lambda w: [w.home.releases[S].pk]),
    "rooms:release-approve": (POST_ONLY, lambda w: [w.home.releases[S].pk]),
    "rooms:release-return": (POST_ONLY, lambda w: [w.home.releases[S].pk]),
    "rooms:release-withdraw": (TEAM, lambda w: [w.home.releases[S].pk]),
    "rooms:versions": (HIDDEN_TEAM, lambda w: ["engagements.logentry", w.home.entries[S].pk]),
    "rooms:deleted": (LEAD, lambda w: [w.home.room.pk]),
    "rooms:preview": (POST_ONLY, None),
    "rooms:file": (MEMBERS, lambda w: [w.home.files[S].pk]),
    "drafts:store": (SIGNED_IN, None),
    "drafts:key": (POST_ONLY, None),
    "drafts:list": (SIGNED_IN, None),
    "drafts:detail": (answers(404), lambda w: [w.home.room.pk]),
    "drafts:discard": (POST_ONLY, lambda w: [w.home.room.pk]),
    "rooms:members": (TEAM, lambda w: [w.home.room.pk]),
    "rooms:invite": (LEAD, lambda w: [w.home.room.pk]),
    "rooms:membership-add": (LEAD, lambda w: [w.home.room.pk]),
    "rooms:membership-end": (LEAD, lambda w: [w.home.room.pk, w.home.room.memberships.last().pk]),
    "rooms:invitation": (dict.fromkeys(ROLES, 404), lambda w: ["kein-echter-schluessel"]),
    "rooms:invitation-withdraw": (LEAD, lambda w: [w.home.room.pk, w.home.invitation.pk]),
    "rooms:invitation-renew": (POST_ONLY, lambda w: [w.home.room.pk, w.home.invitation.pk]),
    # --- retention
    "retention:due": (TEAM, lambda w: [w.home.room.pk]),
    "retention:propose": (
        answers(404, lead=302, advisor=403, contact=403, steering=403),
        lambda w: [w.home.room.pk, "talks"],
    ),
    "retention:hold-create": (TEAM, lambda w: [w.home.room.pk]),
    "retention:plan": (answers(404), lambda w: [w.home.room.pk]),
    "retention:confirm": (POST_ONLY, lambda w: [w.home.room.pk]),
    "retention:withdraw": (POST_ONLY, lambda w: [w.home.room.pk]),
    "retention:term": (LEAD, lambda w: [w.home.room.pk, "talks"]),
    "retention:row": (TEAM, lambda w: [w.home.room.pk, "engagements.logentry", w.home.entries[T].pk]),
    "retention:hold-confirm": (POST_ONLY, lambda w: [w.home.room.pk]),
    "retention:hold-end": (answers(404), lambda w: [w.home.room.pk]),
}
# What only takes forms, and takes them from the administrator.
ADMINISTRATORS_FORMS = {"engagements:template-new-version", "engagements:template-phase-shift"}
# Questions put to a page that asks for some.
QUERIES = {
    "engagements:search": "?q=kanarie",
    "engagements:log-list": "?q=kanarie",
    "rooms:readers-preview": "?circle=20",
    "municipalities:search": "?q=Ort&name=municipality",
    "steering:plan": "?wer=kanarie",
}
