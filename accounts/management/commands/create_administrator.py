import secrets

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation, User


class Command(BaseCommand):
    help = "Legt die erste Netzwerkverwaltung an; sie setzt ihr Passwort über „Passwort vergessen“."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--organisation", default="", help="Name der beratenden Organisation")

    @transaction.atomic
    def handle(self, email, name, organisation, **options):
        email = email.strip().lower()
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(_("Das ist keine vollständige E-Mail-Adresse: %s") % email) from error
        if User.objects.filter(email=email).exists():
            raise CommandError(_("Mit dieser E-Mail-Adresse ist schon eine Person angelegt."))
        home = Organisation.objects.get_or_create(name=organisation)[0] if organisation else None
        # An unusable password would also close „Passwort vergessen“, so it gets a chance one nobody knows.
        user = User.objects.create_user(email, name, is_network_admin=True, organisation=home)
        user.set_password(secrets.token_urlsafe(32))
        user.save(update_fields=["password"])
        self.stdout.write(_("Angelegt. Jetzt auf der Anmeldeseite „Passwort vergessen“ wählen."))
