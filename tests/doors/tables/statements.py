"""What the addresses of mission statements answer; see `tests.doors.table`."""

from tests.doors.answers import ANYBODY, CLIENT_SIDE, MEMBERS, POST_ONLY, S, answers, e

# What is adopted is not written any more, what is written is not adopted: the other door leads back, with the reason.
PUBLIC = "leitbild-heimat-0"  # what is not public has no address there
BACK = CLIENT_SIDE | dict.fromkeys(("lead", "advisor", "contact"), 302)


def version(world):
    return [world.home.statement_versions[S].pk]


def section(world):
    return [world.home.statement_sections[S].pk]


DOORS = {
    "participation:statement-list": (MEMBERS, lambda w: [e(w)]),
    "participation:statement-create": (CLIENT_SIDE, lambda w: [e(w)]),
    "participation:statement-detail": (MEMBERS, lambda w: [w.home.statements[S].pk]),
    "participation:statement-update": (CLIENT_SIDE, lambda w: [w.home.statements[S].pk]),
    "participation:statement-step": (CLIENT_SIDE, lambda w: [w.home.statement_steps[S].pk]),
    "participation:statement-step-move": (POST_ONLY, lambda w: [w.home.statement_steps[S].pk, "erledigt"]),
    "participation:statement-aims": (MEMBERS, lambda w: [w.home.statements[S].pk]),
    "participation:aim-measure-create": (CLIENT_SIDE, lambda w: [w.home.statements[S].pk, 1]),
    "participation:aim-measure-delete": (POST_ONLY, lambda w: [w.home.aim_measures[S].pk]),
    "participation:signatories": (MEMBERS, lambda w: [w.home.statements[S].pk]),
    "participation:signatory-create": (CLIENT_SIDE, lambda w: [w.home.statements[S].pk]),
    "participation:signatory-update": (CLIENT_SIDE, lambda w: [w.home.signatories[S].pk]),
    "participation:signatory-withdraw": (POST_ONLY, lambda w: [w.home.signatories[S].pk]),
    "participation:statement-review": (CLIENT_SIDE, lambda w: [w.home.statements[S].pk]),
    "participation:version-create": (CLIENT_SIDE, lambda w: [w.home.statements[S].pk]),
    "participation:version-detail": (MEMBERS, version),
    "participation:version-update": (CLIENT_SIDE, version),
    "participation:version-copy": (CLIENT_SIDE, version),
    "participation:version-compare": (MEMBERS, version),
    "participation:version-move": (CLIENT_SIDE, lambda w: [*version(w), "verworfen"]),
    "participation:version-recommend": (CLIENT_SIDE, version),
    "participation:version-decide": (CLIENT_SIDE, version),
    "participation:version-adopt": (BACK, version),
    "participation:rendering-create": (CLIENT_SIDE, version),
    "participation:section-create": (CLIENT_SIDE, version),
    "participation:section-update": (CLIENT_SIDE, section),
    "participation:section-delete": (CLIENT_SIDE, section),
    "participation:section-move": (POST_ONLY, lambda w: [*section(w), "hoch"]),
    # --- for everybody
    "reports:statement-list": (ANYBODY, None),
    "reports:statement": (ANYBODY, lambda w: [PUBLIC]),
    "reports:statement-version": (ANYBODY, lambda w: [PUBLIC, 1]),
    "reports:statement-wording": (
        answers(404, nobody=404),
        lambda w: [PUBLIC, "leicht-de"],
    ),
    "reports:statement-version-wording": (
        answers(404, nobody=404),
        lambda w: [PUBLIC, 1, "leicht-de"],
    ),
}

STATEMENT_ROWS = {name for name in DOORS if name.startswith("participation:")} - {
    "participation:statement-list",
    "participation:statement-create",
}
STATEMENT_TABLES = {
    f"participation_{name}"
    for name in ("aimmeasure", "missionstatement", "section", "signatory", "statementstep", "statementversion")
}
