from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.origin import origin
from network.receiving import remind_late


class Command(BaseCommand):
    help = "Erinnert an Anfragen, deren zugesagte Frist abgelaufen ist, jede einmal und ohne Inhalt; stündlich."

    def handle(self, **options):
        home = origin()
        n = remind_late(timezone.now(), lambda path: home + path)
        self.stdout.write(f"An {n} Anfragen ist erinnert.")
