from django.db import models
from django.utils.translation import gettext_lazy as _

from vocabulary.words import Words

# The languages a mission statement is worded in, in the words of the house.
LANGUAGES = {
    "de": _("Deutsch"),
    "en": _("Englisch"),
    "fr": _("Französisch"),
    "pl": _("Polnisch"),
    "ru": _("Russisch"),
    "tr": _("Türkisch"),
    "uk": _("Ukrainisch"),
    "ar": _("Arabisch"),
    "fa": _("Persisch"),
    "ckb": _("Kurdisch (Sorani)"),
    "kmr": _("Kurdisch (Kurmandschi)"),
    "ps": _("Paschtu"),
    "ro": _("Rumänisch"),
    "so": _("Somali"),
    "sq": _("Albanisch"),
    "ti": _("Tigrinya"),
    "vi": _("Vietnamesisch"),
}
RIGHT_TO_LEFT = {"ar", "fa", "ckb", "ps"}


class Wording(models.TextChoices):
    """How a mission statement is worded: its own text, or the same in other words."""

    STANDARD = "standard", _("Standard")
    PLAIN = "einfach", _("Einfache Sprache")
    EASY = "leicht", _("Leichte Sprache")
    TRANSLATION = "uebersetzung", _("Übersetzung")


class VersionState(models.TextChoices):
    DRAFT = "entwurf", _("in Arbeit")
    COMMENTED = "kommentierung", _("zur Kommentierung offen")
    FINAL = "endfassung", _("Endfassung")
    ADOPTED = "beschlossen", _("beschlossen")
    REPLACED = "abgeloest", _("abgelöst")
    DROPPED = "verworfen", _("verworfen")

    @property
    def is_frozen(self):
        """Whether no word of it changes any more."""
        return self in {VersionState.ADOPTED, VersionState.REPLACED, VersionState.DROPPED}


class SectionKind(models.TextChoices):
    PREAMBLE = "praeambel", _("Präambel")
    AIM = "leitziel", _("Leitziel")
    REJECTION = "ablehnung", _("Was wir ablehnen")
    TEXT = "abschnitt", _("Abschnitt")


class StatementStepKey(models.TextChoices):
    """From the mandate to the yearly check of a mission statement."""

    MANDATE = "auftrag", _("Auftrag und Redaktionsgruppe")
    GROUND = "grundlagen", _("Grundlagen")
    FORUM = "forum", _("Öffentliches Diskussionsforum")
    DRAFT = "entwurf", _("Erster Entwurf und Rückmeldungen")
    WORDINGS = "sprachen", _("Zweiter Entwurf, Leichte Sprache, Übersetzungen")
    RECOMMENDATION = "empfehlung", _("Empfehlung der Lenkungsrunde")
    RESOLUTION = "beschluss", _("Beschluss des Rates")
    PUBLICATION = "veroeffentlichung", _("Veröffentlichung")
    MEASURES = "massnahmen", _("Maßnahmen zu jedem Leitziel")
    REVIEW = "ueberpruefung", _("Jährliche Überprüfung")


class Subject(models.TextChoices):
    """What a round asks about."""

    STATEMENT = "leitbild", _("ein Leitbild")
    TEXT = "text", _("ein anderer Text")
    PLAN = "plan", _("der Maßnahmenplan")
    QUESTION = "frage", _("eine offene Frage")


class Asks(models.TextChoices):
    """Whom a comment round asks."""

    ALL = "alle", _("alle, auch ohne Konto")
    INVITED = "eingeladen", _("nur Mitglieder der Beratung")


class ContributionSource(Words, key="beitragswege", called=_("Wege der Beiträge"), stays=("web", "mitglied")):
    """On which way a contribution came in."""

    WEB = "web", _("Web")
    MEMBER = "mitglied", _("Mitglied")
    CARD = "karte", _("Karte")
    FLIPCHART = "flipchart", _("Flipchart")
    LETTER = "brief", _("Brief")
    PHONE = "telefon", _("Telefon")
    MAIL = "email", _("E-Mail")
    TALK = "gespraech", _("Gespräch")
    MEETING = "sitzung", _("Sitzung")


TYPED_IN = [source for source in ContributionSource if source not in {"web", "mitglied"}]  # by the team


class Tongue(models.TextChoices):
    """In which language a contribution is written, and is answered as far as we can."""

    DE = "de", _("Deutsch")
    EN = "en", _("Englisch")
    AR = "ar", _("Arabisch")
    FA = "fa", _("Dari, Farsi")
    FR = "fr", _("Französisch")
    PL = "pl", _("Polnisch")
    RU = "ru", _("Russisch")
    TR = "tr", _("Türkisch")
    UK = "uk", _("Ukrainisch")
    VI = "vi", _("Vietnamesisch")
    OTHER = "und", _("andere Sprache")


class ContributionState(models.TextChoices):
    NEW = "neu", _("neu")
    ACCEPTED = "angenommen", _("aufgenommen")
    REFUSED = "abgewiesen", _("nicht aufgenommen")


class About(models.TextChoices):
    """What a point is about."""

    GENERAL = "allgemein", _("allgemein")
    SECTION = "abschnitt", _("ein Abschnitt")
    NEW = "neu", _("neuer Abschnitt")


class Handling(models.TextChoices):
    """What becomes of a point."""

    TAKEN = "uebernommen", _("übernommen")
    CHANGED = "veraendert", _("verändert übernommen")
    MERGED = "verbunden", _("mit einem anderen Punkt verbunden")
    NOT = "nicht", _("nicht übernommen")

    @property
    def needs_reason(self):
        return self in {Handling.CHANGED, Handling.NOT}

    @property
    def sign(self):
        return {"uebernommen": "✓", "veraendert": "◐", "verbunden": "↦", "nicht": "✕"}[self.value]


class Weighed(models.TextChoices):
    """What an option stands for when a disputed point is weighed."""

    DRAFT = "redaktion", _("Vorschlag der Redaktion")
    CONTRIBUTION = "beitrag", _("Variante aus dem Beitrag")
    AS_IS = "bleibt", _("So lassen")


class PointState(models.TextChoices):
    OPEN = "offen", _("noch kein Vorschlag")
    PROPOSED = "vorgeschlagen", _("vorgeschlagen")
    DECIDED = "entschieden", _("entschieden")


# --- Events --------------------------------------------------------------------------------


class Format(
    Words,
    key="veranstaltungen",
    called=_("Formate von Veranstaltungen"),
    stays=("netzwerktreffen", "fachaustausch_online", "fachtag", "erfahrungswerkstatt", "fallberatung"),
):
    """What kind of gathering it is, in the words of the field."""

    KICKOFF = "auftakt", _("Auftaktveranstaltung")
    RESIDENTS = "einwohnerversammlung", _("Einwohnerversammlung")
    CITIZENS = "buergerrat", _("Bürger*innenrat")
    LARGE_GROUP = "grossgruppenforum", _("Großgruppenforum")
    FIELD = "handlungsfeld", _("Handlungsfeld-Veranstaltung")
    CONCEPT = "konzeptions_workshop", _("Konzeptions-Workshop")
    SELF_CHECK = "selbstcheck_workshop", _("Selbstcheck-Workshop")
    FORUM = "diskussionsforum", _("Diskussionsforum")
    DIALOGUE = "dialog", _("Dialogveranstaltung")
    ONLINE_DIALOGUE = "einwohnerdialog_online", _("Einwohner*innendialog (online)")
    WORLD_CAFE = "world_cafe", _("World-Café")
    FUTURE = "zukunftswerkstatt", _("Zukunftswerkstatt")
    OPEN_SPACE = "open_space", _("Open Space")
    FISHBOWL = "fishbowl", _("Fishbowl")
    ROUND_TABLE = "runder_tisch", _("Runder Tisch")
    ENCOUNTER = "begegnungscafe", _("Begegnungscafé")
    MOBILE = "mobiler_dialog", _("mobiler Dialog (Frühstücksbus)")
    IDEAS = "ideenworkshop", _("Ideenworkshop")
    SYMPOSIUM = "fachtag", _("Fachtag/Tagung")
    CONFERENCE = "konferenz", _("Konferenz")
    REVIEW = "bilanz", _("Bilanzveranstaltung")
    NETWORK_MEETING = "netzwerktreffen", _("Netzwerktreffen")
    ONLINE_EXCHANGE = "fachaustausch_online", _("Online-Fachaustausch")
    EXPERIENCE = "erfahrungswerkstatt", _("Erfahrungswerkstatt")
    PEER_ADVICE = "fallberatung", _("Kollegiale Fallberatung")
    TRAINING = "schulung", _("Schulung/Modul")
    PRESS = "pressegespraech", _("Pressegespräch")


class Publicness(models.TextChoices):
    CLOSED = "nicht_oeffentlich", _("nicht öffentlich")
    PARTLY = "teiloeffentlich", _("teilöffentlich")
    OPEN = "oeffentlich", _("öffentlich")


class EventMode(models.TextChoices):
    PRESENT = "praesenz", _("Präsenz")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("hybrid")
    OUTREACH = "aufsuchend", _("aufsuchend")


class EventState(models.TextChoices):
    PLANNED = "geplant", _("geplant")
    OPEN = "offen", _("Anmeldung offen")
    CLOSED = "geschlossen", _("Anmeldung geschlossen")
    HELD = "durchgefuehrt", _("durchgeführt")
    CANCELLED = "abgesagt", _("abgesagt")

    @property
    def is_ahead(self):
        return self in {self.PLANNED, self.OPEN, self.CLOSED}


class AttendanceMode(models.TextChoices):
    """How it is held who was there; the first leaves the least behind."""

    COUNT = "zaehlen", _("nur zählen")
    LIST = "liste", _("Liste zum Unterschreiben")
    SHEETS = "blaetter", _("einzelne Blätter ohne Namensliste")


class Duty(models.TextChoices):
    """What somebody does at an event, and whose answers she reads for it."""

    HOST = "gastgeber", _("Gastgeber*in")
    CATERING = "verpflegung", _("Verpflegung")
    ACCESS = "barrierefreiheit", _("Barrierefreiheit und Assistenz")
    LANGUAGES = "sprachen", _("Sprachmittlung")
    CHILDCARE = "kinder", _("Kinderbetreuung")


class QuestionReaders(models.TextChoices):
    """Who reads the answers to one question: the team, or those who have this duty, and nobody else."""

    TEAM = "team", _("Beratungsteam")
    HOST = Duty.HOST.value, Duty.HOST.label
    CATERING = Duty.CATERING.value, Duty.CATERING.label
    ACCESS = Duty.ACCESS.value, Duty.ACCESS.label
    LANGUAGES = Duty.LANGUAGES.value, Duty.LANGUAGES.label
    CHILDCARE = Duty.CHILDCARE.value, Duty.CHILDCARE.label


class RegistrationState(models.TextChoices):
    SEATED = "angemeldet", _("mit Platz")
    WAITING = "warteliste", _("auf der Warteliste")
    CANCELLED = "abgemeldet", _("abgemeldet")


class InvitationAnswer(models.TextChoices):
    """What an invited person has answered; without an answer nothing stands there."""

    COMING = "kommt", _("kommt")
    DECLINED = "kommt_nicht", _("kommt nicht")


class Counting(models.TextChoices):
    COUNTED = "gezaehlt", _("gezählt")
    ESTIMATED = "geschaetzt", _("geschätzt")
    LISTED = "liste", _("nach der Liste")


class CountSet(models.TextChoices):
    """By what is counted; the classes of each are in `attendance.CLASSES`, of the last one the team writes its own."""

    TOTAL = "gesamt", _("insgesamt")
    SEX = "geschlecht", _("Geschlecht")
    AGE = "alter", _("Alter (drei Klassen)")
    AGE_YOUNG = "alter_jugend", _("Alter (Jugendprogramme)")
    SECTOR = "bereich", _("Bereich")
    POST = "ehrenamt", _("Haupt- und Ehrenamt")
    FIRST = "erstmals", _("erstmals dabei")
    WAY = "weg", _("vor Ort und online")
    OWN = "eigene", _("eigene Klassen")


class ProposalState(models.TextChoices):
    RECEIVED = "eingegangen", _("eingegangen")
    ASKED = "nachgefragt", _("nach dem Stand gefragt")
    ANSWERED = "beantwortet", _("beantwortet")
