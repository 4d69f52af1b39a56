import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from network.models import Outline
from reports.map import path_of
from reports.outlines import CannotRead, laender_of, simplified

SOURCE = "© GeoBasis-DE / BKG (Daten verändert), dl-de/by-2-0"


class Command(BaseCommand):
    help = "Liest die Umrisse der Länder aus dem amtlichen GeoJSON für die Karte; ersetzt, was da ist."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", default="", help="steht unter der Karte; sonst, was die Datei über sich sagt")
        parser.add_argument("--detail", type=float, default=0.5, help="so viele Einheiten darf eine Linie abweichen")

    def handle(self, *, file, source, detail, **options):
        try:
            data = json.loads(file.read_text(encoding="utf-8"))
            laender = laender_of(data)
        except (OSError, ValueError, CannotRead) as problem:
            raise CommandError(f"{file}: {problem}") from None
        source = (source or data.get("attribution", "").partition(";")[0] or SOURCE)[:300]
        rows = [
            Outline(key=key, name=name, path=path_of(rings), source=source)
            for key, (name, rings) in sorted(simplified(laender, detail).items())
        ]
        with transaction.atomic():
            Outline.objects.all().delete()
            Outline.objects.bulk_create(rows)
        self.stdout.write(f"{len(rows)} Umrisse geladen, {sum(len(row.path) for row in rows)} Zeichen.")
