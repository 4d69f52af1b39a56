"""bin/manage: looks whether the database answers, then hands over to Django."""

import os
import sys

import psycopg

from manage import OWNER_COMMANDS

from . import local
from .database import connect, parse
from .tables import forget_state

# These work without a database; an address that is wrong need not stop them.
WITHOUT_DATABASE = {"build_catalogues", "collectstatic", "findstatic", "help", "--help", "makemessages"}
# Ours, not Django's: they work on whole databases.
BACKUPS = {"backup", "restore", "ledger_export"}


def main():
    """Prepares the surroundings and becomes manage.py."""
    local.prepare()
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    try:
        if command in BACKUPS:
            local.split_roles(must=True)
            from .backups import commands

            return commands.main(command, sys.argv[2:])
        look_at_database(command)
    except psycopg.Error as error:
        sys.exit(f"Die Datenbank lehnt ab: {str(error).splitlines()[0]}")
    os.execv(sys.executable, [sys.executable, str(local.ROOT / "manage.py"), *sys.argv[1:]])


def look_at_database(command):
    """What must hold before the command runs, said in one sentence if it does not."""
    if command not in WITHOUT_DATABASE:
        local.split_roles(must=command in OWNER_COMMANDS)
        if command in OWNER_COMMANDS:
            with local.owner_connection() as owner:
                if command in ("migrate", "flush"):
                    forget_state(owner)
        if command == "migrate":
            local.open_outside_database()
        if not local.is_embedded():
            connect(parse(os.environ["DATABASE_URL"])).close()


if __name__ == "__main__":
    main()
