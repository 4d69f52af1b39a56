"""What waits for those who keep a network: releases, help, terms that end; numbers where the content is not theirs."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from engagements.models import Agreement
from network import overview
from network.keeping import keepers_steps
from network.models import HelpRequest, Network, PoolProfile
from network.profile_words import freeze
from rooms.acting import act_as
from rooms.enums import Circle, Role
from rooms.models import Release
from tests.factories.desk import desk_of, inquiry_in
from tests.factories.engagements import EngagementFactory
from tests.factories.network import (
    CohortFactory,
    HelpOfferFactory,
    HelpRequestFactory,
    LibraryItemFactory,
    NetworkFactory,
    NetworkMemberFactory,
    PoolProfileFactory,
    keeper,
    networker,
)
from tests.factories.profiles import CaseProfileFactory
from tests.factories.rooms import InvitationFactory, MembershipFactory

pytestmark = pytest.mark.django_db
CANARY = "Kanarienvogel"


@pytest.fixture
def network():
    return NetworkFactory()


@pytest.fixture
def person(network):
    return keeper(network)


def words(person, *networks):
    return [step.words for step in keepers_steps(person, networks)]


def in_days(number):
    return timezone.localdate() + dt.timedelta(days=number)


def proposed(network, author):
    work = LibraryItemFactory(network=network)
    release = Release(room=network.room, author=author, kind="network.libraryitem", key=work.pk, item_version=1)
    release.to_circle, release.title = Circle.PUBLIC, f"Blatt {work.pk}"
    release.sha256 = release.digest()
    release.save()
    return release


def test_releases_wait_for_the_other_person(network, person):
    other = keeper(network)
    release = proposed(network, person)

    assert words(person, network) == [f"Wartet auf eine andere Person: {release.title}"]
    assert words(other, network) == [f"Wartet auf Ihre Prüfung: {release.title}"]


def test_a_request_nobody_answers_is_seen_after_a_week(network, person):
    row = HelpRequestFactory(network=network, author=networker(network), question="Wer kann helfen?")
    assert words(person, network) == []
    HelpRequest.objects.update(created_at=timezone.now() - dt.timedelta(days=8))
    assert "Wer kann helfen?" in words(person, network)[0]
    HelpOfferFactory(request=row)
    assert words(person, network) == []


def test_terms_that_end(network, person):
    soon, far = in_days(9), in_days(60)
    NetworkMemberFactory(network=network, name="Stadt Bald", period=f"2020 bis {soon:%d.%m.%Y}")
    NetworkMemberFactory(network=network, name="Stadt Später", period=f"2020 bis {far:%d.%m.%Y}")
    CohortFactory(network=network, title="Runde Bald", number=1, period=f"2020 bis {far:%d.%m.%Y}")
    for name, day in (("Mia Bald", soon), ("Mio Später", far)):
        member = networker(network, name=name)
        MembershipFactory(room=network.room, user=member, role=Role.CONTACT, ends_on=day)
    InvitationFactory(
        room=network.room, email="bald@example.org", invited_by=person, expires_at=timezone.now() + dt.timedelta(days=1)
    )
    InvitationFactory(room=network.room, email="frisch@example.org", invited_by=person)

    text = "\n".join(words(person, network))
    for told in ("Stadt Bald ist bis", "Runde Bald", "von Mia Bald endet", "bald@example.org"):
        assert told in text
    assert "Später" not in text
    assert "frisch" not in text


def test_the_pool_is_kept_up(network, person):
    PoolProfileFactory(network=network, person=networker(network), name="Neu Da", admitted_on=None)
    PoolProfileFactory(network=network, name="Nicht mehr Da")
    stale = PoolProfileFactory(network=network, person=networker(network))
    PoolProfile.objects.filter(pk=stale.pk).update(stated_on="2020-01-01")

    assert words(person, network) == [
        "Neu Da möchte in den Pool",
        "Nicht mehr Da steht im Pool, gehört aber nicht mehr zum Netzwerk",
        "Bei einem Profil ist die Angabe zur Zeit älter als ein Jahr",
    ]


def test_two_networks_are_told_apart_and_ask_as_often_as_one(network, person):
    other = NetworkFactory(name="Das andere Netz")
    MembershipFactory(room=other.room, user=person, role=Role.LEAD, starts_on="2015-01-01")
    NetworkMemberFactory(network=network, period="")
    assert len(words(person, network)) == 1  # from now on her memberships are known
    with CaptureQueriesContext(connection) as one:
        words(person, network)
    for _number in range(3):
        NetworkMemberFactory(network=other, period="")
        proposed(other, keeper(other))
        PoolProfileFactory(network=other)
    with CaptureQueriesContext(connection) as two:
        told = words(person, *Network.objects.all())
    assert len(two) == len(one) + 1  # which networks
    assert "Bei 3 Mitgliedern fehlt, seit wann sie dabei sind (Das andere Netz)" in told


def test_whoever_only_reads_has_none_of_it(client, network):
    NetworkMemberFactory(network=network, period="")
    client.force_login(networker(network))
    assert "fehlt, seit wann" not in client.get(network.get_absolute_url()).content.decode()
    client.force_login(keeper(network))
    assert "fehlt, seit wann" in client.get(network.get_absolute_url()).content.decode()
    assert "fehlt, seit wann" in client.get(reverse("network:home")).content.decode()


def test_of_consultations_numbers_alone(client, person):
    """Signatures, agreements and acute requests of the rooms: how many, and by when; never which."""
    desk = desk_of()
    organisation, lead = desk.room.organisation, desk.room.memberships.get().user
    due = timezone.now() + dt.timedelta(hours=70)
    inquiry_in(desk.room, is_acute=True, answer_by=due, said={"happened": CANARY})
    inquiry_in(desk.room, is_acute=True, answered_at=timezone.now())
    engagement = EngagementFactory(room__organisation=organisation, lead=lead, title=f"{CANARY} Titel")
    for term in (in_days(10), in_days(90)):
        Agreement.objects.create(
            engagement=engagement,
            room=engagement.room,
            title=CANARY,
            state="in_kraft",
            term=f"2020 bis {term:%d.%m.%Y}",
        )
    profile = CaseProfileFactory(engagement=engagement, title=CANARY)
    edition = freeze(profile, "kurz", Circle.NETWORK)
    edition.author, edition.circle = lead, Circle.CLIENT
    edition.save()

    act_as(person.pk)
    (row,) = overview.waiting()
    told = {name: row[name] for name in ("editions", "agreements", "acute", "late", "acute_by")}
    assert told == {"editions": 1, "agreements": 1, "acute": 1, "late": 0, "acute_by": due}
    client.force_login(person)
    page = client.get(reverse("network:home")).content.decode()
    assert "akute Anfrage auf dem 72-Stunden-Weg" in page
    assert CANARY not in page
