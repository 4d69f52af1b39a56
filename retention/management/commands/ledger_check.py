from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from engagements.models import Engagement
from retention.models import LedgerEntry
from retention.replay import LAST, returned


class Command(BaseCommand):
    help = "Prüft, ob etwas wieder da ist, was nach dem Löschbuch gelöscht wurde."

    def handle(self, **options):
        with connection.cursor() as cursor:
            cursor.execute("SELECT row_security_active(%s)", [Engagement._meta.db_table])
            if cursor.fetchone()[0]:  # behind the wall everything would look deleted
                raise CommandError("Diese Rolle der Datenbank sieht nicht alles. Bitte als Eigentümer starten.")
        entries = list(LedgerEntry.objects.values_list("label", "digest"))
        # A consultation itself stays; of it only words were deleted, and new ones may have been written since.
        found = returned(entry for entry in entries if entry[0] != LAST)
        if found:
            raise CommandError("Wieder da: " + ", ".join(f"{len(rows)} × {label}" for label, rows in found.items()))
        self.stdout.write(f"{len(entries)} Zeilen im Löschbuch, nichts davon ist wieder da.")
