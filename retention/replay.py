"""After a restore: what had been deleted for good goes again, as the ledger says, without knowing what it was."""

from django.apps import apps
from django.db import connection, transaction

from accounts import keys
from audit.models import Version
from rooms.models import File

from .models import LedgerEntry
from .sql import NO_KEYS
from .transitions import PURPOSE, forget_files

VERSIONS = "audit.version"
LAST = "engagements.engagement"  # its history is cleared when the rows it tells of are gone


def keys_in(label):
    """The keys of all rows of a kind; deleted rows live on in their versions."""
    if label == VERSIONS:
        return Version.objects.filter(deed="delete", part=None).values_list("key", flat=True).distinct().order_by()
    return apps.get_model(label)._base_manager.order_by().values_list("pk", flat=True)


def returned(entries):
    """label -> keys of the rows that are there although the ledger says they were deleted."""
    wanted = {}
    for label, digest in entries:
        wanted.setdefault(label, set()).add(digest)
    found = {}
    for label in sorted(wanted, key=lambda each: (each == LAST, each)):
        for key in keys_in(label):
            if not wanted[label].isdisjoint(keys.digests(PURPOSE, f"{label}:{key}")):
                found.setdefault(label, []).append(str(key))
    return found


def pairs(entries):
    return [(each["label"], each["digest"]) if isinstance(each, dict) else tuple(each) for each in entries]


@transaction.atomic
def replay(entries):
    """Delete again what a restore brought back, and keep the ledger whole; for the owner of the tables."""
    entries = list(entries)
    found = returned(pairs(entries))
    forget_files(File._base_manager.filter(pk__in=found.get("rooms.file", [])).values_list("content", flat=True))
    with connection.cursor() as cursor:
        for label, rows in found.items():
            cursor.execute("SELECT retention_remove(%s, %s)", [label, rows])
        if found:
            cursor.execute(NO_KEYS)
    keep(each for each in entries if isinstance(each, dict))
    return sum(map(len, found.values()))


def keep(entries):
    """Lines the restored database did not know."""
    known = set(LedgerEntry.objects.values_list("label", "digest"))
    columns = ("label", "digest", "group", "ended_on", "deleted_at", "plan")
    LedgerEntry.objects.bulk_create(
        LedgerEntry(**{name: each[name] for name in columns})
        for each in entries
        if (each["label"], each["digest"]) not in known
    )
