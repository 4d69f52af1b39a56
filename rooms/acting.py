"""Who acts: told to PostgreSQL for one transaction, so that its walls know whom to let through."""

from django.conf import settings
from django.db import connection


def act_as(user_id):
    """From here to the end of the transaction this person acts, as the web role; None stands for nobody.

    In real use the process is the web role already. Where it is a stronger one, it steps down.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('role', %s, true), set_config('app.person', %s, true)",
            [settings.DATABASE_WEB_ROLE, str(user_id or "")],
        )


def carry_invitation(key):
    """From here to the end of the transaction the one invitation is open to whoever carries its link."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.invitation', %s, true)", [str(key)])
