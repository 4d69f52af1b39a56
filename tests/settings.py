"""The settings of the tests: as in real use, but quick and without leaving traces."""

import hashlib
import os
import shutil
from pathlib import Path

# Before the real settings read the environment, and stronger than .env.
os.environ.update(
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    CSRF_TRUSTED_ORIGINS="",
    DATABASE_OWNER_URL="",
    DATABASE_ROLE="owner",  # a test puts its rows where it needs them; every request steps down to the web role
    DATABASE_URL="",  # always the server below var/
    DEBUG="0",
    EMAIL_URL="memorymail://",
    HTTPS="0",
    LIMIT_PUBLIC_ADDRESS="999999/1",  # all tests come from one address; tests of the limit set it
    MASTER_KEYS="b25seS1mb3ItdGhlLXRlc3RzLXh4eHh4eHh4eHh4eHg=",
    MASTER_KEYS_FILE="",
    REQUIRE_SECOND_FACTOR="none",  # tests of the gate set it
    SAMPLE_MODE="0",
    SECRET_KEY="only-for-the-tests-" + "x" * 40,
)

from config import database, localdb  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
MEMORY = Path("/dev/shm")  # a disk in memory, where the system has one
ROOM = 3 * 2**30  # bytes; a run fills a third of it


def own_var():
    """Where the databases of the tests lie: in memory, if there is room, for each test that commits gets a copy."""
    place = MEMORY / f"ortsgespraech-tests-{hashlib.sha256(bytes(ROOT)).hexdigest()[:12]}"
    try:
        if shutil.disk_usage(MEMORY).free > ROOM or place.exists():
            place.mkdir(mode=0o755, exist_ok=True)
            if place.stat(follow_symlinks=False).st_uid == os.geteuid():  # anybody may write there
                return place
    except OSError:
        pass
    return ROOT / "var" / "tests"


OWN_VAR = own_var()
# A server of their own, for it may forget: what the developer tries at hand lies in another.
database.embedded = lambda var, role: localdb.embedded(OWN_VAR, role)

from config.settings import *  # noqa: E402

VAR_DIR = OWN_VAR

VOCABULARY_SECONDS = None  # a test that wants the words of the house reads them
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"] |= {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False}
STATIC_ROOT = VAR_DIR / "test-static"  # whitenoise warns when it is missing
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MIDDLEWARE.insert(MIDDLEWARE.index("rooms.middleware.ActingPerson"), "tests.middleware.BackToTheTest")
