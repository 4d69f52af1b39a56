"""The key that seals what lies on a device: one for each person, none for a shared computer."""

import base64

import pytest
from django.urls import reverse

from accounts.models import DeviceKey, User
from tests.rooms.drafts.kept import JSON

pytestmark = pytest.mark.django_db


def key_of(client):
    return client.post(reverse("drafts:key"), "{}", **JSON).json()["key"]


def test_each_person_has_one_key_and_it_lies_sealed(client, world, writer):
    first, again = key_of(client), key_of(client)
    client.force_login(world.advisor)
    other = key_of(client)

    assert first == again != other
    assert len(base64.b64decode(first)) == 32
    assert all(base64.b64decode(first) not in bytes(row.wrapped) for row in DeviceKey.objects.all())


def test_a_shared_computer_gets_no_key(client):
    user = User.objects.create_user("maria@example.org", "Maria", "geheim-genug-123")
    for shared in ({"shared": "on"}, {}):
        client.post(reverse("accounts:sign-in"), {"username": user.email, "password": "geheim-genug-123", **shared})

        assert (key_of(client) is None) == bool(shared)
        client.post(reverse("accounts:sign-out"))


def test_signed_out_there_is_no_key(client):
    assert client.post(reverse("drafts:key"), "{}", **JSON).status_code == 401
