"""What people bring in when they are asked: taken apart into points, each answered."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rooms.enums import Circle
from rooms.models import OpenItem, RoomItemQuerySet
from steering.enums import MeetingState
from steering.models import Consensing

from ..enums import About, ContributionSource, ContributionState, Handling, PointState, Tongue, Weighed
from .rounds import CommentRound, RoundSection
from .statements import MissionStatement


def section_words(sign):
    """„zu Abschnitt 2.1“, „zu Ziel 1.2“, „zu M 7“."""
    words = gettext("zu Abschnitt %(n)s") if str(sign)[:1].isdecimal() else gettext("zu %(n)s")
    return words % {"n": sign or gettext("Vorspann")}


class ContributionQuerySet(RoomItemQuerySet):
    def newest_first(self):
        return self.order_by("-received_on", "-number")

    def with_counts(self):
        """With how many points each has, and how many of them are decided."""
        decided = Q(points__state=PointState.DECIDED)
        return self.annotate(point_count=Count("points"), decided_count=Count("points", filter=decided))

    def with_signs(self):
        """With what the section each is about is called, where that has more than a number."""
        there = RoundSection.objects.filter(round=OuterRef("round"), number=OuterRef("section"))
        return self.annotate(section_sign=Subquery(there.values("sign")))

    def answerable(self):
        """All points decided, and not told yet."""
        rows = self.filter(state=ContributionState.ACCEPTED, answered_on=None).with_counts()
        return rows.filter(point_count__gt=0, decided_count=F("point_count"))


class Contribution(OpenItem):
    """What somebody brought in, in her own words. It never leaves the team; its points do, in moderated words."""

    goes_at_most = Circle.TEAM

    statement = models.ForeignKey(MissionStatement, models.CASCADE, related_name="contributions", null=True)
    round = models.ForeignKey(
        CommentRound, models.CASCADE, related_name="contributions", null=True, blank=True, verbose_name=_("Runde")
    )
    number = models.PositiveIntegerField(_("Nummer"), editable=False)
    source = models.CharField(_("Wie kam es an?"), max_length=12, choices=ContributionSource)
    received_on = models.DateField(_("eingegangen am"), default=timezone.localdate)
    text = models.TextField(_("Wortlaut"), max_length=10_000)
    section = models.PositiveSmallIntegerField(_("Zu welchem Abschnitt?"), null=True, blank=True)
    wording = models.TextField(_("Vorschlag für den Wortlaut"), max_length=5_000, blank=True)
    language = models.CharField(_("Sprache"), max_length=8, choices=Tongue, default=Tongue.DE)
    state = models.CharField(
        _("Stand"), max_length=12, choices=ContributionState, default=ContributionState.NEW, editable=False
    )
    refused_because = models.CharField(_("Warum nicht?"), max_length=300, blank=True, editable=False)
    answered_on = models.DateField(null=True, editable=False)
    key_hash = models.CharField(max_length=64, blank=True, editable=False, db_index=True)

    objects = ContributionQuerySet.as_manager()

    class Meta(OpenItem.Meta):
        ordering = ["-received_on", "-number"]
        verbose_name = _("Beitrag")
        verbose_name_plural = _("Beiträge")
        constraints = [
            *OpenItem.Meta.constraints,
            models.CheckConstraint(condition=Q(circle=Circle.TEAM), name="contribution_stays_with_the_team"),
            models.UniqueConstraint(fields=["statement", "number"], name="contribution_number_once"),
            models.UniqueConstraint(
                fields=["round", "number"], condition=Q(statement__isnull=True), name="contribution_number_once_asked"
            ),
            models.CheckConstraint(
                condition=Q(statement__isnull=False) | Q(round__isnull=False), name="contribution_to_something"
            ),
            models.CheckConstraint(
                condition=~Q(state=ContributionState.REFUSED) | ~Q(refused_because=""),
                name="contribution_refused_with_reason",
                violation_error_message=_("Bitte sagen Sie, warum der Beitrag nicht aufgenommen wird."),
            ),
        ]

    def __str__(self):
        return _("Beitrag %(number)s") % {"number": self.number}

    def get_absolute_url(self):
        return reverse("participation:contribution-detail", args=[self.pk])

    @property
    def about_words(self):
        """What it is about, of rows `with_signs`; nothing where that is all of it."""
        sign = self.section if self.section_sign is None else self.section_sign
        return section_words(sign) if self.section else ""

    @property
    def whole(self):
        """What it was brought in to: the mission statement, or the round that asks about something of its own."""
        return self.statement or self.round

    @property
    def whole_id(self):
        return self.statement_id or self.round_id


class ContributionContact(models.Model):
    """Name and address of whoever wants an answer: with consent, apart from the text, and gone after its last day.

    It leaves no earlier versions: what is deleted here is deleted.
    """

    contribution = models.OneToOneField(Contribution, models.CASCADE, related_name="contact")
    name = models.CharField(_("Name"), max_length=120, blank=True)
    email = models.EmailField(_("E-Mail-Adresse"), max_length=200, blank=True)
    consented_on = models.DateField(_("eingewilligt am"))
    delete_on = models.DateField(_("wird gelöscht am"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("Angaben zur Person")
        verbose_name_plural = _("Angaben zur Person")
        constraints = [
            models.CheckConstraint(condition=~Q(name="") | ~Q(email=""), name="contribution_contact_says_something"),
            models.CheckConstraint(
                condition=Q(delete_on__gt=F("consented_on")), name="contribution_contact_goes_after_consent"
            ),
        ]

    def __str__(self):
        return self.name or self.email


class PointQuerySet(RoomItemQuerySet):
    def in_order(self):
        """As the text runs: what is general first, then by section, then what would be new."""
        general_first = models.Case(
            models.When(about=About.GENERAL, then=0), models.When(about=About.SECTION, then=1), default=2
        )
        return self.order_by(general_first, "section", "contribution__number", "order", "pk")

    def with_signs(self):
        """With what a section is called where it has more than its number."""
        there = RoundSection.objects.filter(round=OuterRef("contribution__round"), number=OuterRef("section"))
        return self.annotate(section_sign=Subquery(there.values("sign")))


class Point(OpenItem):
    """One thing a contribution says: about which section, what becomes of it, and why."""

    goes_at_most = Circle.TEAM

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="points")
    order = models.PositiveSmallIntegerField(default=0, editable=False)
    text = models.TextField(_("Punkt"), max_length=3_000)
    about = models.CharField(_("Worum geht es?"), max_length=10, choices=About, default=About.GENERAL)
    section = models.PositiveSmallIntegerField(_("Abschnitt"), null=True, blank=True)
    wording = models.TextField(_("Vorschlag für den Wortlaut"), max_length=5_000, blank=True)
    state = models.CharField(_("Stand"), max_length=14, choices=PointState, default=PointState.OPEN, editable=False)
    handling = models.CharField(_("Was wird daraus?"), max_length=12, choices=Handling, blank=True)
    merged_with = models.ForeignKey(
        "self", models.SET_NULL, related_name="merged", null=True, blank=True, verbose_name=_("verbunden mit")
    )
    reason = models.TextField(_("Begründung"), max_length=2_000, blank=True)
    public_text = models.TextField(_("Wortlaut für die Öffentlichkeit"), max_length=3_000, blank=True)
    consensing = models.OneToOneField(
        Consensing, models.SET_NULL, related_name="+", null=True, editable=False, verbose_name=_("Bewertung")
    )
    # What each option of it stands for, in their order.
    weighed = ArrayField(models.CharField(max_length=10, choices=Weighed), default=list, blank=True, editable=False)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(_("entschieden am"), null=True)

    objects = PointQuerySet.as_manager()

    class Meta(OpenItem.Meta):
        ordering = ["order", "created_at", "pk"]
        verbose_name = _("Punkt")
        verbose_name_plural = _("Punkte")
        constraints = [
            *OpenItem.Meta.constraints,
            models.CheckConstraint(condition=Q(circle=Circle.TEAM), name="point_stays_with_the_team"),
            models.CheckConstraint(
                condition=Q(about=About.SECTION, section__isnull=False)
                | ~Q(about=About.SECTION) & Q(section__isnull=True),
                name="point_about_a_section_names_it",
                violation_error_message=_("Bitte sagen Sie, um welchen Abschnitt es geht."),
            ),
            models.CheckConstraint(
                condition=~Q(handling__in=[Handling.CHANGED, Handling.NOT]) | ~Q(reason=""),
                name="point_changed_or_not_with_reason",
                violation_error_message=_("Bitte begründen Sie das; die Begründung geht an die Person zurück."),
            ),
            models.CheckConstraint(
                condition=Q(merged_with__isnull=True) | Q(handling=Handling.MERGED) & ~Q(merged_with=F("pk")),
                name="point_merged_with_another",
                violation_error_message=_("Ein Punkt wird mit einem anderen verbunden."),
            ),
            models.CheckConstraint(
                condition=Q(state=PointState.OPEN) | ~Q(handling=""), name="point_handled_before_it_is_decided"
            ),
            models.CheckConstraint(
                condition=~Q(state=PointState.DECIDED) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="point_decided_by_somebody",
            ),
        ]

    def __str__(self):
        return self.text if len(self.text) <= 80 else f"{self.text[:79].rstrip()}…"

    def get_absolute_url(self):
        return reverse("participation:point-detail", args=[self.pk])

    @property
    def is_decided(self):
        return self.state == PointState.DECIDED

    @property
    def is_weighed(self):
        """Whether a group is at it; a question of a sitting that was called off or is over keeps nobody waiting."""
        asked = self.consensing
        if asked is None or not asked.is_open:
            return False
        meeting = asked.item.meeting
        return meeting.state != MeetingState.CANCELLED and meeting.approved_on is None

    @property
    def sign(self):
        return Handling(self.handling).sign if self.handling else "○"

    @property
    def named(self):
        """The section it is about, as people call it; of rows `with_signs` also where that is more than a number."""
        sign = getattr(self, "section_sign", None)
        return self.section if sign is None else sign

    @property
    def about_words(self):
        """What it is about; what has a name besides its number is called by it."""
        if self.about != About.SECTION:
            return str(self.get_about_display())
        return section_words(self.named)

    @property
    def for_everybody(self):
        """The words the public would read."""
        return self.public_text or self.text

    @property
    def answer(self):
        """The point whose handling holds for this one: itself, or the one it was merged with."""
        return self.merged_with or self
