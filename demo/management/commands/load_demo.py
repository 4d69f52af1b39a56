from django.core.management.base import BaseCommand, CommandError

from demo import loader
from demo.people import DOMAIN, PASSWORD
from engagements.models import LogEntry
from municipalities.models import Place


class Command(BaseCommand):
    help = "Loads the sample places, accounts, programmes and consultations into an empty database, once."

    def add_arguments(self, parser):
        parser.add_argument("--force", action="store_true", help="also where SAMPLE_MODE is off")

    def handle(self, *, force, **options):
        try:
            house = loader.load(force=force)
        except loader.Refused as refused:
            raise CommandError(str(refused)) from None
        if house is None:
            self.stdout.write("Die Beispiele sind schon da.")
            return
        self.stdout.write(
            f"Beispiele geladen: {Place.objects.count()} Orte, {len(house.programmes)} Programme, "
            f"{len(house.engagements)} Beratungen, {LogEntry.objects.count()} Einträge."
        )
        self.stdout.write(f"Anmelden mit {', '.join(house.accounts)} @{DOMAIN}, Passwort {PASSWORD}")
