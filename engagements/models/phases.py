from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from periods.fields import PeriodField
from rooms.fields import SealableCharField, SealableTextField
from rooms.models import RoomItem, RoomItemQuerySet

from ..enums import CriterionKind, Gate, PhaseState
from .engagement import Engagement
from .templates import PhaseTemplate


class PhaseQuerySet(models.QuerySet):
    def in_order(self):
        return self.select_related("template").order_by("order", "round", "pk")


class Phase(models.Model):
    """One phase of an engagement, as it really went; known to every member of the room.

    `state` is written by `transitions` and nowhere else.
    """

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="phases")
    template = models.ForeignKey(PhaseTemplate, models.PROTECT, related_name="+", null=True, blank=True)
    code = models.SlugField(_("Kürzel"), max_length=40)
    name = models.CharField(_("Name"), max_length=160)
    short = models.CharField(_("Kurzname"), max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)
    round = models.PositiveSmallIntegerField(_("Durchgang"), default=1)
    state = models.CharField(_("Stand"), max_length=14, choices=PhaseState, default=PhaseState.PLANNED, editable=False)
    in_offer = models.BooleanField(_("im Angebot enthalten"), default=True)
    planned = PeriodField(_("geplant"), blank=True)
    period = PeriodField(_("tatsächlich"), blank=True)
    remark = models.CharField(
        _("Anmerkung am Weg"), max_length=120, blank=True, help_text=_("Steht unter der Phase, für alle Mitglieder.")
    )

    objects = PhaseQuerySet.as_manager()

    class Meta:
        ordering = ["order", "round", "pk"]
        verbose_name = _("Phase")
        verbose_name_plural = _("Phasen")
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "code", "round"],
                name="phase_once_per_round",
                violation_error_message=_("Diese Phase gibt es in diesem Durchgang schon."),
            )
        ]

    def __str__(self):
        return self.name if self.round == 1 else f"{self.name} ({self.round}.)"

    # Django's own would translate every choice to name one (docs/performance.md).
    def get_state_display(self):
        return str(PhaseState(self.state).label)

    @property
    def label(self):
        name = self.short or self.name
        return name if self.round == 1 else f"{name} ({self.round}.)"

    @property
    def is_late(self):
        """Planned to have begun or ended before today, and has not."""
        today = timezone.localdate()
        if self.state == PhaseState.PLANNED:
            return self.planned_from is not None and self.planned_from < today
        return self.state == PhaseState.RUNNING and self.planned_until is not None and self.planned_until < today


class Criterion(RoomItem):
    """What should hold before a phase begins or ends, ticked with date and note. The team's working list."""

    phase = models.ForeignKey(Phase, models.CASCADE, related_name="criteria")
    kind = models.CharField(_("für"), max_length=5, choices=CriterionKind, default=CriterionKind.EXIT)
    text = SealableCharField(_("Kriterium"), max_length=300)
    gate = models.CharField(_("prüft das System"), max_length=10, choices=Gate, blank=True)
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)
    met_on = models.DateField(_("erfüllt am"), null=True, blank=True)
    met_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False)
    note = SealableCharField(_("Notiz"), max_length=300, blank=True)

    class Meta:
        ordering = ["kind", "order", "pk"]
        verbose_name = _("Kriterium")
        verbose_name_plural = _("Kriterien")

    def __str__(self):
        return self.text


class PhaseStepQuerySet(RoomItemQuerySet):
    def newest_first(self):
        return self.select_related("phase", "author").order_by("-on", "-pk")


class PhaseStep(RoomItem):
    """One step of a phase from state to state, with date and reason: the diary of the process itself."""

    phase = models.ForeignKey(Phase, models.CASCADE, related_name="steps")
    source = models.CharField(max_length=14, choices=PhaseState)
    target = models.CharField(max_length=14, choices=PhaseState)
    on = models.DateField(_("am"), default=timezone.localdate)
    when = PeriodField(_("wann"), blank=True)
    reason = SealableTextField(_("Grund"), blank=True)
    unmet = SealableTextField(_("offen gebliebene Kriterien"), blank=True)

    objects = PhaseStepQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("Schritt")
        verbose_name_plural = _("Schritte")

    def __str__(self):
        return f"{self.get_source_display()} → {self.get_target_display()}"

    @property
    def is_override(self):
        return bool(self.unmet)

    @property
    def unmet_lines(self):
        return self.unmet.splitlines()
