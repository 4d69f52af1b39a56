"""The envelope of a backup, and what the commands refuse before they begin."""

import io
import os

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import OperationalError, connections
from django.http import HttpResponse
from django.test import RequestFactory

from config import file_store, outage, provision
from config.backups import Refused, reading, sealed, writing
from tests.rooms.s3 import Server

PIECE = sealed.PIECE


def packed(data, step=100_000):
    out = io.BytesIO()
    writer = sealed.Writer(out)
    for start in range(0, len(data), step):
        writer.write(data[start : start + step])
    writer.close()
    return out.getvalue()


def unpacked(content):
    return sealed.Reader(io.BytesIO(content)).read()


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 5])
def test_what_goes_in_comes_out(size):
    data = os.urandom(size)

    assert unpacked(packed(data)) == data


def test_two_backups_of_the_same_share_no_piece():
    assert packed(b"x" * 100)[sealed.HEAD :] != packed(b"x" * 100)[sealed.HEAD :]


def pieces(content):
    """The head, and each piece as it lies in the file."""
    step = PIECE + sealed.TAG_BYTES
    return content[: sealed.HEAD], [content[at : at + step] for at in range(sealed.HEAD, len(content), step)]


@pytest.mark.parametrize(
    "change",
    [
        lambda head, parts: head + b"".join(parts[:-1]),  # cut exactly where a piece ends
        lambda head, parts: head + b"".join(parts)[:-1],
        lambda head, parts: head + b"".join(parts) + b"x",
        lambda head, parts: head + b"".join([parts[1], parts[0], *parts[2:]]),
        lambda head, parts: head + b"".join([*parts, parts[-1]]),
        lambda head, parts: head + b"".join(parts[1:]),
        lambda head, parts: head,
        lambda head, parts: head[:-1] + bytes([head[-1] ^ 1]) + b"".join(parts),
        lambda head, parts: head + bytes([parts[0][0] ^ 1]) + b"".join(parts)[1:],
        lambda head, parts: head[:-3],
    ],
    ids=["cut-at-piece", "cut", "longer", "order", "twice", "headless", "empty", "salt", "bit", "half-head"],
)
def test_every_change_is_noticed(change):
    with pytest.raises(Refused, match="beschädigt"):
        unpacked(change(*pieces(packed(os.urandom(3 * PIECE + 5)))))


def test_every_single_byte_counts():
    content = packed(b"Was gesagt wurde.")
    for at in range(len(content)):
        with pytest.raises(Refused):
            unpacked(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])


def test_a_key_that_is_on_its_way_out_still_opens_and_a_foreign_one_does_not(settings):
    old, new = "b" * 43 + "=", "c" * 42 + "8="
    settings.MASTER_KEYS = [old]
    content = packed(b"x")
    settings.MASTER_KEYS = [new, old]
    assert unpacked(content) == b"x"
    settings.MASTER_KEYS = [new]
    with pytest.raises(Refused, match="anderen Hauptschlüssel"):
        unpacked(content)


@pytest.fixture
def owner(transactional_db):
    return connections["default"].settings_dict | {"USER": provision.OWNER, "OPTIONS": {}}


def test_the_web_role_makes_no_backup(owner, tmp_path):
    """It would see only what everybody may see, and nobody would notice."""
    with pytest.raises(Refused, match="hätte Lücken"):
        writing.backup(tmp_path, owner | {"USER": provision.WEB}, default_storage)
    assert list(tmp_path.iterdir()) == []


def test_the_backup_role_makes_one_and_names_the_owner_in_it(owner, tmp_path):
    path, _out, manifest, _seconds = writing.backup(tmp_path, owner | {"USER": provision.BACKUP}, default_storage)

    assert manifest["roles"] == {"owner": provision.OWNER, "web": provision.WEB}
    assert reading.examine(path) == manifest


def test_pg_dump_itself_refuses_the_web_role(owner, tmp_path, monkeypatch):
    monkeypatch.setattr(writing.facts, "sees_everything", lambda connection: True)  # our own look planted away
    with pytest.raises(Refused, match="pg_dump ist gescheitert: .*(row-level security|permission denied|lack SELECT)"):
        writing.backup(tmp_path, owner | {"USER": provision.WEB}, default_storage)
    assert list(tmp_path.iterdir()) == []


def test_files_of_a_bucket_go_in_as_well(owner, tmp_path, monkeypatch):
    server = Server()
    try:
        for name, value in {"BUCKET": "eimer", "ENDPOINT": server.url, "REGION": "x", "ACCESS_KEY": "a"}.items():
            monkeypatch.setenv(f"FILES_S3_{name}", value)
        monkeypatch.setenv("FILES_S3_SECRET_KEY", "b")
        monkeypatch.setenv("FILES_S3_ADDRESSING", "path")
        from rooms.buckets import Bucket

        bucket = Bucket(**file_store.file_store(tmp_path)["OPTIONS"])
        server.kept["0a" * 16] = b"Protokoll"
        path = writing.backup(tmp_path, owner, bucket)[0]
    finally:
        server.stop()

    assert dict(reading.files(path)) == {"0a" * 16: b"Protokoll"}


def test_a_file_that_comes_while_rows_are_read_is_in(owner, tmp_path, monkeypatch):
    storage = FileSystemStorage(tmp_path / "files")
    add_rows = writing.add_rows

    def slow(tar, settings):
        manifest = add_rows(tar, settings)
        (tmp_path / "files").mkdir()
        (tmp_path / "files" / ("0b" * 16)).write_bytes(b"x")
        return manifest

    monkeypatch.setattr(writing, "add_rows", slow)
    path = writing.backup(tmp_path, owner, storage)[0]

    assert list(reading.examine(path)["files"]) == ["0b" * 16]


def page(error, method="post", **fields):
    """What the handler makes of an error."""
    request = getattr(RequestFactory(), method)("/x/", fields)
    try:
        raise error
    except type(error):
        return outage.server_error(request)


def test_a_database_that_is_away_is_503_with_the_text_and_no_other_error_is(settings):
    away = page(OperationalError("weg"), text="Mein langer Satz")
    other = page(ValueError("anders"), text="Mein langer Satz")

    assert (away.status_code, other.status_code) == (503, 500)
    assert "Mein langer Satz" in away.content.decode()
    assert "Mein langer Satz" not in other.content.decode()


def test_an_error_that_hides_the_outage_is_one_too():
    hidden = ValueError("die Sitzung ist fort")
    hidden.__cause__ = OperationalError("weg")

    assert page(hidden).status_code == 503
    assert isinstance(page(hidden, "get"), HttpResponse)


def test_a_token_of_another_house_gets_no_better_by_being_shown():
    answer = page(OperationalError("weg"), csrfmiddlewaretoken="fremd", text="x y").content.decode()

    assert 'name="csrfmiddlewaretoken" value="fremd"' in answer
