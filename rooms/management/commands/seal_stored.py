from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError

from rooms import uploads
from rooms.enums import Circle
from rooms.models import File


class Command(BaseCommand):
    help = "Verschlüsselt versiegelte Dateien, die vor der Verschlüsselung abgelegt wurden; jederzeit zu wiederholen."

    def handle(self, **options):
        done, failed = 0, []
        keys = list(File.objects.filter(circle=Circle.SEALED).order_by("pk").values_list("pk", flat=True))
        for key in keys:
            try:
                done += uploads.seal_stored(key)
            except ObjectDoesNotExist:  # deleted meanwhile
                continue
            except Exception as problem:  # each kind of store has its own words for being away
                failed.append(key)
                self.stderr.write(f"{key}: {problem}")
        self.stdout.write(f"{len(keys)} versiegelte Dateien, {done} davon jetzt verschlüsselt.")
        if failed:
            raise CommandError(f"{len(failed)} Dateien ließen sich nicht verschlüsseln. Bitte noch einmal starten.")
