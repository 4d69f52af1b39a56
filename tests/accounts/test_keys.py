"""What is sealed opens only with its key, for its purpose, in its row."""

import base64
import os
import stat
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from accounts.keys import CannotOpen, check_keys, master_keys, needs_new_key, open_sealed, seal
from config.kept import kept_master_key

SECRET = b"drei Igel im Rathaus"


def new_key():
    return base64.b64encode(os.urandom(32)).decode()


def test_what_is_sealed_opens_again_and_shows_nothing():
    sealed = seal("probe", SECRET, "row-1")

    assert open_sealed("probe", sealed, "row-1") == SECRET
    assert open_sealed("probe", memoryview(sealed), "row-1") == SECRET
    assert SECRET not in sealed
    assert sealed != seal("probe", SECRET, "row-1")


@pytest.mark.parametrize(("purpose", "bound_to"), [("probe", "row-2"), ("other", "row-1"), ("probe\x00row-1", "")])
def test_nowhere_else_does_it_open(purpose, bound_to):
    sealed = seal("probe", SECRET, "row-1")

    with pytest.raises(CannotOpen):
        open_sealed(purpose, sealed, bound_to)


@pytest.mark.parametrize("place", [0, 1, 9, 21, -1])
def test_one_changed_bit_is_seen(place):
    sealed = bytearray(seal("probe", SECRET, "row-1"))
    sealed[place] ^= 1

    with pytest.raises(CannotOpen):
        open_sealed("probe", sealed, "row-1")


@pytest.mark.parametrize("length", [0, 1, 9, 21, 30])
def test_a_part_of_it_does_not_open(length):
    with pytest.raises(CannotOpen):
        open_sealed("probe", seal("probe", SECRET, "row-1")[:length], "row-1")


def test_an_old_key_opens_and_the_new_one_seals(settings):
    old, new = new_key(), new_key()
    settings.MASTER_KEYS = [old]
    sealed = seal("probe", SECRET, "row-1")
    settings.MASTER_KEYS = [new, old]

    assert open_sealed("probe", sealed, "row-1") == SECRET
    assert needs_new_key(sealed)
    fresh = seal("probe", SECRET, "row-1")
    assert not needs_new_key(fresh)

    settings.MASTER_KEYS = [new]
    assert open_sealed("probe", fresh, "row-1") == SECRET
    with pytest.raises(CannotOpen):
        open_sealed("probe", sealed, "row-1")


def test_keys_may_lie_in_a_file(settings, tmp_path):
    keys = [new_key(), new_key()]
    (tmp_path / "keys").write_text("\n".join(keys) + "\n")
    settings.MASTER_KEYS, settings.MASTER_KEYS_FILE = [], str(tmp_path / "keys")

    assert [base64.b64encode(key).decode() for key in master_keys()] == keys


@pytest.mark.parametrize("keys", [[], ["kein Schlüssel!"], ["QUJD"], [new_key(), "QUJD"]])
def test_without_good_keys_nothing_starts(settings, keys):
    assert check_keys(None) == []
    settings.MASTER_KEYS, settings.MASTER_KEYS_FILE = keys, ""

    assert [problem.id for problem in check_keys(None)] == ["accounts.E001"]
    with pytest.raises(ImproperlyConfigured):
        seal("probe", SECRET, "row-1")


def test_a_missing_file_is_said(settings, tmp_path):
    settings.MASTER_KEYS, settings.MASTER_KEYS_FILE = [], str(tmp_path / "nowhere")

    assert "MASTER_KEYS_FILE" in check_keys(None)[0].msg


@pytest.mark.parametrize("keys", ["", "QUJD"])
def test_a_server_does_not_start_without_keys(keys):
    """As it would be served, https and no debugging; the check is what `manage.py` asks before every command."""
    command = [sys.executable, "manage.py", "check"]
    surroundings = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "HTTPS": "1",
        "DEBUG": "0",
        "MASTER_KEYS": keys,
        "MASTER_KEYS_FILE": "",
    }
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True)

    assert done.returncode == 1
    assert "accounts.E001" in done.stderr


def test_a_local_run_makes_a_key_and_keeps_it(tmp_path, settings):
    key = kept_master_key(tmp_path)
    settings.MASTER_KEYS = [key]

    assert kept_master_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "master-key").stat().st_mode) == 0o600
    assert check_keys(None) == []
