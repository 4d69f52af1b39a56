from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rooms.enums import Circle
from rooms.reach import reach_of

from ..enums import Approach, CriterionKind, Gate, TemplateState


def lines_of(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


class ProcessTemplateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Published versions are for everybody, retired ones for whoever still works by them, drafts for editors."""
        if user.is_authenticated and user.is_network_admin:
            return self.all()
        mine = self.model.objects.filter(engagements__room__in=reach_of(user).rooms)
        retired = models.Q(state=TemplateState.RETIRED, pk__in=mine.values("pk"))
        return self.filter(models.Q(state=TemplateState.PUBLISHED) | retired)

    def versions_of(self, template):
        return self.filter(code=template.code).order_by("-number")

    def published(self):
        return self.filter(state=TemplateState.PUBLISHED)

    def with_phases(self):
        return self.prefetch_related("phases__criteria")


class ProcessTemplate(models.Model):
    """One version of a way to consult. Versions are published, then never changed: running engagements stay on theirs.

    `state` is written by `transitions` and nowhere else.
    """

    code = models.SlugField(_("Kürzel"), max_length=40)
    number = models.PositiveIntegerField(_("Fassung"), default=1)
    name = models.CharField(_("Name"), max_length=160)
    approach = models.CharField(_("Ansatz"), max_length=12, choices=Approach, default=Approach.FREE)
    summary = models.TextField(_("Worum geht es?"), blank=True)
    starting_point = models.CharField(_("Ausgangspunkt"), max_length=200, blank=True)
    core_artefact = models.CharField(_("Kernergebnis"), max_length=200, blank=True)
    steering_body = models.CharField(_("steuerndes Gremium"), max_length=200, blank=True)
    public_part = models.CharField(_("öffentlicher Teil"), max_length=200, blank=True)
    length = models.CharField(_("übliche Dauer"), max_length=200, blank=True)
    confidential_talks = models.CharField(_("vertrauliche Gespräche"), max_length=200, blank=True)
    source = models.TextField(_("Herkunft"), blank=True)
    own_contributions = models.TextField(_("Eigenleistungen (eine je Zeile)"), blank=True)
    state = models.CharField(
        _("Stand"), max_length=16, choices=TemplateState, default=TemplateState.DRAFT, editable=False
    )
    based_on = models.ForeignKey("self", models.PROTECT, related_name="successors", null=True, editable=False)
    published_at = models.DateTimeField(_("veröffentlicht am"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False
    )

    objects = ProcessTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-number"]
        verbose_name = _("Prozessvorlage")
        verbose_name_plural = _("Prozessvorlagen")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "number"],
                name="process_template_version_once",
                violation_error_message=_("Diese Fassung gibt es schon."),
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(state=TemplateState.PUBLISHED),
                name="process_template_one_published",
                violation_error_message=_("Von jeder Vorlage ist nur eine Fassung veröffentlicht."),
            ),
        ]

    def __str__(self):
        return _("%(name)s, Fassung %(number)s") % {"name": self.name, "number": self.number}

    def get_absolute_url(self):
        return reverse("engagements:template-detail", args=[self.pk])

    @property
    def is_draft(self):
        return self.state == TemplateState.DRAFT

    @property
    def is_published(self):
        return self.state == TemplateState.PUBLISHED

    @property
    def contribution_names(self):
        return lines_of(self.own_contributions)


class PhaseTemplate(models.Model):
    """One phase of a template: who, what, with which result, how long, and what to mind."""

    template = models.ForeignKey(ProcessTemplate, models.CASCADE, related_name="phases")
    code = models.SlugField(_("Kürzel"), max_length=40)
    name = models.CharField(_("Name"), max_length=160)
    short = models.CharField(_("Kurzname"), max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)
    may_overlap = models.BooleanField(_("darf parallel laufen"), default=True)
    may_repeat = models.BooleanField(_("darf wiederholt werden"), default=False)
    in_offer = models.BooleanField(
        _("im Angebot enthalten"),
        default=True,
        help_text=_("Sonst braucht die Phase eine gesonderte Vereinbarung."),
    )
    participants = models.TextField(_("Beteiligte"), blank=True)
    activities = models.TextField(_("Tätigkeiten (eine je Zeile)"), blank=True)
    artefacts = models.TextField(_("Ergebnisse (eines je Zeile)"), blank=True)
    hints = models.TextField(_("Hinweise zur Methode (einer je Zeile)"), blank=True)
    duration = models.CharField(_("Dauer"), max_length=120, blank=True)
    months_min = models.DecimalField(_("Monate mindestens"), max_digits=5, decimal_places=2, null=True, blank=True)
    months_max = models.DecimalField(_("Monate höchstens"), max_digits=5, decimal_places=2, null=True, blank=True)
    circle = models.PositiveSmallIntegerField(_("übliche Reichweite"), choices=Circle, default=Circle.TEAM)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("Phase der Vorlage")
        verbose_name_plural = _("Phasen der Vorlage")
        constraints = [
            models.UniqueConstraint(
                fields=["template", "code"],
                name="phase_template_code_once",
                violation_error_message=_("Dieses Kürzel gibt es in der Vorlage schon."),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def label(self):
        return self.short or self.name

    @property
    def activity_lines(self):
        return lines_of(self.activities)

    @property
    def artefact_lines(self):
        return lines_of(self.artefacts)

    @property
    def hint_lines(self):
        return lines_of(self.hints)


class CriterionTemplate(models.Model):
    """What should hold before a phase begins or ends."""

    phase = models.ForeignKey(PhaseTemplate, models.CASCADE, related_name="criteria")
    kind = models.CharField(_("für"), max_length=5, choices=CriterionKind, default=CriterionKind.EXIT)
    text = models.CharField(_("Kriterium"), max_length=300)
    gate = models.CharField(_("prüft das System"), max_length=10, choices=Gate, blank=True)
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)

    class Meta:
        ordering = ["kind", "order", "pk"]
        verbose_name = _("Kriterium der Vorlage")
        verbose_name_plural = _("Kriterien der Vorlage")

    def __str__(self):
        return self.text
