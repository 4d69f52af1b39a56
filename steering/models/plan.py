"""The plan: field of action, goal, measure, step; how far each is, and what stands in the way."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement
from periods.fields import PeriodField
from rooms.enums import Circle
from rooms.models import OpenItem, RoomItemQuerySet

from ..enums import Consensus, Judgement, Light, MeasureClass, MeasureState, ResultKind
from .resolutions import Resolution

CLOSED = [state for state in MeasureState if not state.is_open]


class ActionField(OpenItem):
    """A field of action such as housing or language, with who answers for it."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="action_fields")
    number = models.PositiveSmallIntegerField(_("Nummer"), editable=False)
    name = models.CharField(_("Handlungsfeld"), max_length=160)
    lead = models.CharField(_("verantwortlich"), max_length=160, blank=True)
    vision = models.TextField(_("Wohin soll es gehen?"), blank=True, max_length=5_000)

    class Meta(OpenItem.Meta):
        ordering = ["number", "pk"]
        verbose_name = _("Handlungsfeld")
        verbose_name_plural = _("Handlungsfelder")
        constraints = [
            *OpenItem.Meta.constraints,
            models.UniqueConstraint(fields=["engagement", "number"], name="action_field_number_once"),
        ]

    def __str__(self):
        return f"{self.number} {self.name}"

    def get_absolute_url(self):
        return reverse("steering:field-detail", args=[self.pk])

    @property
    def counted_in(self):
        return self.engagement, "field"


class Goal(OpenItem):
    """What should be true one day in a field of action."""

    field = models.ForeignKey(ActionField, models.CASCADE, related_name="goals", verbose_name=_("Handlungsfeld"))
    number = models.PositiveSmallIntegerField(_("Nummer"), editable=False)
    text = models.CharField(_("Ziel"), max_length=300)

    class Meta(OpenItem.Meta):
        ordering = ["field__number", "number", "pk"]
        verbose_name = _("Ziel")
        verbose_name_plural = _("Ziele")
        constraints = [
            *OpenItem.Meta.constraints,
            models.UniqueConstraint(fields=["field", "number"], name="goal_number_once"),
        ]

    def __str__(self):
        return f"{self.field.number}.{self.number} {self.text}"

    def get_absolute_url(self):
        return f"{self.field.get_absolute_url()}#ziel-{self.pk}"

    @property
    def goes_at_most(self):
        return self.field.circle

    @property
    def counted_in(self):
        return self.field, "goal"


class MeasureQuerySet(RoomItemQuerySet):
    def in_order(self):
        return self.select_related("goal__field").order_by("goal__field__number", "goal__number", "number", "pk")

    def open(self):
        return self.exclude(state__in=CLOSED)

    def for_group(self):
        """Those the group finds in its plan: nothing above them lies further inside."""
        return self.filter(**{f"{way}circle__lte": Circle.STEERING for way in ("", "goal__", "goal__field__")})

    def late(self, today=None):
        """Open ones whose time is over."""
        return self.open().filter(period_until__lt=today or timezone.localdate())

    def needing_attention(self, today=None):
        """Open ones that are late, or whose light says so."""
        today = today or timezone.localdate()
        return self.open().filter(Q(light__in=[Light.YELLOW, Light.RED]) | Q(period_until__lt=today))


class Measure(OpenItem):
    """A concrete undertaking with an owner and a time. Its number stays, whatever happens to the others.

    `state` and `light` are written by `transitions` and nowhere else.
    """

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="measures")
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="measures", verbose_name=_("Ziel"))
    number = models.PositiveSmallIntegerField(_("Nummer"), editable=False)
    title = models.CharField(_("Maßnahme"), max_length=200)
    text = models.TextField(_("Was geschieht?"), blank=True, max_length=20_000)
    kind = models.CharField(_("Klasse"), max_length=14, choices=MeasureClass, blank=True)
    result = models.CharField(_("Was bleibt?"), max_length=12, choices=ResultKind, blank=True)
    owner = models.CharField(_("zuständige Stelle"), max_length=160, blank=True)
    person = models.CharField(_("Person oder Funktion"), max_length=160, blank=True)
    email = models.EmailField(
        _("Funktionsadresse"), blank=True, help_text=_("Dorthin geht in einer Runde die Bitte um den Stand.")
    )
    partners = models.CharField(_("Mitwirkende"), max_length=300, blank=True)
    target_group = models.CharField(_("für wen"), max_length=200, blank=True)
    period = PeriodField(_("Zeitraum"), blank=True)
    cost_eur = models.DecimalField(
        _("Kosten in Euro"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    indicator = models.CharField(_("Woran merken wir es?"), max_length=200, blank=True)
    baseline = models.CharField(_("Ausgangswert"), max_length=80, blank=True)
    target = models.CharField(_("Zielwert"), max_length=80, blank=True)
    rests_on = models.ForeignKey(
        Resolution, models.SET_NULL, related_name="measures", null=True, blank=True, verbose_name=_("beruht auf")
    )
    state = models.CharField(
        _("Stand"), max_length=16, choices=MeasureState, default=MeasureState.PROPOSED, editable=False
    )
    light = models.CharField(_("Ampel"), max_length=6, choices=Light, default=Light.GREY, editable=False)
    light_reason = models.CharField(_("Grund"), max_length=300, blank=True, editable=False)
    consensus = models.CharField(_("Einvernehmen"), max_length=20, choices=Consensus, default=Consensus.OPEN)
    reservations = models.CharField(_("Vorbehalte"), max_length=300, blank=True)
    source = models.CharField(_("Quelle"), max_length=300, blank=True)

    objects = MeasureQuerySet.as_manager()

    class Meta(OpenItem.Meta):
        ordering = ["goal__field__number", "goal__number", "number", "pk"]
        verbose_name = _("Maßnahme")
        verbose_name_plural = _("Maßnahmen")
        constraints = [
            *OpenItem.Meta.constraints,
            models.UniqueConstraint(fields=["engagement", "number"], name="measure_number_once"),
            models.CheckConstraint(
                condition=Q(cost_eur__isnull=True) | Q(cost_eur__gte=0),
                name="measure_cost_not_negative",
                violation_error_message=_("Die Kosten sind nicht kleiner als null."),
            ),
        ]

    def __str__(self):
        return f"M {self.number} {self.title}"

    def get_absolute_url(self):
        return reverse("steering:measure-detail", args=[self.pk])

    @property
    def goes_at_most(self):
        return max(self.goal.circle, self.goal.field.circle)

    @property
    def counted_in(self):
        return self.engagement, "measure"

    @property
    def is_open(self):
        return MeasureState(self.state).is_open

    @property
    def is_late(self):
        return self.is_open and self.period_until is not None and self.period_until < timezone.localdate()

    @property
    def is_done(self):
        return self.state in {MeasureState.DONE, MeasureState.LASTING}

    @property
    def light_sign(self):
        return "✓" if self.is_done else Light(self.light).sign


class MeasureStep(models.Model):
    """One step of a measure, ticked when it is done."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="steps")
    text = models.CharField(_("Schritt"), max_length=200)
    due = PeriodField(_("bis wann"), blank=True)
    done_on = models.DateField(_("erledigt am"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("Schritt")
        verbose_name_plural = _("Schritte")

    def __str__(self):
        return self.text


class Obstacle(OpenItem):
    """What stands in the way of a measure; the team's own note."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="obstacles")
    text = models.TextField(_("Was hindert?"), max_length=5_000)
    gone_on = models.DateField(_("ausgeräumt am"), null=True, blank=True)

    class Meta(OpenItem.Meta):
        ordering = [F("gone_on").asc(nulls_first=True), "-created_at"]
        verbose_name = _("Hindernis")
        verbose_name_plural = _("Hindernisse")

    def __str__(self):
        return self.text[:80]


class ProgressQuerySet(RoomItemQuerySet):
    def newest_first(self):
        return self.select_related("measure", "author").order_by("-on", "-pk")


class Progress(OpenItem):
    """One report about a measure: where it stood, where it stands, with which light and why."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="progress")
    source = models.CharField(max_length=16, choices=MeasureState)
    target = models.CharField(max_length=16, choices=MeasureState)
    light = models.CharField(_("Ampel"), max_length=6, choices=Light)
    note = models.CharField(_("Was hat sich getan?"), max_length=300, blank=True)
    on = models.DateField(_("am"), default=timezone.localdate)
    reported_by = models.CharField(_("gemeldet von"), max_length=160, blank=True)
    round = models.ForeignKey(
        "steering.UpdateRound", models.SET_NULL, related_name="progress", null=True, editable=False
    )
    is_correction = models.BooleanField(_("nach Abschluss berichtigt"), default=False, editable=False)

    objects = ProgressQuerySet.as_manager()

    class Meta(OpenItem.Meta):
        ordering = ["-on", "-pk"]
        verbose_name = _("Meldung")
        verbose_name_plural = _("Meldungen")

    def __str__(self):
        return f"{self.get_source_display()} → {self.get_target_display()}"

    @property
    def light_sign(self):
        return Light(self.light).sign


class Mirror(OpenItem):
    """The accompanying group holds the work against a goal: how far, and how it can tell."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="mirrors")
    on = models.DateField(_("am"), default=timezone.localdate)
    judgement = models.CharField(_("Wie weit sind wir?"), max_length=12, choices=Judgement)
    evidence = models.TextField(_("Woran sieht man das?"), max_length=5_000)

    class Meta(OpenItem.Meta):
        ordering = ["-on", "-pk"]
        verbose_name = _("Spiegelung")
        verbose_name_plural = _("Spiegelungen")

    def __str__(self):
        return self.get_judgement_display()
