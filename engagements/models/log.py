from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from periods.fields import PeriodField
from rooms.addresses import address
from rooms.enums import Circle
from rooms.fields import SealableCharField, SealableTextField
from rooms.models import File, RoomItem, RoomItemQuerySet
from stakeholders.models import Organisation, Person

from ..enums import ActivityKind, ConflictTheme, CountMethod
from .engagement import Engagement
from .phases import Phase


class LogEntryQuerySet(RoomItemQuerySet):
    def newest_first(self):
        return self.order_by("-sorts_on", "-pk")

    def for_list(self):
        return self.select_related("phase", "author").newest_first()


class LogEntry(RoomItem):
    """One line of the process diary: what happened or will, when, with whom, and what we take from it."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="log")
    kind = models.CharField(_("Was war es?"), max_length=20, choices=ActivityKind, default=ActivityKind.TALK)
    title = SealableCharField(_("Überschrift"), max_length=200)
    text = SealableTextField(_("Was wurde gesagt, was nehmen wir mit?"), blank=True, max_length=200_000)
    when = PeriodField(_("Wann?"))
    minutes = models.PositiveIntegerField(_("Wie lange? (Minuten)"), null=True, blank=True)
    phase = models.ForeignKey(
        Phase, models.SET_NULL, related_name="log", null=True, blank=True, verbose_name=_("Phase")
    )
    persons = models.ManyToManyField(Person, related_name="log", blank=True, verbose_name=_("Personen"))
    organisations = models.ManyToManyField(
        Organisation, related_name="log", blank=True, verbose_name=_("Organisationen und Gruppen")
    )
    head_count = models.PositiveIntegerField(_("Wie viele waren da?"), null=True, blank=True)
    count_method = models.CharField(_("Zählweise"), max_length=10, choices=CountMethod, blank=True)
    themes = ArrayField(
        models.CharField(max_length=24, choices=ConflictTheme), verbose_name=_("Themen"), default=list, blank=True
    )
    source = SealableCharField(_("Quelle"), max_length=300, blank=True)
    files = models.ManyToManyField(File, related_name="log_entries", blank=True, verbose_name=_("Anhänge"))
    written_on = models.DateField(editable=False, default=timezone.localdate)
    # The first day of `when`, or the day of writing where the wording could not be read.
    sorts_on = models.GeneratedField(
        expression=Coalesce("when_from", "written_on"), output_field=models.DateField(), db_persist=True
    )
    # Sealed text is in no index.
    search = models.GeneratedField(
        expression=models.Case(
            models.When(
                circle__lt=Circle.SEALED,
                then=SearchVector("title", weight="A", config="german")
                + SearchVector("text", weight="B", config="german"),
            ),
        ),
        output_field=SearchVectorField(null=True),
        db_persist=True,
        null=True,
    )

    is_released_as_edition = True

    objects = LogEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-sorts_on", "-pk"]
        verbose_name = _("Eintrag")
        verbose_name_plural = _("Einträge")
        indexes = [
            models.Index(fields=["engagement", "-sorts_on", "-id"], name="log_of_engagement"),
            models.Index(fields=["room", "circle", "-sorts_on"], name="log_of_room"),
            # With all that the wall asks of a row: the newest one is found in the index alone.
            models.Index(
                fields=["engagement", "-written_on"],
                include=["id", "room", "circle", "author", "shared_on"],
                name="log_last_written",
            ),
            models.Index(fields=["engagement"], name="log_without_text", condition=models.Q(text="")),
            # No waiting list beside the index: every search would read all of it.
            GinIndex(fields=["search"], name="log_search", fastupdate=False),
            GinIndex(
                fields=["search"],
                name="log_search_shared",
                fastupdate=False,
                condition=models.Q(circle__lte=Circle.NETWORK),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address("engagements:log-detail", self.pk)

    # Django's own would translate every choice to name one (docs/performance.md).
    def get_kind_display(self):
        return str(ActivityKind(self.kind).label)

    def get_count_method_display(self):
        return str(CountMethod(self.count_method).label) if self.count_method else ""

    @property
    def is_ahead(self):
        """Whether it lies in the future: an appointment, not yet a report."""
        return self.when_from is not None and self.when_from > timezone.localdate()

    @property
    def theme_labels(self):
        return [ConflictTheme(theme).label for theme in self.themes]
