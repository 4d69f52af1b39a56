from datetime import timedelta

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from accounts import letters
from accounts.models import AttemptCount, SentForm, Session
from network.subscriptions import forget_unconfirmed
from retention.deadlines import INVITATION_DAYS
from retention.due import (
    forget_answers,
    forget_contacts,
    forget_help,
    forget_invited,
    forget_nominations,
    forget_peers,
    forget_registrations,
    forget_requests,
)
from rooms.models import Invitation


class Command(BaseCommand):
    help = "Löscht täglich, was ohne zweite Person geht: Entwürfe, Einladungen, Lesungen, alte Anmeldungen."

    def handle(self, **options):
        now = timezone.now()
        with transaction.atomic():
            for name, rows in (
                ("Einladungen", Invitation.objects.filter(expires_at__lt=now - timedelta(days=INVITATION_DAYS))),
                ("Anmeldungen", Session.objects.filter(expire_date__lt=now)),
                ("Zählungen von Versuchen", AttemptCount.objects.filter(window_start__lt=now - timedelta(days=1))),
                ("Vermerke von Formularen", SentForm.objects.filter(sent_at__lt=now - timedelta(days=1))),
                ("Vermerke von E-Mails", letters.forgettable()),
            ):
                self.stdout.write(f"{rows.delete()[0]} {name} gelöscht.")
            self.stdout.write(f"{forget_nominations()} Vorschläge für Sitze gelöscht.")
            self.stdout.write(f"{forget_peers()} Fallberatungen gelöscht.")
            self.stdout.write(f"{forget_answers()} Antworten bei Anmeldungen gelöscht.")
            self.stdout.write(f"{forget_registrations()} Anmeldungen zu Veranstaltungen gelöscht.")
            self.stdout.write(f"{forget_invited()} Einladungen zu Veranstaltungen gelöscht.")
            self.stdout.write(f"{forget_contacts()} Angaben zu Beitragenden gelöscht.")
            self.stdout.write(f"{forget_requests()} Anfragen gelöscht.")
            self.stdout.write(f"{forget_help()} Bitten um Hilfe gelöscht.")
            self.stdout.write(f"{forget_unconfirmed(now)} Abonnements gelöscht.")
        call_command("forget_drafts", stdout=self.stdout)
        call_command("forget_reads", stdout=self.stdout)
