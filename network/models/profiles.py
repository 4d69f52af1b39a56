"""The case profile of a consultation („Steckbrief“), and the words of it that two sides have signed."""

import hashlib
import json

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from engagements.enums import Approach, ConflictTheme, Service
from engagements.models import Engagement
from municipalities.models import Place
from periods.fields import PeriodField
from rooms.enums import Circle
from rooms.models import OpenItem, RoomItemQuerySet

from ..steps import ConsentKind, EditionState, ProfileStep

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


class EditionQuerySet(RoomItemQuerySet):
    def published(self):
        return self.filter(state=EditionState.PUBLISHED)

    def named(self):
        """Those that name their municipality."""
        return self.exclude(step=ProfileStep.COUNTS)

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def with_places(self):
        return self.select_related("place", "land")

    def for_desk(self):
        people = ("author", "signed_team", "signed_town", "withdrawn_by")
        return self.select_related(*people).order_by("-created_at", "-pk")


class ProfileEdition(OpenItem):
    """The frozen words of one step of a profile, and who has signed them for which side.

    Until both have, town and team read it; then it lies in the circle it was signed for, alone: a public page is made
    of this row and no other. Its words never change; the database sees to that, and to who signs. `state` is written
    by `transitions` and nowhere else.
    """

    has_own_desk = True

    profile = models.ForeignKey(CaseProfile, models.CASCADE, related_name="editions", editable=False)
    profile_version = models.PositiveIntegerField()
    step = models.CharField(_("Stufe"), max_length=10, choices=ProfileStep)
    to_circle = models.PositiveSmallIntegerField(_("Wer soll es lesen?"), choices=Circle)
    state = models.CharField(
        _("Stand"), max_length=16, choices=EditionState, default=EditionState.WAITING, editable=False
    )
    slug = models.SlugField(max_length=100, blank=True)
    title = models.CharField(_("Überschrift"), max_length=200, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", null=True)
    land = models.ForeignKey(Place, models.PROTECT, related_name="+", null=True)
    approach = models.CharField(_("Ansatz"), max_length=12, choices=Approach)
    themes = themes_field()
    services = services_field()
    programme = line(_("Projekt"))
    phase = models.CharField(_("Phase"), max_length=160, blank=True)
    population = models.PositiveIntegerField(_("Bevölkerung"), null=True)
    first_year = models.PositiveSmallIntegerField(null=True)
    last_year = models.PositiveSmallIntegerField(null=True)  # none while it goes on
    content = models.JSONField(default=list)  # [name, label, text, key of the consent or ""]
    sha256 = models.CharField(max_length=64)
    # Who has signed is told to the two sides; a public page does not ask for it.
    signed_team = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    signed_team_at = models.DateTimeField(null=True)
    signed_town = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    signed_town_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(_("veröffentlicht"), null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    withdrawn_at = models.DateTimeField(null=True)
    taken_out = models.PositiveSmallIntegerField(default=0)  # words whose consent has been withdrawn since

    objects = EditionQuerySet.as_manager()

    class Meta(OpenItem.Meta):
        ordering = ["-created_at", "-pk"]
        verbose_name = _("Fassung des Steckbriefs")
        verbose_name_plural = _("Fassungen des Steckbriefs")
        constraints = [
            *OpenItem.Meta.constraints,
            models.CheckConstraint(
                condition=Q(
                    Q(state=EditionState.PUBLISHED, circle=F("to_circle"), published_at__isnull=False),
                    Q(signed_team__isnull=False, signed_town__isnull=False),
                )
                | ~Q(state=EditionState.PUBLISHED) & Q(circle=Circle.CLIENT),
                name="edition_out_when_both_signed",
            ),
            models.CheckConstraint(condition=~Q(signed_team=F("signed_town")), name="edition_signed_by_two_people"),
            models.CheckConstraint(
                condition=Q(to_circle__in=[Circle.PUBLIC, Circle.NETWORK]), name="edition_is_for_others"
            ),
            models.CheckConstraint(
                condition=~Q(step=ProfileStep.COUNTS)
                | Q(place__isnull=True, slug="", title="", content=[], themes=[], services=[], programme="", phase="")
                & Q(population__isnull=True),
                name="edition_counted_is_not_named",
            ),
            models.UniqueConstraint(
                fields=["profile", "to_circle"],
                condition=Q(state=EditionState.PUBLISHED),
                name="edition_out_once",
            ),
            models.UniqueConstraint(
                fields=["profile"],
                condition=Q(state=EditionState.WAITING),
                name="edition_waits_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["circle", "slug"], condition=Q(state=EditionState.PUBLISHED), name="edition_published"
            ),
        ]

    def __str__(self):
        return self.title or str(ProfileStep(self.step).label)

    def get_absolute_url(self):
        return reverse("reports:profile", args=[self.slug])

    @property
    def target(self):
        return Circle(self.to_circle)

    @property
    def stage(self):
        return ProfileStep(self.step)

    @property
    def theme_labels(self):
        return [ConflictTheme(theme).label for theme in self.themes]

    @property
    def service_labels(self):
        return [Service(service).label for service in self.services]

    @property
    def years(self):
        """„2015–2020“, „seit 2021“, or nothing."""
        first, last = self.first_year, self.last_year
        if first and last:
            return str(first) if first == last else f"{first}–{last}"
        return f"{_('seit')} {first}" if first else str(last or "")

    def digest(self):
        """The hash of what is frozen: the words, the facts beside them, how far they go."""
        facts = [self.step, int(self.to_circle), self.slug, self.title, self.place_id, self.land_id, self.approach]
        facts += [self.themes, self.services, self.programme, self.phase, self.population]
        facts += [self.first_year, self.last_year, self.content]
        return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()

    @property
    def is_intact(self):
        return bool(self.taken_out) or self.sha256 == self.digest()
