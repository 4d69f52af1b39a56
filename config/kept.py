"""Secrets of a local run: made once, kept in var/, readable by this user only."""

import base64
import os
import secrets


def kept_secret(var, name, make=lambda: secrets.token_urlsafe(50)):
    """A random word made once and kept in var/."""
    path = var / name
    if not path.exists() or not path.read_text():
        var.mkdir(exist_ok=True)
        with open(path, "w", opener=lambda file, flags: os.open(file, flags, 0o600)) as file:
            file.write(make())
    return path.read_text()


def kept_master_key(var):
    """The key for what is sealed; lost with var/, and with it everything sealed."""
    return kept_secret(var, "master-key", lambda: base64.b64encode(secrets.token_bytes(32)).decode())
