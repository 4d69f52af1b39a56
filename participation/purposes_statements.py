from rooms.purposes import ITEM

STATEMENTS = {
    "participation.missionstatement": [
        *ITEM,
        (
            "engagement place title slug drafted_by review_months reviewed_on review_note last_number",
            "",
            "item",
            "Ein Leitbild vom Auftrag bis zur jährlichen Überprüfung führen.",
        ),
    ],
    "participation.statementversion": [
        *ITEM,
        (
            "statement place slug number wording language renders state title addressees purpose adopted_on adopted_by"
            " resolution sha256 comments_until recommended",
            "",
            "item",
            "Fassungen festhalten, beschließen und zeigen, welche gilt.",
        ),
    ],
    "participation.section": [
        ("id version number order kind heading text", "", "item", "Der Wortlaut in Abschnitten.")
    ],
    "participation.aimmeasure": [
        ("id statement number measure added_at", "", "item", "Zeigen, welche Maßnahmen einem Leitziel dienen."),
        ("added_by", "Konto", "item", "Festhalten, wer es zugeordnet hat."),
    ],
    "participation.statementstep": [
        *ITEM,
        (
            "statement key state period responsible note",
            "",
            "item",
            "Festhalten, wo ein Leitbild steht und wer sich kümmert.",
        ),
    ],
    "participation.signatory": [
        *ITEM,
        (
            "statement organisation function signed_on",
            "Organisation",
            "item",
            "Zeigen, wer ein Leitbild mitträgt; die Funktion, nie ein Name.",
        ),
        (
            "consents consent_note withdrawn_on",
            "Organisation",
            "item",
            "Festhalten, ob sie öffentlich genannt werden darf.",
        ),
    ],
}
