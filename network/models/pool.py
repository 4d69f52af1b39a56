"""The pool of advisors and mediators, and how a team is put together from it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement
from municipalities.models import GermanSort, Place
from rooms.enums import TEAM_ROLES, Role
from rooms.ids import uuid7
from rooms.models import OpenItem, Room, RoomItemQuerySet
from rooms.reach import reach_of

from ..enums import Availability, Format, PoolKind, RequestState
from .network import Network

STALE_DAYS = 365  # after a year nobody relies on what somebody once wrote about her time


class Stands(models.Func):
    """Whether somebody has an account and belongs to the network; asked of the database, which tells nothing else."""

    function = "pool_stands"
    output_field = models.BooleanField()


class PoolProfileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who is in the pool is read by the network and by whoever leads a room; by others only where she is public."""
        if not user.is_authenticated:
            return self.public()
        reach, rule = reach_of(user), Q(person=user.pk)
        rule |= Q(Stands(F("person")), is_public=True, admitted_on__isnull=False)
        rule |= Q(room__in=reach.team_rooms)
        if reach.in_network or any(row.role in (Role.LEAD, Role.PROCESS) for row in reach.memberships):
            rule |= Q(admitted_on__isnull=False)
        return self.filter(rule)

    def public(self):
        """Who wants to be found, as long as she can still take it back: with an account, and in the network."""
        return self.filter(Stands(F("person")), is_public=True, admitted_on__isnull=False)

    def for_list(self):
        return self.prefetch_related("regions").order_by(GermanSort("name"), "pk")


class PoolProfile(models.Model):
    """What somebody of the pool says of herself; the network takes her in, and she alone makes it public."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="+", editable=False)
    network = models.ForeignKey(Network, models.CASCADE, related_name="pool", editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="pool_profiles", editable=False)
    name = models.CharField(_("Name, wie er im Pool stehen soll"), max_length=120)
    kind = models.CharField(_("Als was?"), max_length=10, choices=PoolKind, default=PoolKind.ADVISOR)
    qualification = models.TextField(_("Qualifikation und Erfahrung"), max_length=2000)
    regions = models.ManyToManyField(Place, verbose_name=_("Länder"), related_name="+", blank=True)
    languages = models.CharField(
        _("Sprachen"),
        max_length=200,
        default="Deutsch",
        help_text=_("Mit Komma getrennt, zum Beispiel „Deutsch, Türkisch“"),
    )
    formats = ArrayField(
        models.CharField(max_length=12, choices=Format), verbose_name=_("Wie?"), default=list, blank=True
    )
    availability = models.CharField(_("Zeit"), max_length=8, choices=Availability, default=Availability.FREE)
    available_from = models.DateField(_("Zeit ab"), null=True, blank=True)
    stated_on = models.DateField(_("Angabe vom"), default=timezone.localdate, editable=False)
    admitted_on = models.DateField(_("im Pool seit"), null=True, editable=False)
    is_public = models.BooleanField(_("öffentlich"), default=False, editable=False)
    consented_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PoolProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("Profil im Pool")
        verbose_name_plural = _("Profile im Pool")
        constraints = [
            models.UniqueConstraint(fields=["network", "person"], name="pool_profile_once"),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(consented_at__isnull=False), name="pool_public_by_consent"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("network:pool-detail", args=[self.pk])

    @property
    def language_list(self):
        return [each.strip() for each in self.languages.split(",") if each.strip()]

    @property
    def format_labels(self):
        return [Format(each).label for each in self.formats]

    @property
    def is_stale(self):
        """Whether what she wrote about her time is older than a year."""
        return (timezone.localdate() - self.stated_on).days > STALE_DAYS


class PoolRequestQuerySet(RoomItemQuerySet):
    def asked(self):
        """What has been asked of the acting person: what was written for her, without what was noted about her."""
        return self.raw("SELECT * FROM pool_asked()")

    def for_list(self):
        return self.order_by(F("asked_at").asc(nulls_first=True), "pk")


class PoolRequest(OpenItem):
    """Somebody of the pool for the team of a consultation: why, what stands against it, and what she said.

    `state` is written by `transitions` and nowhere else.
    """

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="pool_requests", editable=False)
    profile = models.ForeignKey(PoolProfile, models.CASCADE, related_name="requests", editable=False)
    asked_person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", editable=False)
    name = models.CharField(_("Name"), max_length=120, editable=False)  # stays when the profile leaves the pool
    role = models.CharField(
        _("Rolle im Team"),
        max_length=10,
        choices=[(role.value, role.label) for role in TEAM_ROLES if role != Role.LEAD],
        default=Role.ADVISOR,
    )
    conflict_note = models.TextField(
        _("Befangenheit: Was könnte dagegen sprechen?"),
        max_length=1000,
        help_text=_("Wohnt, arbeitet oder kandidiert sie dort, kennt sie Beteiligte? Auch „geprüft, nichts bekannt“."),
    )
    message = models.TextField(
        _("Worum geht es? Das liest die Person"),
        max_length=2000,
        help_text=_("So viel, wie sie für ihre Antwort braucht; noch ist sie nicht im Raum."),
    )
    state = models.CharField(
        _("Stand"), max_length=14, choices=RequestState, default=RequestState.NOTED, editable=False
    )
    asked_at = models.DateTimeField(null=True, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    own_conflict = models.TextField(_("Was aus Ihrer Sicht dagegen spricht"), max_length=1000, blank=True)
    answer = models.TextField(_("Ihre Antwort in Worten"), max_length=1000, blank=True)

    objects = PoolRequestQuerySet.as_manager()

    class Meta(OpenItem.Meta):
        verbose_name = _("Anfrage an den Pool")
        verbose_name_plural = _("Anfragen an den Pool")
        constraints = [
            *OpenItem.Meta.constraints,
            models.UniqueConstraint(
                fields=["engagement", "profile"],
                condition=Q(state__in=["vorgemerkt", "angefragt", "zugesagt", "eingeladen"]),
                name="pool_request_one_open",
                violation_error_message=_("Diese Person steht schon auf der Liste."),
            ),
        ]

    def __str__(self):
        return self.name
