from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.core.checks import register


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Personen und Organisationen"

    def ready(self):
        from .keys import check_keys
        from .sessions import begin

        register(check_keys)
        user_logged_in.connect(begin, dispatch_uid="accounts.sessions.begin")
