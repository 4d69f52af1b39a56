"""A room whose key was deleted: old texts stay closed, new ones are never sealed with a key that is gone."""

import pytest

from rooms import seal
from rooms.models import RoomKey
from tests.factories.rooms import RoomFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    seal._known.clear()
    seal._fresh.clear()
    return RoomFactory()


def remember(room):
    """What a process knows after the key was committed."""
    text = seal.seal_text(room.pk, "alt")
    seal._fresh.clear()
    assert seal.open_text(text) == "alt"
    assert room.pk in seal._known
    return text


def test_a_new_text_gets_a_new_key(room):
    old = remember(room)
    RoomKey.objects.filter(room=room).delete()  # by another process
    new = seal.seal_text(room.pk, "neu")
    seal._known.clear()

    assert RoomKey.objects.filter(room=room).exists()
    assert seal.open_text(new) == "neu"
    with pytest.raises(seal.SealBroken):
        seal.open_text(old)


def test_a_process_that_knows_the_old_key_opens_new_texts(room):
    remember(room)
    before = dict(seal._known)
    RoomKey.objects.filter(room=room).delete()
    seal._known.clear()
    new = seal.seal_text(room.pk, "neu")
    seal._known.update(before)  # the other process

    assert seal.open_text(new) == "neu"
