"""Sealed texts as the database keeps them: unreadable without the key of their room, which lies there locked.

Every room has one key. It is stored wrapped by a master key that is in no dump of the database (`accounts.keys`), so
whoever finds a dump or a backup finds no sealed word.
"""

from base64 import b64decode, b64encode
from collections import OrderedDict
from secrets import token_bytes
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps
from django.db import transaction

from accounts import keys

MARK = "\x1fsiegel1\x1f"  # nobody can type it: see `without_mark`
NONCE = 12
PURPOSE = "rooms.key"
MOST_KEYS = 500  # in memory

_known = OrderedDict()  # room -> wrapped and opened key, only what has been committed
_fresh = set()  # rooms whose key this process has made in a transaction that is not over


class SealBroken(Exception):
    """The text cannot be opened: another key, or somebody has changed it."""


def seal_bytes(room_id, data):
    """Bytes that only the key of this room opens: nonce and AES-256-GCM, bound to the room."""
    nonce = token_bytes(NONCE)
    return nonce + AESGCM(_key_of(room_id, make=True)).encrypt(nonce, data, room_id.bytes)


def open_bytes(room_id, data):
    """What was sealed in this room; raises SealBroken where key or content do not fit."""
    if room_id in _known:
        try:
            return _open(room_id, data, _known[room_id][1])
        except SealBroken:
            _known.pop(room_id, None)  # the key may have been deleted since, and another made
    key = _key_of(room_id, make=False)
    if key is None:
        raise SealBroken(f"room {room_id} has no key")
    return _open(room_id, data, key)


def _open(room_id, data, key):
    try:
        return AESGCM(key).decrypt(data[:NONCE], data[NONCE:], room_id.bytes)
    except InvalidTag as error:
        raise SealBroken(f"a text in room {room_id} does not open with its key") from error


def seal_text(room_id, text):
    """A text as it is stored while its row is sealed; nothing stays nothing."""
    return MARK + b64encode(room_id.bytes + seal_bytes(room_id, text.encode())).decode() if text else text


def open_text(stored):
    """A stored text as people read it, sealed or not."""
    if not is_sealed(stored):
        return stored
    packed = b64decode(stored.removeprefix(MARK))
    return open_bytes(UUID(bytes=packed[:16]), packed[16:]).decode()


def is_sealed(stored):
    return isinstance(stored, str) and stored.startswith(MARK)


def without_mark(text):
    """A typed text that cannot be taken for a sealed one."""
    return text.replace(MARK[0], "") if isinstance(text, str) and MARK[0] in text else text


def _key_of(room_id, *, make):
    """The key of a room. A key is remembered only once its row is committed: a text must never outlive its key."""
    if room_id in _known and not make:
        _known.move_to_end(room_id)
        return _known[room_id][1]
    row = _stored().filter(room=room_id).first()
    if row is None and make:
        row = _make(room_id)
    if row is None:
        return None
    wrapped = bytes(row.wrapped)
    if room_id in _known and _known[room_id][0] == wrapped:  # nothing is sealed with a key that is not stored any more
        return _known[room_id][1]
    key = keys.open_sealed(PURPOSE, wrapped, str(room_id))
    if room_id not in _fresh:
        _remember(room_id, wrapped, key)
    return key


def _make(room_id):
    """A new key; of two who need it at once the second takes the first one's."""
    wrapped = keys.seal(PURPOSE, AESGCM.generate_key(256), str(room_id))
    _fresh.add(room_id)
    transaction.on_commit(lambda: _fresh.discard(room_id))
    _stored().bulk_create([_stored().model(room_id=room_id, wrapped=wrapped)], ignore_conflicts=True)
    return _stored().get(room=room_id)


def _stored():
    """The keys as stored; fetched by name, since the models are built with the fields that need this module."""
    return apps.get_model("rooms.RoomKey").objects


def _remember(room_id, wrapped, key):
    _known[room_id] = wrapped, key
    while len(_known) > MOST_KEYS:
        _known.popitem(last=False)
