"""What PostgreSQL is told about the continuous archive (docs/decisions/0018-backups.md)."""

import os
import shlex
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def options(data):
    """With ARCHIVE_DIR every piece of the write-ahead log goes there, encrypted, at the latest after a minute."""
    if not os.environ.get("ARCHIVE_DIR"):
        return {"archive_mode": "off"}
    return {
        "archive_mode": "on",
        "archive_timeout": "60",
        "archive_command": command("store", folder(data), "%p", "%f"),
    }


def command(*words):
    """What PostgreSQL types to hand over a piece, or to get one back."""
    words = [word if word in ("%p", "%f") else str(word).replace("%", "%%") for word in words]
    return shlex.join(["env", f"PYTHONPATH={ROOT}", sys.executable, "-m", "config.backups.archive", *words])


def folder(data):
    """Each cluster has its own: pieces of two would bear the same names."""
    number = int.from_bytes((data / "global" / "pg_control").read_bytes()[:8], sys.byteorder)
    return Path(os.environ["ARCHIVE_DIR"]).resolve() / str(number)
