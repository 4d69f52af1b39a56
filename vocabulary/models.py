"""What does this house call it?"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST = 80


class Term(models.Model):
    """What the house says instead of one standard word, and whether new entries may still carry it.

    A row is there once somebody has changed a term, and stays: empty words and no retirement are the standard again.
    """

    vocabulary = models.CharField(_("Vokabular"), max_length=30, editable=False)
    term = models.CharField(_("Kürzel"), max_length=40, editable=False)
    label_de = models.CharField(_("Ihr Wort, deutsch"), max_length=LONGEST, blank=True)
    label_en = models.CharField(_("Ihr Wort, englisch"), max_length=LONGEST, blank=True)
    is_retired = models.BooleanField(_("wird nicht mehr angeboten"), default=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("von")
    )
    changed_at = models.DateTimeField(_("am"), auto_now=True)

    class Meta:
        ordering = ["vocabulary", "term"]
        verbose_name = _("Begriff")
        verbose_name_plural = _("Begriffe")
        constraints = [models.UniqueConstraint(fields=["vocabulary", "term"], name="vocabulary_term_once")]

    def __str__(self):
        return f"{self.vocabulary}: {self.term}"
