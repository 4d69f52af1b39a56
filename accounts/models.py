"""Who signs in?"""

import uuid

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from periods.fields import PeriodField


class Organisation(models.Model):
    """An organisation of advisors: the controller of everything its rooms hold."""

    name = models.CharField(_("Name"), max_length=160, unique=True)
    short_name = models.CharField(_("Kurzname"), max_length=40, blank=True)
    website = models.URLField(_("Internetseite"), blank=True)
    contact_email = models.EmailField(_("Funktionsadresse"), blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("beratende Organisation")
        verbose_name_plural = _("beratende Organisationen")

    def __str__(self):
        return self.short_name or self.name

    def get_absolute_url(self):
        return reverse("network:organisation-detail", args=[self.pk])


class OrganisationName(models.Model):
    """A name under which an organisation was known earlier, e.g. forumZFD for Pro Peace."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="earlier_names")
    name = models.CharField(_("früherer Name"), max_length=160)
    period = PeriodField(_("geführt"), blank=True)
    source = models.CharField(_("Quelle"), max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("früherer Name")
        verbose_name_plural = _("frühere Namen")
        constraints = [
            models.UniqueConstraint("organisation", Lower("name"), name="organisation_name_once"),
        ]

    def __str__(self):
        return self.name


class UserManager(BaseUserManager):
    def get_by_natural_key(self, email):
        return self.get(email=email.lower())

    def create_user(self, email, name, password=None, **fields):
        """A person who can sign in; without a password only an invitation or a reset opens the door."""
        user = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class Theme(models.TextChoices):
    SYSTEM = "", _("wie das Gerät")
    LIGHT = "light", _("hell")
    DARK = "dark", _("dunkel")


class User(AbstractBaseUser):
    """A person who signs in. What she may read hangs on her memberships, never on this row."""

    email = models.EmailField(
        _("E-Mail-Adresse"),
        unique=True,
        error_messages={"unique": _("Mit dieser E-Mail-Adresse ist schon eine Person angelegt.")},
    )
    name = models.CharField(_("Name"), max_length=120)
    function = models.CharField(_("Funktion"), max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="people", null=True, blank=True, verbose_name=_("Organisation")
    )
    language = models.CharField(_("Sprache"), max_length=5, choices=settings.LANGUAGES, default="de")
    theme = models.CharField(_("Darstellung"), max_length=5, choices=Theme, blank=True, default=Theme.SYSTEM)
    is_active = models.BooleanField(_("darf sich anmelden"), default=True)
    is_network_admin = models.BooleanField(_("verwaltet das Netzwerk"), default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("Person")
        verbose_name_plural = _("Personen")
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="user_email_lower_case",
                violation_error_message=_("Die E-Mail-Adresse wird klein geschrieben."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name


class AttemptCount(models.Model):
    """How often somebody has tried lately, from one account or one address, which the row does not name."""

    kind = models.CharField(max_length=32)
    key = models.CharField(max_length=64)
    window_start = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("Anmeldeversuche")
        verbose_name_plural = _("Anmeldeversuche")
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="attempts_counted_once")]

    def __str__(self):
        return f"{self.kind}: {self.count}"


class FactorKind(models.TextChoices):
    APP = "app", _("App mit Codes")
    PASSKEY = "passkey", _("Passkey")


class SecondFactor(models.Model):
    """What a person has besides her password: an app that shows codes, or a passkey."""

    user = models.ForeignKey(User, models.CASCADE, related_name="factors")
    kind = models.CharField(max_length=8, choices=FactorKind)
    name = models.CharField(_("Bezeichnung"), max_length=60)
    secret = models.BinaryField()  # of an app: sealed; of a passkey: its public key
    credential_id = models.BinaryField(null=True, unique=True, max_length=1023)
    counter = models.BigIntegerField(default=0)  # the last step of an app, the last count of a passkey: only upwards
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("zweiter Schritt")
        verbose_name_plural = _("zweite Schritte")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=FactorKind.APP, credential_id=None)
                | Q(kind=FactorKind.PASSKEY, credential_id__isnull=False),
                name="passkeys_have_a_credential",
            )
        ]

    def __str__(self):
        return self.name


class RecoveryCode(models.Model):
    """A code on paper, good once, for the day the second factor is lost; the row does not contain it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Wiederherstellungscode")
        verbose_name_plural = _("Wiederherstellungscodes")

    def __str__(self):
        return f"{self.user_id}: {self.used_at or '-'}"


class DeviceKey(models.Model):
    """The key of what a person's devices keep of her unsent texts; the devices get it for as long as she sits there."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="device_key")
    wrapped = models.BinaryField()  # sealed, see accounts/keys.py
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Geräteschlüssel")
        verbose_name_plural = _("Geräteschlüssel")

    def __str__(self):
        return str(self.user_id)


class LetterQuerySet(models.QuerySet):
    def open(self):
        """Neither sent nor given up."""
        return self.filter(sent_at=None, refused_at=None)


class Letter(models.Model):
    """A mail on its way, sealed. Its words go with it; a `once` stays, so that nobody gets the same letter twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    occasion = models.CharField(max_length=40)
    once = models.CharField(max_length=200, unique=True, null=True)  # noqa: DJ001 -- most letters have none
    content = models.BinaryField(default=b"")  # accounts/letters.py seals and opens it
    written_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["due_at"]
        verbose_name = _("E-Mail")
        verbose_name_plural = _("E-Mails")
        indexes = [models.Index(fields=["due_at"], condition=Q(sent_at=None, refused_at=None), name="letters_to_send")]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None, refused_at=None) | Q(content=b""), name="letters_gone_have_no_words"
            )
        ]

    def __str__(self):
        return self.occasion


class SentForm(models.Model):
    """A form that was sent and taken, and where that led; the row tells neither by whom nor what stood in it."""

    digest = models.CharField(max_length=64, primary_key=True)
    location = models.CharField(max_length=500)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("gesendetes Formular")
        verbose_name_plural = _("gesendete Formulare")

    def __str__(self):
        return self.location


class Session(AbstractBaseSession):
    """Where somebody is signed in; as Django's own, and it knows whose it is."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sessions", null=True)

    @classmethod
    def get_session_store_class(cls):
        from .session_store import SessionStore  # noqa: PLC0415 -- the store needs this model

        return SessionStore
