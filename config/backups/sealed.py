"""The envelope of a backup: encrypted piece by piece, so that its size does not matter and no cut goes unnoticed."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from accounts.keys import ID_BYTES, derived, key_id, master_keys

from . import Refused

MAGIC = b"Ortsgespraech-Sicherung 1\n"
SALT_BYTES, TAG_BYTES = 16, 16
HEAD = len(MAGIC) + ID_BYTES + SALT_BYTES
PIECE = 1024 * 1024

NOT_OURS = "Das ist keine Sicherung von Ortsgespräch."
FOREIGN = (
    "Die Sicherung ist mit einem anderen Hauptschlüssel verschlüsselt; bitte den von damals in MASTER_KEYS dazunehmen."
)
DAMAGED = "Die Sicherung ist beschädigt oder abgeschnitten."


def box(master, salt):
    """A key for this one file: two backups never share one, so numbers are enough as nonces."""
    return AESGCM(derived(master, f"backup:{salt.hex()}"))


def nonce(number, last):
    """Pieces open in their own place only, and the last one only as the last."""
    return number.to_bytes(11, "big") + bytes([last])


class Writer:
    """What is written here leaves encrypted; without `close` the file has no end and is refused."""

    def __init__(self, file):
        master, salt = master_keys()[0], os.urandom(SALT_BYTES)
        self.file, self.box, self.number, self.waiting = file, box(master, salt), 0, bytearray()
        self.head = MAGIC + key_id(master) + salt
        file.write(self.head)

    def write(self, data):
        self.waiting += data
        while len(self.waiting) > PIECE:  # the last piece is never sent early
            self.send(self.waiting[:PIECE], last=False)
            del self.waiting[:PIECE]
        return len(data)

    def send(self, data, *, last):
        self.file.write(self.box.encrypt(nonce(self.number, last), bytes(data), self.head))
        self.number += 1

    def close(self):
        self.send(self.waiting, last=True)


class Reader:
    """What comes out of here is what was written, or a sentence says why not."""

    def __init__(self, file):
        self.file, self.number, self.ready = file, 0, bytearray()
        self.head = file.read(HEAD)
        if not self.head.startswith(MAGIC):
            raise Refused(NOT_OURS)
        if len(self.head) < HEAD:
            raise Refused(DAMAGED)
        found, salt = self.head[len(MAGIC) : -SALT_BYTES], self.head[-SALT_BYTES:]
        masters = [master for master in master_keys() if key_id(master) == found]
        if not masters:
            raise Refused(FOREIGN)
        self.box = box(masters[0], salt)
        self.next = file.read(PIECE + TAG_BYTES)
        self.ended = False

    def read(self, size=-1):
        while not self.ended and (size < 0 or len(self.ready) < size):
            self.open_next()
        size = len(self.ready) if size < 0 else size
        data = bytes(self.ready[:size])
        del self.ready[:size]
        return data

    def open_next(self):
        sealed, self.next = self.next, self.file.read(PIECE + TAG_BYTES)
        self.ended = not self.next
        try:
            self.ready += self.box.decrypt(nonce(self.number, self.ended), sealed, self.head)
        except (InvalidTag, ValueError):
            raise Refused(DAMAGED) from None
        self.number += 1
