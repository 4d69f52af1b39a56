"""What each column of this app is for, whom it tells of, and by which rule it goes: read by `retention.registry`.

Rows are `(columns, whom, rule, purpose)`; the name of a period stands for its four columns.
"""

PURPOSES = {
    "retention.deletionplan": [
        (
            "id room group ended_on keys counts state",
            "",
            "ledger",
            "Löschen, was fällig ist, und in Zahlen nachweisen.",
        ),
        (
            "proposed_by proposed_at confirmed_by confirmed_at",
            "Konto",
            "ledger",
            "Nachweisen, dass zwei zugestimmt haben.",
        ),
    ],
    "retention.hold": [
        ("id room label key until", "", "ledger", "Löschungen für eine begrenzte Zeit anhalten."),
        (
            "reason author created_at confirmed_by ended_by ended_at end_reason",
            "Konto",
            "ledger",
            "Nachweisen, wer warum angehalten und wer bestätigt hat.",
        ),
    ],
    "retention.term": [
        ("id room group months", "", "ledger", "Eine andere Frist für diese Beratung festhalten."),
        ("reason author created_at", "Konto", "ledger", "Nachweisen, wer sie warum festgelegt hat."),
    ],
    "retention.ledgerentry": [
        (
            "id label digest group ended_on deleted_at plan",
            "",
            "ledger",
            "Nach einer Wiederherstellung wieder löschen.",
        ),
    ],
    "retention.tombstone": [
        ("id room kind sector year n", "", "ledger", "Statistiken richtig halten, ohne die Einträge zu behalten."),
    ],
}
