"""Courses of a network: modules with dates, who was there, and who has been to enough of them."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from periods.fields import PeriodField
from rooms.models import OpenItem, RoomItemQuerySet

from .network import Network


class CourseQuerySet(RoomItemQuerySet):
    def for_list(self):
        return self.prefetch_related("modules").order_by(F("period_from").desc(nulls_last=True), "title", "pk")


class Course(OpenItem):
    """A qualification in modules; a certificate says who has been to enough of them."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="courses")
    title = models.CharField(_("Titel"), max_length=200)
    period = PeriodField(_("Zeitraum"), blank=True)
    needed = models.PositiveSmallIntegerField(
        _("Module für das Zertifikat"), default=5, validators=[MinValueValidator(1)]
    )
    summary = models.TextField(_("Worum geht es?"), max_length=3000, blank=True)
    issuer = models.CharField(_("Wer das Zertifikat ausstellt"), max_length=200, blank=True)
    source = models.CharField(_("Quelle"), max_length=300, blank=True)

    objects = CourseQuerySet.as_manager()

    class Meta(OpenItem.Meta):
        verbose_name = _("Lehrgang")
        verbose_name_plural = _("Lehrgänge")

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("network:course-detail", args=[self.pk])


class CourseModule(models.Model):
    """One part of a course, with its day."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="modules")
    title = models.CharField(_("Modul"), max_length=200)
    when = PeriodField(_("Termin"), blank=True)
    place = models.CharField(_("Ort"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("Modul")
        verbose_name_plural = _("Module")

    def __str__(self):
        return self.title


class CourseParticipantQuerySet(RoomItemQuerySet):
    def for_list(self):
        return self.prefetch_related("attendance").order_by("name", "pk")


class CourseParticipant(OpenItem):
    """Somebody who takes part in a course; her name stays with those who keep the network."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="participants")
    name = models.CharField(_("Name"), max_length=120)
    comes_from = models.CharField(_("Kommune oder Organisation"), max_length=200, blank=True)
    certified_on = models.DateField(_("Zertifikat vom"), null=True, blank=True, editable=False)

    objects = CourseParticipantQuerySet.as_manager()

    class Meta(OpenItem.Meta):
        verbose_name = _("Teilnehmer*in eines Lehrgangs")
        verbose_name_plural = _("Teilnehmende eines Lehrgangs")

    def __str__(self):
        return self.name

    @property
    def attended(self):
        """The modules she has been to."""
        return {row.module_id for row in self.attendance.all()}


class ModuleAttendance(models.Model):
    """That somebody was there at a module."""

    participant = models.ForeignKey(CourseParticipant, models.CASCADE, related_name="attendance")
    module = models.ForeignKey(CourseModule, models.CASCADE, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("Teilnahme an einem Modul")
        verbose_name_plural = _("Teilnahmen an Modulen")
        constraints = [models.UniqueConstraint(fields=["participant", "module"], name="module_attendance_once")]

    def __str__(self):
        return str(self.module)
