from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.origin import origin
from steering.enums import RoundState
from steering.models import UpdateRound
from steering.rounds import remind


class Command(BaseCommand):
    help = "Erinnert in laufenden Runden, wer noch nicht geantwortet hat, vor und nach der Frist je einmal; täglich."

    def handle(self, **options):
        home, today = origin(), timezone.localdate()
        running = UpdateRound.objects.filter(state=RoundState.OPEN)
        n = sum(remind(found, absolute=lambda path: home + path, today=today) for found in running)
        self.stdout.write(f"{n} Erinnerungen gehen hinaus.")
