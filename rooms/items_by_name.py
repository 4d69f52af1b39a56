"""A row of some app, found by the name of its kind and its key, as far as a person sees it."""

from django.apps import apps
from django.core.exceptions import ValidationError

from .models import RoomItem


def item_called(user, kind, key, **where):
    """The row, or None where there is none for this person, whatever was asked for."""
    try:
        model = apps.get_model(kind)
        if not issubclass(model, RoomItem):
            return None
        return model.objects.visible_to(user).filter(pk=key, **where).first()
    except (LookupError, ValueError, ValidationError):
        return None


def item_of(user, release):
    """The row a release is about."""
    return item_called(user, release.kind, release.key, room=release.room_id)
