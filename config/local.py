"""The surroundings of bin/start and bin/manage: what .env leaves open, this machine decides."""

import os
import sys
from pathlib import Path
from urllib.parse import quote

import environ

from . import provision
from .database import connect, parse, web_role
from .kept import kept_master_key, kept_secret
from .localdb import embedded

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
MAIL = VAR / "mail"


def prepare():
    """Completes the environment; without SECRET_KEY this is a local run: plain http, mail into files."""
    environ.Env.read_env(ROOT / ".env")
    VAR.mkdir(exist_ok=True)
    if not os.environ.get("SECRET_KEY"):
        os.environ["SECRET_KEY"] = kept_secret(VAR, "secret-key")
        os.environ.setdefault("HTTPS", "0")
        keep_master_key()
        if not os.environ.get("EMAIL_URL"):
            MAIL.mkdir(mode=0o700, exist_ok=True)
            os.environ["EMAIL_URL"] = f"filemail:///{quote(str(MAIL))}"


def keep_master_key():
    """A key of our own where none is named; for a run on this machine only."""
    if not (os.environ.get("MASTER_KEYS") or os.environ.get("MASTER_KEYS_FILE")):
        os.environ["MASTER_KEYS"] = kept_master_key(VAR)


def is_embedded():
    """Whether the rows lie in our own var/."""
    return not os.environ.get("DATABASE_URL")


def owner_settings():
    """The connection settings of the role that builds tables."""
    if is_embedded():
        return embedded(VAR, "owner")
    return parse(os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"])


def backup_settings():
    """The connection settings of the role that reads everything and writes nothing; else those of the owner."""
    if is_embedded():
        return embedded(VAR, "backup")
    url = os.environ.get("DATABASE_BACKUP_URL")
    return parse(url) if url else owner_settings()


def owner_connection():
    """A connection as the role that builds tables, or one sentence why not."""
    return connect(owner_settings())


def letters_wait():
    """Whether mail is due that did not go at once."""
    due = "sent_at IS NULL AND refused_at IS NULL AND due_at < now()"
    with owner_connection() as owner:
        return owner.execute(f"SELECT EXISTS (SELECT FROM accounts_letter WHERE {due})").fetchone()[0]


def split_roles(must):
    """With DATABASE_URL alone its role becomes the owner, and a web role is made: no owner serves pages."""
    if is_embedded() or os.environ.get("DATABASE_OWNER_URL"):
        return
    settings = parse(os.environ["DATABASE_URL"])
    with connect(settings) as owner:
        if not provision.may_make_roles(owner):
            if not must:
                return
            sys.exit("Die Rolle in DATABASE_URL darf keine Rollen anlegen: bitte DATABASE_OWNER_URL dazu setzen.")
        password = kept_secret(VAR, "web-role")
        provision.make_web_role(owner, password)
    web = settings | {"USER": provision.WEB, "PASSWORD": password}
    os.environ["DATABASE_OWNER_URL"] = os.environ["DATABASE_URL"]
    os.environ["DATABASE_URL"] = url(web)


def url(settings):
    """The address of Django's connection settings; the opposite of `parse`."""
    account = f"{quote(settings['USER'], safe='')}:{quote(settings['PASSWORD'], safe='')}"
    options = "&".join(f"{key}={quote(value, safe='')}" for key, value in settings["OPTIONS"].items())
    place = settings["HOST"] + (f":{settings['PORT']}" if settings["PORT"] else "")
    return f"postgresql://{account}@{place}/{quote(settings['NAME'], safe='')}" + (f"?{options}" if options else "")


def open_outside_database():
    """Before tables are built on a server of somebody else: the web role may use what the owner will build."""
    if is_embedded():
        return
    with owner_connection() as owner:
        provision.open_to_web(owner, owner=owner.info.user, web=web_role())


def refuse_strong_web_role():
    """Pages are never served by a role that row-level security does not bind."""
    if is_embedded():
        return
    with connect(parse(os.environ["DATABASE_URL"])) as web:
        if provision.is_strong(web):
            sys.exit(
                "Die Rolle in DATABASE_URL besitzt Tabellen oder umgeht Zeilenrechte und darf keine Seiten ausliefern: "
                "bitte eine eigene Rolle dafür anlegen (.env.example)."
            )
