from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.origin import origin
from steering.digests import send_digests
from steering.enums import RoundState
from steering.models import UpdateRound
from steering.reminding import remind_all
from steering.rounds import remind


class Command(BaseCommand):
    help = "Erinnert an Runden, Sitzungen, Protokolle, Antworten und Aufgaben, jedes einmal und ohne Inhalt; täglich."

    def handle(self, **options):
        home, today = origin(), timezone.localdate()

        def absolute(path):
            return home + path

        running = UpdateRound.objects.filter(state=RoundState.OPEN)
        n = sum(remind(found, absolute=absolute, today=today) for found in running)
        n += remind_all(today, absolute) + send_digests(today, absolute)
        self.stdout.write(f"Für {n} Erinnerungen ist gesorgt.")
