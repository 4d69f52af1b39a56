"""The pool: who is in it, who reads it, and public by her own consent alone."""

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.models import User
from municipalities.enums import Level
from network.models import PoolProfile
from network.pooling import set_public
from rooms.acting import act_as
from rooms.models import Membership
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory
from tests.factories.municipalities import PlaceFactory
from tests.factories.network import PoolProfileFactory, keeper, networker
from tests.walls import as_owner, sql

from .visits import url

pytestmark = pytest.mark.django_db


def test_a_member_enters_herself_and_waits(client, network):
    person = networker(network, name="Nele Neu")
    client.force_login(person)
    land = PlaceFactory(level=Level.LAND, key="13", name="Mecklenburg-Vorpommern")
    sent = {"name": "Nele Neu", "kind": "mediation", "qualification": "Ausbildung", "languages": "Deutsch, Türkisch"}
    client.post(url("pool-create", network.pk), sent | {"availability": "frei", "regions": [land.pk]})

    row = PoolProfile.objects.get()
    assert (row.person, row.admitted_on, row.is_public) == (person, None, False)
    client.force_login(networker(network))
    assert client.get(row.get_absolute_url()).status_code == 404
    client.force_login(keeper(network))
    assert "Nele Neu" in client.get(network.get_absolute_url()).content.decode()
    client.post(url("pool-admit", row.pk), {"aufnehmen": "1"})
    client.force_login(networker(network))
    assert client.get(row.get_absolute_url()).status_code == 200


def test_later_needs_a_day(client, network, profile):
    client.force_login(profile.person)
    sent = {"name": "M", "kind": "mediation", "qualification": "A", "languages": "Deutsch", "availability": "spaeter"}
    page = client.post(url("pool-update", profile.pk), sent | {"version": profile.version}).content.decode()

    assert "Ab wann haben Sie wieder Zeit?" in page


def test_looking_for_place_language_and_time(client, network, profile):
    land, other = (PlaceFactory(level=Level.LAND, key=key, name=name) for key, name in (("13", "MV"), ("08", "BW")))
    here = PoolProfileFactory(network=network, name="Hier", languages="Deutsch, Türkisch", availability="belegt")
    here.regions.add(land)
    away = PoolProfileFactory(network=network, name="Dort")
    away.regions.add(other)
    client.force_login(networker(network))

    def found(**asked):
        return {row.name for row in client.get(url("pool-list", network.pk), asked).context["rows"]}

    assert found() == {"Hier", "Dort", "Maja Mediatorin"}
    assert found(land=land.pk) == {"Hier", "Maja Mediatorin"}  # who names no Land works everywhere
    assert found(sprache="türk") == {"Hier"}
    assert found(zeit="frei") == {"Dort", "Maja Mediatorin"}
    assert found(land="unsinn") == {"Hier", "Dort", "Maja Mediatorin"}


def test_who_leads_a_consultation_searches_and_others_do_not(client, network, profile):
    lead = UserFactory()
    EngagementFactory(lead=lead)
    for person, status in ((lead, 200), (UserFactory(), 404)):
        client.force_login(person)
        assert client.get(url("pool-list", network.pk)).status_code == status
        assert client.get(profile.get_absolute_url()).status_code == status


def test_public_by_her_own_consent_and_back_in_one_click(client, profile):
    client.force_login(profile.person)
    client.post(url("pool-public", profile.pk), {"oeffentlich": "1"})
    profile.refresh_from_db()
    assert profile.is_public
    assert profile.consented_at
    client.post(url("pool-public", profile.pk), {"oeffentlich": "0"})
    profile.refresh_from_db()
    assert not profile.is_public
    assert profile.consented_at is None


def test_nobody_else_makes_her_public(client, network, profile):
    client.force_login(keeper(network))
    assert client.post(url("pool-public", profile.pk), {"oeffentlich": "1"}).status_code == 403
    act_as(keeper(network).pk)
    with pytest.raises(DatabaseError, match="made public by its person"), transaction.atomic():
        sql("UPDATE network_poolprofile SET is_public = true, consented_at = now()")


@pytest.mark.parametrize("change", ["name = 'Anders'", "qualification = 'nichts'", "languages = ''"])
def test_nobody_else_writes_her_words(network, profile, change):
    set_public(profile, True, by=profile.person)
    act_as(keeper(network).pk)
    with pytest.raises(DatabaseError, match="its person writes"), transaction.atomic():
        sql(f"UPDATE network_poolprofile SET {change}")
    act_as(profile.person_id)
    assert sql(f"UPDATE network_poolprofile SET {change}") == 1


def test_who_cannot_take_it_back_is_not_public(client, profile):
    """Without an account or out of the network she is on no public page any more."""
    set_public(profile, True, by=profile.person)
    page = reverse("reports:pool")
    assert profile.name in client.get(page).content.decode()
    User.objects.filter(pk=profile.person_id).update(is_active=False)
    assert profile.name not in client.get(page).content.decode()
    User.objects.filter(pk=profile.person_id).update(is_active=True)
    Membership.objects.filter(user=profile.person_id).update(ends_on="2016-01-01")
    assert profile.name not in client.get(page).content.decode()


def test_nobody_takes_herself_in(profile):
    as_owner()
    PoolProfile.objects.update(admitted_on=None)
    act_as(profile.person_id)
    with pytest.raises(DatabaseError, match="nobody takes herself"), transaction.atomic():
        sql("UPDATE network_poolprofile SET admitted_on = now()")


def test_the_wall_says_what_the_rule_says(network, profile):
    """Waiting, in the pool, public: read by plain SQL as each kind of person, and by `visible_to`."""
    waiting = PoolProfileFactory(network=network, admitted_on=None)
    public = PoolProfileFactory(network=network, person=networker(network))
    gone = PoolProfileFactory(network=network, person=networker(network, is_active=False))
    left = PoolProfileFactory(network=network)
    for row in (public, gone, left):
        set_public(row, True, by=row.person)
    lead = UserFactory()
    EngagementFactory(lead=lead)
    people = [None, UserFactory(), lead, networker(network), keeper(network), waiting.person, profile.person]
    for person in people:
        rule = PoolProfile.objects.visible_to(person) if person else PoolProfile.objects.public()
        expected = set(rule.values_list("pk", flat=True))
        act_as(person.pk if person else None)
        met = {key for (key,) in sql("SELECT id FROM network_poolprofile")}
        as_owner()
        assert met == expected, person
    assert set(PoolProfile.objects.public()) == {public}


def test_out_of_the_pool_is_out_of_the_public(client, network, profile):
    set_public(profile, True, by=profile.person)
    client.force_login(keeper(network))
    client.post(url("pool-admit", profile.pk), {"aufnehmen": "0"})

    profile.refresh_from_db()
    assert (profile.admitted_on, profile.is_public) == (None, False)


def test_writing_shows_no_address(client, network, profile, django_capture_on_commit_callbacks):
    sender = networker(network, name="Fritz Frager")
    client.force_login(sender)
    for view in ("pool-detail", "pool-contact"):
        assert profile.person.email not in client.get(url(view, profile.pk)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("pool-contact", profile.pk), {"text": "Hätten Sie im März Zeit?"})

    (message,) = mail.outbox
    assert message.to == [profile.person.email]
    assert "Hätten Sie im März Zeit?" in message.body
    assert sender.email not in message.body


def test_too_many_letters_are_refused(client, network, profile, settings):
    settings.LIMITS = settings.LIMITS | {"contact_account": (2, 60)}
    client.force_login(networker(network))
    for _time in range(2):
        assert client.post(url("pool-contact", profile.pk), {"text": "Guten Tag"}).status_code == 302

    assert client.post(url("pool-contact", profile.pk), {"text": "Guten Tag"}).status_code == 200
