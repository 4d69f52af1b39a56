"""A mission statement (Leitbild): its versions, their numbered sections, the measures that serve its aims."""

import hashlib
import json
from calendar import monthrange

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement
from municipalities.models import Place
from rooms.enums import Circle
from rooms.models import OpenItem, RoomItemQuerySet
from stakeholders.models import Body
from steering.models import Measure, Resolution

from ..enums import LANGUAGES, RIGHT_TO_LEFT, SectionKind, VersionState, Wording


class MissionStatement(OpenItem):
    """What a town says of itself in the long run, from the mandate to the yearly check.

    Its texts are in its versions; here is what all of them share, above all how far section numbers have come.
    """

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="statements")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("Kommune"))
    title = models.CharField(_("Arbeitstitel"), max_length=160)
    slug = models.SlugField(_("Adresse der öffentlichen Seite"), max_length=80, unique=True)
    drafted_by = models.ForeignKey(
        Body, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("Redaktionsgruppe")
    )
    review_months = models.PositiveSmallIntegerField(
        _("Überprüfen alle … Monate"), default=12, validators=[MinValueValidator(1)]
    )
    reviewed_on = models.DateField(_("zuletzt überprüft am"), null=True, blank=True)
    review_note = models.TextField(_("Was die Überprüfung ergab"), blank=True, max_length=5_000)
    last_number = models.PositiveSmallIntegerField(default=0, editable=False)  # numbers of sections are used once

    goes_at_most = Circle.STEERING  # people further out read versions, never the work on them

    class Meta(OpenItem.Meta):
        ordering = ["-created_at"]
        verbose_name = _("Leitbild")
        verbose_name_plural = _("Leitbilder")

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("participation:statement-detail", args=[self.pk])

    @property
    def review_due(self):
        """The day of the next check: so many months after the last, or after the adoption noted as such."""
        return months_later(self.reviewed_on, self.review_months) if self.reviewed_on else None


def months_later(day, months):
    """The same day so many months on, or the last of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + year, month + 1)[1]
    return day.replace(year=day.year + year, month=month + 1, day=min(day.day, last))


class StatementVersionQuerySet(RoomItemQuerySet):
    def published(self):
        """What the public page shows: adopted, or adopted once and replaced since; and released by two people."""
        return self.filter(circle=Circle.PUBLIC, state__in=[VersionState.ADOPTED, VersionState.REPLACED])

    def in_order(self):
        return self.order_by("-number", "wording", "language")


class StatementVersion(OpenItem):
    """One version of a mission statement in one wording; other wordings name the standard text they render.

    It holds all that its public page says, because whoever reads it there reads no other row. `state` is written by
    `transitions` and nowhere else; from its adoption on the database lets no word of it change.
    """

    statement = models.ForeignKey(MissionStatement, models.CASCADE, related_name="versions")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", editable=False)
    slug = models.SlugField(_("Adresse der öffentlichen Seite"), max_length=80, editable=False)
    number = models.PositiveSmallIntegerField(_("Fassung"), editable=False)
    wording = models.CharField(_("Sprachform"), max_length=14, choices=Wording, default=Wording.STANDARD)
    language = models.CharField(_("Sprache"), max_length=8, default="de")
    renders = models.ForeignKey(
        "self", models.CASCADE, related_name="renderings", null=True, blank=True, verbose_name=_("gibt wieder")
    )
    state = models.CharField(
        _("Stand"), max_length=16, choices=VersionState, default=VersionState.DRAFT, editable=False
    )
    title = models.CharField(_("Titel"), max_length=160)
    addressees = models.CharField(_("An wen richtet es sich?"), max_length=300, blank=True)
    purpose = models.TextField(_("Zweck"), blank=True, max_length=3_000)
    adopted_on = models.DateField(_("beschlossen am"), null=True, blank=True, editable=False)
    adopted_by = models.CharField(_("beschlossen durch"), max_length=200, blank=True, editable=False)
    resolution = models.ForeignKey(
        Resolution, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("Beschluss")
    )
    sha256 = models.CharField(_("Prüfsumme"), max_length=64, blank=True, editable=False)
    comments_until = models.DateField(_("Rückmeldungen bis"), null=True, blank=True, editable=False)
    recommended = models.ForeignKey(
        Resolution, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("Empfehlung")
    )

    objects = StatementVersionQuerySet.as_manager()

    class Meta(OpenItem.Meta):
        ordering = ["-number", "wording", "language"]
        verbose_name = _("Fassung")
        verbose_name_plural = _("Fassungen")
        constraints = [
            *OpenItem.Meta.constraints,
            models.UniqueConstraint(
                fields=["statement", "number", "wording", "language"],
                name="statement_version_once",
                violation_error_message=_("Diese Fassung gibt es in dieser Sprache schon."),
            ),
            models.UniqueConstraint(
                fields=["statement", "wording", "language"],
                condition=Q(state=VersionState.ADOPTED),
                name="statement_adopted_once",
            ),
            # Another wording always renders one; a trigger sees to that, and lets go when all of it is deleted.
            models.CheckConstraint(
                condition=~Q(wording=Wording.STANDARD) | Q(renders__isnull=True),
                name="statement_version_renders_the_standard",
            ),
            models.CheckConstraint(
                condition=~Q(state=VersionState.ADOPTED) | Q(adopted_on__isnull=False) & ~Q(sha256=""),
                name="statement_version_adopted_is_stamped",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[VersionState.DRAFT, VersionState.DROPPED]) | Q(circle__gte=Circle.STEERING),
                name="statement_version_draft_stays_inside",
                violation_error_message=_("Was in Arbeit ist, geht nicht über die Lenkungsrunde hinaus."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("participation:version-detail", args=[self.pk])

    @property
    def goes_at_most(self):
        """What is being written is not read further out than the group that works with it."""
        inside = {VersionState.DRAFT, VersionState.DROPPED}
        return Circle.STEERING if self.state in inside else Circle.PUBLIC

    @property
    def is_open(self):
        """Whether somebody may still write in it."""
        return self.state == VersionState.DRAFT

    @property
    def takes_comments(self):
        """Whether it is open for comments today; its last day is one of them."""
        is_over = self.comments_until is not None and self.comments_until < timezone.localdate()
        return self.state == VersionState.COMMENTED and not is_over

    @property
    def stands(self):
        """Its state as it is told: a round whose last day is over is over."""
        is_over = self.state == VersionState.COMMENTED and not self.takes_comments
        return str(_("Rückmeldungen abgeschlossen") if is_over else self.get_state_display())

    @property
    def is_standard(self):
        return self.wording == Wording.STANDARD

    @property
    def sign(self):
        """„Fassung 2“, „Fassung 2, Einfache Sprache“, „Fassung 2, Englisch“."""
        words = str(_("Fassung %(number)s") % {"number": self.number})
        return words if self.is_standard else f"{words}, {self.wording_name}"

    @property
    def wording_name(self):
        """How it is worded; of a translation its language."""
        language = LANGUAGES.get(self.language, self.language)
        if self.wording == Wording.TRANSLATION:
            return str(language)
        is_own = self.language == "de"
        return str(self.get_wording_display()) if is_own else f"{self.get_wording_display()} ({language})"

    @property
    def direction(self):
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"

    @property
    def is_intact(self):
        """Whether its words are still those that were adopted."""
        return self.sha256 == self.digest()

    def digest(self, sections=None):
        """The hash of what is adopted: its words and their numbers."""
        rows = self.sections.all() if sections is None else sections
        words = [[row.number, row.kind, row.heading, row.text] for row in rows]
        frozen = [self.slug, self.number, self.wording, self.language, self.title, self.addressees, self.purpose, words]
        return hashlib.sha256(json.dumps(frozen, ensure_ascii=False).encode()).hexdigest()


class Section(models.Model):
    """A numbered section of one version; the same number means the same section in all versions."""

    version = models.ForeignKey(StatementVersion, models.CASCADE, related_name="sections")
    number = models.PositiveSmallIntegerField(_("Nummer"), editable=False)
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("Was ist es?"), max_length=10, choices=SectionKind, default=SectionKind.AIM)
    heading = models.CharField(_("Überschrift"), max_length=200, blank=True)
    text = models.TextField(_("Text"), max_length=10_000)

    class Meta:
        ordering = ["order", "number"]
        verbose_name = _("Abschnitt")
        verbose_name_plural = _("Abschnitte")
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="section_number_once_per_version")]

    def __str__(self):
        return f"{self.number} {self.heading}".strip()


class AimMeasure(models.Model):
    """A measure of the plan that serves a guiding aim, named by the number of its section."""

    statement = models.ForeignKey(MissionStatement, models.CASCADE, related_name="served")
    number = models.PositiveSmallIntegerField(_("Leitziel"))
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="aims", verbose_name=_("Maßnahme"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number", "pk"]
        verbose_name = _("Maßnahme zu einem Leitziel")
        verbose_name_plural = _("Maßnahmen zu Leitzielen")
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "number", "measure"],
                name="aim_measure_once",
                violation_error_message=_("Diese Maßnahme steht schon bei diesem Leitziel."),
            )
        ]

    def __str__(self):
        return f"{self.number}: {self.measure}"
