"""What a network knows and passes on: handbooks, method sheets, publications."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from engagements.enums import ConflictTheme
from periods.fields import PeriodField
from rooms.models import File, OpenItem, RoomItemQuerySet

from ..enums import LibraryKind, Licence, WorkPhase
from .network import Network


class LibraryItemQuerySet(RoomItemQuerySet):
    def for_list(self):
        return self.order_by(F("published_from").desc(nulls_last=True), "title", "pk")

    def search(self, words):
        """Those in which every word occurs: title, editor or what it is about."""
        rows = self
        for word in words.split():
            rows = rows.filter(Q(title__icontains=word) | Q(authors__icontains=word) | Q(summary__icontains=word))
        return rows


class LibraryItem(OpenItem):
    """One work: what it is, for which phase and theme it helps, which version, and what others may do with it."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="library")
    title = models.CharField(_("Titel"), max_length=240)
    kind = models.CharField(_("Art"), max_length=14, choices=LibraryKind)
    authors = models.CharField(_("Herausgegeben von"), max_length=240, blank=True)
    published = PeriodField(_("Erschienen"), blank=True)
    edition = models.CharField(_("Fassung"), max_length=80, blank=True)
    licence = models.CharField(_("Lizenz"), max_length=12, choices=Licence, default=Licence.UNKNOWN)
    phase = models.CharField(_("Für welche Phase?"), max_length=12, choices=WorkPhase, blank=True)
    themes = ArrayField(
        models.CharField(max_length=30, choices=ConflictTheme), verbose_name=_("Themen"), default=list, blank=True
    )
    summary = models.TextField(_("Worum geht es?"), max_length=3000, blank=True)
    url = models.URLField(_("Adresse im Netz"), max_length=500, blank=True)
    file = models.ForeignKey(File, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("Datei"))
    source = models.CharField(_("Quelle dieser Angaben"), max_length=300, blank=True)

    objects = LibraryItemQuerySet.as_manager()

    class Meta(OpenItem.Meta):
        verbose_name = _("Werk der Bibliothek")
        verbose_name_plural = _("Werke der Bibliothek")

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("network:library-detail", args=[self.pk])

    @property
    def words_beside(self):
        """Its file, and which one: everybody loads what stands so in the words two people released (migration 0007)."""
        file = File.objects.filter(pk=self.file_id).first() if self.file_id else None
        return [[self._meta.get_field("file").verbose_name, f"{file.name}, SHA-256 {file.sha256}"]] if file else []

    @property
    def theme_labels(self):
        return [ConflictTheme(each).label for each in self.themes]
