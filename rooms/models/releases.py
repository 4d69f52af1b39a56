import hashlib
import json

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..enums import Circle, ReleaseState, Role
from ..reach import reach_of
from .items import RoomItem, RoomItemQuerySet
from .room import Membership

OUT = Q(state=ReleaseState.RELEASED)


class ReleaseQuerySet(RoomItemQuerySet):
    def newest_first(self):
        return self.select_related("author", "decided_by", "withdrawn_by").order_by("-created_at", "-pk")

    def editions(self):
        """Texts that were released and are read as they were released; the newest first."""
        return self.filter(state=ReleaseState.RELEASED, is_edition=True).order_by("-decided_at", "-pk")

    def waiting_for(self, user):
        """Proposals of others this person may decide about; of the two, one is the lead."""
        reach = reach_of(user)
        leads = Membership.objects.active().filter(role=Role.LEAD, room=OuterRef("room"), user=OuterRef("author"))
        proposed = self.filter(state=ReleaseState.PROPOSED, room__in=reach.team_rooms).exclude(author=user.pk)
        return proposed.filter(Q(room__in=reach.lead_rooms) | Exists(leads))

    def about(self, item):
        return self.filter(kind=item._meta.label_lower, key=item.pk)


class Release(RoomItem):
    """A text on its way out of the team: the exact words, who proposed it, who agreed.

    The words never change once proposed; the database sees to that. Until a second person agrees they stay with the
    team, from then on an edition lies in the circle it was meant for. Where the row itself moves, its words here stay
    with the team: whoever reads the row reads it there. `state` is written by `transitions` and nowhere else.
    """

    has_own_desk = True

    kind = models.CharField(max_length=60)
    key = models.UUIDField(db_index=True)
    item_version = models.PositiveIntegerField()
    is_edition = models.BooleanField(default=True)  # read by itself; else the row behind it moves with it
    to_circle = models.PositiveSmallIntegerField(_("Wer soll es lesen?"), choices=Circle)
    title = models.CharField(_("Überschrift"), max_length=200)
    content = models.JSONField(default=list)  # pairs of label and text, as they are shown
    sha256 = models.CharField(max_length=64)
    purpose = models.CharField(_("Wofür? (nur für das Team)"), max_length=300, blank=True)
    state = models.CharField(
        _("Stand"), max_length=16, choices=ReleaseState, default=ReleaseState.PROPOSED, editable=False
    )
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(_("Was fehlt noch?"), max_length=300, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("Freigabe")
        verbose_name_plural = _("Freigaben")
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("author")),
                name="release_by_two",
                violation_error_message=_("Über eine Freigabe entscheidet eine zweite Person."),
            ),
            models.CheckConstraint(
                condition=Q(
                    state=ReleaseState.RELEASED, is_edition=True, circle=F("to_circle"), decided_by__isnull=False
                )
                | Q(state=ReleaseState.RELEASED, is_edition=False, circle=Circle.TEAM, decided_by__isnull=False)
                | ~Q(state=ReleaseState.RELEASED) & Q(circle=Circle.TEAM),
                name="release_reaches_out_when_agreed",
            ),
            models.CheckConstraint(condition=Q(to_circle__lt=Circle.TEAM), name="release_leaves_the_team"),
            models.UniqueConstraint(
                fields=["key", "to_circle"],
                condition=Q(state=ReleaseState.PROPOSED),
                name="release_proposed_once",
                violation_error_message=_("Diese Freigabe ist schon vorgeschlagen."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("rooms:release", args=[self.pk])

    @property
    def is_open(self):
        return self.state == ReleaseState.PROPOSED

    @property
    def target(self):
        return Circle(self.to_circle)

    def digest(self):
        """The hash of what is frozen: the words, where they come from, how far they go."""
        frozen = [self.kind, str(self.key), self.item_version, int(self.to_circle), self.title, self.content]
        return hashlib.sha256(json.dumps(frozen, ensure_ascii=False).encode()).hexdigest()

    @property
    def is_intact(self):
        return self.sha256 == self.digest()
