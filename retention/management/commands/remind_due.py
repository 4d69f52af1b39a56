from django.core.management.base import BaseCommand

from retention.reminding import remind


class Command(BaseCommand):
    help = "Erinnert die Federführung per E-Mail 90, 30 und 7 Tage, bevor etwas zum Löschen fällig wird; täglich."

    def handle(self, **options):
        self.stdout.write(f"Für {remind()} Erinnerungen ist gesorgt.")
