"""Which state of the migrations a database holds, told without starting Django.

The fingerprint is a comment on Django's own list of migrations, so it goes wherever the tables go:
dropped with them, copied with them, restored with them.
"""

import hashlib
import re
from pathlib import Path

from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
LIST = "public.django_migrations"


def fingerprint():
    """A hash of everything the tables come from: our migrations, what they import from us, Django's version."""
    migrations = sorted(ROOT.glob("*/migrations/*.py"))
    imported = set()
    for file in migrations:
        for module in re.findall(r"^(?:from|import) ([a-z_]+(?:\.[a-z_]+)+)", file.read_text(), re.MULTILINE):
            imported.add(ROOT / (module.replace(".", "/") + ".py"))
    digest = hashlib.sha256(str(ROOT).encode())
    for file in [*migrations, *sorted(imported), ROOT / "requirements.txt"]:
        if file.exists():
            digest.update(str(file).encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def state(owner):
    """The fingerprint of the migrations this database holds, or None."""
    return owner.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", [LIST]).fetchone()[0]


def remember_state(owner, value):
    """Notes the fingerprint after a migration."""
    owner.execute(sql.SQL(f"COMMENT ON TABLE {LIST} IS {{}}").format(sql.Literal(value)))


def forget_state(owner):
    """Before somebody migrates by hand."""
    if owner.execute("SELECT to_regclass(%s)", [LIST]).fetchone()[0]:
        remember_state(owner, None)
