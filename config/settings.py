"""All settings, read from the environment; `.env.example` lists every variable."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from .attempts import attempts
from .database import database, web_role
from .file_store import file_store
from .kept import kept_master_key

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# --- What this installation is -------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY")
# What seals second factors and sealed texts; the first seals, all open. Never in the database, nor in its dumps.
MASTER_KEYS = env.list("MASTER_KEYS", default=[])
MASTER_KEYS_FILE = env("MASTER_KEYS_FILE", default="")
if DEBUG and not (MASTER_KEYS or MASTER_KEYS_FILE):
    MASTER_KEYS = [kept_master_key(VAR_DIR)]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Behind https in real use; the local run on 127.0.0.1 switches it off.
HTTPS = env.bool("HTTPS", default=True)
# Offers the sample accounts on the sign-in page; bin/start sets it on a loopback address only.
SAMPLE_MODE = env.bool("SAMPLE_MODE", default=False)

# Who runs it: named on imprint, privacy and accessibility pages.
OPERATOR_NAME = env("OPERATOR_NAME", default="")
OPERATOR_ADDRESS = env("OPERATOR_ADDRESS", default="")  # lines separated by ", "
OPERATOR_EMAIL = env("OPERATOR_EMAIL", default="")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "crispy_forms",
    "django_filters",
    "django_htmx",
    # Ours, in the order of docs/architecture.md: an app imports only from apps above it.
    "periods",
    "accounts",
    "vocabulary",
    "audit",
    "rooms",
    "municipalities",
    "stakeholders",
    "engagements",
    "steering",
    "participation",
    "network",
    "reports",
    "retention",
    "demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "accounts.middleware.NotKept",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "accounts.middleware.PublicFace",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.middleware.WhoIsThere",
    "rooms.middleware.SessionEnds",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.HtmxSignIn",
    "rooms.middleware.ActingPerson",
    "rooms.middleware.SecondFactorRequired",
    "accounts.middleware.PersonsLanguage",
    "accounts.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "rooms.drafts.SentOff",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["own"]
CRISPY_TEMPLATE_PACK = "own"

# --- Database ------------------------------------------------------------------------------
# DATABASE_ROLE is "web" except for the few commands that build tables (manage.py).
DATABASES = {"default": database(VAR_DIR)}
# Statements written by hand keep their plan in the connection (accounts/statements.py); a pooler may forbid it.
DATABASES["default"]["OPTIONS"]["prepare_threshold"] = 2 if env.bool("DATABASE_PREPARES", default=True) else None
DATABASE_WEB_ROLE = web_role()  # migrations take UPDATE and DELETE from it on append-only tables
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Who signs in --------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "steering:start"
LOGOUT_REDIRECT_URL = "accounts:sign-in"
PASSWORD_RESET_TIMEOUT = 60 * 60
# Who needs a second factor: "team" (advisors and administrators of the network), "all" or "none".
REQUIRE_SECOND_FACTOR = env("REQUIRE_SECOND_FACTOR", default="none" if SAMPLE_MODE else "team")
SECOND_STEP_MINUTES = 5  # from the password to the second factor
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_HOURS = env.int("SESSION_HOURS", default=12)  # since signing in, however busy
SESSION_COOKIE_AGE = SESSION_HOURS * 60 * 60
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=60)
SESSION_IDLE_MINUTES_TEAM = env.int("SESSION_IDLE_MINUTES_TEAM", default=30)  # advisors and administrators
STEP_UP_MINUTES = env.int("STEP_UP_MINUTES", default=15)
SESSION_ENGINE = "accounts.session_store"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
# How often one may try: attempts / minutes. What is named account counts for one mailbox, known here or not.
LIMITS = {
    "sign_in_account": attempts(env("LIMIT_SIGN_IN_ACCOUNT", default="5/5")),
    "sign_in_address": attempts(env("LIMIT_SIGN_IN_ADDRESS", default="30/5")),
    "reset_account": attempts(env("LIMIT_RESET_ACCOUNT", default="3/60")),
    "reset_address": attempts(env("LIMIT_RESET_ADDRESS", default="20/60")),
    "invitation": attempts(env("LIMIT_INVITATION", default="5/15")),
    "confirm_account": attempts(env("LIMIT_CONFIRM", default="5/5")),
    "second_factor": attempts(env("LIMIT_SECOND_FACTOR", default="5/15")),
    "inquiry_mailbox": attempts(env("LIMIT_INQUIRY_MAILBOX", default="3/60")),
    "inquiry_address": attempts(env("LIMIT_INQUIRY_ADDRESS", default="10/60")),
    "feed_address": attempts(env("LIMIT_FEED_ADDRESS", default="60/15")),
    "contact_account": attempts(env("LIMIT_CONTACT_ACCOUNT", default="10/60")),
    "subscribe_mailbox": attempts(env("LIMIT_SUBSCRIBE_MAILBOX", default="3/60")),
    "subscribe_address": attempts(env("LIMIT_SUBSCRIBE_ADDRESS", default="20/60")),
    "public_address": attempts(env("LIMIT_PUBLIC_ADDRESS", default="600/1")),  # counted by each process alone
    "contribution_mailbox": attempts(env("LIMIT_CONTRIBUTION_MAILBOX", default="3/60")),
    "contribution_address": attempts(env("LIMIT_CONTRIBUTION_ADDRESS", default="20/60")),
    "registration_mailbox": attempts(env("LIMIT_REGISTRATION_MAILBOX", default="3/60")),
    "registration_address": attempts(env("LIMIT_REGISTRATION_ADDRESS", default="10/60")),
}
SMALLEST_COUNT = env.int("SMALLEST_COUNT", default=5)  # smaller numbers of people are told to the team alone
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "accounts.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Transport and browser -----------------------------------------------------------------
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
    }
}
# A note of ten million characters is refused by its form with a sentence, not by the server.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- Files ---------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "static_collected"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": file_store(VAR_DIR),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILES_QUOTA_ROOM_MB = env.int("FILES_QUOTA_ROOM_MB", default=2000)
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "rooms.upload_handler.StopsAtLargest",
]

# --- Language and time ---------------------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("Deutsch")), ("en", _("Englisch"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
TIME_ZONE = "Europe/Berlin"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
VOCABULARY_SECONDS = 60  # after which a process asks again what the house calls its terms

# --- Mail ----------------------------------------------------------------------------------
# consolemail:// by default; smtp+tls://user:password@host:587 in real use.
EMAIL = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL)
# Seconds to wait for the mail server; no request does. Too short, and a server that looks long at a mail gets it twice.
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=60)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Ortsgespräch <ortsgespraech@localhost>")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"once": {"()": "config.causes.OncePerMinute"}},
    "formatters": {"wordless": {"()": "config.logs.Wordless"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["once"], "formatter": "wordless"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
    "loggers": {"django": {"level": "INFO"}},  # no mail to administrators: it would hold what was typed
}
