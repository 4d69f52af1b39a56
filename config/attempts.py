"""Reads a limit as it stands in the environment."""

import re

from django.core.exceptions import ImproperlyConfigured


def attempts(text):
    """(5, 15) from "5/15": five attempts in fifteen minutes."""
    match = re.fullmatch(r"\s*([1-9]\d{0,5})\s*/\s*([1-9]\d{0,5})\s*", text)
    if not match:
        raise ImproperlyConfigured(
            f"Eine Grenze LIMIT_… ist unbrauchbar ({text!r}); erwartet wird Versuche/Minuten, 5/15."
        )
    return int(match[1]), int(match[2])
