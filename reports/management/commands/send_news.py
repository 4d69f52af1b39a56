from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.origin import origin
from network.subscriptions import forget_unconfirmed, send_news
from reports.news import items


class Command(BaseCommand):
    help = "Schickt Abonnements, was neu öffentlich ist, einmal in der Woche und nie zweimal; löscht Unbestätigtes."

    def handle(self, **options):
        home, today = origin(), timezone.localdate()
        forgotten = forget_unconfirmed(timezone.now())
        sent = send_news(lambda _language: items(AnonymousUser()), today, lambda path: home + path)
        self.stdout.write(f"{sent} Briefe mit Neuem, {forgotten} Abonnements gelöscht.")
