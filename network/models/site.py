"""Texts of the house that its administrators write: imprint, privacy, accessibility, who we are."""

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _


class TextKey(models.TextChoices):
    ABOUT = "ueber-uns", _("Über uns")
    IMPRINT = "impressum", _("Impressum")
    PRIVACY = "datenschutz", _("Datenschutz")
    ACCESSIBILITY = "barrierefreiheit", _("Barrierefreiheit")


class SiteTextQuerySet(models.QuerySet):
    def of(self, key, language):
        """All versions of a text, the newest first."""
        return self.filter(key=key, language=language).select_related("changed_by").order_by("-number")

    def current(self):
        """Of each text in each language the newest version; one that was emptied is the built-in text again."""
        return self.select_related("changed_by").order_by("key", "language", "-number").distinct("key", "language")


class SiteText(models.Model):
    """One version of a public text in one language: written once, never changed; the newest holds."""

    key = models.CharField(_("Text"), max_length=20, choices=TextKey)
    language = models.CharField(_("Sprache"), max_length=2, choices=settings.LANGUAGES)
    number = models.PositiveIntegerField(_("Fassung"))
    body = models.TextField(_("Text"), blank=True, max_length=40_000)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("von")
    )
    changed_at = models.DateTimeField(_("am"), auto_now_add=True)

    objects = SiteTextQuerySet.as_manager()

    class Meta:
        ordering = ["key", "language", F("number").desc()]
        verbose_name = _("Text der öffentlichen Seiten")
        verbose_name_plural = _("Texte der öffentlichen Seiten")
        constraints = [models.UniqueConstraint(fields=["key", "language", "number"], name="site_text_number_once")]

    def __str__(self):
        return f"{self.get_key_display()} ({self.get_language_display()}), {self.number}"
