"""Who has read what in a room: which rows, by whom, on which page; titles as far as whoever asks reads them."""

from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Count, Max
from django.utils.translation import gettext_lazy as _

from audit.models import Read

from .models import RoomItem
from .noted import texts_of

FIRST = 3  # of a long list these are named

# Pages are named by the apps below this one; what has no name here is „eine andere Seite“.
PAGES = {
    "retention:row": _("Löschfrist eines Eintrags"),
    "engagements:list": _("Meine Beratungen"),
    "engagements:detail": _("Überblick der Beratung"),
    "engagements:update": _("Beratung ändern"),
    "engagements:sealed": _("Versiegeltes"),
    "engagements:sealed-open": _("Versiegeltes öffnen"),
    "engagements:search": _("Suche"),
    "engagements:log-list": _("Prozesstagebuch"),
    "engagements:log-create": _("Formular für einen neuen Eintrag"),
    "engagements:log-print": _("Tagebuch zum Drucken"),
    "engagements:log-export": _("Tagebuch als Datei"),
    "engagements:log-detail": _("Eintrag"),
    "engagements:log-update": _("Eintrag ändern"),
    "engagements:phases": _("Phasen"),
    "engagements:phase-move": _("Phase weiterstellen"),
    "engagements:criterion-update": _("Kriterium ändern"),
    "engagements:mandate": _("Auftrag und Vereinbarungen"),
    "engagements:mandate-create": _("Auftrag eintragen"),
    "engagements:mandate-update": _("Auftrag ändern"),
    "engagements:mandate-delete": _("Auftrag löschen"),
    "engagements:contact-create": _("Ansprechperson eintragen"),
    "engagements:contact-delete": _("Ansprechperson löschen"),
    "engagements:agreement-create": _("Vereinbarung schreiben"),
    "engagements:agreement-draft-separate": _("Vereinbarung schreiben"),
    "engagements:agreement-detail": _("Vereinbarung"),
    "engagements:agreement-update": _("Vereinbarung ändern"),
    "engagements:agreement-print": _("Vereinbarung zum Drucken"),
    "engagements:agreement-move": _("Vereinbarung weiterstellen"),
    "engagements:contribution-create": _("Eigenleistung eintragen"),
    "engagements:contribution-update": _("Eigenleistung ändern"),
    "engagements:contribution-delete": _("Eigenleistung löschen"),
    "engagements:programme-list": _("Programme"),
    "engagements:programme-create": _("Programm ändern"),
    "engagements:programme-detail": _("Programm"),
    "engagements:programme-update": _("Programm ändern"),
    "engagements:template-move": _("Vorlage wechseln"),
    "stakeholders:list": _("Beteiligte"),
    "stakeholders:duplicates": _("Doppelte Beteiligte"),
    "stakeholders:merge": _("Beteiligte zusammenführen"),
    "stakeholders:person-detail": _("Person im Verzeichnis"),
    "stakeholders:person-create": _("Person eintragen"),
    "stakeholders:person-update": _("Person ändern"),
    "stakeholders:office-create": _("Amt eintragen"),
    "stakeholders:office-update": _("Amt ändern"),
    "stakeholders:office-end": _("Amt beenden"),
    "stakeholders:office-succeed": _("Nachfolge eintragen"),
    "stakeholders:organisation-detail": _("Organisation im Verzeichnis"),
    "stakeholders:organisation-create": _("Organisation eintragen"),
    "stakeholders:organisation-update": _("Organisation ändern"),
    "stakeholders:alias-create": _("anderen Namen eintragen"),
    "stakeholders:body-list": _("Gremien"),
    "stakeholders:body-detail": _("Gremium"),
    "stakeholders:body-create": _("Gremium anlegen"),
    "stakeholders:body-update": _("Gremium ändern"),
    "stakeholders:body-succeed": _("Übergang eines Gremiums"),
    "stakeholders:council-ended": _("Konstituierung nach der Kommunalwahl"),
    "stakeholders:group-create": _("Sitze planen"),
    "stakeholders:group-update": _("Sitze planen"),
    "stakeholders:term-create": _("Mitglied eintragen"),
    "stakeholders:term-update": _("Mitglied ändern"),
    "stakeholders:term-end": _("Amtszeit beenden"),
    "stakeholders:basis-create": _("Grundlage eintragen"),
    "stakeholders:claim-create": _("Aussage eintragen"),
    "stakeholders:share-create": _("Anteil eintragen"),
    "steering:hub": _("Lenkung"),
    "steering:meeting-list": _("Sitzungen"),
    "steering:newcomers": _("Für neue Mitglieder öffnen"),
    "steering:review": _("Stand für die Lenkungsrunde"),
    "steering:review-home": _("Lenkungsrunden"),
    "steering:resolution-list": _("Empfehlungen und Beschlüsse"),
    "steering:resolution-detail": _("Empfehlung oder Beschluss"),
    "steering:resolution-create": _("Empfehlung oder Beschluss eintragen"),
    "steering:resolution-update": _("Empfehlung oder Beschluss ändern"),
    "steering:resolution-answer": _("Antwort auf eine Empfehlung eintragen"),
    "steering:passage-create": _("Station eintragen"),
    "steering:task-list": _("Aufgaben"),
    "steering:task-create": _("Aufgabe eintragen"),
    "steering:task-update": _("Aufgabe ändern"),
    "steering:plan": _("Plan"),
    "steering:plan-print": _("Plan zum Drucken"),
    "steering:plan-document": _("Plan als Datei"),
    "steering:council": _("Aufbau eines Beirats"),
    "steering:council-predecessor": _("Aufbau eines Beirats"),
    "steering:council-seats": _("Aufbau eines Beirats"),
    "steering:council-renew": _("Aufbau eines Beirats"),
    "steering:council-step": _("Schritt beim Aufbau eines Beirats"),
    "steering:council-move": _("Schritt beim Aufbau eines Beirats"),
    "steering:call-create": _("Aufruf entwerfen"),
    "steering:call-update": _("Aufruf ändern"),
    "steering:nominations": _("Ansprache für einen Beirat"),
    "steering:nomination-create": _("Ansprache für einen Beirat"),
    "steering:nomination-update": _("Ansprache für einen Beirat"),
    "steering:nomination-move": _("Ansprache für einen Beirat"),
    "steering:council-fill": _("Sitze besetzen"),
    "steering:council-first": _("Erste Sitzung vorbereiten"),
    "steering:council-year": _("Jahresbericht"),
    "steering:council-year-write": _("Jahresbericht schreiben"),
    "steering:council-year-document": _("Jahresbericht als Datei"),
    "steering:field-detail": _("Handlungsfeld"),
    "steering:field-update": _("Handlungsfeld ändern"),
    "steering:goal-create": _("Ziel anlegen"),
    "steering:goal-update": _("Ziel ändern"),
    "steering:mirror-create": _("Ziel spiegeln"),
    "steering:measure-create": _("Maßnahme anlegen"),
    "steering:measure-detail": _("Maßnahme"),
    "steering:measure-update": _("Maßnahme ändern"),
    "steering:measure-report": _("Stand einer Maßnahme melden"),
    "steering:obstacle-create": _("Hindernis eintragen"),
    "steering:obstacle-update": _("Hindernis ändern"),
    "steering:obstacle-clear": _("Hindernis ausräumen"),
    "steering:obstacle-delete": _("Hindernis entfernen"),
    "steering:impulse-create": _("Anstoß eintragen"),
    "steering:impulse-update": _("Anstoß ändern"),
    "steering:impulse-delete": _("Anstoß entfernen"),
    "steering:working-groups": _("Arbeitsgruppen einrichten"),
    "steering:feeds": _("Kalender abonnieren"),
    "steering:feed-create": _("Adresse für einen Kalender anlegen"),
    "steering:feed-revoke": _("Kalender widerrufen"),
    "steering:meeting-create": _("Sitzung planen"),
    "steering:meeting-series": _("Sitzungen im Rhythmus planen"),
    "steering:meeting-detail": _("Sitzung"),
    "steering:meeting-update": _("Sitzung ändern"),
    "steering:meeting-move": _("Sitzung weiterstellen"),
    "steering:meeting-invite": _("Einladung"),
    "steering:agenda-create": _("Tagesordnung"),
    "steering:agenda-update": _("Tagesordnung"),
    "steering:agenda-delete": _("Tagesordnung"),
    "steering:attendance": _("Anwesenheit"),
    "steering:meeting-prepare": _("Sitzung vorbereiten"),
    "steering:meeting-papers": _("Unterlagen einer Sitzung"),
    "steering:hold": _("Sitzung halten"),
    "steering:hold-item": _("Sitzung halten"),
    "steering:hold-end": _("Sitzung beenden"),
    "steering:consensing-create": _("Möglichkeiten abwägen"),
    "steering:consensing-detail": _("Möglichkeiten abwägen"),
    "steering:consensing-vote": _("Möglichkeiten abwägen"),
    "steering:consensing-call": _("Möglichkeiten abwägen"),
    "steering:consensing-close": _("Bewertung abschließen"),
    "steering:consensing-delete": _("Bewertung verwerfen"),
    "steering:consensing-resolve": _("Bewertung, Ergebnis"),
    "steering:minutes-detail": _("Protokoll"),
    "steering:minutes-write": _("Protokoll schreiben"),
    "steering:minutes-review": _("Protokoll zur Zustimmung geben"),
    "steering:reply-settle": _("Einwand erledigen"),
    "steering:addendum-create": _("Nachtrag eintragen"),
    "steering:round-create": _("Runde öffnen"),
    "steering:round-detail": _("Runde"),
    "steering:round-close": _("Runde abschließen"),
    "steering:round-remind": _("Runde, Erinnerung"),
    "steering:round-report": _("Stand für eine Runde"),
    "network:person-detail": _("Konto in der Netzwerkverwaltung"),
    "rooms:file": _("Datei heruntergeladen"),
    "rooms:releases": _("Freigaben"),
    "rooms:release": _("Freigabe"),
    "rooms:release-create": _("Freigabe vorschlagen"),
    "rooms:release-withdraw": _("Freigabe zurückziehen"),
    "rooms:eyes": _("Mit anderen Augen sehen"),
    "rooms:reads": _("Wer hat was gelesen?"),
    "rooms:versions": _("Frühere Fassungen"),
    "rooms:deleted": _("Gelöschtes"),
}


@dataclass(frozen=True)
class Item:
    """One thing that was read; without a title it is not there any more."""

    key: UUID
    kind: str = ""
    title: str = ""


@dataclass(frozen=True)
class Line:
    """One read in words: the row, its page, what was read as far as it is named, and how much more there was."""

    read: Read
    page: str
    items: list
    more: int


def people_who_read(reads):
    """Each person with how often and when last, who read last first."""
    rows = reads.order_by().values("person", "person__name")
    return list(rows.annotate(times=Count("pk"), last=Max("at")).order_by("-last", "person__name"))


def lines(rows, user, *, wanted=None, whole=False):
    """Reads as lines; of a long one the first items are named, or the one that was asked for."""
    named = {row.pk: row.keys if whole else shortened(row.keys, wanted) for row in rows}
    titles = titles_of({key for keys in named.values() for key in keys}, user)
    return [
        Line(
            row,
            PAGES.get(row.page, _("eine andere Seite")),
            [item_of(key, titles.get(key)) for key in named[row.pk]],
            len(row.keys) - len(named[row.pk]),
        )
        for row in rows
    ]


def item_of(key, row):
    return Item(key, row._meta.verbose_name, str(row)) if row else Item(key)


def shortened(keys, wanted):
    return [wanted] if wanted in keys else keys[:FIRST]


def titles_of(keys, user):
    """key -> row, for all kinds of rows that hold a text; what she cannot read or is gone has none."""
    found = {}
    for model in apps.get_models():
        if keys and issubclass(model, RoomItem) and texts_of(model):
            long = (models.TextField, models.GeneratedField)
            heavy = [field.name for field in model._meta.concrete_fields if isinstance(field, long)]
            found |= {row.pk: row for row in model.objects.visible_to(user).filter(pk__in=keys).defer(*heavy)}
    return found
