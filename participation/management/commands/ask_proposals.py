from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.origin import origin
from participation.proposals import ask_all


class Command(BaseCommand):
    help = "Fragt vier Wochen nach der Übergabe einmal nach, was aus einem Vorschlag wurde; täglich."

    def handle(self, **options):
        home = origin()
        n = ask_all(timezone.localdate(), lambda path: home + path)
        self.stdout.write(f"Nach {n} Vorschlägen gefragt.")
