"""A world that the tests of a module share: built once, and there for each of them as it was built."""

import pickle
import shutil

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client, override_settings

from tests.doors.table import ROLES
from tests.doors.world import World


def stored_in(folder):
    """The settings of a store of files in this folder."""
    store = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(folder)}}
    return settings.STORAGES | {"default": store}


def signed_in(person):
    """The cookies of a browser in which this person has signed in; none for nobody."""
    client = Client()
    if person.is_authenticated:
        client.force_login(person)
    return client.cookies


@pytest.fixture(scope="module")
def standing_world(django_db_setup, django_db_blocker, tmp_path_factory):
    """The world and its files. Its transaction never ends, and each test undoes its own part of it."""
    folder = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(STORAGES=stored_in(folder)):
            world = World()
        world.cookies = {role: signed_in(getattr(world, role)) for role in ROLES}
        connection.check_constraints()
        yield pickle.dumps(world), folder
        transaction.set_rollback(True)


@pytest.fixture
def own_world(standing_world, db, settings, tmp_path):
    """Two consultations and everybody around them, for one test to change as it likes."""
    packed, folder = standing_world
    settings.STORAGES = stored_in(shutil.copytree(folder, tmp_path / "files"))
    return pickle.loads(packed)
