import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse

from config.file_store import file_store
from engagements.models import LogEntry
from rooms import uploads
from rooms.enums import Circle
from rooms.models import File
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory
from tests.factories.rooms import MembershipFactory, RoomFactory
from tests.rooms.s3 import Server

pytestmark = pytest.mark.django_db
LARGE = b"geheim" * 1024 * 1024  # more than the store keeps in memory
GIVEN = {"kind": "einzelgespraech", "when": "12.03.2018", "title": "Gespräch", "circle": "40", "text": "Das bleibt."}


@pytest.fixture
def bucket(settings, monkeypatch, tmp_path):
    """The store of the files as somebody sets it up who keeps them in a bucket."""
    server = Server()
    for name, value in {
        "FILES_S3_BUCKET": "eimer",
        "FILES_S3_ENDPOINT": server.url,
        "FILES_S3_REGION": "eu-test-1",
        "FILES_S3_ACCESS_KEY": "zugang",
        "FILES_S3_SECRET_KEY": "geheim",
        "FILES_S3_ADDRESSING": "path",
        "NO_PROXY": "127.0.0.1",
        "AWS_CONFIG_FILE": str(tmp_path / "none"),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "none"),
    }.items():
        monkeypatch.setenv(name, value)
    settings.STORAGES = settings.STORAGES | {"default": file_store(tmp_path)}
    yield server
    File.content.field.storage.connection.meta.client.close()
    server.stop()


@pytest.fixture
def file(bucket):
    row = File(room=RoomFactory(), circle=Circle.TEAM)
    return uploads.store(SimpleUploadedFile("Vermerk über Lärm.txt", b"geheim" * 9000), "text/plain", row)


@pytest.fixture
def large(bucket):
    row = File(room=RoomFactory(), circle=Circle.TEAM)
    return uploads.store(SimpleUploadedFile("Karte.txt", LARGE), "text/plain", row)


def get(client, file, user):
    client.force_login(user)
    return client.get(reverse("rooms:file", args=[file.pk]))


def test_without_a_bucket_files_lie_in_a_folder_only_we_may_open(monkeypatch, tmp_path):
    monkeypatch.delenv("FILES_S3_BUCKET", raising=False)
    monkeypatch.delenv("FILES_DIR", raising=False)
    options = file_store(tmp_path)["OPTIONS"]

    assert options["location"] == str(tmp_path / "files")
    assert (options["file_permissions_mode"], options["directory_permissions_mode"]) == (0o600, 0o700)


def test_a_file_lies_in_the_bucket_private_and_without_its_name(bucket, file):
    [(key, content)] = bucket.kept.items()
    [headers] = [headers for command, _path, headers in bucket.asked if command == "PUT"]

    assert content == b"geheim" * 9000
    assert key == file.content.name
    assert len(key) == 32
    assert headers["x-amz-acl"] == "private"
    assert headers["Content-Type"] == "application/octet-stream"
    assert not any("Vermerk" in f"{path}{headers}" for _command, path, headers in bucket.asked)


def test_it_is_read_only_through_our_page(client, file):
    response = get(client, file, MembershipFactory(room=file.room).user)

    assert b"".join(response.streaming_content) == b"geheim" * 9000
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert get(client, file, UserFactory()).status_code == 404


def test_what_the_bucket_has_changed_is_not_handed_out(bucket, client, large):
    """Also a large file, which lies on the disk while it is looked at; it is fetched once."""
    user = MembershipFactory(room=large.room).user
    bucket.asked.clear()
    assert get(client, large, user).getvalue() == LARGE
    assert [command for command, _path, _headers in bucket.asked].count("GET") == 1
    bucket.kept[large.content.name] = LARGE[:-1] + b"?"

    assert get(client, large, user).status_code == 404


def test_it_has_no_address_of_its_own(file):
    with pytest.raises(NotImplementedError):
        _ = file.content.url


def test_the_bucket_is_not_asked_for_what_one_may_not_read(bucket, client, file):
    bucket.asked.clear()
    get(client, file, MembershipFactory().user)

    assert bucket.asked == []


def test_what_is_lost_is_not_found_and_what_is_away_comes_back(bucket, client, file):
    user = MembershipFactory(room=file.room).user
    bucket.is_down = True
    response = get(client, file, user)
    assert response.status_code == 503
    assert "gerade nicht erreichbar" in response.content.decode()

    bucket.is_down = False
    response = get(client, file, user)
    assert response.status_code == 200
    assert b"".join(response.streaming_content)
    bucket.kept.clear()
    assert get(client, file, user).status_code == 404


def test_a_removed_file_leaves_the_bucket(bucket, file, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        uploads.remove(file)

    assert bucket.kept == {}


def test_orphans_leave_the_bucket_and_files_with_a_row_stay(bucket, file):
    bucket.kept["verwaist"] = b"weg"
    out = io.StringIO()
    call_command("remove_orphan_files", really=True, stdout=out)

    assert out.getvalue().startswith("verwaist\n")
    assert list(bucket.kept) == [file.content.name]


def test_an_entry_is_not_lost_when_the_bucket_is_away(bucket, client):
    engagement = EngagementFactory()
    client.force_login(MembershipFactory(room=engagement.room).user)
    bucket.is_down = True
    data = GIVEN | {"new_files": [SimpleUploadedFile("a.txt", b"Text")]}
    page = client.post(reverse("engagements:log-create", args=[engagement.pk]), data)

    assert page.status_code == 200
    assert "konnten nicht abgelegt werden" in page.content.decode()
    assert "Das bleibt." in page.content.decode()
    assert not LogEntry.objects.exists()
    assert not File.objects.exists()
