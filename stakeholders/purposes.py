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
    "stakeholders.organisation": [
        *ITEM,
        ("name kind sector is_organised unit parent", "Beteiligte", "item", "Wissen, welche Gruppen beteiligt sind."),
        ("contact_email contact_phone", "Beteiligte", "item", "Eine Organisation über ihre Stelle erreichen."),
        ("note", "Beteiligte", "item", "Festhalten, was für die Zusammenarbeit wichtig ist."),
        ("merged_into", "", "item", "Doppelt Eingetragenes zusammenführen."),
    ],
    "stakeholders.alias": [
        (
            "id organisation name period source",
            "Beteiligte",
            "item",
            "Eine Organisation auch unter anderem Namen finden.",
        ),
    ],
    "stakeholders.person": [
        *ITEM,
        ("name sector", "Beteiligte", "item", "Wissen, wer in welcher Funktion beteiligt ist."),
        ("contact_email contact_phone", "Beteiligte", "item", "Eine Person über ihre Funktion erreichen."),
        ("note", "Beteiligte", "item", "Festhalten, was für die Zusammenarbeit wichtig ist."),
        ("merged_into", "", "item", "Doppelt Eingetragenes zusammenführen."),
    ],
    "stakeholders.office": [
        (
            "id person title organisation period is_former",
            "Beteiligte",
            "item",
            "Wissen, wer welches Amt hat oder hatte.",
        ),
        ("party", "Beteiligte", "item", "Bei Gewählten festhalten, wofür sie öffentlich im Amt stehen."),
    ],
    "stakeholders.notduplicate": [
        (
            "id room first second decided_by decided_at",
            "Konto",
            "item",
            "Nicht zweimal nach derselben Ähnlichkeit fragen.",
        ),
    ],
}
