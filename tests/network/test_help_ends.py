"""Requests for help: offered, accepted, ended; who hears of it, and how it goes."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from network.enums import HelpState
from network.models import HelpOffer, HelpRequest, SuccessFactor
from network.models.help import USUAL_DAYS
from network.transitions import help as transitions
from retention.due import forget_help
from rooms.models import Membership
from tests.factories.network import (
    HelpOfferFactory,
    HelpRequestFactory,
    NetworkFactory,
    keeper,
    networker,
)

pytestmark = pytest.mark.django_db
WORD = "nurfuerdiefragende"


@pytest.fixture
def network():
    return NetworkFactory()


@pytest.fixture
def asker(network):
    return networker(network, name="Frida Fragerin", email="frida@example.org")


@pytest.fixture
def helper(network):
    return networker(network, name="Hilmar Helfer", email="hilmar@example.org")


@pytest.fixture
def people(network, asker, helper):
    return network, asker, helper


@pytest.fixture
def asked(network, asker):
    return HelpRequestFactory(network=network, author=asker, question="Wer hat einen Runden Tisch beendet?")


def url(view, row):
    return reverse(f"network:help-{view}", args=[row.pk])


def data(**more):
    until = timezone.localdate() + dt.timedelta(days=20)
    words = {"kind": "methode", "question": "Wer kennt eine Methode?", "until": until.isoformat(), "size": ""}
    return words | {"theme": "", "phase": "", "language": "", "text": ""} | more


def moved(row):
    row.refresh_from_db()
    return row.state


def test_help_from_offer_to_success_factor(client, people, asked, django_capture_on_commit_callbacks):
    network, asker, helper = people
    with django_capture_on_commit_callbacks(execute=True):
        client.force_login(helper)
        for _time in range(2):
            client.post(url("offer", asked), {"words": WORD, "key": "01923c1e-0000-7000-8000-000000000002"})
    offer = HelpOffer.objects.get()
    assert [message.to for message in mail.outbox] == [[asker.email]]
    assert WORD not in mail.outbox[0].body + mail.outbox[0].subject
    assert asked.question not in mail.outbox[0].body + mail.outbox[0].subject

    client.force_login(asker)
    page = client.get(asked.get_absolute_url()).content.decode()
    assert WORD in page
    assert helper.email not in page
    assert "Ein Angebot" in client.get(network.get_absolute_url()).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        for _time in range(2):
            client.post(url("accept", offer))
    assert [message.to for message in mail.outbox[1:]] == [[helper.email]]
    assert moved(asked) == HelpState.ARRANGED
    assert helper.email in client.get(asked.get_absolute_url()).content.decode()

    client.force_login(helper)
    assert asker.email in client.get(asked.get_absolute_url()).content.decode()
    client.force_login(asker)
    client.post(url("close", asked), {"has_helped": "ja", "what_helped": "Ein Ende mit Dank"})
    assert moved(asked) == HelpState.CLOSED

    client.force_login(keeper(network))
    assert "Ein Ende mit Dank" in client.get(network.get_absolute_url()).content.decode()
    form = client.get(url("factor", asked)).content.decode()
    assert "Ein Ende mit Dank" in form
    client.post(url("factor", asked), {"text": "Ein Ende mit Dank", "theme": "", "evidence": "", "source": ""})
    asked.refresh_from_db()
    assert asked.factor == SuccessFactor.objects.get()
    assert "Ein Ende mit Dank" not in client.get(network.get_absolute_url()).content.decode().split("Neu</h2>")[0]


def test_offers_are_read_by_few(client, network, asker, helper, asked):
    HelpOfferFactory(request=asked, person=helper, words=WORD)
    for person, meets in ((asker, True), (helper, True), (keeper(network), True), (networker(network), False)):
        client.force_login(person)
        for page in (url("detail", asked), url("list", network)):
            assert client.get(page).status_code == 200
        assert (WORD in client.get(url("detail", asked)).content.decode()) is meets


def test_an_offer_is_taken_back_until_somebody_relies_on_it(client, helper, asked):
    offer = HelpOfferFactory(request=asked, person=helper)
    client.force_login(helper)
    client.post(url("offer-back", offer))
    assert not HelpOffer.objects.exists()
    offer = HelpOfferFactory(request=asked, person=helper, accepted_at=timezone.now())
    client.post(url("offer-back", offer))
    assert HelpOffer.objects.exists()


def test_nobody_answers_what_is_over_or_has_nobody_left_to_read(client, network, asker, helper, asked):
    client.force_login(helper)

    def offered():
        client.post(url("offer", asked), {"words": "Ich kann"})
        return HelpOffer.objects.exists()

    HelpRequest.objects.update(until=timezone.localdate() - dt.timedelta(days=1))
    assert not offered()
    assert asked.question not in client.get(url("list", network)).content.decode()
    HelpRequest.objects.update(until=timezone.localdate())
    Membership.objects.filter(user=asker).update(ends_on="2016-01-01")
    assert not offered()
    assert asked.question not in client.get(url("list", network)).content.decode()
    assert "gehört nicht mehr zum Netzwerk" in client.get(asked.get_absolute_url()).content.decode()
    Membership.objects.filter(user=asker).update(ends_on=None)
    User.objects.filter(pk=asker.pk).update(is_active=False)
    assert not offered()
    User.objects.filter(pk=asker.pk).update(is_active=True)
    assert offered()


def test_an_offer_of_somebody_who_has_left_is_not_taken(client, asker, helper, asked):
    offer = HelpOfferFactory(request=asked, person=helper)
    Membership.objects.filter(user=helper).update(ends_on="2016-01-01")
    client.force_login(asker)
    assert "gehört nicht mehr zum Netzwerk" in client.get(asked.get_absolute_url()).content.decode()
    client.post(url("accept", offer))
    assert moved(asked) == HelpState.OPEN
    assert helper.email not in client.get(asked.get_absolute_url()).content.decode()


def test_other_words_sent_after_going_back_are_not_lost(client, helper, asked):
    HelpOfferFactory(request=asked, person=helper, words="Zuerst so.")
    client.force_login(helper)
    page = client.post(url("offer", asked), {"words": "Jetzt anders."}).content.decode()
    assert "Sie haben schon angeboten zu helfen" in page
    assert "Jetzt anders." in page
    assert HelpOffer.objects.get().words == "Zuerst so."


def test_too_many_offers_wait(client, network, asker, helper, settings):
    settings.LIMITS = settings.LIMITS | {"contact_account": (2, 60)}
    client.force_login(helper)
    for row in [HelpRequestFactory(network=network, author=asker) for _number in range(3)]:
        client.post(url("offer", row), {"words": "Ich kann"})
    assert HelpOffer.objects.count() == 2


def test_what_is_over_gets_more_time(client, network, asker, asked):
    HelpRequest.objects.update(until=timezone.localdate() - dt.timedelta(days=1))
    client.force_login(asker)
    assert "Abgelaufen" in client.get(network.get_absolute_url()).content.decode()
    client.post(url("update", asked), data(version=asked.version))
    asked.refresh_from_db()
    assert asked.takes_offers


def test_withdrawn_the_network_forgets_it_at_once(client, network, asker, helper, asked):
    client.force_login(asker)
    client.post(url("withdraw", asked))
    assert moved(asked) == HelpState.WITHDRAWN
    assert client.get(asked.get_absolute_url()).status_code == 200
    client.force_login(helper)
    assert client.get(asked.get_absolute_url()).status_code == 404
    assert asked.question not in client.get(url("list", network)).content.decode()


def test_whoever_keeps_the_network_takes_out_and_changes_nothing(client, network, asked):
    client.force_login(keeper(network))
    assert client.post(url("update", asked), data(version=1)).status_code == 403
    assert client.post(url("close", asked), {"has_helped": "ja"}).status_code == 403
    assert client.post(url("withdraw", asked)).status_code == 302
    assert moved(asked) == HelpState.WITHDRAWN


@pytest.mark.parametrize("before", [HelpState.CLOSED, HelpState.WITHDRAWN])
def test_what_has_ended_stays_ended(asker, asked, before):
    HelpRequest.objects.update(state=before, closed_at=timezone.now())
    offer = HelpOfferFactory(request=asked)
    for step in (
        lambda: transitions.search_on(asked, by=asker),
        lambda: transitions.withdraw(asked, by=asker),
        lambda: transitions.close(asked, by=asker, has_helped=True),
        lambda: transitions.accept(offer, by=asker),
    ):
        with pytest.raises(transitions.StepRefused):
            step()
    assert moved(asked) == before


def test_the_search_goes_on(client, asker, helper, asked):
    offer = HelpOfferFactory(request=asked, person=helper)
    client.force_login(asker)
    client.post(url("accept", offer))
    client.post(url("search-on", asked))
    assert moved(asked) == HelpState.OPEN


def test_every_word_goes_a_year_after_the_end(network, asked):
    old = HelpRequestFactory(network=network, state="abgeschlossen", closed_at=timezone.now() - dt.timedelta(days=400))
    over = HelpRequestFactory(network=network, until=timezone.localdate() - dt.timedelta(days=400))
    HelpOfferFactory(request=old)
    assert forget_help() == 2
    assert list(HelpRequest.objects.all()) == [asked]
    assert not HelpOffer.objects.exists()
    assert over.until < timezone.localdate()


def test_a_request_ends_by_itself_in_a_month(asked):
    assert asked.until == timezone.localdate() + dt.timedelta(days=USUAL_DAYS)
    assert HelpRequest.objects.open().count() == 1
    HelpRequest.objects.update(until=timezone.localdate() - dt.timedelta(days=1))
    assert HelpRequest.objects.open().count() == 0
