"""T40, in the source: every place where rows of rooms are read past the collector is known, and says why it may."""

import ast
from pathlib import Path

# Where rows of rooms are read past `from_db`, and how often in each file. A new place makes the test red: does it
# show a text? Then it notes it (`rooms.noted.note_values`). Then it goes in here.
WAYS_ROUND = {
    "rooms/cautions.py": 1,  # names of members
    "rooms/eyes.py": 1,  # counts
    "rooms/history.py": 1,  # of reads, not of rows
    "rooms/models/items.py": 3,  # conditions
    "rooms/once.py": 2,  # a lock, and whether a key is taken
    "rooms/acting.py": 4,  # who acts, and a lock
    "rooms/reach.py": 1,  # memberships
    "rooms/rules.py": 1,  # roles
    "rooms/told.py": 1,  # its rows pass `from_db`
    "rooms/uploads.py": 1,  # names in the store
    "rooms/versions.py": 1,  # a condition
    "rooms/walls.py": 2,  # migrations
    "rooms/management/commands/remove_orphan_files.py": 1,  # no page
    "rooms/management/commands/seal_stored.py": 1,  # no page
    "stakeholders/actions.py": 2,  # keys, and names that are merged
    "stakeholders/cautions.py": 1,  # titles that stand in the text anyway
    "stakeholders/duplicates.py": 1,  # keys
    "stakeholders/filters.py": 3,  # conditions
    "stakeholders/forms/organisations.py": 2,  # keys, and names of the organisation that is changed
    "stakeholders/forms/terms.py": 1,  # members of the room
    "stakeholders/merging.py": 1,  # keys
    "stakeholders/views/register.py": 2,  # sectors
    "engagements/exports/log.py": 4,  # two conditions, and rows and names: noted there
    "engagements/filters/programmes.py": 1,  # a condition
    "engagements/forms/log.py": 2,  # keys
    "engagements/forms/mandate.py": 1,  # names of phases
    "engagements/forms/templates.py": 3,  # templates lie in no room
    "engagements/gates.py": 1,  # a count
    "engagements/models/templates.py": 1,  # a condition
    "engagements/rules.py": 1,  # keys
    "engagements/transitions/phases.py": 1,  # states and days
    "engagements/views/agreements.py": 1,  # codes of phases
    "engagements/views/sealed.py": 2,  # that something sealed is there, and keys
    "engagements/filters/engagement.py": 1,  # keys
    "engagements/listing.py": 1,  # what every member knows
    "engagements/waiting_sql.py": 1,  # counts and titles: noted in waiting.py
    "network/forms/desk.py": 1,  # names that stand in the form
    "network/actions.py": 1,  # a condition
    "network/forms/peer.py": 3,  # who sits in it; peer consultations have no circle
    "network/models/peer.py": 1,  # a condition
    "network/views/peer.py": 1,  # who sits in it
    "network/views/vocabulary.py": 1,  # words of the house, in no room
    "network/views/team.py": 1,  # a condition
    "network/queries.py": 4,  # existence
    "network/profile_facts.py": 1,  # addresses that are taken
    "network/subscriptions.py": 2,  # keys; the command is nobody who reads; an end
    "network/models/pool.py": 1,  # what she was asked; its rows pass `from_db`
    "network/transitions/pool.py": 1,  # an answer
    "steering/actions.py": 1,  # days
    "steering/feeds.py": 1,  # whose calendar a token opens
    "steering/forms/resolutions.py": 1,  # members of the room
    "steering/consensing.py": 1,  # how many, never who
    "steering/minutes.py": 1,  # keys
    "steering/presence.py": 1,  # made into a stamp, which tells nothing
    "steering/papers.py": 1,  # names and digests that are there already
    "steering/preparing.py": 3,  # what items were proposed for
    "stakeholders/models/founding.py": 2,  # keys, and the day of a line of the history
    "steering/forms/council.py": 1,  # which body came before which
    "steering/review.py": 5,  # keys and counts
    "steering/transitions/consensing.py": 1,  # counted in the database, for nobody reads a sheet
    "steering/transitions/meetings.py": 1,  # what items were proposed for
    "steering/transitions/minutes.py": 3,  # keys of people
    "steering/digests.py": 4,  # keys
    "steering/reminding.py": 3,  # keys; the command is nobody who reads
    "steering/rounds.py": 3,  # a condition, and what the signed link may show: never further in than the group
    "steering/sheets.py": 2,  # conditions
    "steering/transitions/rounds.py": 3,  # writes, addresses, a condition
    "participation/contributing.py": 4,  # what guests send, and what their own link shows them
    "participation/invited.py": 2,  # what her own link shows her, and what she answers
    "participation/inviting.py": 5,  # keys and addresses to compare, and a lock; what is shown is loaded
    "participation/models/contributions.py": 2,  # how a section is called, beside a row that is read
    "participation/models/events.py": 1,  # a condition
    "participation/proposals.py": 1,  # the command is nobody who reads
    "participation/registering.py": 8,  # what guests send, and what their own link shows them
    "participation/reporting.py": 1,  # names, to warn of them before they go out
    "participation/rules_events.py": 1,  # names of duties
    "participation/views/contribution_base.py": 1,  # headings of a version that is loaded
    "participation/views/event_proposals.py": 1,  # a condition
    "participation/views/event_registrations.py": 1,  # a condition
    "network/overview.py": 2,  # what a function tells the administration; roles and numbers
    "network/shelving.py": 1,  # the file of a work everybody reads
    "network/receiving.py": 1,  # addresses of those on duty
    "network/templatetags/site_texts.py": 1,  # what everybody reads
    "network/views/on_duty.py": 1,  # a condition
    "reports/map.py": 1,  # shapes everybody sees
    "reports/told.py": 3,  # editions everybody reads
    "reports/views/events.py": 1,  # keys
    "reports/views/feeds.py": 1,  # addresses everybody has
    "reports/views/profiles.py": 1,  # a call of that name
}
ROOT = Path(__file__).resolve().parents[2]
AGGREGATES = {"ArrayAgg", "JSONBAgg", "RawSQL", "StringAgg", "StreamingHttpResponse"}


def ways_round(path):
    """How many calls of a file fetch rows without making objects of them, or answer piece by piece."""
    found = 0
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            verb, has_names = node.func.attr, node.args or node.keywords or isinstance(node.func.value, ast.Call)
            found += verb in {"values_list", "raw", "execute"} or bool(verb == "values" and has_names)
        found += isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ask"
        found += isinstance(node, ast.Name) and node.id in AGGREGATES
    return found


def test_every_way_round_the_collector_is_known():
    sources = [
        path
        for app in ("rooms", "stakeholders", "engagements", "steering", "participation", "network", "reports")
        for path in (ROOT / app).rglob("*.py")
    ]
    counts = {str(path.relative_to(ROOT)): ways_round(path) for path in sources if "migrations" not in path.parts}

    assert {name: number for name, number in counts.items() if number} == WAYS_ROUND
