"""bin/manage: looks whether the database answers, then hands over to Django."""

import os
import sys

from manage import OWNER_COMMANDS

from . import local
from .database import connect, parse
from .tables import forget_state

# These work without a database; an address that is wrong need not stop them.
WITHOUT_DATABASE = {"build_catalogues", "collectstatic", "findstatic", "help", "--help", "makemessages"}


def main():
    """Prepares the surroundings and becomes manage.py."""
    local.prepare()
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command not in WITHOUT_DATABASE:
        local.split_roles(must=command in OWNER_COMMANDS)
        if command in OWNER_COMMANDS:
            local.open_outside_database()
        if command in ("migrate", "flush"):
            with local.owner_connection() as owner:
                forget_state(owner)
        if not local.is_embedded():
            connect(parse(os.environ["DATABASE_URL"])).close()
    os.execv(sys.executable, [sys.executable, str(local.ROOT / "manage.py"), *sys.argv[1:]])


if __name__ == "__main__":
    main()
