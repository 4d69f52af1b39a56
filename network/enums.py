from django.db import models
from django.utils.translation import gettext_lazy as _

from vocabulary.words import Words


class Purpose(Words, key="netzwerkzwecke", called=_("Wozu jemand im Netzwerk ist")):
    """What a town or an organisation takes part for."""

    EXCHANGE = "austausch", _("Austausch")
    REFLECTION = "reflexion", _("Reflexion")
    QUALIFICATION = "qualifizierung", _("Qualifizierung")
    TRANSFER = "transfer", _("Transfer")
    COORDINATION = "koordination", _("Vermittlung und Koordinierung")


class MeetingKind(Words, key="netzwerkformate", called=_("Arten von Netzwerktreffen"), stays=True):
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


class Format(Words, key="arbeitsweisen", called=_("Arbeitsweisen im Pool")):
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


class LibraryKind(Words, key="bibliothek", called=_("Arten von Schriften")):
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


class WorkPhase(Words, key="arbeitsphasen", called=_("Phasen in der Bibliothek")):
    """For which part of a consultation something helps, whatever its template calls it."""

    BEGINNING = "auftrag", _("Anfrage und Auftrag")
    ANALYSIS = "analyse", _("Analyse")
    CONCEPT = "konzept", _("Handlungskonzept")
    ACTION = "umsetzung", _("Umsetzung")
    REVIEW = "auswertung", _("Auswertung und Transfer")
    ALWAYS = "durchgehend", _("durchgehend")


class HelpKind(models.TextChoices):
    """What somebody asks the others for."""

    MEDIATOR = "mediation", _("Mediator*in, auch als zweite Person")
    ADVISOR = "beratung", _("Berater*in")
    INTERPRETING = "sprachmittlung", _("Sprachmittlung")
    METHOD = "methode", _("Methode oder Material")
    EXPERIENCE = "erfahrung", _("Erfahrung mit einem Thema")
    SAME = "gleiche_lage", _("Austausch mit jemandem, der das schon hinter sich hat")


class HelpState(models.TextChoices):
    """How far a request for help is; one whose day has passed ends without a step."""

    OPEN = "offen", _("offen")
    ARRANGED = "vermittelt", _("vermittelt")
    CLOSED = "abgeschlossen", _("abgeschlossen")
    WITHDRAWN = "zurueckgezogen", _("zurückgezogen")
