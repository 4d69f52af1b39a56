"""„Es gibt Neues“: at most once a week, to those at the table who read it, did not write it, and want to hear of it."""

import pytest

from rooms.enums import Circle, Role
from steering.models import Digest, Visit
from tests.factories.rooms import MembershipFactory
from tests.factories.steering import ResolutionFactory

from .test_reminders import FOR_GROUP, day, days, told  # noqa: F401

pytestmark = pytest.mark.django_db


def news(engagement, by, n):
    ResolutionFactory(engagement=engagement, author=by, shared_on=day(n), **FOR_GROUP)


def digests(found, person):
    return [n for n, to, kind in told(found) if kind == "digest" and to == person.email]


@pytest.mark.slow
def test_a_digest_comes_once_a_week_at_most(engagement, lead, member, days):  # noqa: F811
    for n in range(30):
        news(engagement, lead, n)

    assert digests(days(45, runs=2), member) == [1, 8, 15, 22, 29, 36]


def test_nothing_new_brings_no_digest(engagement, lead, member, days):  # noqa: F811
    news(engagement, lead, 3)
    news(engagement, member, 20)  # her own
    ResolutionFactory(engagement=engagement, author=lead, shared_on=day(30), circle=Circle.TEAM)  # not hers to read

    assert digests(days(45), member) == [4]


def test_who_does_not_want_it_or_has_left_gets_none(engagement, lead, member, days):  # noqa: F811
    Digest.objects.create(person=member, is_wanted=False)
    other = MembershipFactory(room=engagement.room, role=Role.STEERING, ends_on=day(9)).user
    for n in (2, 12):
        news(engagement, lead, n)
    found = days(30)

    assert (digests(found, member), digests(found, other)) == ([], [3])
    assert digests(found, lead) == []


def test_who_has_looked_meanwhile_is_left_in_peace(engagement, lead, member, days):  # noqa: F811
    news(engagement, lead, 2)
    Visit.objects.create(engagement=engagement, person=member, last_on=day(3))

    assert digests(days(30, first=4), member) == []


def test_the_digest_is_switched_off_by_its_link(client, engagement, lead, member, days):  # noqa: F811
    news(engagement, lead, 1)
    text = next(text for _n, to, text in days(2) if to == member.email)
    path = text.split("Abbestellen")[1].split("http://")[1].split()[0].partition("/")[2]
    client.force_login(member)
    assert "höchstens" in client.get(f"/{path}").content.decode().lower()
    client.post(f"/{path}", {})
    news(engagement, lead, 20)

    assert digests(days(40, first=3), member) == [2]
    client.post(f"/{path}", {"is_wanted": "on"})
    assert Digest.objects.get(person=member).is_wanted
