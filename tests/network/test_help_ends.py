"""Requests for help: offered, accepted, ended; who hears of it, and how it goes."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from network.enums import HelpState
from network.forms.help import HelpedFactorForm
from network.models import HelpOffer, HelpRequest, SuccessFactor
from network.models.help import USUAL_DAYS
from network.transitions import help as transitions
from network.views.base import new
from retention.due import forget_help
from tests.factories.network import HelpOfferFactory, HelpRequestFactory, keeper

from .helping import WORD, data, moved, url

pytestmark = pytest.mark.django_db


def test_help_from_offer_to_success_factor(client, helper, asked, django_capture_on_commit_callbacks):
    network, asker = asked.network, asked.author
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


def test_what_was_typed_while_it_ended_is_not_lost(client, asker, helper, asked):
    HelpRequest.objects.update(state=HelpState.ARRANGED)
    client.force_login(helper)
    page = client.post(url("offer", asked), {"words": "Ich habe das schon gemacht."}).content.decode()
    assert "Diese Bitte nimmt keine Angebote mehr an." in page
    assert "Ich habe das schon gemacht." in page
    assert not HelpOffer.objects.exists()

    HelpRequest.objects.update(state=HelpState.WITHDRAWN, closed_at=timezone.now())
    client.force_login(asker)
    page = client.post(url("close", asked), {"has_helped": "ja", "what_helped": "Ein Ende mit Dank"}).content.decode()
    assert "Inzwischen steht die Bitte anders" in page
    assert "Ein Ende mit Dank" in page


@pytest.mark.parametrize("state", [HelpState.ARRANGED, HelpState.WITHDRAWN])
def test_what_was_changed_in_a_request_that_ended_meanwhile_is_not_lost(client, asker, asked, state):
    client.force_login(asker)
    sent = data(version=asked.version, question="Wer kennt einen anderen Weg?", text="So weit sind wir schon.")
    HelpRequest.objects.update(state=state, closed_at=timezone.now() if state == HelpState.WITHDRAWN else None)
    answer = client.post(url("update", asked), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Die Bitte ist nicht mehr offen" in page
    assert "Wer kennt einen anderen Weg?" in page
    assert "So weit sind wir schon." in page
    assert client.get(url("update", asked)).status_code == 302
    asked.refresh_from_db()
    assert asked.text != "So weit sind wir schon."


def test_closed_twice_is_closed_once(client, asker, asked):
    client.force_login(asker)
    for _time in range(2):
        assert client.post(url("close", asked), {"has_helped": "ja", "what_helped": "Reden"}).status_code == 302
    assert moved(asked) == HelpState.CLOSED


def test_what_helped_is_not_dropped_where_nothing_helped(client, asker, asked):
    client.force_login(asker)
    page = client.post(url("close", asked), {"has_helped": "nein", "what_helped": "Ein Ende mit Dank"})
    assert "Ein Ende mit Dank" in page.content.decode()
    assert moved(asked) == HelpState.OPEN
    client.post(url("close", asked), {"has_helped": "nein", "what_helped": ""})
    assert moved(asked) == HelpState.CLOSED


def test_two_keepers_make_one_factor(client, network, asked):
    done = {"state": HelpState.CLOSED, "closed_at": timezone.now(), "has_helped": True, "what_helped": "Reden"}
    HelpRequest.objects.update(**done)
    row = HelpRequest.objects.get()
    sent = {"text": "Reden", "theme": "", "evidence": "", "source": ""}
    for person in (keeper(network), keeper(network)):  # each opened it before the other saved
        form = HelpedFactorForm(sent, instance=new(SuccessFactor, network), user=person, request_for_help=row)
        if form.is_valid():
            form.save_by(person)
    assert "Inzwischen steht die Bitte anders" in str(form.errors)
    assert SuccessFactor.objects.count() == 1
    client.force_login(keeper(network))
    page = client.post(url("factor", asked), sent | {"text": "Anders gesagt"}).content.decode()
    assert "Anders gesagt" in page
    assert SuccessFactor.objects.count() == 1


def test_the_month_of_a_factor_is_the_month_here(client, network, asked):
    at = dt.datetime(2026, 10, 31, 23, 30, tzinfo=dt.UTC)
    HelpRequest.objects.update(state=HelpState.CLOSED, closed_at=at, has_helped=True, what_helped="Reden")
    client.force_login(keeper(network))
    assert "11/2026" in client.get(url("factor", asked)).content.decode()


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
