"""The world that is attacked."""

import logging

import pytest
from django.db import connection

from engagements.enums import TemplateState
from engagements.models import PhaseTemplate, ProcessTemplate
from tests.attack.visits import Watch
from tests.doors.world import World


def make_world():
    world = World()
    world.draft = ProcessTemplate.objects.create(
        code="entwurf", name="Entwurf", state=TemplateState.DRAFT, based_on=world.template
    )
    world.draft_phase = PhaseTemplate.objects.create(template=world.draft, code="a", name="A", order=10)
    return world


@pytest.fixture(autouse=True)
def quiet():
    """Thousands of refusals are what we want; nobody needs a line about each."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def world(db, settings, tmp_path):
    """Two consultations and everybody around them."""
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }
    return make_world()


@pytest.fixture
def watch(db, request):
    """The watch begins before the world is made, and looks away while it is."""
    watch = Watch()
    request.getfixturevalue("world")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    watch.written()
    return watch


@pytest.fixture
def no_wall(monkeypatch):
    """The planted bug every other one needs: the request stays the owner, whom the wall lets pass."""
    monkeypatch.setattr("rooms.middleware.act_as", lambda user_id: None)
