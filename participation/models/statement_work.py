"""What goes along with a mission statement: its ten steps, and who signed it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from periods.fields import PeriodField
from rooms.enums import Circle
from rooms.models import OpenItem
from stakeholders.enums import StepState

from ..enums import StatementStepKey
from .statements import MissionStatement


class StatementStep(OpenItem):
    """One of the ten steps of a mission statement; `state` is written by `transitions` and nowhere else."""

    statement = models.ForeignKey(MissionStatement, models.CASCADE, related_name="steps")
    key = models.CharField(_("Schritt"), max_length=20, choices=StatementStepKey, editable=False)
    state = models.CharField(_("Stand"), max_length=12, choices=StepState, default=StepState.OPEN, editable=False)
    period = PeriodField(_("Wann?"), blank=True)
    responsible = models.CharField(_("Wer kümmert sich?"), max_length=160, blank=True)
    note = models.TextField(_("Was Sie festhalten"), blank=True, max_length=5_000)

    goes_at_most = Circle.STEERING

    class Meta(OpenItem.Meta):
        ordering = ["pk"]
        verbose_name = _("Schritt zum Leitbild")
        verbose_name_plural = _("Schritte zum Leitbild")
        constraints = [
            *OpenItem.Meta.constraints,
            models.UniqueConstraint(fields=["statement", "key"], name="statement_step_once"),
        ]

    def __str__(self):
        return f"{self.number}. {self.get_key_display()}"

    def get_absolute_url(self):
        return reverse("participation:statement-step", args=[self.pk])

    @property
    def number(self):
        """Its place among the ten."""
        return list(StatementStepKey).index(StatementStepKey(self.key)) + 1

    @property
    def siblings(self):
        """All steps of its mission statement."""
        return StatementStep.objects.filter(statement=self.statement_id)

    @property
    def is_over(self):
        return self.state in {StepState.DONE, StepState.SKIPPED}


class Signatory(OpenItem):
    """An organisation that signed a mission statement; its name goes out with consent only, and leaves with it."""

    statement = models.ForeignKey(MissionStatement, models.CASCADE, related_name="signatories")
    organisation = models.CharField(_("Organisation"), max_length=160)
    function = models.CharField(_("Wer hat unterzeichnet?"), max_length=120, blank=True)
    signed_on = models.DateField(_("unterzeichnet am"), null=True, blank=True)
    consents = models.BooleanField(_("Darf öffentlich genannt werden"), default=False)
    consent_note = models.CharField(_("Woher wissen Sie das?"), max_length=200, blank=True)
    withdrawn_on = models.DateField(_("Zustimmung zurückgezogen am"), null=True, editable=False)

    class Meta(OpenItem.Meta):
        ordering = ["organisation", "pk"]
        verbose_name = _("Unterzeichnende Organisation")
        verbose_name_plural = _("Unterzeichnende Organisationen")
        constraints = [
            *OpenItem.Meta.constraints,
            models.CheckConstraint(
                condition=Q(circle__gte=Circle.STEERING) | Q(consents=True, withdrawn_on__isnull=True),
                name="signatory_named_by_consent",
                violation_error_message=_("Ohne Zustimmung wird niemand öffentlich genannt."),
            ),
        ]

    def __str__(self):
        return self.organisation

    def get_absolute_url(self):
        return f"{reverse('participation:signatories', args=[self.statement_id])}#u-{self.pk}"

    @property
    def may_be_named(self):
        return self.consents and self.withdrawn_on is None

    @property
    def goes_at_most(self):
        """Without her consent nobody is named outside."""
        return Circle.PUBLIC if self.may_be_named else Circle.STEERING
