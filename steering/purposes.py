"""What each column of this app is for, whom it tells of, and by which rule it goes: read by `retention.registry`.

Rows are `(columns, whom, rule, purpose)`; the name of a period stands for its four columns.
"""

from rooms.purposes import ITEM

PURPOSES = {
    "steering.meeting": [
        *ITEM,
        (
            "engagement body number on begins ends place online papers",
            "",
            "item",
            "Zu Sitzungen einladen und sie nachlesen.",
        ),
        (
            "is_protected state invited_on cancelled_why sequence quorum_needed reply_by approved_on",
            "",
            "item",
            "Rechtzeitig einladen, absagen, Orte schützen.",
        ),
    ],
    "steering.meeting_papers": [("id meeting file", "", "item", "Unterlagen einer Sitzung beilegen.")],
    "steering.agendaitem": [
        *ITEM,
        (
            "meeting order title aim minutes input state came_from about",
            "",
            "item",
            "Eine Sitzung vorbereiten, Offenes wieder aufrufen.",
        ),
        ("presenter", "Beteiligte", "item", "Wissen, wer einen Punkt einführt."),
    ],
    "steering.note": [
        *ITEM,
        ("item text", "Beteiligte", "item", "In der Sitzung mitschreiben, was ins Protokoll kommt."),
    ],
    "steering.consensing": [
        *ITEM,
        (
            "item question way state closed_on voters resolution",
            "",
            "item",
            "Mehrere Möglichkeiten nach dem Widerstand abwägen.",
        ),
    ],
    "steering.consensingoption": [
        (
            "id consensing order text is_passive called total lowest highest place",
            "",
            "item",
            "Zeigen, wogegen am wenigsten spricht; ohne Namen.",
        ),
    ],
    "steering.consensingsheet": [
        (
            "id consensing member resistances",
            "Konto",
            "item",
            "Die eigene Bewertung bis zum Auszählen ändern können; danach wird sie gelöscht.",
        ),
    ],
    "steering.attendance": [
        ("id meeting term deputy guest presence", "Beteiligte", "item", "Anwesenheit und Beschlussfähigkeit belegen."),
    ],
    "steering.minutes": [
        *ITEM,
        ("meeting text", "Beteiligte", "item", "Festhalten, was beraten wurde."),
        ("state sha256", "", "item", "Belegen, welcher Wortlaut genehmigt wurde."),
    ],
    "steering.minutesreply": [
        *ITEM,
        (
            "meeting member kind text answer settled_on",
            "Konto",
            "item",
            "Zustimmung und Einwände zum Protokoll festhalten.",
        ),
    ],
    "steering.addendum": [
        *ITEM,
        ("meeting text", "Beteiligte", "item", "Ein Protokoll berichtigen, ohne es zu ändern."),
    ],
    "steering.resolution": [
        *ITEM,
        (
            "engagement kind number title wording reasons body organ meeting item",
            "",
            "item",
            "Empfehlungen und Beschlüsse wiederfinden.",
        ),
        (
            "decided outcome votes_for votes_against abstained consensus",
            "",
            "item",
            "Das Ergebnis einer Beratung belegen.",
        ),
        ("reservations", "Beteiligte", "item", "Vorbehalte gegen einen Beschluss bewahren."),
        ("quorum_note", "", "item", "Festhalten, warum ein Ergebnis ohne Beschlussfähigkeit gilt."),
        ("addressee due answers ris source", "", "item", "Antworten auf Empfehlungen verfolgen."),
    ],
    "steering.passage": [
        ("id resolution organ on outcome note", "", "item", "Den Weg einer Empfehlung durch die Gremien zeigen.")
    ],
    "steering.task": [
        *ITEM,
        ("engagement meeting item text due done_on", "", "item", "Verabredete Aufgaben nicht vergessen."),
        ("who account", "Beteiligte", "item", "Wissen, wer eine Aufgabe übernommen hat."),
    ],
    "steering.actionfield": [
        *ITEM,
        ("engagement number name vision", "", "item", "Den Plan nach Handlungsfeldern ordnen."),
        ("lead", "Beteiligte", "item", "Wissen, wer für ein Handlungsfeld einsteht."),
    ],
    "steering.goal": [*ITEM, ("field number text", "", "item", "Festhalten, was erreicht werden soll.")],
    "steering.measure": [
        *ITEM,
        (
            "engagement goal number title text kind result target_group period",
            "",
            "item",
            "Maßnahmen planen und verfolgen.",
        ),
        (
            "owner person email partners",
            "Beteiligte",
            "item",
            "Wissen, wer eine Maßnahme umsetzt, und dort nachfragen.",
        ),
        (
            "cost_eur indicator baseline target",
            "",
            "item",
            "Aufwand und Wirkung einer Maßnahme abschätzen.",
        ),
        (
            "rests_on state light light_reason consensus reservations source",
            "",
            "item",
            "Zeigen, worauf sie beruht und wie sie steht.",
        ),
    ],
    "steering.funding": [
        ("id measure source amount_eur percent order", "", "item", "Sehen, wer welchen Teil bezahlt.")
    ],
    "steering.impulse": [
        *ITEM,
        ("measure kind text entry", "Beteiligte", "item", "Eine Maßnahme bis zu ihrem Anstoß zurückverfolgen."),
    ],
    "steering.measurestep": [("id measure text due done_on order", "", "item", "Eine Maßnahme in Schritten umsetzen.")],
    "steering.obstacle": [*ITEM, ("measure text gone_on", "Beteiligte", "item", "Hindernisse erkennen und ausräumen.")],
    "steering.progress": [
        *ITEM,
        (
            "measure source target light note on round is_correction",
            "",
            "item",
            "Den Verlauf einer Maßnahme nachvollziehen.",
        ),
        ("reported_by", "Beteiligte", "item", "Wissen, wer den Stand gemeldet hat."),
    ],
    "steering.mirror": [*ITEM, ("goal on judgement evidence", "", "item", "Die Umsetzung an den Zielen spiegeln.")],
    "steering.updateround": [
        *ITEM,
        (
            "engagement number opened_on answers_by state closed_on",
            "",
            "item",
            "Den Stand aller Maßnahmen gemeinsam erheben.",
        ),
    ],
    "steering.roundrequest": [
        (
            "id round email asked_at reminded_on answered_at answered_by",
            "Beteiligte",
            "item",
            "Jede zuständige Stelle einmal fragen und höchstens zweimal erinnern.",
        ),
    ],
    "steering.roundasked": [
        ("id round measure state light", "", "item", "Zeigen, wonach eine abgeschlossene Runde gefragt hat."),
        ("email owner", "Beteiligte", "item", "Wissen, wer in einer abgeschlossenen Runde gefragt war."),
    ],
    "steering.digest": [
        ("id person is_wanted sent_on", "Konto", "account", "Höchstens einmal in der Woche sagen, dass es Neues gibt."),
    ],
    "steering.counter": [("id key what last", "", "frame", "Nummern nur einmal vergeben.")],
    "steering.feed": [
        (
            "id person label of_body body digest created_on fetched_on revoked_on",
            "Konto",
            "account",
            "Sitzungen in das eigene Kalenderprogramm bringen und das widerrufen.",
        ),
    ],
    "steering.visit": [
        (
            "id engagement person last_on before_on",
            "Konto",
            "item",
            "Zeigen, was sich seit dem letzten Besuch getan hat.",
        ),
    ],
}
