"""Requests for help by plain SQL as the web role: who reads, who offers, who says how it ends; leaks planted."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from network.models import HelpOffer, HelpRequest
from rooms.acting import act_as
from rooms.enums import Role
from rooms.models import Membership
from tests.attack.test_wall import as_owner, sql
from tests.factories.accounts import UserFactory
from tests.factories.network import HelpOfferFactory, HelpRequestFactory, NetworkFactory, keeper, networker
from tests.factories.profiles import CaseProfileFactory
from tests.factories.rooms import MembershipFactory

pytestmark = pytest.mark.django_db
WORD = "nurfuerdiefragende"
OFFERING = (
    "INSERT INTO network_helpoffer (id, request_id, person_id, words, created_at) VALUES (%s, %s, %s, 'x', now())"
)
KEY = "01923c1e-0000-7000-8000-000000000003"


class Circle:
    """A network with one request and an offer to it, and everybody who could look."""

    def __init__(self):
        self.network = NetworkFactory()
        self.asker, self.helper, self.member = (networker(self.network) for _ in range(3))
        self.keeper, self.stranger = keeper(self.network), UserFactory()
        self.left = networker(self.network)
        self.asked = HelpRequestFactory(network=self.network, author=self.asker)
        self.old = HelpRequestFactory(network=self.network, author=self.left)
        self.gone = HelpRequestFactory(
            network=self.network, author=self.asker, state="zurueckgezogen", closed_at=timezone.now()
        )
        self.offer = HelpOfferFactory(request=self.asked, person=self.helper, words=WORD)
        HelpOfferFactory(request=self.old, person=self.helper, words=WORD)
        Membership.objects.filter(user=self.left).update(ends_on="2016-01-01")

    @property
    def people(self):
        return [None, self.asker, self.helper, self.member, self.keeper, self.stranger, self.left]


@pytest.fixture
def circle():
    return Circle()


def met(table, person):
    act_as(person.pk if person else None)
    found = {key for (key,) in sql(f"SELECT id FROM {table}")}
    as_owner()
    return found


def differences(circle):
    """Those to whom the database gives other rows than the rule."""
    found = set()
    for person in circle.people:
        for model in (HelpRequest, HelpOffer):
            rule = model.objects.visible_to(person) if person else model.objects.none()
            expected = {row.pk for row in rule}
            if met(model._meta.db_table, person) != expected:
                found.add((model.__name__, circle.people.index(person)))
    return found


def test_the_wall_says_what_the_rule_says(circle):
    assert differences(circle) == set()
    both = {circle.asked.pk, circle.old.pk}
    assert met("network_helprequest", circle.member) == both
    assert met("network_helprequest", circle.asker) == both | {circle.gone.pk}
    assert met("network_helprequest", circle.keeper) == both | {circle.gone.pk}
    for person in (None, circle.stranger, circle.left):
        assert met("network_helprequest", person) == set()
    assert met("network_helpoffer", circle.asker) == {circle.offer.pk}
    assert len(met("network_helpoffer", circle.helper)) == len(met("network_helpoffer", circle.keeper)) == 2
    for person in (None, circle.member, circle.stranger, circle.left):
        assert met("network_helpoffer", person) == set()


@pytest.mark.parametrize(
    "gap",
    [
        "CREATE POLICY gap ON network_helpoffer FOR SELECT USING ((SELECT wall_in_network()))",
        "CREATE POLICY gap ON network_helprequest FOR SELECT USING (circle = 10 AND (SELECT wall_in_network()))",
        "CREATE POLICY gap ON network_helprequest FOR SELECT USING (author_id = (SELECT wall_person()))",
        "ALTER TABLE network_helpoffer DISABLE ROW LEVEL SECURITY",
    ],
)
def test_a_leak_would_be_seen(circle, gap):
    """The gate, seen red: planted in the database, off in the product."""
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql(gap)

    assert differences(circle)


def refused(person, statement, params=None, match="row-level security"):
    act_as(person.pk)
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        sql(statement, params)
    as_owner()


def test_nobody_offers_for_another_or_to_herself_or_too_late(circle):
    refused(circle.member, OFFERING, [KEY, circle.asked.pk, circle.stranger.pk])
    refused(circle.asker, OFFERING, [KEY, circle.asked.pk, circle.asker.pk])
    refused(circle.stranger, OFFERING, [KEY, circle.asked.pk, circle.stranger.pk])
    refused(circle.member, OFFERING, [KEY, circle.old.pk, circle.member.pk])
    refused(circle.member, OFFERING, [KEY, circle.gone.pk, circle.member.pk])
    HelpRequest.objects.filter(pk=circle.asked.pk).update(until=timezone.localdate() - dt.timedelta(days=1))
    refused(circle.member, OFFERING, [KEY, circle.asked.pk, circle.member.pk])
    HelpRequest.objects.filter(pk=circle.asked.pk).update(until=timezone.localdate())
    act_as(circle.member.pk)
    assert sql(OFFERING, [KEY, circle.asked.pk, circle.member.pk]) == 1


def test_an_offer_stays_as_it_was_made(circle):
    refused(circle.asker, "UPDATE network_helpoffer SET words = 'anders'", match="an offer stays")
    for person in (circle.helper, circle.keeper, circle.member):
        act_as(person.pk)
        assert sql("UPDATE network_helpoffer SET accepted_at = now()") == 0
    act_as(circle.asker.pk)
    assert sql("DELETE FROM network_helpoffer") == 0
    assert sql("UPDATE network_helpoffer SET accepted_at = now()") == 1
    act_as(circle.helper.pk)
    assert sql("DELETE FROM network_helpoffer WHERE request_id = %s", [circle.asked.pk]) == 0


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ("question = 'anders'", "its author writes"),
        ("state = 'abgeschlossen', closed_at = now()", "its author says"),
        ("has_helped = true, state = 'abgeschlossen', closed_at = now()", "its author writes"),
        ("author_id = wall_person()", "stays with whoever asked"),
    ],
)
def test_who_keeps_the_network_only_takes_out(circle, change, match):
    one = f" WHERE id = '{circle.asked.pk}'"
    refused(circle.keeper, f"UPDATE network_helprequest SET {change}{one}", match=match)
    act_as(circle.member.pk)
    assert sql(f"UPDATE network_helprequest SET {change}{one}") == 0
    act_as(circle.keeper.pk)
    assert sql(f"UPDATE network_helprequest SET state = 'zurueckgezogen', closed_at = now(){one}") == 1


def test_what_has_ended_stays_as_it_ended(circle):
    one = f" WHERE id = '{circle.gone.pk}'"
    refused(
        circle.asker, f"UPDATE network_helprequest SET state = 'offen', closed_at = NULL{one}", match="its author says"
    )
    refused(circle.asker, f"UPDATE network_helprequest SET text = 'neu'{one}", match="its author writes")


def test_nothing_goes_further_out_than_the_network(circle):
    for target in (0, 40):
        refused(circle.asker, f"UPDATE network_helprequest SET circle = {target}", match="release|help_stays_with")


def test_a_consultation_is_named_once_it_is_released(circle):
    profile = CaseProfileFactory()
    statement = f"UPDATE network_helprequest SET profile_id = %s WHERE id = '{circle.asked.pk}'"
    refused(circle.asker, statement, [profile.pk], match="named once it is released")


def asking(circle, author, **fields):
    words = {"circle": 10, "kind": "methode", "question": "?"} | fields
    return HelpRequest(network=circle.network, author=author, **{"room": circle.network.room} | words)


def test_nobody_asks_in_anothers_name(circle):
    act_as(circle.member.pk)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        asking(circle, circle.asker).save(force_insert=True)


def test_a_request_lies_in_the_room_of_its_network(circle):
    other = NetworkFactory()
    MembershipFactory(room=other.room, user=circle.member, role=Role.OBSERVER, starts_on="2016-01-01")
    act_as(circle.member.pk)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        asking(circle, circle.member, room=other.room).save(force_insert=True)
    asking(circle, circle.member).save(force_insert=True)


@pytest.mark.parametrize("state", ["vermittelt", "abgeschlossen"])
def test_a_request_begins_open(circle, state):
    act_as(circle.member.pk)
    with pytest.raises(DatabaseError, match="begins open"), transaction.atomic():
        asking(circle, circle.member, state=state).save(force_insert=True)
