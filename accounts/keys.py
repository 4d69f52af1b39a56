"""What the database alone must not give away: sealed with keys that lie outside it."""

import base64
import binascii
import hmac
import os
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.checks import Error
from django.core.exceptions import ImproperlyConfigured

VERSION = b"\x01"
KEY_BYTES, ID_BYTES, NONCE_BYTES = 32, 8, 12
HEAD = len(VERSION) + ID_BYTES


class CannotOpen(Exception):
    """Sealed with a key we do not have, for another purpose or row, or changed since."""


def master_keys():
    """The keys of this installation; the first seals, all open."""
    try:
        lines = settings.MASTER_KEYS or Path(settings.MASTER_KEYS_FILE or os.devnull).read_text().split()
        keys = [base64.b64decode(line.strip(), validate=True) for line in lines]
    except OSError as problem:
        raise ImproperlyConfigured(f"MASTER_KEYS_FILE: {problem.strerror}") from problem
    except (binascii.Error, ValueError) as problem:
        raise ImproperlyConfigured("MASTER_KEYS: a key is not Base64") from problem
    if not keys:
        raise ImproperlyConfigured("MASTER_KEYS is missing: openssl rand -base64 32")
    if any(len(key) != KEY_BYTES for key in keys):
        raise ImproperlyConfigured(f"MASTER_KEYS: each key has {KEY_BYTES} bytes, in Base64")
    return keys


def check_keys(app_configs, **_options):
    """Django's check: without keys nothing starts."""
    try:
        master_keys()
    except ImproperlyConfigured as problem:
        return [Error(str(problem), hint=".env.example", id="accounts.E001")]
    if settings.REQUIRE_SECOND_FACTOR not in {"team", "all", "none"}:
        return [Error("REQUIRE_SECOND_FACTOR is team, all or none", hint=".env.example", id="accounts.E002")]
    return []


@lru_cache(maxsize=256)
def derived(master, purpose):
    """The key of one purpose; whoever learns it knows neither the master key nor that of another purpose."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"ortsgespraech:" + purpose.encode()).derive(master)


def key_id(master):
    return derived(master, "key-id")[:ID_BYTES]


def context(purpose, bound_to):
    return f"{purpose}\x00{bound_to}".encode()


def seal(purpose: str, data: bytes, bound_to: str) -> bytes:
    """Encrypt for one purpose and one row: nowhere else does it open."""
    master, nonce = master_keys()[0], os.urandom(NONCE_BYTES)
    locked = AESGCM(derived(master, f"seal:{purpose}")).encrypt(nonce, data, context(purpose, bound_to))
    return VERSION + key_id(master) + nonce + locked


def open_sealed(purpose: str, sealed: bytes, bound_to: str) -> bytes:
    """Read what `seal` has sealed, or refuse."""
    sealed = bytes(sealed)
    keys = {VERSION + key_id(master): master for master in master_keys()}
    if sealed[:HEAD] not in keys:
        raise CannotOpen("no key of ours")
    nonce, locked = sealed[HEAD : HEAD + NONCE_BYTES], sealed[HEAD + NONCE_BYTES :]
    key = derived(keys[sealed[:HEAD]], f"seal:{purpose}")
    try:
        return AESGCM(key).decrypt(nonce, locked, context(purpose, bound_to))
    except (InvalidTag, ValueError) as problem:
        raise CannotOpen("not what was sealed") from problem


def digests(purpose: str, text: str) -> list[str]:
    """What to keep of a secret that is only ever compared; one per key, the first is the one to keep."""
    keys = [derived(master, f"digest:{purpose}") for master in master_keys()]
    return [hmac.digest(key, text.encode(), "sha256").hex() for key in keys]


def needs_new_key(sealed: bytes) -> bool:
    """Whether this was sealed with a key that is on its way out."""
    return bytes(sealed)[:HEAD] != VERSION + key_id(master_keys()[0])
