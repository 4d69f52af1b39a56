"""Back from everybody into the network: what two people let out, one may take back."""

from django.db import transaction

from rooms.enums import Circle, ReleaseState
from rooms.models import Release
from rooms.sharing import note_move
from rooms.transitions import withdraw_release

from .models import LibraryItem


@transaction.atomic
def take_back(row, *, by):
    """From the next request on the network alone reads this work; its release is withdrawn with it."""
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
