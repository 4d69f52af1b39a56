"""When what goes: every rule once, by name. `<app>/purposes.py` says which column follows which rule."""

from dataclasses import dataclass

from network.models.peer import KEPT_DAYS
from participation.models.registrations import ANSWERS_DAYS, REGISTRATION_DAYS
from stakeholders.models.founding import NOMINATION_DAYS

from .enums import Group

MONTHS = {Group.TALKS: 6, Group.CASE: 24}  # after the end of the consultation; its twin stands in the database
LIMITS = {Group.TALKS: (1, 12), Group.CASE: (12, 120)}  # what the lead may set instead, with a reason
REMIND_DAYS = (90, 30, 7)  # before something is due
DRAFT_DAYS = 30
INVITATION_DAYS = 30
HOLD_DAYS = 184  # at most, then it is placed anew
UNCONFIRMED_DAYS = 14  # so long a hold stands on one person's word


@dataclass(frozen=True)
class Deadline:
    """How long, counted from what, and how it happens."""

    words: str
    how: str


TWO = "Löschkalender: die Federführung schlägt vor, eine zweite Person stimmt zu"
DAILY = "täglich von selbst (forget_due)"
RULES = {
    "item": Deadline(
        f"Gesprächsnotizen und Versiegeltes {MONTHS[Group.TALKS]} Monate, alles andere {MONTHS[Group.CASE]} Monate "
        "nach dem Ende der Beratung; die Federführung kann mit Begründung anderes festlegen (Gespräche 1 bis 12, alles "
        "andere 12 bis 120 Monate)",
        TWO,
    ),
    "case": Deadline(f"{MONTHS[Group.CASE]} Monate nach dem Ende der Beratung", TWO),
    "frame": Deadline("bleibt als Verzeichnis der Beratungen, ohne Texte", "nicht von selbst"),
    "account": Deadline("mit dem Konto", "mit dem Konto"),
    "programme": Deadline("solange die Organisation das Programm oder Netzwerk führt", "von Hand"),
    "public": Deadline("bleibt (öffentliche Angabe)", "nicht von selbst"),
    "method": Deadline("bleibt (Methode, ohne Angaben zu Personen)", "nicht von selbst"),
    "reads": Deadline("12 Monate nach dem Lesen", "täglich von selbst (forget_reads)"),
    "proof": Deadline("Einzelheiten gehen mit dem, wovon sie handeln; Tag und Name bleiben als Nachweis", TWO),
    "drafts": Deadline(f"{DRAFT_DAYS} Tage nach der letzten Änderung", DAILY),
    "invitations": Deadline(f"{INVITATION_DAYS} Tage nach Ablauf, spätestens mit der Beratung", DAILY),
    "session": Deadline("mit dem Ende der Anmeldung", DAILY),
    "attempts": Deadline("nach einem Tag", DAILY),
    "nominations": Deadline(
        f"{NOMINATION_DAYS} Tage nach der Besetzung der Sitze oder nach einer Absage, spätestens mit der Beratung",
        DAILY,
    ),
    "answers": Deadline(f"{ANSWERS_DAYS} Tage nach der Veranstaltung, mit einer Absage sofort", DAILY),
    "registrations": Deadline(
        f"{REGISTRATION_DAYS} Tage nach der Veranstaltung, spätestens mit der Beratung; die Zahlen bleiben", DAILY
    ),
    "contacts": Deadline(
        "am genannten Tag, ein halbes Jahr nach dem Ende der Kommentierung, mit einem Klick der Person auch früher; "
        "spätestens mit der Beratung",
        DAILY,
    ),
    "peer": Deadline(
        f"{KEPT_DAYS} Tage nach der Fallberatung, wenn die Fallgeber*in sie nicht behält; ohne Ende nach 180 Tagen",
        DAILY,
    ),
    "letters": Deadline(
        "Text und Adresse mit dem Versand, spätestens nach 3 Tagen Versuchen; dass gesendet wurde, nach 12 Monaten",
        DAILY,
    ),
    "help": Deadline("12 Monate nach dem Abschluss oder nach dem genannten Tag, die Angebote mit der Bitte", DAILY),
    "requests": Deadline("12 Monate nach der Entscheidung; unentschieden bleibt sie offen", DAILY),
    "subscriptions": Deadline("mit der Abmeldung, ein Klick in jeder Mail; unbestätigt nach 7 Tagen", DAILY),
    "sealed": Deadline("mit dem letzten versiegelten Text des Raums", TWO),
    "ledger": Deadline("bleibt (Nachweis der Löschung, ohne Inhalt und ohne Namen)", "nicht von selbst"),
}
