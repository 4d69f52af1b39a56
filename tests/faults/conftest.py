import fcntl
import os

import pytest

from accounts import letters
from accounts.letters import wake as real_wake
from retention import transitions
from rooms import seal
from rooms.acting import act_as
from tests.faults.erasure import Closed, as_owner
from tests.faults.house import House
from tests.faults.mailserver import mail_server, rounds_over


@pytest.fixture(scope="session")
def built_house(tmp_path_factory):
    """The product with its samples, stopped; the first process of a run builds it, the others wait."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # where all processes of the run have theirs
    with open(folder / "haus.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "haus").exists():
            first = House(tmp_path_factory.mktemp("bau"))
            try:
                first.start()
            finally:
                first.stop()
            first.root.rename(folder / "haus")
    return folder / "haus"


@pytest.fixture(scope="session")
def house(tmp_path_factory, built_house):
    """The product, running; one for all tests of a process that kill, restart and restore it."""
    house = House(tmp_path_factory.mktemp("haus"), built_house)
    try:
        house.start()
        yield house
    finally:
        house.stop()


@pytest.fixture
def server(settings, monkeypatch):
    """A mail server, and the product as it is in real use: a thread sends what was committed."""
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 2
        monkeypatch.setattr(letters, "wake", real_wake)
        monkeypatch.setattr(letters, "PAUSE", 0.05)
        yield server
        server.release.set()
        rounds_over()


@pytest.fixture
def forgetful():
    seal._known.clear()
    seal._fresh.clear()


@pytest.fixture
def folder(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }
    return tmp_path


@pytest.fixture
def closed(db, forgetful, folder):
    return Closed()


@pytest.fixture
def delete(closed, django_capture_on_commit_callbacks):
    """Both people do their part, each as the web role behind the wall; the files go with the commit."""

    def run(group, room=None):
        act_as(closed.lead.pk)
        plan = transitions.propose(room or closed.room, group, by=closed.lead)
        act_as(closed.advisor.pk)
        with django_capture_on_commit_callbacks(execute=True):
            done = transitions.confirm(plan, by=closed.advisor)
        as_owner()
        return done

    return run
