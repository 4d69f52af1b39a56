"""What each column of this app is for, whom it tells of, and by which rule it goes: read by `retention.registry`.

Rows are `(columns, whom, rule, purpose)`; the name of a period stands for its four columns.
"""

PURPOSES = {
    "municipalities.place": [
        (
            "id key ars level name full_name type_code type_name seat land kreis parent",
            "",
            "public",
            "Kommunen nach dem amtlichen Verzeichnis benennen und finden.",
        ),
        (
            "latitude longitude register_date gone_on folded",
            "",
            "public",
            "Kommunen verorten, suchen und aktuell halten.",
        ),
    ],
    "municipalities.placename": [
        ("id place name period source", "", "public", "Eine Kommune auch unter anderem Namen finden."),
    ],
    "municipalities.figure": [
        ("id place kind value as_of source", "", "public", "Öffentliche Kennzahlen einer Kommune mit Quelle zeigen."),
    ],
    "municipalities.unit": [
        ("id place name parent period", "", "public", "Ämter und Stellen einer Verwaltung benennen."),
    ],
}
