"""The key that seals unsent texts on a person's devices: made here, kept sealed, never stored on the device."""

from secrets import token_bytes

from . import keys
from .models import DeviceKey

PURPOSE = "accounts.device"


def key_for(user):
    """Her key, made when it is first asked for; of two who ask at once the second gets the first one's."""
    row = DeviceKey.objects.filter(user=user).first()
    if row is None:
        wrapped = keys.seal(PURPOSE, token_bytes(keys.KEY_BYTES), str(user.pk))
        DeviceKey.objects.bulk_create([DeviceKey(user=user, wrapped=wrapped)], ignore_conflicts=True)
        row = DeviceKey.objects.get(user=user)
    return keys.open_sealed(PURPOSE, row.wrapped, str(user.pk))
