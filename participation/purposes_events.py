from rooms.purposes import ITEM

GUESTS = "Angemeldete"
EVENTS = {
    "participation.event": [
        *ITEM,
        (
            "engagement title format publicness mode begins ends has_times when place invited_by lead_question summary",
            "",
            "item",
            "Eine Veranstaltung planen und ankündigen.",
        ),
        (
            "needs_registration capacity registration_until state cancelled_on sequence cleared_on",
            "",
            "item",
            "Plätze vergeben, absagen, Kalender nachziehen, Anmeldungen löschen.",
        ),
        (
            "attendance grant_title counted age_told last_proposal",
            "",
            "item",
            "Teilnahme so festhalten, wie die Förderung es verlangt, und Vorschläge zählen.",
        ),
    ],
    "participation.venue": [
        *ITEM,
        ("event place_detail online hint", "", "item", "Angemeldeten sagen, wo sie hinkommen."),
    ],
    "participation.slot": [
        *ITEM,
        ("event order title minutes starts method material", "", "item", "Den Ablauf einer Veranstaltung planen."),
        ("by_whom", "Beteiligte", "item", "Wissen, wer welchen Schritt macht (Rolle)."),
    ],
    "participation.table": [
        *ITEM,
        ("event order title lead_question result field", "", "item", "Festhalten, was an einem Tisch herauskam."),
        ("host", "Beteiligte", "item", "Wissen, wer einen Tisch leitet (Rolle)."),
    ],
    "participation.eventduty": [
        ("id event person duty", "Konto", "item", "Antworten bei der Anmeldung nur denen zeigen, die sie brauchen.")
    ],
    "participation.eventphoto": [
        *ITEM,
        ("event file shows asked_on consent", "Beteiligte", "item", "Ein Foto nur mit Zustimmung aufbewahren."),
        ("asked_by", "Beteiligte", "item", "Nachweisen, wer um Zustimmung gefragt hat."),
    ],
    "participation.question": [
        ("id event order text readers", "", "item", "Vorher wissen, was die Vorbereitung braucht.")
    ],
    "participation.registration": [
        *[(columns, whom, "registrations", purpose) for columns, whom, _rule, purpose in ITEM],
        (
            "event name email organisation persons language",
            GUESTS,
            "registrations",
            "Plätze vergeben und Bescheid geben.",
        ),
        (
            "state moved_up_at cancelled_at key_hash",
            GUESTS,
            "registrations",
            "Die Reihenfolge halten und ohne Konto absagen können.",
        ),
    ],
    "participation.eventinvitation": [
        *[(columns, whom, "registrations", purpose) for columns, whom, _rule, purpose in ITEM],
        ("event name email language text", "Eingeladene", "registrations", "Zu einer Veranstaltung einladen."),
        (
            "answer answered_at reminded_at key_hash",
            "Eingeladene",
            "registrations",
            "Ohne Konto antworten können, und höchstens einmal erinnern.",
        ),
    ],
    "participation.answer": [
        ("id room registration question text", GUESTS, "answers", "Eine Veranstaltung vorbereiten, etwa das Essen.")
    ],
    "participation.headcount": [
        *ITEM,
        ("event by cells how", "", "item", "Zählen, wie viele da waren, nach Gruppen und nie nach Personen."),
    ],
    "participation.proposal": [
        *ITEM,
        (
            "event table number text addressee handed_on state",
            "",
            "item",
            "Vorschläge einer Veranstaltung bis zur Antwort verfolgen.",
        ),
    ],
    "participation.proposalcontact": [
        *ITEM,
        ("proposal email asked_on", "Amtspersonen", "item", "Eine Stelle einmal nach dem Stand fragen."),
    ],
    "participation.proposalanswer": [
        *ITEM,
        ("proposal text given_on", "", "item", "Festhalten, was aus einem Vorschlag wurde."),
        ("given_by", "Amtspersonen", "item", "Wissen, welche Stelle geantwortet hat."),
    ],
}
