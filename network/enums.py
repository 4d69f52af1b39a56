from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What a town or an organisation takes part for."""

    EXCHANGE = "austausch", _("Austausch")
    REFLECTION = "reflexion", _("Reflexion")
    QUALIFICATION = "qualifizierung", _("Qualifizierung")
    TRANSFER = "transfer", _("Transfer")
    COORDINATION = "koordination", _("Vermittlung und Koordinierung")


class MeetingKind(models.TextChoices):
    """How a network comes together."""

    MEETING = "netzwerktreffen", _("Netzwerktreffen")
    ONLINE = "online_fachaustausch", _("Online-Fachaustausch")
    CONFERENCE = "fachtagung", _("Fachtagung")
    TANDEM = "tandembesuch", _("Tandembesuch")
    PEER = "fallberatung", _("Kollegiale Fallberatung")


class PeerState(models.TextChoices):
    """How far a peer consultation is."""

    PLANNED = "geplant", _("geplant")
    RUNNING = "laeuft", _("läuft")
    ENDED = "beendet", _("beendet")


class PeerNoteKind(models.TextChoices):
    """What somebody brings into a peer consultation."""

    QUESTION = "frage", _("Rückfrage")
    HYPOTHESIS = "hypothese", _("Hypothese")
    IDEA = "idee", _("Idee")


class PoolKind(models.TextChoices):
    """As what somebody can be asked."""

    ADVISOR = "beratung", _("Berater*in")
    MEDIATOR = "mediation", _("Mediator*in")
    BOTH = "beides", _("Berater*in und Mediator*in")


class Availability(models.TextChoices):
    """Whether somebody of the pool has time."""

    FREE = "frei", _("hat Zeit")
    LATER = "spaeter", _("hat später Zeit")
    BUSY = "belegt", _("zurzeit nicht")


class Format(models.TextChoices):
    """In which way somebody works."""

    ON_SITE = "vor_ort", _("vor Ort")
    ONLINE = "online", _("online")
    OUTREACH = "aufsuchend", _("aufsuchend")
    TANDEM = "tandem", _("im Tandem")


class RequestState(models.TextChoices):
    """From the short list of a team to a yes or a no."""

    NOTED = "vorgemerkt", _("vorgemerkt")
    ASKED = "angefragt", _("angefragt")
    ACCEPTED = "zugesagt", _("zugesagt")
    DECLINED = "abgesagt", _("abgesagt")
    WITHDRAWN = "zurueckgezogen", _("zurückgezogen")
    INVITED = "eingeladen", _("eingeladen")


class LibraryKind(models.TextChoices):
    """What stands in the library."""

    HANDBOOK = "handbuch", _("Handbuch")
    METHOD = "methodenblatt", _("Methodenblatt")
    PUBLICATION = "publikation", _("Publikation")
    TEMPLATE = "vorlage", _("Vorlage")
    REPORT = "dokumentation", _("Dokumentation")


class Licence(models.TextChoices):
    """What others may do with it."""

    CC0 = "cc0", _("CC0, frei für alle")
    CC_BY = "cc-by", _("CC BY, frei mit Namensnennung")
    CC_BY_SA = "cc-by-sa", _("CC BY-SA, frei mit Namensnennung, Weitergabe gleich")
    CC_BY_NC = "cc-by-nc", _("CC BY-NC, frei mit Namensnennung, nicht kommerziell")
    RESERVED = "vorbehalten", _("alle Rechte vorbehalten")
    UNKNOWN = "unbekannt", _("nicht genannt")


class WorkPhase(models.TextChoices):
    """For which part of a consultation something helps, whatever its template calls it."""

    BEGINNING = "auftrag", _("Anfrage und Auftrag")
    ANALYSIS = "analyse", _("Analyse")
    CONCEPT = "konzept", _("Handlungskonzept")
    ACTION = "umsetzung", _("Umsetzung")
    REVIEW = "auswertung", _("Auswertung und Transfer")
    ALWAYS = "durchgehend", _("durchgehend")
