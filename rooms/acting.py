"""Who acts: told to PostgreSQL for one transaction, so that its walls know whom to let through."""

import hashlib

from django.conf import settings
from django.db import connection

from accounts.statements import ask


def act_as(user_id):
    """From here to the end of the transaction this person acts, as the web role; None stands for nobody.

    In real use the process is the web role already. Where it is a stronger one, it steps down.
    """
    who = {"role": settings.DATABASE_WEB_ROLE, "person": str(user_id or "")}
    ask("SELECT set_config('role', %(role)s, true), set_config('app.person', %(person)s, true)", who)


def one_at_a_time(user_id, path):
    """To the end of the transaction no other form of this person to this address is looked at.

    Of two sent by a double click the second sees what the first has made, and can say so.
    """
    ask("SELECT pg_advisory_xact_lock(hashtextextended(%(form)s, 0))", {"form": f"{user_id} {path}"})


def carry_invitation(key):
    """From here to the end of the transaction the one invitation is open to whoever carries its link."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.invitation', %s, true)", [str(key)])


def hashed(secret):
    """What a table keeps of the secret in a link: 64 hex digits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def carry_key(secret):
    """From here to the end of the transaction the rows of this link are open to whoever carries it.

    Tables that know such links keep `hashed(secret)` in a column `key_hash`; see `walls.CARRIES_KEY`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.key', %s, true)", [hashed(secret)])
