"""Two processes remind at the same moment: each letter and each digest is there once."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts.models import Letter
from rooms.enums import Circle
from steering import digests, reminding
from tests.factories.steering import ResolutionFactory, TaskFactory

pytestmark = pytest.mark.django_db(transaction=True)
TWO = 2


@pytest.fixture
def waiting(engagement, lead, member):
    """A task that is due, a recommendation nobody answered, and news."""
    today = timezone.localdate()
    TaskFactory(engagement=engagement, account=member, due=today, circle=Circle.STEERING)
    words = {"author": lead, "circle": Circle.STEERING, "due": today - dt.timedelta(days=1)}
    ResolutionFactory(engagement=engagement, shared_on=today - dt.timedelta(days=2), **words)


def both_at_once():
    start = Barrier(TWO, timeout=60)

    def run(_n):
        try:
            start.wait()
            call_command("remind_steering", verbosity=0)
        finally:
            connection.close()

    with ThreadPoolExecutor(TWO) as pool:
        list(pool.map(run, range(TWO)))


def occasions():
    return sorted(Letter.objects.values_list("occasion", flat=True))


def test_two_at_once_post_each_letter_once(waiting):
    for _again in range(3):
        both_at_once()

    assert occasions() == ["digest", "reminder", "reminder"]


def test_letters_without_an_occasion_would_be_seen(waiting, monkeypatch):
    """The gate, seen red; what is sent without one leaves no row, so it is counted where it is posted."""
    posted = []
    for module in (reminding, digests):
        monkeypatch.setattr(module, "post", lambda *words, once: posted.append(once))
    both_at_once()

    assert len(posted) > len(set(posted))
