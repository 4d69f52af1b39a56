"""What each column of this app is for, whom it tells of, and by which rule it goes: read by `retention.registry`.

Rows are `(columns, whom, rule, purpose)`; the name of a period stands for its four columns.
"""

PURPOSES = {
    "audit.entry": [
        ("id at actor action target target_key room_key", "Konto", "proof", "Nachweisen, wer wann was getan hat."),
        ("summary", "Konto", "proof", "Nachweisen, warum und woran etwas getan wurde."),
    ],
    "audit.read": [
        ("id person at page room_key keys profile", "Konto", "reads", "Sehen, wer Vertrauliches gelesen hat."),
        ("number previous hash", "", "reads", "Erkennen, wenn jemand am Nachweis etwas verändert hat."),
    ],
    "audit.version": [
        ("id at actor label key part deed room_key", "Konto", "item", "Frühere Fassungen einem Eintrag zuordnen."),
        ("before texts", "Beteiligte", "item", "Zeigen und zurückholen, was vor einer Änderung dastand."),
        ("circle author shared_on", "Konto", "item", "Eine frühere Fassung nur denen zeigen, die sie lesen durften."),
    ],
}
