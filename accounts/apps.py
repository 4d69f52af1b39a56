from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Personen und Organisationen"

    def ready(self):
        from .sessions import begin

        user_logged_in.connect(begin, dispatch_uid="accounts.sessions.begin")
