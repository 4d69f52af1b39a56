from django.db import models
from django.utils.translation import gettext_lazy as _

from vocabulary.words import Words


class MeetingState(models.TextChoices):
    PLANNED = "geplant", _("geplant")
    INVITED = "eingeladen", _("eingeladen")
    HELD = "gehalten", _("gehalten")
    CANCELLED = "abgesagt", _("abgesagt")


class Aim(models.TextChoices):
    """What the group should do with an item."""

    INFORMATION = "information", _("Information")
    DISCUSSION = "beratung", _("Beratung")
    RECOMMENDATION = "empfehlung", _("Empfehlung")
    DECISION = "beschluss", _("Beschluss")


class ItemState(models.TextChoices):
    OPEN = "offen", _("offen")
    CARRIED = "vertagt", _("kommt wieder")
    CLOSED = "erledigt", _("erledigt")


class Presence(models.TextChoices):
    PRESENT = "anwesend", _("anwesend")
    EXCUSED = "entschuldigt", _("entschuldigt")
    ABSENT = "abwesend", _("nicht da")


class MinutesState(models.TextChoices):
    DRAFT = "entwurf", _("Entwurf")
    REVIEW = "pruefung", _("zur Zustimmung")
    APPROVED = "genehmigt", _("genehmigt")


class ReplyKind(models.TextChoices):
    AGREES = "zustimmung", _("gelesen und einverstanden")
    OBJECTS = "einwand", _("Einwand")


class ResolutionKind(models.TextChoices):
    RECOMMENDATION = "empfehlung", _("Empfehlung")
    DECISION = "beschluss", _("Beschluss")

    @property
    def letter(self):
        """What stands before its number."""
        return {"empfehlung": "E", "beschluss": "B"}[self.value]

    @classmethod
    def of(cls, body):
        """What comes out of a body: who only advises recommends."""
        return cls.RECOMMENDATION if body.is_only_advising else cls.DECISION

    @property
    def first_outcome(self):
        """A decision is one when it is written down; a recommendation waits for those who decide."""
        return Outcome.ADOPTED if self == ResolutionKind.DECISION else Outcome.PENDING


class Outcome(models.TextChoices):
    """What became of a proposal at a body."""

    PENDING = "offen", _("noch offen")
    ADOPTED = "beschlossen", _("beschlossen")
    CHANGED = "geaendert", _("geändert beschlossen")
    POSTPONED = "vertagt", _("vertagt")
    REJECTED = "abgelehnt", _("abgelehnt")


class MeasureState(models.TextChoices):
    PROPOSED = "vorgeschlagen", _("vorgeschlagen")
    EXAMINED = "in_pruefung", _("in Prüfung")
    RECOMMENDED = "empfohlen", _("empfohlen")
    DECIDED = "beschlossen", _("beschlossen")
    PREPARED = "in_vorbereitung", _("in Vorbereitung")
    RUNNING = "in_umsetzung", _("in Umsetzung")
    DONE = "umgesetzt", _("umgesetzt")
    LASTING = "verstetigt", _("verstetigt")
    DEFERRED = "zurueckgestellt", _("zurückgestellt")
    REJECTED = "abgelehnt", _("abgelehnt")
    FAILED = "gescheitert", _("gescheitert")

    @property
    def is_open(self):
        """Whether something is still to be done."""
        return self not in {self.DONE, self.LASTING, self.REJECTED, self.FAILED, self.DEFERRED}


class Light(models.TextChoices):
    GREEN = "gruen", _("läuft")
    YELLOW = "gelb", _("stockt")
    RED = "rot", _("steht")
    GREY = "grau", _("noch nicht beurteilt")

    @property
    def sign(self):
        """A sign beside the word, so that colour never stands alone."""
        return {"gruen": "▶", "gelb": "▲", "rot": "■", "grau": "○"}[self.value]

    @property
    def needs_reason(self):
        return self in {self.YELLOW, self.RED}


class MeasureClass(Words, key="massnahmen", called=_("Klassen von Maßnahmen")):
    QUICK_WIN = "quick_win", _("Quick-Win")
    FOCUS = "schwerpunkt", _("Schwerpunkt")
    PERMANENT = "daueraufgabe", _("Daueraufgabe")
    PILOT = "pilot", _("Pilot")


class ResultKind(Words, key="ergebnisse", called=_("Arten von Ergebnissen")):
    """What remains when a measure is done."""

    BODY = "gremium", _("Gremium")
    POST = "stelle", _("Stelle, Funktion")
    PROCEDURE = "verfahren", _("Verfahren")
    OFFER = "angebot", _("Angebot")
    DOCUMENT = "dokument", _("Dokument (Leitbild, Konzept)")
    RESOLUTION = "beschluss", _("Beschluss")
    NETWORK = "netzwerk", _("Netzwerk")
    PLACE = "raum", _("Raum, Ort")
    ATTITUDE = "haltung", _("Verhalten, Haltung")


class ImpulseKind(models.TextChoices):
    """What a measure goes back to."""

    FINDING = "befund", _("Befund")
    PROPOSAL = "vorschlag", _("Vorschlag")
    NEED = "bedarf", _("Bedarf")


class Consensus(models.TextChoices):
    """Whether those concerned carry a proposal."""

    OPEN = "offen", _("noch nicht gefragt")
    YES = "einvernehmen", _("Einvernehmen")
    RESERVED = "vorbehalt", _("Einvernehmen mit Vorbehalt")
    NO = "kein_einvernehmen", _("kein Einvernehmen")


class Judgement(models.TextChoices):
    """How far a goal is reached, as the accompanying group sees it."""

    REACHED = "erreicht", _("erreicht")
    ON_THE_WAY = "unterwegs", _("auf dem Weg")
    HARDLY = "kaum", _("kaum vorangekommen")
    UNKNOWN = "unklar", _("noch nicht zu sagen")


class RoundState(models.TextChoices):
    OPEN = "offen", _("läuft")
    CLOSED = "geschlossen", _("abgeschlossen")


class Way(models.TextChoices):
    """How the members say how much stands against an option."""

    CALLED = "saal", _("auf Zuruf, ohne Namen, hier am Bildschirm")
    SHEET = "blatt", _("jedes Mitglied für sich, mit dem eigenen Konto")


class ConsensingState(models.TextChoices):
    OPEN = "offen", _("läuft")
    CLOSED = "geschlossen", _("abgeschlossen")
