from django.db import models
from django.utils.translation import gettext_lazy as _

from vocabulary.words import Words


class Approach(Words, key="ansaetze", called=_("Ansätze"), stays=("kkb", "frei")):
    KKB = "kkb", _("Kommunale Konfliktberatung")
    KKM = "kkm", _("Kommunales Konfliktmanagement")
    DIALOGUE = "dialog", _("Kommunaler Dialog")
    SELF_CHECK = "selbstcheck", _("Selbstanalyse")
    FREE = "frei", _("Freies Vorgehen")


class Status(models.TextChoices):
    REQUEST = "anfrage", _("Anfrage")
    CLARIFYING = "klaerung", _("in Klärung")
    RUNNING = "laufend", _("laufend")
    RESTING = "ruhend", _("ruhend")
    WRAPPING_UP = "nachbereitung", _("in Nachbereitung")
    CLOSED = "abgeschlossen", _("abgeschlossen")
    ABORTED = "abgebrochen", _("abgebrochen")
    DECLINED = "abgelehnt", _("abgelehnt")
    REFERRED = "verwiesen", _("verwiesen")

    @property
    def is_open(self):
        return self not in {Status.CLOSED, Status.ABORTED, Status.DECLINED, Status.REFERRED}


class Service(Words, key="leistungen", called=_("Leistungen")):
    ANALYSIS = "ska", _("Systemische Konfliktanalyse")
    FACILITATION = "prozessbegleitung", _("Prozessbegleitung")
    STRATEGY = "strategische_beratung", _("Strategische Beratung")
    MODERATION = "moderation", _("Moderation")
    MEDIATION = "mediation", _("Mediation")
    TRAINING = "training", _("Training")
    COACHING = "coaching", _("Coaching")
    NEEDS = "bedarfsermittlung", _("Bedarfsermittlung")
    NETWORK_ANALYSIS = "netzwerkanalyse", _("Netzwerkanalyse")
    RESEARCH = "wissenschaftliche_begleitung", _("Wissenschaftliche Begleitung")
    SHORT_TERM = "kurzzeitberatung", _("Kurzzeitberatung")


class ConflictTheme(Words, key="themen", called=_("Konfliktthemen")):
    """What the conflict is about; the founding documents first, then the wider field."""

    SHELTER = "unterbringung", _("Unterbringung, Gemeinschaftsunterkunft")
    REFUGEE_CARE = "versorgung_gefluechtete", _("Versorgung von Geflüchteten")
    INTEGRATION = "integration_teilhabe", _("Integration und Teilhabe")
    FAR_RIGHT = "rechtsruck", _("Rechtsruck, Rechtsextremismus")
    XENOPHOBIA = "fremdenfeindlichkeit", _("Fremdenfeindlichkeit, Rassismus")
    EMIGRATION = "abwanderung", _("Wegzug junger (Fach-)Kräfte")
    PUBLIC_SPACE = "oeffentlicher_raum", _("Konflikte im öffentlichen Raum")
    SAFETY = "sicherheitsgefuehl", _("Sicherheitsgefühl")
    VOLUNTEERING = "ehrenamt", _("Ehrenamt, Überlastung")
    DEMOCRACY = "demokratieverlust", _("Verlust von Demokratiefähigkeit und Verantwortungsübernahme")
    POLARISATION = "spaltung", _("Polarisierung, Spaltung")
    CHANGE = "wandel_vielfalt", _("Umgang mit Wandel und Vielfalt")
    SELF_EFFICACY = "selbstwirksamkeit", _("Selbstwirksamkeit")
    DISINTEGRATION = "desintegration", _("Gesellschaftliche Desintegration")
    ACCESS = "verwaltungszugang", _("Zugang zu Angeboten, Formulare, Sprache")
    ENERGY = "energiewende", _("Energiewende, Windkraft")
    CLIMATE = "klima", _("Klimafolgen, Umweltschutz")
    STRUCTURAL_CHANGE = "strukturwandel", _("Strukturwandel")
    PANDEMIC = "pandemie", _("Pandemie")
    REMEMBRANCE = "erinnerungskultur", _("Erinnerungskultur")
    SCHOOL = "schule_quartier", _("Schule und Quartier")
    ORDER = "sicherheit_ordnung", _("Sicherheit und Ordnung")
    TRAFFIC = "verkehr", _("Verkehr")
    INVESTMENT = "investitionen", _("Öffentliche Investitionen")
    INEQUALITY = "soziale_ungleichheit", _("Soziale Ungleichheit")
    FUTURE = "zukunftsfragen_stadt", _("Zukunftsfragen der Stadt")
    POVERTY = "armut", _("Armut")
    GENTRIFICATION = "gentrifizierung", _("Gentrifizierung")
    REFORM = "gebietsreform", _("Gebietsreform")
    INFRASTRUCTURE = "infrastruktur_bau", _("Infrastruktur, Bauvorhaben")
    HOSTILITY = "anfeindung_mandat", _("Anfeindungen gegen Mandats- und Amtsträger*innen")


class Disclosure(models.TextChoices):
    NAMED = "genannt", _("wird genannt")
    UNNAMED = "nicht_genannt", _("wird nicht genannt")


class LinkKind(models.TextChoices):
    FOLLOW_UP = "folge", _("Folgeberatung zu")
    PARALLEL = "parallel", _("läuft parallel zu")
    PREPARED = "vorlauf", _("vorbereitet durch")


class PhaseState(models.TextChoices):
    PLANNED = "geplant", _("geplant")
    RUNNING = "laeuft", _("läuft")
    DONE = "fertig", _("abgeschlossen")
    SKIPPED = "uebersprungen", _("übersprungen")


class CriterionKind(models.TextChoices):
    ENTRY = "entry", _("Eingang")
    EXIT = "exit", _("Ausgang")


class Gate(models.TextChoices):
    """What the system itself can look up before a phase may be finished without a reason."""

    MANDATE = "mandate", _("Auftrag der Verwaltungsspitze liegt vor")
    AGREEMENT = "agreement", _("Vereinbarung ist unterzeichnet")
    STEERING = "steering", _("Lenkungsrunde hat Mitglieder")
    RELEASED = "released", _("freigegebene Fassung liegt vor")


class TemplateState(models.TextChoices):
    DRAFT = "entwurf", _("Entwurf")
    PUBLISHED = "veroeffentlicht", _("veröffentlicht")
    RETIRED = "abgeloest", _("abgelöst")


class AgreementKind(
    Words, key="vereinbarungen", called=_("Arten von Vereinbarungen"), stays=("kooperation", "gesondert")
):
    EXPRESSION = "interesse", _("Interessenbekundung")
    COOPERATION = "kooperation", _("Kooperationsvereinbarung")
    SEPARATE = "gesondert", _("gesonderte Vereinbarung (weitere Bausteine)")
    FEE = "honorar", _("Honorar-, Beratungsvertrag")
    CONFIDENTIALITY = "vertraulichkeit", _("Vertraulichkeitsvereinbarung")
    JOINT_CONTROL = "art26", _("Vereinbarung gemeinsame Verantwortung (Art. 26)")
    PROCESSING = "avv", _("Auftragsverarbeitung (Art. 28)")
    CONSENT = "einwilligung", _("Einwilligung")
    GRANT = "zuwendung", _("Zuwendungsbescheid")
    FORWARDING = "weiterleitung", _("Weiterleitungsvertrag")
    EXTENSION = "verlaengerung", _("Verlängerung")
    RIGHTS = "nutzungsrechte", _("Nutzungsrechte, Lizenz")
    NETWORK_INTENT = "loi", _("Letter of Intent Netzwerk")


class AgreementState(models.TextChoices):
    DRAFT = "entwurf", _("Entwurf")
    NEGOTIATING = "abstimmung", _("in Abstimmung")
    SIGNED = "unterzeichnet", _("unterzeichnet")
    IN_FORCE = "in_kraft", _("in Kraft")
    EXPIRED = "ausgelaufen", _("ausgelaufen")
    TERMINATED = "gekuendigt", _("gekündigt")


class ContributionState(models.TextChoices):
    OPEN = "offen", _("offen")
    PROMISED = "zugesagt", _("zugesagt")
    DONE = "erledigt", _("erledigt")


class ProgrammeKind(Words, key="programme", called=_("Arten von Programmen")):
    PILOT = "pilot", _("Pilotprojekt")
    MODEL = "modell", _("Modellprojekt")
    RESEARCH = "forschung", _("Forschungsprojekt")
    PRACTICE = "praxis", _("Praxisprojekt")
    CONTACT_POINT = "anlaufstelle", _("Anlaufstelle")
    COMMISSION = "auftrag", _("Auftrag")
    CAMPAIGN = "programm", _("Programm")


class PartnerRole(Words, key="partnerrollen", called=_("Rollen in Programmen")):
    CARRIER = "traeger", _("Träger")
    LEAD = "federfuehrung", _("Federführung")
    PARTNER = "kooperation", _("Kooperationspartner*in")
    IMPLEMENTER = "umsetzung", _("Umsetzung")
    INITIATOR = "initiative", _("Initiative")
    FUNDER = "foerderung", _("Förderung")
    RESEARCH = "wissenschaft", _("Wissenschaftliche Begleitung")
    COMMISSIONER = "auftrag", _("Auftraggeber*in")
    MEDIA = "medien", _("Medienpartner*in")


class ActivityKind(
    Words, key="taetigkeiten", called=_("Arten von Einträgen"), stays=("einzelgespraech", "erstgespraech")
):
    """Kinds of log entries; the first five are offered first."""

    TALK = "einzelgespraech", _("Einzelgespräch")
    GROUP_TALK = "gruppengespraech", _("Gruppengespräch")
    STEERING_MEETING = "lenkungsrunde", _("Sitzung Lenkungsrunde")
    PUBLIC_EVENT = "veranstaltung", _("Öffentliche Veranstaltung")
    TEAM_ANALYSIS = "teamanalyse", _("Teamanalyse")
    FIRST_TALK = "erstgespraech", _("Erstgespräch")
    OBSERVATION = "beobachtung", _("Beobachtung, Begehung")
    DOCUMENTS = "dokumente", _("Dokumentenrecherche")
    MIRRORING = "rueckspiegelung", _("Rückspiegelung")
    WORKING_GROUP = "ag", _("AG-Sitzung")
    WORKSHOP = "workshop", _("Workshop")
    MODERATION = "moderation", _("Moderation")
    MEDIATION = "mediation", _("Mediation")
    COACHING = "coaching", _("Coaching")
    TRAINING = "fortbildung", _("Fortbildung, Training")
    INPUT = "fachinput", _("Fachinput")
    NETWORKING = "vernetzung", _("Vernetzung, Zusammenführen")
    OUTREACH = "ansprache", _("Ansprache von Zielgruppen")
    METHODS = "methodenentwicklung", _("Methodenentwicklung")
    NETWORK_MEETING = "netzwerktreffen", _("Netzwerktreffen")
    PRESS = "presse", _("Presse")
    CLIENT_TALK = "auftraggeber", _("Abstimmung mit Auftraggeber*in")
    FUNDING = "foerderverwaltung", _("Förderverwaltung")
    EVALUATION = "evaluation", _("Evaluation")
    SUPERVISION = "intervision", _("Intervision, Supervision")
    TRAVEL = "reise", _("Reise")
    NOTE = "notiz", _("Vermerk")


class CountMethod(models.TextChoices):
    COUNTED = "gezaehlt", _("gezählt")
    ESTIMATED = "geschaetzt", _("geschätzt")
    LIST = "liste", _("nach Liste")
