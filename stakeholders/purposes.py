"""What each column of this app is for, whom it tells of, and by which rule it goes: read by `retention.registry`.

Rows are `(columns, whom, rule, purpose)`; the name of a period stands for its four columns.
"""

from rooms.purposes import ITEM

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
    "stakeholders.body": [
        *ITEM,
        ("kind name purpose set_up ended sectors source", "", "item", "Wissen, welche Gremien es gibt und wozu."),
        (
            "predecessor succession carried_by carried_since",
            "",
            "item",
            "Zeigen, woraus ein Gremium kam und wer es weiterführt.",
        ),
        (
            "quorum notice_days sittings_per_year is_public with_council",
            "",
            "item",
            "Rechtzeitig einladen und die Beschlussfähigkeit feststellen.",
        ),
    ],
    "stakeholders.legalbasis": [
        ("id body kind title decided amends source", "", "item", "Belegen, worauf ein Gremium beruht."),
    ],
    "stakeholders.seatgroup": [
        (
            "id body label seats sector filled_by has_vote proposed_by by_trait order",
            "",
            "item",
            "Sitze planen und freie Sitze erkennen.",
        ),
    ],
    "stakeholders.term": [
        (
            "id body group name person sent_by duty deputy_of period basis",
            "Beteiligte",
            "item",
            "Wissen, wer wann im Gremium saß.",
        ),
        ("account", "Konto", "item", "Mitgliedern zeigen, was von ihnen erbeten ist."),
    ],
    "stakeholders.bodyshare": [
        (
            "id body trait as_of share count seats target_percent",
            "",
            "item",
            "Einen Anteil am ganzen Gremium zeigen, nie an Personen.",
        ),
    ],
    "stakeholders.councilstep": [
        *ITEM,
        ("body key state period note basis", "", "item", "Einen Beirat Schritt für Schritt aufbauen."),
        ("responsible", "Beteiligte", "item", "Wissen, wer sich um einen Schritt kümmert."),
    ],
    "stakeholders.call": [
        *ITEM,
        ("body wording channels languages published_on until", "", "item", "Öffentlich für einen Beirat einladen."),
    ],
    "stakeholders.nomination": [
        *[(columns, whom, "nominations", purpose) for columns, whom, _rule, purpose in ITEM],
        ("body group state goes_on", "", "nominations", "Sitze besetzen, ohne mehr zu behalten als nötig."),
        ("name approach proposed_by", "Beteiligte", "nominations", "Menschen für einen Sitz ansprechen."),
    ],
    "stakeholders.councilyear": [
        *ITEM,
        ("body year foreword done ahead", "", "item", "Über ein Jahr eines Gremiums berichten."),
    ],
    "stakeholders.bodyclaim": [
        ("id body wording as_of source", "", "item", "Aussagen verschiedener Quellen nebeneinander stehen lassen."),
    ],
}
