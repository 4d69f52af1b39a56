from rooms.purposes import ITEM

PROFILES = {
    "network.caseprofile": [
        *ITEM,
        (
            "engagement slug title place municipality_name kreis_name region_name population population_as_of"
            " population_source period headline themes services situation aims advisors procedure events steering"
            " bodies actors participants results key_results next_steps assessment network_part programme funders"
            " credit_line contact source reviewed_on",
            "",
            "item",
            "Aufschreiben, was von einer Beratung erzählt werden darf.",
        ),
    ],
    "network.profileconsent": [
        *ITEM,
        (
            "profile kind label words person given_on evidence withdrawn_on",
            "Genannte",
            "item",
            "Namen und Zitate nur mit Einwilligung zeigen und ihren Widerruf sofort befolgen.",
        ),
    ],
    "network.profileedition": [
        *ITEM,
        (
            "profile profile_version step to_circle state slug title place land approach themes services programme"
            " phase population logos not_before first_year last_year sha256 published_at out_until taken_out",
            "",
            "item",
            "Genau das zeigen, was beide Seiten unterschrieben haben.",
        ),
        ("content", "Genannte", "item", "Der unterschriebene Wortlaut, mit Namen und Zitaten nur nach Einwilligung."),
        (
            "signed_team signed_team_at signed_town signed_town_at withdrawn_by withdrawn_at",
            "Konto",
            "item",
            "Nachweisen, wer unterschrieben und wer zurückgezogen hat.",
        ),
    ],
    "network.subscription": [
        ("id key_hash created_at", "", "subscriptions", "Ein Abonnement bestätigen und beenden lassen."),
        ("address address_hash", "Abonnierende", "subscriptions", "Neues an die bestellte Adresse schicken."),
        (
            "topics language confirmed_at told_on told",
            "Abonnierende",
            "subscriptions",
            "Nur Bestelltes schicken, in der richtigen Sprache und nichts zweimal.",
        ),
    ],
    "network.funderlogo": [
        (
            "id name alt licence content width height sha256 version",
            "",
            "public",
            "Zeigen, wer fördert, mit dem Bild, das er dafür erlaubt hat.",
        ),
        ("changed_by changed_at", "Konto", "public", "Zeigen, wer welches Logo hinterlegt hat."),
    ],
    "network.outline": [("key name path source", "", "public", "Die Karte zeichnen und ihre Quelle nennen.")],
}
