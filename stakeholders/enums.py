from django.db import models
from django.utils.translation import gettext_lazy as _

from vocabulary.words import Words


class Sector(Words, key="sektoren", called=_("Sektoren"), stays=True):
    """Where somebody stands in a town: the three of the steering group, and more."""

    ADMINISTRATION = "verwaltung", _("Verwaltung")
    POLITICS = "politik", _("Politik")
    CIVIL_SOCIETY = "zivilgesellschaft", _("Zivilgesellschaft")
    BUSINESS = "wirtschaft", _("Wirtschaft")
    SECURITY = "sicherheit", _("Sicherheit")
    EDUCATION = "bildung_wissenschaft", _("Bildung und Wissenschaft")
    RELIGION = "religion", _("Religion")
    CULTURE = "kultur", _("Kultur")
    MEDIA = "medien", _("Medien")
    POPULATION = "bevoelkerung", _("Bevölkerung")
    EXTERNAL = "extern", _("Extern")


class Kind(Words, key="beteiligte", called=_("Arten von Organisationen und Gruppen")):
    """What an organisation or a group is (vocabulary of the field)."""

    HEAD = "verwaltungsspitze", _("Verwaltungsspitze")
    DEPARTMENT = "dezernat", _("Dezernat, Amt, Stabsstelle")
    INTEGRATION_OFFICER = "integrationsbeauftragte", _("Integrationsbeauftragte*r")
    EQUALITY_OFFICER = "gleichstellung", _("Gleichstellungsbeauftragte*r")
    COUNCIL_GROUP = "fraktion", _("Ratsfraktion")
    LOCAL_COUNCIL = "ortsrat", _("Ortsrat, Ortsbeirat")
    COUNCIL = "kommunalparlament", _("Kommunalparlament")
    INTEGRATION_BOARD = "integrationsbeirat", _("Integrationsbeirat, Ausländerbeirat")
    SENIOR_YOUTH_BOARD = "beirat", _("Senioren-, Jugend-, Familienrat")
    PREVENTION_BOARD = "praeventionsrat", _("Präventionsrat")
    JOBCENTER = "jobcenter", _("Jobcenter")
    EMPLOYMENT_AGENCY = "arbeitsagentur", _("Agentur für Arbeit")
    STATE_AUTHORITY = "landesbehoerde", _("Landesbehörde")
    FEDERAL_AUTHORITY = "bundesbehoerde", _("Bundesbehörde")
    BAMF = "bamf", _("BAMF")
    KI = "ki", _("Kommunales Integrationszentrum")
    PFD = "pfd", _("Partnerschaft für Demokratie")
    MOBILE_COUNSELLING = "mobile_beratung", _("Mobile Beratung")
    WELFARE = "wohlfahrtsverband", _("Wohlfahrtsverband")
    MIGRANT_ORGANISATION = "mso", _("Migrant*innenorganisation")
    REFUGEE_INITIATIVE = "freundeskreis", _("Flüchtlingsinitiative, Freundeskreis Asyl")
    CLUB = "verein", _("Verein")
    FIRE_BRIGADE = "feuerwehr", _("Feuerwehr")
    CHURCH = "kirche", _("Kirche")
    MOSQUE = "moschee", _("Moscheegemeinde")
    JEWISH_COMMUNITY = "juedische_gemeinde", _("jüdische Gemeinde")
    OTHER_RELIGION = "religion_andere", _("andere Religionsgemeinschaft")
    CITIZENS_INITIATIVE = "buergerinitiative", _("Bürgerinitiative")
    SCHOOL = "schule", _("Schule")
    NURSERY = "kita", _("Kita")
    ADULT_EDUCATION = "vhs", _("VHS")
    UNIVERSITY = "hochschule", _("Hochschule")
    CHAMBER = "kammer", _("IHK, HWK")
    UNION = "gewerkschaft", _("Gewerkschaft")
    COMPANY = "unternehmen", _("Unternehmen, Vermieter*in")
    HOUSING = "wohnungsgesellschaft", _("Wohnungsgesellschaft")
    THEATRE = "theater", _("Theater, Orchester")
    PRESS = "presse", _("Presse")
    SOCIAL_MEDIA = "social_media", _("Social-Media-Gruppe")
    YOUTH_GROUP = "jugendgruppe", _("Jugendgruppe")
    RESIDENTS = "anwohnerschaft", _("Anwohnerschaft")
    SHELTER_RESIDENTS = "bewohner_unterkunft", _("Bewohner*innen einer Unterkunft")
    KEY_PERSON = "schluesselperson", _("Schlüsselperson")
    FOUNDATION = "stiftung", _("Stiftung")
    ADVISORS = "beratungstraeger", _("Beratungsträger")
    POLICE = "polizei", _("Polizei")
    ANONYMOUS = "anonym", _("anonyme Gruppe")
    OTHER = "sonstige", _("Sonstige")

    @property
    def usual_sector(self):
        """The sector a new organisation of this kind stands in unless somebody says otherwise."""
        return next((sector for sector, kinds in USUAL_KINDS.items() if self in kinds), "")


USUAL_KINDS = {
    Sector.ADMINISTRATION: (
        Kind.HEAD,
        Kind.DEPARTMENT,
        Kind.INTEGRATION_OFFICER,
        Kind.EQUALITY_OFFICER,
        Kind.JOBCENTER,
        Kind.KI,
    ),
    Sector.POLITICS: (
        Kind.COUNCIL_GROUP,
        Kind.LOCAL_COUNCIL,
        Kind.COUNCIL,
        Kind.INTEGRATION_BOARD,
        Kind.SENIOR_YOUTH_BOARD,
    ),
    Sector.CIVIL_SOCIETY: (
        Kind.PFD,
        Kind.WELFARE,
        Kind.MIGRANT_ORGANISATION,
        Kind.REFUGEE_INITIATIVE,
        Kind.CLUB,
        Kind.CITIZENS_INITIATIVE,
        Kind.YOUTH_GROUP,
        Kind.FOUNDATION,
        Kind.UNION,
    ),
    Sector.BUSINESS: (Kind.CHAMBER, Kind.COMPANY, Kind.HOUSING),
    Sector.SECURITY: (Kind.PREVENTION_BOARD, Kind.FIRE_BRIGADE, Kind.POLICE),
    Sector.EDUCATION: (Kind.SCHOOL, Kind.NURSERY, Kind.ADULT_EDUCATION, Kind.UNIVERSITY),
    Sector.RELIGION: (Kind.CHURCH, Kind.MOSQUE, Kind.JEWISH_COMMUNITY, Kind.OTHER_RELIGION),
    Sector.CULTURE: (Kind.THEATRE,),
    Sector.MEDIA: (Kind.PRESS, Kind.SOCIAL_MEDIA),
    Sector.POPULATION: (Kind.RESIDENTS, Kind.SHELTER_RESIDENTS, Kind.KEY_PERSON),
    Sector.EXTERNAL: (
        Kind.MOBILE_COUNSELLING,
        Kind.EMPLOYMENT_AGENCY,
        Kind.STATE_AUTHORITY,
        Kind.FEDERAL_AUTHORITY,
        Kind.BAMF,
        Kind.ADVISORS,
    ),
}
TRIO = (Sector.ADMINISTRATION, Sector.POLITICS, Sector.CIVIL_SOCIETY)


class Likeness(models.TextChoices):
    """Why two rows of the register may mean the same."""

    SAME = "same", _("gleicher Name")
    ALIAS = "alias", _("gleicher anderer Name")
    SHORT = "short", _("Abkürzung")
    PART = "part", _("ein Name enthält den anderen")
    CLOSE = "close", _("ähnliche Schreibweise")


class BodyKind(
    Words,
    key="gremien",
    called=_("Arten von Gremien"),
    stays=("lenkungsrunde", "integrationsbeirat", "arbeitsgruppe", "kommunalparlament"),
):
    """The groups that meet in the course of a consultation or stay after it."""

    STEERING = "lenkungsrunde", _("Lenkungsrunde")
    INTEGRATION_BOARD = "integrationsbeirat", _("Integrationsbeirat")
    PREPARING = "vorbereitungsgruppe", _("Vorbereitungsgruppe")
    ACCOMPANYING = "projektbegleitgruppe", _("Projektbegleitgruppe")
    WORKING_GROUP = "arbeitsgruppe", _("Arbeitsgruppe")
    ROUND_TABLE = "runder_tisch", _("Runder Tisch")
    ADMINISTRATION = "verwaltungs_ag", _("Verwaltungs-AG")
    COUNCIL = "kommunalparlament", _("Kommunalparlament, Ausschuss")
    OTHER = "sonstiges", _("anderes Gremium")


class Succession(models.TextChoices):
    """How one body came out of another."""

    GROWN = "erweitert", _("erweitert aus")
    RENAMED = "umbenannt", _("umbenannt, vorher")
    FOUNDED_AGAIN = "neu_eingerichtet", _("neu eingerichtet nach")


class Quorum(models.TextChoices):
    """How many of those with a vote must be there."""

    NONE = "keine", _("keine Mindestzahl")
    HALF = "haelfte", _("mindestens die Hälfte")
    MAJORITY = "mehrheit", _("mehr als die Hälfte")
    TWO_THIRDS = "zwei_drittel", _("mindestens zwei Drittel")

    def needed(self, seats):
        """How many of so many seats with a vote."""
        return {"keine": 0, "haelfte": -(-seats // 2), "mehrheit": seats // 2 + 1, "zwei_drittel": -(-2 * seats // 3)}[
            self.value
        ]


class LegalKind(models.TextChoices):
    MOTION = "antrag", _("Antrag")
    RESOLUTION = "beschluss", _("Beschluss")
    BY_LAW = "satzung", _("Satzung")
    RULES = "geschaeftsordnung", _("Geschäftsordnung")
    AGREEMENT = "vereinbarung", _("Vereinbarung")
    INVITATION = "einladung", _("Einladung")


class FilledBy(models.TextChoices):
    """How somebody comes to a seat."""

    ELECTED = "gewaehlt", _("gewählt")
    APPOINTED = "berufen", _("berufen")
    DELEGATED = "entsandt", _("entsandt")
    LOT = "gelost", _("durch Los")
    OFFICE = "kraft_amt", _("kraft Amtes")
    INVITED = "eingeladen", _("eingeladen")


class Duty(models.TextChoices):
    """What a member does in the body."""

    MEMBER = "mitglied", _("Mitglied")
    CHAIR = "vorsitz", _("Vorsitz")
    VICE = "stellv_vorsitz", _("stellvertretender Vorsitz")
    OFFICE = "geschaeftsfuehrung", _("Geschäftsführung")


class Share(models.TextChoices):
    """How large a part of a body is, as coarse as small numbers allow."""

    UNDER_THIRD = "unter_drittel", _("unter einem Drittel")
    ABOUT_HALF = "etwa_haelfte", _("etwa die Hälfte")
    OVER_TWO_THIRDS = "ueber_zwei_drittel", _("über zwei Drittel")


class FoundingStep(models.TextChoices):
    """From the motion to the first sitting of an integration council, and on to its next term."""

    MOTION = "anlass", _("Anlass und Antrag")
    INVENTORY = "bestand", _("Was es schon gab")
    SEATS = "besetzung", _("Besetzungsschlüssel und Satzung")
    WAY = "beratung", _("Rat und Ausschüsse")
    CALL = "aufruf", _("Aufruf und Ansprache")
    FILLING = "berufung", _("Wahl oder Berufung")
    FIRST = "konstituierung", _("Konstituierung")
    TRAINING = "qualifizierung", _("Qualifizierung")
    REPORT = "jahresbericht", _("Jahresbericht")
    ANEW = "neubesetzung", _("Neubesetzung")


class StepState(models.TextChoices):
    OPEN = "offen", _("noch offen")
    RUNNING = "laeuft", _("läuft")
    DONE = "erledigt", _("erledigt")
    SKIPPED = "entfaellt", _("entfällt")


class Approach(models.TextChoices):
    """How somebody came to be thought of for a seat."""

    PERSONAL = "ansprache", _("persönlich angesprochen")
    APPLIED = "bewerbung", _("hat sich beworben")
    PROPOSED = "vorschlag", _("wurde vorgeschlagen")


class NominationState(models.TextChoices):
    PROPOSED = "vorgeschlagen", _("vorgeschlagen")
    ASKED = "gefragt", _("gefragt")
    WILLING = "bereit", _("bereit")
    ELECTED = "gewaehlt", _("gewählt")
    APPOINTED = "berufen", _("berufen")
    DECLINED = "abgesagt", _("hat abgesagt")
    WITHDRAWN = "zurueckgezogen", _("zurückgezogen")
