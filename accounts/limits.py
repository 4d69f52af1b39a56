"""How often somebody may try: counted per account and per address, in the database, for all workers together."""

from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from .models import AttemptCount
from .refusals import refused

TOO_MANY = "too_many"
FORGOTTEN_AT_ONCE = 100  # old rows removed on the way of one attempt


def address_of(request):
    """Where a request comes from; behind a proxy what the proxy itself has seen, never what the client says."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY and request.META.get("HTTP_X_FORWARDED_FOR"):
        address = request.META["HTTP_X_FORWARDED_FOR"].rpartition(",")[2].strip()
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):  # one connection has as many addresses as it likes within its /64
        return str(found.ipv4_mapped or ip_network((found, 64), strict=False))
    return str(found)


class Attempt:
    """One attempt, counted in every place it counts: `Attempt(sign_in_account="maria@…", sign_in_address="…")`."""

    def __init__(self, **places):
        self.places = [(kind, digest(kind, value)) for kind, value in sorted(places.items())]  # one order: no deadlock
        self.rows = []

    def begin(self):
        """Count the attempt before it is made; the minutes to wait if there were too many, else 0.

        The rows stay locked until the request ends, so that attempts sent at once count one after the other.
        """
        now = timezone.now()
        forget_old(now)
        self.rows = [locked(kind, key, now) for kind, key in self.places]
        wait = max(minutes_to_wait(row, now) for row in self.rows)
        if not wait:
            for row in self.rows:
                count_one(row, now)
        return wait

    def check(self):
        """Count the attempt, or refuse it with a sentence."""
        if wait := self.begin():
            refused("too-many", kind=",".join(kind for kind, _key in self.places))
            raise ValidationError(sentence(wait), code=TOO_MANY)

    def was_last(self):
        """Whether the next one will have to wait."""
        return any(row.count >= settings.LIMITS[row.kind][0] for row in self.rows)

    def succeed(self):
        """Nothing to hold against the account; and one less against the address."""
        for row in self.rows:
            found = AttemptCount.objects.filter(pk=row.pk)
            if row.kind.endswith("_address"):
                found.filter(count__gt=0).update(count=F("count") - 1)
            else:
                found.delete()


def digest(kind, value):
    """A key that names neither address nor account to whoever reads the table."""
    return salted_hmac(f"accounts.limits.{kind}", str(value), algorithm="sha256").hexdigest()


def locked(kind, key, now):
    """The row of this place, made if need be, and held by this transaction."""
    AttemptCount.objects.bulk_create(
        [AttemptCount(kind=kind, key=key, window_start=now)],
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=["kind"],
    )
    return AttemptCount.objects.get(kind=kind, key=key)


def window(kind):
    return timedelta(minutes=settings.LIMITS[kind][1])


def minutes_to_wait(row, now):
    """The full minutes until this place may try again, or 0."""
    most, _minutes = settings.LIMITS[row.kind]
    left = row.window_start + window(row.kind) - now
    return ceil(left / timedelta(minutes=1)) if row.count >= most and left > timedelta(0) else 0


def count_one(row, now):
    if row.window_start + window(row.kind) <= now:
        row.window_start, row.count = now, 0
    row.count += 1
    row.save(update_fields=["window_start", "count"])


def forget_old(now):
    """Remove rows whose time is over; what somebody else holds waits for the next attempt."""
    longest = timedelta(minutes=max(minutes for _most, minutes in settings.LIMITS.values()))
    old = AttemptCount.objects.filter(window_start__lt=now - longest).select_for_update(skip_locked=True)
    if keys := list(old.values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE]):
        AttemptCount.objects.filter(pk__in=keys).delete()


def sentence(minutes):
    return ngettext(
        "Zu viele Versuche. Bitte warten Sie %(minutes)s Minute; Ihr Text bleibt stehen.",
        "Zu viele Versuche. Bitte warten Sie %(minutes)s Minuten; Ihr Text bleibt stehen.",
        minutes,
    ) % {"minutes": minutes}


def status_of(form, usual=200):
    """429 for a form that was refused because of too many attempts."""
    fields = (NON_FIELD_ERRORS, *form.fields)
    return 429 if form.is_bound and any(form.has_error(field, TOO_MANY) for field in fields) else usual
