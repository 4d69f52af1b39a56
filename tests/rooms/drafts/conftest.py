"""Somebody who writes, and the form she writes in."""

import pytest
from django.urls import reverse


@pytest.fixture
def world(own_world):
    return own_world


@pytest.fixture
def writer(client, world):
    client.force_login(world.lead)
    return world.lead


@pytest.fixture
def slot(world):
    return reverse("engagements:log-create", args=[world.home.engagement.pk])
