"""Minutes as the tests write them: with a passage that stays inside."""

import datetime as dt

from django.utils import timezone

from .visits import url_of

TEXT = "Die Runde begrüßt den Entwurf.\n\n[intern]Das Amt kanariezaudert.[/intern]\n\nWeiter im Mai."
TOMORROW = timezone.localdate() + dt.timedelta(days=1)


def read(client, meeting):
    return client.get(url_of("minutes-detail", meeting.pk)).content
