from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from audit.chains import DAYS, chains
from audit.models import Read


class Command(BaseCommand):
    help = "Löscht Lesungen, die älter als zwölf Monate sind; was bleibt, ist weiter eine Kette."

    @transaction.atomic
    def handle(self, **options):
        if broken := [chain for chain in chains() if chain.broken]:
            raise CommandError(f"Erst klären, dann löschen: {broken[0].name}: {broken[0].broken}.")
        day, count = timezone.now() - timedelta(days=DAYS), 0
        ends = Read.objects.filter(at__lt=day).order_by().values_list("room_key").annotate(Max("number"))
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE audit_read DISABLE TRIGGER audit_read_kept")
            for room, number in ends:
                chain = Read.objects.filter(room_key=room)
                newest = chain.order_by("-number").first().number
                # The newest stays whatever its age: the next one continues behind it.
                count += chain.filter(number__lte=number, number__lt=newest).delete()[0]
            cursor.execute("ALTER TABLE audit_read ENABLE TRIGGER audit_read_kept")
        self.stdout.write(f"{count} Lesungen gelöscht.")
