"""The pictures of those who fund: named as the profiles name them, small enough for a page."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rooms.ids import uuid7

MOST_BYTES = 10_000  # of one picture; six of them leave a page below its weight
MOST_ON_A_PAGE = 6


class FunderLogoQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A logo says who pays; everybody may see it."""
        return self.all()

    def plain(self):
        """For lists and pages: the bytes are fetched by the picture itself."""
        return self.defer("content")

    def named(self, names):
        """Those of these funders, in the order of the names; how a name is spaced and written large does not matter."""
        wanted = list(dict.fromkeys(told(name) for name in names))
        found = {told(row.name): row for row in self.plain().annotate(low=Lower("name")).filter(low__in=wanted)}
        return [found[name] for name in wanted if name in found][:MOST_ON_A_PAGE]


def told(name):
    return " ".join(name.split()).lower()


class FunderLogo(models.Model):
    """The logo of a funder or a programme: kept by the administrators, shown where a signed profile names it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("Name des Förderers oder Projekts"), max_length=300)
    alt = models.CharField(_("Bildbeschreibung"), max_length=200)
    licence = models.CharField(_("Woher, und wer hat es erlaubt?"), max_length=300)
    content = models.BinaryField(editable=False)  # a PNG, decoded and written anew
    width = models.PositiveSmallIntegerField(editable=False)
    height = models.PositiveSmallIntegerField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, verbose_name=_("von")
    )
    changed_at = models.DateTimeField(_("am"), auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = FunderLogoQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("Logo")
        verbose_name_plural = _("Logos")
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="funder_logo_once",
                violation_error_message=_("Dieser Förderer hat schon ein Logo."),
            ),
            models.CheckConstraint(condition=~Q(alt="") & ~Q(licence=""), name="funder_logo_described"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("network:logo-update", args=[self.pk])

    @property
    def shown(self):
        """Width and height on a page: the picture has twice the dots, so that it is sharp."""
        return (self.width + 1) // 2, (self.height + 1) // 2

    @property
    def mark(self):
        return self.sha256[:16]
