"""Which PostgreSQL this process talks to, and as whom."""

import os
import re
import sys
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg

from .localdb import embedded
from .provision import WEB


def database(var):
    """The connection settings of the role in DATABASE_ROLE ("web" unless set)."""
    role = os.environ.get("DATABASE_ROLE") or "web"
    url = os.environ.get("DATABASE_URL")
    if url and role == "owner":
        url = os.environ.get("DATABASE_OWNER_URL") or url
    settings = parse(url) if url else embedded(var, role)
    # One connection per thread of the web server, asked before each request whether it still lives.
    options = {"connect_timeout": 5} | settings["OPTIONS"]  # else a server that is away holds a thread for minutes
    return settings | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}


def web_role():
    """The name of the role that serves pages; migrations take rights from it on append-only tables."""
    if os.environ.get("DATABASE_URL") and os.environ.get("DATABASE_OWNER_URL"):
        return parse(os.environ["DATABASE_URL"])["USER"]
    return WEB


def parse(url):
    """Django's connection settings from postgresql://role:password@host:port/name?option=value."""
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
    except ValueError:
        parts = port = None
    if not parts or parts.scheme not in ("postgres", "postgresql") or not re.fullmatch(r"/[^/]+", parts.path):
        # The value itself is not repeated: it may hold a password.
        sys.exit(
            "DATABASE_URL oder DATABASE_OWNER_URL ist unbrauchbar; erwartet wird postgresql://rolle:passwort@rechner:5432/name"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": port,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def connect(settings):
    """A plain connection with Django's settings, or one sentence about what is wrong with them."""
    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password", "NAME": "dbname"}
    given = {name: settings[key] for key, name in names.items() if settings[key]}
    try:
        return psycopg.connect(autocommit=True, **{"connect_timeout": 10, **given, **settings["OPTIONS"]})
    except psycopg.Error as error:
        sys.exit(complaint(settings, str(error)))


REASONS = {
    r"password authentication failed|Passwort-Authentifizierung": "Rolle oder Passwort stimmt nicht",
    r"no password supplied": "das Passwort fehlt",
    r"role .* does not exist|Rolle .* existiert nicht": "diese Rolle gibt es dort nicht",
    r"database .* does not exist|Datenbank .* existiert nicht": "diese Datenbank gibt es dort nicht",
    r"refused|No such file": "dort läuft kein PostgreSQL",
    r"resolve|Name or service|name resolution": "dieser Rechner ist nicht bekannt",
    r"timeout|timed out": "der Rechner antwortet nicht",
    r"invalid connection option|invalid .* value": "ein Zusatz hinter dem Fragezeichen stimmt nicht",
}


def complaint(settings, error):
    """One sentence in German; never the password."""
    reason = next((text for pattern, text in REASONS.items() if re.search(pattern, error)), None)
    if reason is None:
        reason = error.strip().splitlines()[0]
        if settings["PASSWORD"]:
            reason = reason.replace(settings["PASSWORD"], "***")
    host = settings["HOST"] or settings["OPTIONS"].get("host", "localhost")
    place = f"{host}:{settings['PORT'] or 5432}/{settings['NAME']}"
    return f"Keine Verbindung zur Datenbank {place} als {settings['USER'] or 'Rolle ohne Namen'}: {reason}."
