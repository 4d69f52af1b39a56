"""The continuous archive: two who archive at once, and what lies beside the files."""

import pytest

from config.backups import archive


@pytest.fixture
def store(tmp_path, monkeypatch):
    place = tmp_path / "files"
    place.mkdir()
    monkeypatch.setenv("FILES_DIR", str(place))
    monkeypatch.delenv("FILES_S3_BUCKET", raising=False)
    return place


def test_a_folder_beside_the_files_does_not_stop_the_archive(store, tmp_path):
    (store / "lost+found").mkdir()  # where FILES_DIR is a disk of its own
    (store / "one").write_bytes(b"words")

    archive.add_files(tmp_path / "archive")

    assert archive.get(tmp_path / "archive" / archive.FILES, "one") == b"words"


def test_two_who_put_the_same_piece_do_not_write_into_one_another(tmp_path):
    begun_by_other = tmp_path / "one.part"
    begun_by_other.write_bytes(b"half")

    archive.put(tmp_path, "one", b"words")

    assert begun_by_other.read_bytes() == b"half"
    assert archive.get(tmp_path, "one") == b"words"
