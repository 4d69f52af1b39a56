from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from rooms import uploads
from rooms.models import File


class Command(BaseCommand):
    help = "Nennt gespeicherte Dateien, zu denen es keinen Eintrag gibt; mit --really werden sie gelöscht."

    def add_arguments(self, parser):
        parser.add_argument("--really", action="store_true", help="löschen, nicht nur nennen")

    def handle(self, *, really, **options):
        with connection.cursor() as cursor:
            cursor.execute("SELECT row_security_active(%s)", [File._meta.db_table])
            if cursor.fetchone()[0]:  # behind the wall every file would look like an orphan
                raise CommandError("Diese Rolle der Datenbank sieht nicht alle Dateien. Bitte als Eigentümer starten.")
        names = uploads.orphans()
        for name in names:
            self.stdout.write(name)
            if really:
                File.content.field.storage.delete(name)
        done = "gelöscht" if really else "ohne Eintrag; mit --really werden sie gelöscht"
        self.stdout.write(f"{len(names)} Dateien {done}.")
