"""What is refused opens nothing, loses nothing, and leaves one line in the log, without a name or a word."""

import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from engagements.models import LogEntry
from rooms.actions import token
from rooms.enums import Circle
from rooms.models import Unlock
from rooms.releasing import propose
from tests.attack.visits import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loud(quiet):
    """Here the lines are what is looked at."""
    logging.disable(logging.NOTSET)


@pytest.fixture
def lines(caplog):
    caplog.set_level(logging.WARNING, logger="ortsgespraech.refused")
    return lambda: [record.getMessage() for record in caplog.records if record.name == "ortsgespraech.refused"]


def sign_in(world):
    Client().post(reverse("accounts:sign-in"), {"username": "boese@example.org", "password": "geheim-und-falsch"})


def used_invitation(world):
    type(world.home.invitation).objects.update(withdrawn_at="2020-01-01T00:00Z")
    answer = Client().get(reverse("rooms:invitation", args=[token(world.home.invitation)]))
    assert answer.status_code == 410


def forged_invitation(world):
    assert Client().get(reverse("rooms:invitation", args=["gefaelscht"])).status_code == 404


def forwarded_invitation(world):
    url = reverse("rooms:invitation", args=[token(world.home.invitation)])
    assert client_of(world, "stranger").post(url, {"promise": "on"}).status_code == 403


def old_reset_link(world):
    Client().get(reverse("accounts:password-new", args=["MQ", "abc-def"]))


def release_by_the_same_person(world):
    release = propose(world.home.entries[Circle.TEAM], to_circle=Circle.STEERING, by=world.lead, title="A", text="B")
    client_of(world, "lead").post(reverse("rooms:release-approve", args=[release.pk]))
    release.refresh_from_db()
    assert release.circle == Circle.TEAM


def unlock_without_reason(world):
    url = reverse("engagements:sealed-open", args=[world.home.engagement.pk, world.home.entries[Circle.SEALED].pk])
    client_of(world, "advisor").post(url, {"reason": " "})
    assert not Unlock.objects.exists()


def file_that_lies(world):
    data = {
        "kind": "notiz",
        "when": "heute",
        "title": "kanarie-titel",
        "text": "kanarie-text",
        "circle": "40",
        "new_files": SimpleUploadedFile("Protokoll.pdf", b"MZ kein PDF"),
    }
    url = reverse("engagements:log-create", args=[world.home.engagement.pk])
    page = client_of(world, "advisor").post(url, data)
    assert "kanarie-text" in page.content.decode()
    assert not LogEntry.objects.filter(title="kanarie-titel").exists()


def wrong_code(world):
    from django.core.exceptions import ValidationError  # noqa: PLC0415

    from accounts import factors  # noqa: PLC0415

    with pytest.raises(ValidationError):
        factors.use_code(world.lead, "123456")


@pytest.mark.parametrize(
    "deed",
    [
        sign_in,
        used_invitation,
        forged_invitation,
        forwarded_invitation,
        old_reset_link,
        release_by_the_same_person,
        unlock_without_reason,
        file_that_lies,
        wrong_code,
    ],
)
def test_one_line_and_no_word(world, lines, deed):
    deed(world)
    told = lines()

    assert len(told) == 1
    assert told[0].startswith("refused what=")
    for word in ("kanarie", "geheim", "@", "123456", "Protokoll"):
        assert word not in told[0]
