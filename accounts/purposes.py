"""What each column of this app is for, whom it tells of, and by which rule it goes: read by `retention.registry`.

Rows are `(columns, whom, rule, purpose)`; the name of a period stands for its four columns.
"""

PURPOSES = {
    "accounts.organisation": [
        (
            "id name short_name website",
            "",
            "public",
            "Die beratende Organisation benennen, die für ihre Räume einsteht.",
        ),
        ("contact_email", "", "public", "Die Organisation über ihre Funktionsadresse erreichen."),
    ],
    "accounts.organisationname": [
        ("id organisation name period source", "", "public", "Eine Organisation auch unter früherem Namen finden."),
    ],
    "accounts.user": [
        ("id email password last_login", "Konto", "account", "Sich anmelden und das eigene Passwort zurücksetzen."),
        ("name function organisation", "Konto", "account", "Zeigen, wer mitarbeitet, mitliest und etwas getan hat."),
        ("language theme", "Konto", "account", "Die Oberfläche so zeigen, wie die Person sie eingestellt hat."),
        ("is_active is_network_admin joined_at", "Konto", "account", "Zugang gewähren und beenden."),
    ],
    "accounts.attemptcount": [
        ("id kind key window_start count", "Konto", "attempts", "Das Erraten von Passwörtern und Adressen bremsen."),
    ],
    "accounts.secondfactor": [
        (
            "id user kind name secret credential_id counter created_at last_used_at",
            "Konto",
            "account",
            "Beim Anmelden einen zweiten Beweis verlangen.",
        ),
    ],
    "accounts.recoverycode": [
        ("id user digest used_at", "Konto", "account", "Nach Verlust des zweiten Schritts wieder hineinkommen."),
    ],
    "accounts.session": [
        ("session_key session_data expire_date user", "Konto", "session", "Angemeldet bleiben und abgemeldet werden."),
    ],
    "accounts.letter": [
        ("id occasion content due_at tries", "Konto", "letters", "Eine E-Mail zustellen, auch nach einer Störung."),
        ("once written_at sent_at refused_at", "Konto", "letters", "Dieselbe E-Mail nicht zweimal schicken."),
    ],
    "accounts.sentform": [
        ("digest location sent_at", "", "attempts", "Ein Formular, das zweimal ankommt, nur einmal annehmen."),
    ],
    "accounts.devicekey": [
        ("user wrapped made_at", "Konto", "account", "Angefangenes auf dem eigenen Gerät verschlüsselt aufbewahren."),
    ],
}
