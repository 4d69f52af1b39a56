"""Requests for help: somebody of a network asks the others, and they answer with what they can do."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagements.enums import ConflictTheme
from municipalities.models import Place
from rooms.enums import Circle
from rooms.ids import uuid7
from rooms.models import OpenItem, RoomItemQuerySet
from rooms.reach import reach_of

from ..enums import HelpKind, HelpState, WorkPhase
from .meetings import SuccessFactor
from .members import NetworkMember
from .network import Network
from .pool import Stands
from .profiles import CaseProfile

USUAL_DAYS, MOST_DAYS = 30, 180  # a request ends by itself
UNANSWERED_DAYS = 7  # from then on those who keep the network look after it
KEPT = timedelta(days=365)


def usual_end():
    return timezone.localdate() + timedelta(days=USUAL_DAYS)


class HelpRequestQuerySet(RoomItemQuerySet):
    def visible_to(self, user, room=None):
        """The network reads it; what has been withdrawn only who asked, and who keeps the network."""
        hers = Q(author=user.pk) | Q(room__in=reach_of(user).team_rooms)
        return super().visible_to(user, room).filter(~Q(state=HelpState.WITHDRAWN) | hers)

    def open(self):
        """Those somebody can still answer: not over, and whoever asked is still there to read it."""
        return self.filter(Stands(F("author")), state=HelpState.OPEN, until__gte=timezone.localdate())

    def unanswered(self):
        """Open for a week, and nobody has offered anything; for those who read the offers."""
        since = timezone.now() - timedelta(days=UNANSWERED_DAYS)
        return self.open().filter(created_at__lt=since, offers=None)

    def helped(self):
        """Those that have helped, with the words of whoever asked."""
        return self.filter(state=HelpState.CLOSED, has_helped=True).exclude(what_helped="")

    def for_list(self):
        return self.select_related("author", "member__place")

    def with_offers(self):
        """With the number of offers this person reads: of one's own request all, of another one's one's own."""
        return self.annotate(offered=Count("offers"))

    def forgettable(self, now):
        """What ended so long ago that nobody needs the words any more."""
        over = Q(closed_at__lt=now - KEPT) | Q(closed_at=None, until__lt=timezone.localdate(now - KEPT))
        return self.filter(over)


class HelpRequest(OpenItem):
    """What somebody needs, until when, and what became of it: read by the network, never further out.

    Named is only what the network may read anyway: a town that is a member, a profile as long as it is released.
    `state` is written by `transitions` and nowhere else.
    """

    goes_at_most = Circle.NETWORK
    has_own_desk = True

    network = models.ForeignKey(Network, models.CASCADE, related_name="help_requests", editable=False)
    kind = models.CharField(_("Was brauchen Sie?"), max_length=16, choices=HelpKind)
    question = models.CharField(_("Ihre Bitte in einem Satz"), max_length=200)
    text = models.TextField(_("Worum geht es?"), max_length=2000, blank=True)
    theme = models.CharField(_("Thema"), max_length=30, choices=ConflictTheme, blank=True)
    phase = models.CharField(_("Phase"), max_length=12, choices=WorkPhase, blank=True)
    language = models.CharField(_("Sprache, falls eine gebraucht wird"), max_length=60, blank=True)
    land = models.ForeignKey(Place, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("Land"))
    size = models.CharField(_("Größe der Kommune"), max_length=12, blank=True)
    member = models.ForeignKey(
        NetworkMember, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("für welche Kommune?")
    )
    profile = models.ForeignKey(
        CaseProfile, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("zu welcher Beratung?")
    )
    until = models.DateField(_("Bis wann?"), default=usual_end)
    state = models.CharField(_("Stand"), max_length=14, choices=HelpState, default=HelpState.OPEN, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    has_helped = models.BooleanField(_("Hat es geholfen?"), null=True, editable=False)
    what_helped = models.CharField(_("Was hat geholfen?"), max_length=300, blank=True)
    factor = models.OneToOneField(
        SuccessFactor, models.SET_NULL, related_name="help_request", null=True, blank=True, editable=False
    )

    objects = HelpRequestQuerySet.as_manager()

    class Meta(OpenItem.Meta):
        verbose_name = _("Bitte um Hilfe")
        verbose_name_plural = _("Bitten um Hilfe")
        constraints = [
            *OpenItem.Meta.constraints,
            models.CheckConstraint(condition=Q(circle=Circle.NETWORK), name="help_stays_with_the_network"),
            models.CheckConstraint(
                condition=Q(state__in=[HelpState.CLOSED, HelpState.WITHDRAWN], closed_at__isnull=False)
                | Q(state__in=[HelpState.OPEN, HelpState.ARRANGED], closed_at__isnull=True),
                name="help_ends_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(has_helped__isnull=True) | Q(state=HelpState.CLOSED), name="help_is_judged_at_the_end"
            ),
        ]
        indexes = [models.Index(fields=["network", "state", "until"], name="help_open")]

    def __str__(self):
        return self.question

    def get_absolute_url(self):
        return reverse("network:help-detail", args=[self.pk])

    @property
    def is_running(self):
        return self.state in {HelpState.OPEN, HelpState.ARRANGED}

    @property
    def is_over(self):
        """Whether its day has passed while it was still open."""
        return self.state == HelpState.OPEN and self.until < timezone.localdate()

    @property
    def takes_offers(self):
        return self.state == HelpState.OPEN and not self.is_over


class HelpOfferQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever asked, whoever offers, and whoever keeps the network."""
        reach = reach_of(user)
        rule = Q(person=user.pk) | Q(request__room__in=reach.team_rooms)
        if reach.in_network:
            rule |= Q(request__author=user.pk)
        return self.filter(rule)


class HelpOffer(models.Model):
    """„Ich kann helfen“: a line for whoever asked; the two learn each other's address when she accepts it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="offers", editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", editable=False)
    words = models.CharField(_("Wie können Sie helfen?"), max_length=500)
    created_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(null=True, editable=False)

    objects = HelpOfferQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("Angebot zu helfen")
        verbose_name_plural = _("Angebote zu helfen")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "person"],
                name="help_offer_once",
                violation_error_message=_("Sie haben schon angeboten zu helfen."),
            )
        ]

    def __str__(self):
        return self.words

    def get_absolute_url(self):
        return reverse("network:help-detail", args=[self.request_id])
