from rooms.purposes import ITEM

CONTRIBUTIONS = {
    "participation.commentround": [
        *ITEM,
        (
            "subject statement of title place slug opens_on closes_on asks introduction",
            "",
            "item",
            "Eine Zeit lang fragen, was Menschen von einer Fassung, einem Text, dem Plan halten, oder offen fragen.",
        ),
    ],
    "participation.roundsection": [
        (
            "id round number sign heading text",
            "",
            "item",
            "Den Text zeigen, nach dem gefragt wird, mit seinen Nummern.",
        ),
    ],
    "participation.contribution": [
        *ITEM,
        (
            "statement round number source received_on section wording language state refused_because answered_on",
            "",
            "item",
            "Beiträge sammeln, in Punkte teilen und beantworten.",
        ),
        ("text", "Beitragende", "item", "Den Wortlaut kennen, auf den geantwortet wird."),
        ("key_hash", "", "item", "Wer beitrug, sieht mit dem eigenen Link, was daraus wurde."),
    ],
    "participation.contributioncontact": [
        ("id contribution", "", "contacts", "Angaben zur Person getrennt vom Beitrag halten."),
        ("name email", "Beitragende", "contacts", "Antworten, wenn jemand darum gebeten hat; nur mit Einwilligung."),
        ("consented_on delete_on", "Beitragende", "contacts", "Belegen, bis wann die Einwilligung reicht."),
    ],
    "participation.point": [
        *ITEM,
        (
            "contribution order text about section wording state handling merged_with reason public_text",
            "",
            "item",
            "Zu jedem Punkt sagen, was daraus wird und warum.",
        ),
        ("consensing weighed", "", "item", "Über strittige Punkte abwägen lassen und das Ergebnis übernehmen."),
        ("proposed_by decided_by decided_at", "Konto", "item", "Nachweisen, wer vorschlug und wer entschied."),
    ],
    "participation.roundreport": [
        *ITEM,
        (
            "round slug number title asked introduction",
            "",
            "item",
            "Öffentlich zeigen, was aus den Punkten wurde; ohne Namen.",
        ),
    ],
    "participation.reportline": [
        (
            "id report order section heading text wording outcome reason",
            "",
            "item",
            "Einen Punkt in moderierten Worten zeigen.",
        ),
    ],
}
