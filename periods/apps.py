from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeriodsConfig(AppConfig):
    """What did people mean by this date?"""

    name = "periods"
    verbose_name = _("Zeitangaben")
