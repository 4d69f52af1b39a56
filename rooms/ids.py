"""Keys for confidential rows: made by us, ordered by time, telling nothing about how many there are."""

import hashlib
import secrets
import time
import uuid


def uuid7():
    """A UUID of version 7 (RFC 9562): 48 bits of milliseconds, then chance."""
    value = (time.time_ns() // 1_000_000 & (1 << 48) - 1) << 80
    value |= 0x7 << 76 | secrets.randbits(12) << 64
    value |= 0b10 << 62 | secrets.randbits(62)
    return uuid.UUID(int=value)


def own_key(sent, *owners):
    """The key of a form, made its sender's own: whoever else sends the same key meets another row.

    The time stays in front; the chance behind it comes from the key together with its owners.
    """
    digest = hashlib.sha256("/".join(map(str, [sent, *owners])).encode()).digest()
    value = sent.int >> 80 << 80 | int.from_bytes(digest[:10], "big")
    value &= ~(0xF << 76 | 0b11 << 62)
    return uuid.UUID(int=value | 0x7 << 76 | 0b10 << 62)
