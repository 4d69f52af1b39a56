"""What everybody reads of the library: the file of a work, and the way back into the network."""

from django.db import connection, transaction

from rooms.enums import Circle, ReleaseState
from rooms.models import File, Release
from rooms.sharing import note_move
from rooms.transitions import withdraw_release

from .models import LibraryItem

OF_A_FILE = ["room_id", "name", "content_type", "size", "sha256", "content"]


@transaction.atomic
def take_back(row, *, by):
    """What two people let out, one may take back: from the next request on the network alone reads this work."""
    row = LibraryItem.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.circle != Circle.PUBLIC:
        return
    before, row.circle = row.circle, Circle.NETWORK
    row.version += 1
    row.save(update_fields=["circle", "version", "changed_at"])
    note_move(row, before, by=by)
    out = Release.objects.filter(kind=row._meta.label_lower, key=row.pk, state=ReleaseState.RELEASED, is_edition=False)
    for release in out.filter(to_circle=Circle.PUBLIC):
        withdraw_release(release, by=by)


def file_of(row):
    """The file of a work everybody reads, or nothing; the database looks whether everybody does."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(OF_A_FILE)} FROM library_file(%s)", [row.pk])
        found = cursor.fetchone()
    return File(**dict(zip(OF_A_FILE, found, strict=True))) if found else None
