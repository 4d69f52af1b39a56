"""Offering to help: who reads it, how it is taken back, and when nothing can be offered any more."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import User
from network.enums import HelpState
from network.models import HelpOffer, HelpRequest
from network.transitions import help as transitions
from rooms.models import Membership
from tests.factories.network import HelpOfferFactory, HelpRequestFactory, keeper, networker
from tests.pages.reading import Page

from .helping import WORD, moved, url

pytestmark = pytest.mark.django_db


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


def test_an_offer_taken_back_meanwhile_is_not_accepted(asker, helper, asked):
    offer = HelpOfferFactory(request=asked, person=helper)
    HelpOffer.objects.all().delete()
    with pytest.raises(transitions.StepRefused):
        transitions.accept(offer, by=asker)
    assert moved(asked) == HelpState.OPEN


def test_an_offer_to_what_was_withdrawn_can_be_taken_back(client, helper, asked):
    offer = HelpOfferFactory(request=asked, person=helper)
    HelpRequest.objects.update(state=HelpState.WITHDRAWN, closed_at=timezone.now())
    client.force_login(helper)
    page = client.post(url("offer-back", offer), follow=True)
    assert page.status_code == 200
    assert "zurückgenommen" in page.content.decode()
    assert not HelpOffer.objects.exists()


def test_nobody_takes_back_what_another_offered(client, asker, helper, asked):
    offer = HelpOfferFactory(request=asked, person=helper)
    client.force_login(asker)
    assert client.post(url("offer-back", offer)).status_code in (403, 404)
    assert HelpOffer.objects.exists()


def test_an_offer_to_what_was_withdrawn_meanwhile_is_not_lost(client, helper, asked):
    HelpRequest.objects.update(state=HelpState.WITHDRAWN, closed_at=timezone.now())
    client.force_login(helper)
    answer = client.post(url("offer", asked), {"words": "Ich habe das schon gemacht."})
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "nicht mehr lesbar oder gelöscht" in page
    assert "Ich habe das schon gemacht." in page
    assert asked.question not in page


def test_one_word_to_what_was_withdrawn_meanwhile_is_not_lost_either(client, helper, asked):
    client.force_login(helper)
    page = client.get(url("detail", asked)).content.decode()
    (sent,) = (form.values for form in Page(page).forms if "words" in form.values)
    HelpRequest.objects.update(state=HelpState.WITHDRAWN, closed_at=timezone.now())
    answer = client.post(url("offer", asked), sent | {"words": ["Gern"]})
    page = answer.content.decode()
    assert answer.status_code == 404
    assert '<div class="kept">Gern</div>' in page
    assert page.count('class="kept"') == 1
    assert sent["key"][0] not in page


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
