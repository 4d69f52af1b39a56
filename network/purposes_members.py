"""Members, cohorts, peer consultations, pool, courses and library: what each column is for; see `purposes`."""

from rooms.purposes import ITEM

KEPT = "programme"  # as long as the network is kept
MEMBERS = {
    "network.networkmember": [
        *ITEM,
        (
            "network place name count period purposes note source sort_name",
            "",
            KEPT,
            "Zeigen, wer im Netzwerk ist, seit wann und wozu.",
        ),
    ],
    "network.cohort": [
        *ITEM,
        (
            "network programme title number planned unnamed period note source",
            "",
            KEPT,
            "Zeigen, welche Kommunen gemeinsam begonnen haben, geplant und erreicht.",
        ),
    ],
    "network.cohortplace": [("id cohort place wording order", "", KEPT, "Die genannten Kommunen einer Runde.")],
    "network.cohortcount": [
        ("id cohort number as_of source order", "", KEPT, "Verschiedene Angaben zur Zahl mit ihrem Stand.")
    ],
    "network.peerconsultation": [
        (
            "id room network minutes state starts started_at ended_at delete_on created_at changed_at version",
            "",
            "peer",
            "Eine Fallberatung nach der Uhr führen und rechtzeitig löschen.",
        ),
        ("giver", "Konto", "peer", "Wissen, wer den Fall einbringt."),
        ("title case question takeaway", "Beteiligte", "peer", "Einen verfremdeten Fall unter Gleichen beraten."),
    ],
    "network.peerseat": [("id consultation person", "Konto", "peer", "Wissen, wer mitberät und darum mitliest.")],
    "network.peernote": [
        ("id consultation author kind text created_at", "Konto", "peer", "Rückfragen und Ideen festhalten.")
    ],
    "network.poolprofile": [
        ("id room network created_at changed_at version", "", "account", "Einen Pool für die Kommunen führen."),
        (
            "person name kind qualification regions languages formats availability available_from stated_on",
            "Konto",
            "account",
            "Die passende Person finden; jede schreibt selbst, was dort steht.",
        ),
        ("admitted_on is_public consented_at", "Konto", "account", "Aufnahme und eigene Einwilligung nachweisen."),
    ],
    "network.poolprofile_regions": [("id poolprofile place", "Konto", "account", "Nach Ländern suchen.")],
    "network.poolrequest": [
        *ITEM,
        (
            "engagement profile asked_person name role state asked_at answered_at",
            "Konto",
            "item",
            "Ein Team zusammenstellen und wissen, wer gefragt ist.",
        ),
        (
            "conflict_note message own_conflict answer",
            "Konto",
            "item",
            "Befangenheit klären, bevor jemand ins Team kommt.",
        ),
    ],
    "network.course": [
        *ITEM,
        ("network title period needed summary issuer source", "", KEPT, "Lehrgänge des Netzwerks führen."),
    ],
    "network.coursemodule": [("id course title when place order", "", KEPT, "Die Module eines Lehrgangs.")],
    "network.courseparticipant": [
        *ITEM,
        ("course name comes_from certified_on", "Teilnehmende", KEPT, "Teilnahme bescheinigen."),
    ],
    "network.moduleattendance": [("id participant module", "Teilnehmende", KEPT, "Wissen, wer genug Module hat.")],
    "network.libraryitem": [
        *ITEM,
        (
            "network title kind authors published edition licence phase themes summary url file source",
            "",
            KEPT,
            "Handbücher und Methoden finden und weitergeben.",
        ),
    ],
    "network.networkmeeting": [
        *ITEM,
        (
            "network event kind edition planned host_place open_questions evaluation next_time source",
            "",
            KEPT,
            "Zu Treffen des Netzwerks einladen und sie nachlesen.",
        ),
    ],
    "network.meetingpresence": [("id meeting name heads order", "", KEPT, "Wissen, woher Menschen kamen; ohne Namen.")],
    "network.helprequest": [
        *[(columns, whom, "help", purpose) for columns, whom, _rule, purpose in ITEM],
        (
            "network kind theme phase language land size member profile until state closed_at factor",
            "",
            "help",
            "Wissen, welche Hilfe im Netzwerk gebraucht wird und bis wann.",
        ),
        (
            "question text has_helped what_helped",
            "Konto",
            "help",
            "Die anderen fragen und ihnen sagen, was geholfen hat.",
        ),
    ],
    "network.helpoffer": [
        ("id request person words created_at accepted_at", "Konto", "help", "Hilfe anbieten und annehmen können.")
    ],
    "network.successfactor": [
        *ITEM,
        ("network meeting text evidence theme source", "", KEPT, "Erfolgsfaktoren sammeln und wiederfinden."),
    ],
}
