"""The words of a request with their labels: for the page of those on duty, and for the first entry of a diary."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

URGENCY = [
    ("akut", gettext_lazy("akut: Es muss in den nächsten Tagen etwas geschehen")),
    ("bald", gettext_lazy("bald: in den nächsten Wochen")),
    ("planbar", gettext_lazy("planbar: Wir möchten in Ruhe überlegen")),
]
SAFETY = [
    ("ja", gettext_lazy("ja")),
    ("nein", gettext_lazy("nein")),
    ("unklar", gettext_lazy("das wissen wir nicht")),
]
LEADERSHIP = [
    ("ja", gettext_lazy("ja, sie weiß davon")),
    ("nein", gettext_lazy("nein, noch nicht")),
    ("selbst", gettext_lazy("ich gehöre selbst dazu")),
]
YES_NO = [("ja", gettext_lazy("ja")), ("nein", gettext_lazy("nein"))]
LABELS = {  # in the order in which they are read
    "channel": gettext_lazy("Auf welchem Weg?"),
    "municipality": gettext_lazy("Kommune"),
    "name": gettext_lazy("Wer fragt an?"),
    "function": gettext_lazy("Funktion"),
    "phone": gettext_lazy("Telefon"),
    "email": gettext_lazy("E-Mail"),
    "urgency": gettext_lazy("Wie dringend ist es?"),
    "safety": gettext_lazy("Ist jemand in Gefahr?"),
    "threatened": gettext_lazy("Wer wird bedroht oder ist gefährdet?"),
    "press": gettext_lazy("Berichten Medien darüber?"),
    "happened": gettext_lazy("Was ist geschehen?"),
    "since": gettext_lazy("Seit wann?"),
    "involved": gettext_lazy("Wer ist beteiligt?"),
    "tried": gettext_lazy("Was haben Sie schon versucht?"),
    "known_by": gettext_lazy("Wer weiß von dieser Anfrage?"),
    "leadership": gettext_lazy("Ist die Verwaltungsspitze informiert?"),
    "expected": gettext_lazy("Welche Hilfe erwarten Sie?"),
    "wished": gettext_lazy("Wen aus dem Pool hätten Sie gern?"),
}
CHOICES = {"urgency": URGENCY, "safety": SAFETY, "leadership": LEADERSHIP, "press": YES_NO}
WHO = ("name", "phone", "email")  # goes with the request and is carried nowhere else
OURS = {
    "on": gettext_lazy("Erstgespräch am"),
    "channel": gettext_lazy("Wie?"),
    "note": gettext_lazy("Notiz zum Erstgespräch"),
    "limits": gettext_lazy("Mögliche Grenzen"),
    "interest_note": gettext_lazy("Zur Befangenheit"),
    "refer_to": gettext_lazy("Verwiesen an"),
    "reason": gettext_lazy("Grund der Entscheidung"),
}


def pairs(words, labels):
    """(label, text) of what was filled in, choices as their words."""
    for name, label in labels.items():
        if value := words.get(name, ""):
            yield str(label), str(dict(CHOICES.get(name, [])).get(value, value))


def answers(inquiry):
    """What was answered, with the moment as a date again."""
    return [line | {"at": datetime.fromisoformat(line["at"])} for line in inquiry.ours.get("answers", [])]


def told(inquiry):
    """The request without who sent it, as one Markdown text for the diary of the consultation."""
    came = date_format(inquiry.created_at, "d.m.Y H:i")
    parts = [_("Eingegangen am %(when)s, Kennzeichen %(ref)s.") % {"when": came, "ref": inquiry.reference}]
    said = {name: text for name, text in inquiry.said.items() if name not in WHO}
    for label, text in [*pairs(said, LABELS), *pairs(inquiry.ours, OURS)]:
        parts.append(f"**{label}**\n{text}")
    for line in answers(inquiry):
        when = date_format(line["at"], "d.m.Y H:i")
        parts.append(f"**{_('Antwort')} {when}, {line['by']}**\n{line['text']}")
    return "\n\n".join(parts)
