"""What each column of this app is for, whom it tells of, and by which rule it goes: read by `retention.registry`.

Rows are `(columns, whom, rule, purpose)`; the name of a period stands for its four columns.
"""

from rooms.purposes import ITEM

KEPT = [(columns, whom, "programme", purpose) for columns, whom, _rule, purpose in ITEM]
METHOD = "Ein Vorgehen beschreiben, nach dem andere arbeiten können."
PURPOSES = {
    "engagements.engagement": [
        ("id room title municipality place disclosure client", "", "frame", "Wissen, wo und für wen beraten wurde."),
        (
            "approach template status themes services planned period",
            "",
            "frame",
            "Berichten, wie und woran beraten wurde.",
        ),
        (
            "occasion occasion_period aims source",
            "Beteiligte",
            "case",
            "Festhalten, worum es geht und was erreicht werden soll.",
        ),
        ("created_at changed_at version", "", "frame", "Nichts überschreiben, was andere gleichzeitig ändern."),
    ],
    "engagements.engagementlink": [
        ("id source target kind", "", "frame", "Zusammengehörende Beratungen verbinden."),
        ("note", "Beteiligte", "case", "Sagen, wie sie zusammengehören."),
    ],
    "engagements.phase": [
        (
            "id engagement template code name short order round state in_offer planned period",
            "",
            "frame",
            "Zeigen, wie die Beratung verlaufen ist.",
        ),
        ("remark", "Beteiligte", "case", "Allen Mitgliedern sagen, was zu einer Phase zu wissen ist."),
    ],
    "engagements.criterion": [
        *ITEM,
        ("phase kind text gate order", "", "item", "Prüfen, ob eine Phase beginnen oder enden kann."),
        ("met_on met_by note", "Konto", "item", "Festhalten, wann und wodurch es erfüllt war."),
    ],
    "engagements.phasestep": [
        *ITEM,
        ("phase source target on when", "", "item", "Nachvollziehen, wann eine Phase weiterging."),
        ("reason unmet", "Beteiligte", "item", "Nachvollziehen, warum eine Phase weiterging."),
    ],
    "engagements.logentry": [
        *ITEM,
        (
            "engagement kind when minutes phase sorts_on written_on",
            "",
            "item",
            "Das Prozesstagebuch in Ordnung halten.",
        ),
        ("title text source files", "Beteiligte", "item", "Festhalten, was gesagt wurde und was wir mitnehmen."),
        ("persons organisations", "Beteiligte", "item", "Wissen, wer dabei war."),
        ("head_count count_method themes", "", "item", "Berichten, wie viele woran beteiligt waren."),
        ("search", "Beteiligte", "item", "Einträge wiederfinden."),
    ],
    "engagements.logentry_persons": [("id logentry person", "Beteiligte", "item", "Wissen, wer dabei war.")],
    "engagements.logentry_organisations": [
        ("id logentry organisation", "Beteiligte", "item", "Wissen, welche Gruppen dabei waren."),
    ],
    "engagements.logentry_files": [("id logentry file", "", "item", "Dateien an einen Eintrag hängen.")],
    "engagements.mandate": [
        *ITEM,
        ("engagement client organ office is_head", "Beteiligte", "item", "Wissen, wer den Auftrag gegeben hat."),
        ("given_on subject services source", "Beteiligte", "item", "Wissen, womit und seit wann wir beauftragt sind."),
    ],
    "engagements.contact": [
        *ITEM,
        (
            "engagement office is_contact is_partner",
            "Beteiligte",
            "item",
            "Wissen, wer für die Kommune ansprechbar ist.",
        ),
    ],
    "engagements.agreement": [
        *ITEM,
        (
            "engagement kind title state based_on modules signed term",
            "",
            "item",
            "Wissen, was vereinbart ist und wie lange.",
        ),
        ("text source", "Beteiligte", "item", "Den Wortlaut einer Vereinbarung bereithalten."),
    ],
    "engagements.owncontribution": [
        *ITEM,
        ("engagement name state value_eur due note", "", "item", "Verfolgen, was die Kommune beiträgt."),
        ("responsible", "Beteiligte", "item", "Wissen, wer sich darum kümmert."),
    ],
    "engagements.programme": [
        *KEPT,
        (
            "title acronym other_titles kind planned period activity summary credit_lines predecessor source",
            "",
            "programme",
            "Programme beschreiben, in denen beraten wurde.",
        ),
    ],
    "engagements.programmepartner": [
        ("id programme name role note order", "", "programme", "Zeigen, wer ein Programm trägt und fördert."),
    ],
    "engagements.programmeclaim": [
        (
            "id programme about number wording is_planned as_of source order",
            "",
            "programme",
            "Öffentliche Angaben über ein Programm mit Quelle nebeneinanderstellen.",
        ),
    ],
    "engagements.programmeplace": [
        (
            "id programme place wording group order",
            "",
            "programme",
            "Zeigen, welche Orte ein Programm öffentlich nennt.",
        ),
    ],
    "engagements.programmepart": [
        ("id programme engagement period", "", "frame", "Zeigen, zu welchem Programm eine Beratung gehört."),
        ("note", "Beteiligte", "case", "Sagen, wie sie dazugehört."),
    ],
    "engagements.processtemplate": [
        (
            "id code number name approach summary starting_point core_artefact steering_body public_part length"
            " confidential_talks source own_contributions state based_on",
            "",
            "method",
            METHOD,
        ),
        ("published_at published_by", "Konto", "method", "Zeigen, wer eine Fassung veröffentlicht hat."),
    ],
    "engagements.phasetemplate": [
        (
            "id template code name short order may_overlap may_repeat in_offer participants activities artefacts hints"
            " duration months_min months_max circle",
            "",
            "method",
            METHOD,
        ),
    ],
    "engagements.criteriontemplate": [("id phase kind text gate order", "", "method", METHOD)],
}
