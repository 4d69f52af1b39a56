#!/usr/bin/env python
"""Django's command line; `bin/manage` calls it with the right interpreter and surroundings."""

import os
import sys

# These build or rebuild tables, so they connect as the owner. Everything else connects as the
# web role, which owns nothing.
OWNER_COMMANDS = {
    "migrate",
    "makemigrations",
    "sqlmigrate",
    "showmigrations",
    "flush",
    "dbshell",
    "sqlflush",
    "load_demo",
    "remove_orphan_files",
    "check_reads",
    "forget_reads",
    "forget_drafts",
    "seal_stored",
    "forget_due",
    "remind_due",
    "remind_steering",
    "ask_proposals",
    "remind_requests",
    "ledger_check",
    "load_outlines",
    "send_news",
}


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS:
        os.environ["DATABASE_ROLE"] = "owner"
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
