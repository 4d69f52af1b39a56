"""What the columns of requests and of the texts of the public pages are for; see `purposes`."""

from rooms.purposes import ITEM

DESK = {
    "network.inquirydesk": [
        ("id room is_open hint", "", "programme", "Sagen, welche Organisation Anfragen annimmt und für wen.")
    ],
    "network.inquiry": [
        *[(columns, whom, "requests", purpose) for columns, whom, _rule, purpose in ITEM],
        ("content", "Anfragende", "requests", "Wissen, wer um Beratung bittet und worum es geht."),
        (
            "talk",
            "Anfragende",
            "requests",
            "Das Erstgespräch, die Antworten und den Grund der Entscheidung festhalten.",
        ),
        (
            "reference language is_acute state answer_by answered_at reminded_at decided_at next_contact engagement",
            "",
            "requests",
            "Jede Anfrage rechtzeitig und in ihrer Sprache beantworten.",
        ),
        ("taken_by interest", "Konto", "requests", "Wissen, wer sich kümmert und dass niemand befangen ist."),
    ],
    "network.sitetext": [
        ("id key language number body", "", "public", "Impressum, Datenschutz und Ähnliches der Seite."),
        ("changed_by changed_at", "Konto", "public", "Zeigen, wer welche Fassung geschrieben hat."),
    ],
}
