from django.core.management.base import BaseCommand

from accounts.letters import send_due


class Command(BaseCommand):
    help = "Sendet E-Mails, die noch nicht hinausgegangen sind; läuft jede Minute."

    def handle(self, **options):
        send_due()
