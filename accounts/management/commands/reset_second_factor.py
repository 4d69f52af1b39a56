from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.factors import forget_all
from accounts.models import User


class Command(BaseCommand):
    help = "Entfernt alle zweiten Schritte einer Person, die Geräte und Codes verloren hat; das Passwort bleibt."

    def add_arguments(self, parser):
        parser.add_argument("email")

    @transaction.atomic
    def handle(self, *args, email, **options):
        user = User.objects.filter(email=email.lower()).first()
        if not user:
            raise CommandError(f"Niemand ist mit {email} angelegt.")
        count = forget_all(user)
        self.stdout.write(f"{user.name} <{user.email}>: {count} entfernt, überall abgemeldet, E-Mail geschickt.")
