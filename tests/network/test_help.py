"""Requests for help: asked by whom, shown to whom, with what there is already; and what must not be named."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from network.enums import HelpState
from network.models import HelpRequest
from network.models.help import MOST_DAYS
from network.views.help import ON_A_PAGE
from rooms.enums import Role
from tests.factories.engagements import EngagementFactory
from tests.factories.municipalities import PlaceFactory
from tests.factories.network import (
    HelpOfferFactory,
    HelpRequestFactory,
    LibraryItemFactory,
    NetworkMemberFactory,
    PoolProfileFactory,
    keeper,
    networker,
)
from tests.factories.profiles import CaseProfileFactory, published
from tests.factories.rooms import MembershipFactory

from .helping import data, url

pytestmark = pytest.mark.django_db


def test_a_member_asks_and_sees_who_could_help(client, network, asker):
    work = LibraryItemFactory(network=network, title="Blatt zum Ehrenamt", themes=["ehrenamt"])
    client.force_login(asker)
    page = client.post(url("create", network), data(theme="ehrenamt"), follow=True).content.decode()

    row = HelpRequest.objects.get()
    assert (row.author, row.state, row.circle) == (asker, HelpState.OPEN, 10)
    assert work.title in page
    client.force_login(networker(network))
    for page in (url("list", network), network.get_absolute_url()):
        assert row.question in client.get(page).content.decode()


def test_looking_first_sends_nothing_and_loses_nothing(client, network, asker):
    profile = PoolProfileFactory(
        network=network, kind="mediation", languages="Deutsch, Türkisch", name="Maja Mediatorin"
    )
    PoolProfileFactory(network=network, kind="mediation", languages="Deutsch", name="Otto Ohnetürkisch")
    PoolProfileFactory(network=network, kind="beratung", languages="Türkisch", name="Bea Beraterin")
    client.force_login(asker)
    sent = data(kind="mediation", language="türkisch", text="So weit bin ich.", question="", look="1")
    response = client.post(url("create", network), sent)
    page = response.content.decode()

    assert response.status_code == 200
    assert profile.name in page
    assert "Otto" not in page
    assert "Bea" not in page
    assert "So weit bin ich." in page
    assert "has-error" not in page
    assert not HelpRequest.objects.exists()


def test_it_is_asked_once_however_often_it_is_sent(client, network, asker):
    client.force_login(asker)
    for _time in range(2):
        client.post(url("create", network), data(key="01923c1e-0000-7000-8000-000000000001"))

    assert HelpRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"question": ""}, "has-error"),
        ({"until": "2020-01-01"}, "einen Tag, der noch kommt"),
        ({"until": (timezone.localdate() + dt.timedelta(days=MOST_DAYS + 1)).isoformat()}, "im nächsten halben Jahr"),
        ({"kind": "sprachmittlung"}, "Welche Sprache wird gebraucht?"),
    ],
)
def test_what_does_not_make_sense_is_said_and_stays(client, network, asker, sent, says):
    client.force_login(asker)
    page = client.post(url("create", network), data(text="Bleibt stehen.") | sent).content.decode()

    assert says in page
    assert "Bleibt stehen." in page
    assert not HelpRequest.objects.exists()


def test_whoever_asks_for_everything_waits(client, network, asker):
    for _number in range(5):
        HelpRequestFactory(network=network, author=asker)
    HelpRequestFactory(network=network, author=asker, until="2020-01-01")
    client.force_login(asker)

    assert "Sie haben schon 5 offene Bitten" in client.post(url("create", network), data()).content.decode()


def test_no_consultation_is_named_that_is_not_released(client, network, asker):
    town = PlaceFactory(name="Musterfelde")
    engagement = EngagementFactory(title="Frieden am Markt", municipality=town)
    MembershipFactory(room=engagement.room, user=asker, role=Role.ADVISOR)
    member = NetworkMemberFactory(network=network, place=town, name="Stadt Musterfelde")
    client.force_login(asker)

    def refused(**sent):
        page = client.post(url("create", network), data(**sent)).content.decode()
        return "nicht freigegeben" in page and not HelpRequest.objects.exists()

    assert refused(question="Wie endet „Frieden am Markt“?")
    assert "Stadt Musterfelde" not in client.get(url("create", network)).content.decode()
    assert not refused(question="Kennt jemand Musterfelde?")  # a member of the network is known there
    HelpRequest.objects.all().delete()
    member.delete()
    assert refused(text="In Musterfelde stockt es.")
    profile = published(CaseProfileFactory(engagement=engagement, title="Beratung mit Steckbrief"))
    assert profile.title in client.get(url("create", network)).content.decode()
    assert not refused(text="In Musterfelde stockt es.", consultation=str(profile.profile_id))
    assert profile.title in client.get(HelpRequest.objects.get().get_absolute_url()).content.decode()


def test_a_long_list_is_turned(client, network, asker):
    for number in range(ON_A_PAGE + 1):
        HelpRequestFactory(network=network, author=asker, question=f"Bitte {number}")
    client.force_login(networker(network))
    page = client.get(url("list", network))
    assert len(page.context["page_obj"]) == ON_A_PAGE
    assert "Seite 1 von 2" in page.content.decode()
    second = client.get(url("list", network), {"page": 2, "art": "unbekannt"})
    assert len(second.context["page_obj"]) == 1


def test_lists_ask_a_fixed_number_of_questions(client, network, asker, asked):
    person = keeper(network)
    client.force_login(person)

    def asks():
        counts = []
        for page in (
            url("list", network),
            asked.get_absolute_url(),
            network.get_absolute_url(),
            reverse("network:home"),
        ):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            counts.append(len(queries))
        return counts

    def more():
        HelpOfferFactory(request=asked, person=networker(network))
        old = HelpRequestFactory(network=network, author=networker(network), theme="ehrenamt")
        HelpRequest.objects.filter(pk=old.pk).update(created_at=timezone.now() - dt.timedelta(days=9))
        done = {"state": "abgeschlossen", "closed_at": timezone.now(), "has_helped": True, "what_helped": "Reden"}
        HelpRequestFactory(network=network, author=asker, **done)
        HelpRequestFactory(network=network, author=person)
        PoolProfileFactory(network=network, admitted_on=None)

    more()
    one = asks()
    more()
    more()
    assert asks() == one
