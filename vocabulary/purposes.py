"""What each column of this app is for, whom it tells of, and by which rule it goes: read by `retention.registry`."""

PURPOSES = {
    "vocabulary.term": [
        (
            "id vocabulary term label_de label_en is_retired",
            "",
            "public",
            "Begriffe so nennen, wie das Haus sie nennt.",
        ),
        ("changed_by changed_at", "Konto", "public", "Zeigen, wer einen Begriff zuletzt geändert hat."),
    ],
}
