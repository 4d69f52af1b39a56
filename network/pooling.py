"""Into the pool and out of it, and out to everybody: each step by the one it belongs to."""

from django.db import transaction
from django.utils import timezone

from audit.models import Entry


@transaction.atomic
def set_public(profile, is_public, *, by):
    """Her own consent, given or taken back; taken back, the public page forgets her with the next request."""
    profile.is_public = is_public
    profile.consented_at = timezone.now() if is_public else None
    profile.save(update_fields=["is_public", "consented_at", "changed_at"])
    Entry.objects.record("poolprofile.published" if is_public else "poolprofile.withdrawn", profile, by=by)


@transaction.atomic
def set_admitted(profile, is_admitted, *, by):
    """The network takes somebody into its pool, or lets her go; out of the pool nothing is public."""
    profile.admitted_on = timezone.localdate() if is_admitted else None
    if not is_admitted:
        profile.is_public, profile.consented_at = False, None
    profile.save(update_fields=["admitted_on", "is_public", "consented_at", "changed_at"])
    Entry.objects.record("poolprofile.admitted" if is_admitted else "poolprofile.dismissed", profile, by=by)
