import re
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from audit.chains import DAYS, chains, digest
from audit.models import Read

KNOWN = re.compile(r"^(profile|[0-9a-f-]{36}): .*Nr\. (\d+) vom ([\d-]{10}), ([0-9a-f]{64})$", re.MULTILINE)


class Command(BaseCommand):
    help = (
        "Prüft, ob am Nachweis der Lesungen etwas verändert ist. Bewahren Sie die Ausgabe an einem zweiten Ort auf: "
        "Mit --known fällt dann auch auf, wenn jemand das Ende abgeschnitten oder alles neu geschrieben hat."
    )

    def add_arguments(self, parser):
        parser.add_argument("--known", type=Path, help="eine frühere Ausgabe dieses Befehls")

    def handle(self, *, known, **options):
        with connection.cursor() as cursor:
            cursor.execute("SELECT row_security_active(%s)", [Read._meta.db_table])
            if cursor.fetchone()[0]:  # behind the wall every chain would have gaps
                raise CommandError("Diese Rolle der Datenbank sieht nicht alle Lesungen. Bitte als Eigentümer starten.")
        checked = chains()
        for chain in checked:
            end = f"Nr. {chain.last} vom {chain.day}, {chain.hash}"
            self.stdout.write(f"{chain.name}: {chain.length} Lesungen bis {end}")
        broken = [f"{chain.name}: {chain.broken}" for chain in checked if chain.broken]
        broken += missing(known.read_text()) if known else []
        if broken:
            raise CommandError("Der Nachweis der Lesungen ist nicht heil. " + "; ".join(broken))
        self.stdout.write(f"Alle {len(checked)} Ketten sind heil. Prüfwert {digest(checked)}")


def missing(known):
    """What an earlier output names and the database does not have any more."""
    forgotten = timezone.now().date() - timedelta(days=DAYS)
    for name, number, day, value in KNOWN.findall(known):
        row = Read.objects.filter(room_key=None if name == "profile" else UUID(name), number=number, hash=value)
        if date.fromisoformat(day) >= forgotten and not row.exists():
            yield f"{name}: Nr. {number} ist nicht mehr die von damals"
