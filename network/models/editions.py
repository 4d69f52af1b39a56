"""The words of a case profile that two sides have signed, and when others read them."""

import hashlib
import json
from datetime import UTC

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from engagements.enums import Approach, ConflictTheme, Service
from municipalities.models import Place
from rooms.enums import Circle
from rooms.models import OpenItem, RoomItemQuerySet
from rooms.reach import reach_of

from ..steps import EditionState, ProfileStep
from .funders import FunderLogo
from .profiles import CaseProfile, line, services_field, themes_field

# By the clock of the database, as the wall has it: from its day on, and until the next edition comes.
TIMELY = Q(Q(not_before=None) | Q(not_before__lte=Now()), Q(out_until=None) | Q(out_until__gt=Now()))


class EditionQuerySet(RoomItemQuerySet):
    def visible_to(self, user, room=None):
        """The one rule; but until its day, and from the day of the next one on, only the two sides read an edition."""
        reach, sides = reach_of(user), Q()
        for clearance, rooms in reach.open_rooms.items():
            if clearance >= Circle.CLIENT:
                sides |= Q(room_id__in=rooms)
        for dated, clearance, first_day in reach.dated_rooms:
            if clearance >= Circle.CLIENT:
                sides |= Q(room_id=dated, shared_on__gte=first_day)
        rows = super().visible_to(user, room)
        at_any_time = ~Q(state=EditionState.PUBLISHED) | sides if sides else ~Q(state=EditionState.PUBLISHED)
        return rows.filter(at_any_time | TIMELY)

    def published(self):
        """Those that others read now."""
        return self.filter(TIMELY, state=EditionState.PUBLISHED)

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


class Telling:
    """What the words of an edition say beside themselves, wherever they were read from."""

    def __str__(self):
        return self.title or str(ProfileStep(self.step).label)

    def get_absolute_url(self):
        return reverse("reports:profile", args=[self.slug])

    @property
    def stage(self):
        return ProfileStep(self.step)

    @property
    def theme_labels(self):
        return [ConflictTheme(theme).label for theme in self.themes]

    @property
    def service_labels(self):
        return [Service(service).label for service in self.services]

    @cached_property
    def funder_logos(self):
        """The pictures on its page, in their order; one that is deleted is on no page any more."""
        found = FunderLogo.objects.plain().in_bulk(self.logos) if self.logos else {}
        return [found[key] for key in self.logos if key in found]

    @property
    def years(self):
        """„2015–2020“, „seit 2021“, or nothing."""
        first, last = self.first_year, self.last_year
        if first and last:
            return str(first) if first == last else f"{first}–{last}"
        return f"{_('seit')} {first}" if first else str(last or "")


class ProfileEdition(Telling, OpenItem):
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
    logos = ArrayField(models.UUIDField(), default=list, blank=True)  # of the funders it names
    not_before = models.DateTimeField(_("Nicht vor"), null=True)
    first_year = models.PositiveSmallIntegerField(null=True)
    last_year = models.PositiveSmallIntegerField(null=True)  # none while it goes on
    content = models.JSONField(default=list)  # [name, label, text, key of the consent or ""]
    sha256 = models.CharField(max_length=64)
    # Who has signed is told to the two sides; a public page does not ask for it.
    signed_team = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    signed_team_at = models.DateTimeField(null=True)
    signed_town = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    signed_town_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(_("veröffentlicht"), null=True)  # may lie ahead: then nobody else reads it yet
    out_until = models.DateTimeField(null=True)  # the day of the edition that follows
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
                & Q(population__isnull=True, logos=[]),
                name="edition_counted_is_not_named",
            ),
            models.CheckConstraint(
                condition=Q(not_before=None) | Q(published_at=None) | Q(published_at__gte=F("not_before")),
                name="edition_out_on_its_day",
            ),
            models.CheckConstraint(
                condition=Q(out_until=None) | Q(published_at__isnull=False), name="edition_ends_once_it_is_out"
            ),
            models.UniqueConstraint(
                fields=["profile", "to_circle"],
                condition=Q(state=EditionState.PUBLISHED, out_until=None),
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

    @property
    def target(self):
        return Circle(self.to_circle)

    @property
    def is_ahead(self):
        """Signed by both, but its day has not come."""
        ahead = self.not_before is not None and self.not_before > timezone.now()
        return self.state == EditionState.PUBLISHED and ahead

    @property
    def is_over(self):
        """The next edition has come in its place, on its day and by itself."""
        over = self.out_until is not None and self.out_until <= timezone.now()
        return self.state == EditionState.PUBLISHED and over

    @property
    def is_out(self):
        """Whether others read it now."""
        return self.state == EditionState.PUBLISHED and not self.is_ahead and not self.is_over

    @property
    def state_words(self):
        """How it stands now; the day is told beside it."""
        if self.is_ahead:
            return _("unterschrieben, wartet auf seinen Tag")
        return EditionState.REPLACED.label if self.is_over else self.get_state_display()

    @property
    def circle_now(self):
        return Circle.CLIENT if self.is_ahead or self.is_over else self.circle

    def digest(self):
        """The hash of what is frozen: the words, the facts beside them, how far they go."""
        facts = [self.step, int(self.to_circle), self.slug, self.title, self.place_id, self.land_id, self.approach]
        facts += [self.themes, self.services, self.programme, self.phase, self.population]
        facts += [self.first_year, self.last_year, self.content]
        facts += [str(key) for key in self.logos]
        facts += [self.not_before.astimezone(UTC).isoformat()] if self.not_before else []
        return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()

    @property
    def is_intact(self):
        return bool(self.taken_out) or self.sha256 == self.digest()
