"""The same page sent twice in one moment makes one contribution, and whoever sent it hears of no fault."""

import pytest
from django.db import connection

from participation.contributing import bring_in
from participation.models import Contribution, ContributionContact
from rooms.ids import uuid7
from tests.factories.engagements import EngagementFactory

from .contributing import public_round
from .test_registration_at_once import at_once

MANY = 4


@pytest.fixture
def found(transactional_db):
    return public_round(EngagementFactory())


def sending(found, key, text="Neu"):
    return lambda: bring_in(found, key, text=text, email="karla@example.org")


@pytest.fixture
def slow(found):
    """Whoever sends pauses before her row is kept, so that the others have begun as well."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('contribution_add'::regproc)")
        kept = cursor.fetchone()[0]
        pausing = kept.replace(
            "INSERT INTO steering_counter", "PERFORM pg_sleep(0.3);\n    INSERT INTO steering_counter"
        )
        assert pausing != kept
        cursor.execute(pausing)
        yield pausing
        cursor.execute(kept)


def test_the_same_page_sent_at_once_makes_one(found, slow):
    key = uuid7()

    assert at_once(*[sending(found, key)] * MANY) == [1] * MANY
    assert (Contribution.objects.count(), ContributionContact.objects.count()) == (1, 1)


def test_with_other_words_at_once_one_is_kept_and_the_other_asked(found, slow):
    key = uuid7()

    assert sorted(at_once(sending(found, key), sending(found, key, "Anders"))) == [-1, 1]
    assert Contribution.objects.count() == 1


def test_different_people_at_once_get_different_numbers(found, slow):
    assert sorted(at_once(*(sending(found, uuid7()) for _n in range(MANY)))) == [1, 2, 3, 4]
