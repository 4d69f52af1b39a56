"""What the tests of requests for help share: addresses, what a form sends, and where a request stands."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

WORD = "nurfuerdiefragende"


def url(view, row):
    return reverse(f"network:help-{view}", args=[row.pk])


def data(**more):
    until = timezone.localdate() + dt.timedelta(days=20)
    words = {"kind": "methode", "question": "Wer kennt eine Methode?", "until": until.isoformat(), "size": ""}
    return words | {"theme": "", "phase": "", "language": "", "text": ""} | more


def moved(row):
    row.refresh_from_db()
    return row.state
