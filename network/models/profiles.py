"""The case profile of a consultation („Steckbrief“) as the team writes it, and who agrees to be named in it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from engagements.enums import ConflictTheme, Service
from engagements.models import Engagement
from municipalities.models import Place
from periods.fields import PeriodField
from rooms.enums import Circle
from rooms.models import OpenItem

from ..steps import ConsentKind

LONG, LINE = 6_000, 300


def themes_field():
    field = models.CharField(max_length=24, choices=ConflictTheme)
    return ArrayField(field, verbose_name=_("Themen"), default=list, blank=True)


def services_field():
    field = models.CharField(max_length=28, choices=Service)
    return ArrayField(field, verbose_name=_("Leistungen"), default=list, blank=True)


def text(label, **options):
    return models.TextField(label, blank=True, max_length=LONG, **options)


def line(label, **options):
    return models.CharField(label, blank=True, max_length=LINE, **options)


class CaseProfile(OpenItem):
    """What the team writes down to be told of a consultation; nobody else reads it here.

    Others read editions: the exact words of one step, once both sides have signed them.
    """

    has_own_desk = True
    goes_at_most = Circle.TEAM

    engagement = models.OneToOneField(Engagement, models.CASCADE, related_name="profile", editable=False)
    slug = models.SlugField(max_length=100, unique=True, editable=False)  # the lasting address of its public page
    title = models.CharField(_("Überschrift"), max_length=200)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", null=True, editable=False)
    municipality_name = line(_("Kommune"))
    kreis_name = line(_("Landkreis"))
    region_name = line(_("Regierungsbezirk"))
    population = models.PositiveIntegerField(_("Bevölkerung"), null=True, blank=True)
    population_as_of = PeriodField(_("Stand der Bevölkerungszahl"), blank=True)
    population_source = line(_("Quelle der Bevölkerungszahl"))
    period = PeriodField(_("Beratungszeitraum"), blank=True)
    headline = line(_("Worum geht es?"))
    themes = themes_field()
    services = services_field()
    situation = text(_("Ausgangslage und Anlass"))
    aims = text(_("Ziele"))
    advisors = line(_("Beratungsteam"))
    procedure = text(_("Vorgehen und Phasen"))
    events = text(_("Veranstaltungen: Ziel, Format, Methode"))
    steering = text(_("Lenkungsrunde"))
    bodies = text(_("Gremien"))
    actors = text(_("Beteiligte Gruppen"))
    participants = line(_("Zahl der Teilnehmenden"))
    results = text(_("Ergebnisse"))
    key_results = text(_("Drei wichtige Ergebnisse"))
    next_steps = text(_("Nächste Schritte"))
    assessment = text(_("Einschätzung von Ablauf und Ergebnissen"))
    network_part = text(_("Austausch im Netzwerk"))
    programme = line(_("Projekt"))
    funders = text(_("Förderer"))
    credit_line = text(_("Förderhinweis"))
    contact = line(_("Kontakt"))
    source = line(_("Quelle"))
    reviewed_on = models.DateField(_("zuletzt durchgesehen am"), null=True, blank=True)

    class Meta(OpenItem.Meta):
        ordering = ["title", "pk"]
        verbose_name = _("Steckbrief")
        verbose_name_plural = _("Steckbriefe")
        constraints = [
            models.CheckConstraint(condition=Q(circle=Circle.TEAM), name="profile_stays_with_the_team"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("network:profile", args=[self.engagement_id])


class ProfileConsent(OpenItem):
    """That somebody agrees to be named or quoted in a profile: the words, what for, since when, until when.

    It is read by the town's contact person as well, who can take it back as the team can. Once it is withdrawn the
    database takes the words out of every edition.
    """

    goes_at_most = Circle.CLIENT
    has_own_desk = True

    profile = models.ForeignKey(CaseProfile, models.CASCADE, related_name="consents", editable=False)
    kind = models.CharField(_("Was?"), max_length=8, choices=ConsentKind, default=ConsentKind.NAME)
    label = models.CharField(_("Steht unter der Überschrift"), max_length=80)
    words = models.TextField(_("Wortlaut auf der Seite"), max_length=1_500)
    person = models.CharField(_("Wer hat eingewilligt?"), max_length=160)
    given_on = models.DateField(_("eingewilligt am"))
    evidence = models.CharField(_("Wie? (Schreiben, Gespräch, öffentliche Quelle)"), max_length=LINE)
    withdrawn_on = models.DateField(_("widerrufen am"), null=True, blank=True, editable=False)

    class Meta(OpenItem.Meta):
        ordering = ["kind", "pk"]
        verbose_name = _("Einwilligung")
        verbose_name_plural = _("Einwilligungen")
        constraints = [
            models.CheckConstraint(
                condition=Q(circle__in=[Circle.TEAM, Circle.CLIENT]), name="consent_stays_with_both_sides"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.person}"

    @property
    def holds(self):
        return self.withdrawn_on is None
