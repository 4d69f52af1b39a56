"""What each column of this app is for, whom it tells of, and by which rule it goes: read by `retention.registry`.

Rows are `(columns, whom, rule, purpose)`; the name of a period stands for its four columns.
"""

ITEM = [
    ("id room circle shared_on", "", "item", "Festlegen, wer es lesen darf."),
    (
        "author created_at changed_at version",
        "Konto",
        "item",
        "Zeigen, wer es wann geschrieben hat, und nichts überschreiben.",
    ),
]
PURPOSES = {
    "rooms.room": [
        ("id kind organisation created_at", "", "frame", "Räume trennen, die verschiedene Verantwortliche haben.")
    ],
    "rooms.membership": [
        (
            "id room user role clearance starts_on ends_on role_order",
            "Konto",
            "account",
            "Bestimmen, wer was lesen darf.",
        ),
    ],
    "rooms.invitation": [
        ("id email name", "Eingeladene", "invitations", "Jemanden in einen Raum bitten."),
        ("room role invited_by", "Konto", "invitations", "Festhalten, wer wozu eingeladen hat."),
        (
            "created_at expires_at used_at withdrawn_at",
            "",
            "invitations",
            "Eine Einladung nur einmal und kurz gelten lassen.",
        ),
    ],
    "rooms.file": [
        *ITEM,
        ("name content", "Beteiligte", "item", "Unterlagen zu einem Eintrag aufbewahren."),
        ("content_type size sha256", "", "item", "Eine Datei richtig und unverändert ausliefern."),
    ],
    "rooms.release": [
        *[(columns, whom, "case", purpose) for columns, whom, _rule, purpose in ITEM],
        (
            "kind key item_version is_edition to_circle sha256",
            "",
            "case",
            "Festhalten, welche Fassung wie weit hinausging.",
        ),
        ("title content", "Beteiligte", "case", "Genau den Wortlaut zeigen, dem zwei zugestimmt haben."),
        (
            "purpose state decided_by decided_at answer withdrawn_by withdrawn_at",
            "Konto",
            "case",
            "Nachweisen, dass zwei Personen entschieden haben.",
        ),
    ],
    "rooms.roomkey": [("room wrapped made_at", "", "sealed", "Versiegelte Texte dieses Raums öffnen.")],
    "rooms.unlock": [
        ("id room kind key person until", "Konto", "item", "Einen versiegelten Text für drei Stunden öffnen."),
        ("reason at ended_at noted_at noted_by", "Konto", "item", "Der Federführung zeigen, wer warum geöffnet hat."),
    ],
    "rooms.draft": [
        (
            "id person slot room version saved_at",
            "Konto",
            "drafts",
            "Angefangenes wiederfinden, das noch nicht gesendet ist.",
        ),
        ("content", "Beteiligte", "drafts", "Angefangenes wiederherstellen, verschlüsselt abgelegt."),
    ],
}
