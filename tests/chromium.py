"""The Chromium of the machine: `python -m tests.chromium` names it, or fails where there is none.

Without a window first: the same engine, at two thirds of the work.
"""

import os
import shutil
import sys

MISSING = "Chromium is missing (apt install chromium-headless-shell)"
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def found():
    """Its path, or None."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


if __name__ == "__main__":
    print(found() or "")
    sys.exit(not found())
