"""Guests write without an account: one form, one link, and every word kept."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.contributing import path_of, secret_of
from participation.models import CommentRound, Contribution, ContributionContact
from rooms.enums import Circle, Role
from tests.factories.contributions import PointFactory
from tests.factories.engagements import EngagementFactory
from tests.factories.rooms import MembershipFactory
from tests.guests import opened

from .contributing import guest_url, public_round, say, words

pytestmark = pytest.mark.django_db
WHO = {"name": "Karla Probe", "email": "karla@example.org", "consent": "on"}


@pytest.fixture
def found():
    return public_round(EngagementFactory())


def test_the_form_shows_the_text_and_keeps_nothing_of_who_reads_it(found):
    page = Client().get(guest_url(found))

    assert page.status_code == 200
    assert "Wir begegnen uns mit Achtung." in page.content.decode()
    assert page["Cache-Control"].count("no-store") == 1
    assert set(page.cookies) <= {"csrftoken"}
    assert "sessionid" not in page.cookies


def test_a_guest_writes_and_finds_it_behind_the_link(found):
    answer = say(found, section="2", wording="Alle reden mit.", language="uk")
    row = Contribution.objects.get()

    assert answer.status_code == 302
    assert answer["Location"] == f"{path_of(row.pk)}?danke"
    assert (row.text, row.section, row.wording, row.language) == (
        "Bitte auch die Dörfer nennen.",
        2,
        "Alle reden mit.",
        "uk",
    )
    assert (row.source, row.state, row.circle, row.author, row.number) == ("web", "neu", Circle.TEAM, None, 1)
    assert not ContributionContact.objects.exists()
    page = Client().get(answer["Location"]).content.decode()
    assert "Bitte auch die Dörfer nennen." in page
    assert path_of(row.pk) in page
    assert "Noch nicht beantwortet" in page


def test_name_and_address_only_with_consent_and_a_last_day(found):
    refused = say(found, name="Karla Probe", email="karla@example.org")
    assert refused.status_code == 200
    assert "Bitte willigen Sie ein" in refused.content.decode()
    assert "karla@example.org" in refused.content.decode()  # typed text stays
    assert not Contribution.objects.exists()

    say(found, **WHO)
    contact = ContributionContact.objects.get()
    assert (contact.name, contact.email) == ("Karla Probe", "karla@example.org")
    assert contact.delete_on == found.closes_on + dt.timedelta(days=183)
    assert f"{contact.delete_on:%d.%m.%Y}" in Client().get(guest_url(found)).content.decode()


def test_consent_is_taken_back_in_one_click(found):
    link = say(found, **WHO)["Location"].partition("?")[0]
    page = Client().get(link)
    assert "Jetzt löschen" in page.content.decode()
    assert "karla@example.org" not in page.content.decode()  # whoever finds the link learns no address

    token = secret_of(Contribution.objects.get().pk)
    answer = Client().post(reverse("guests:contribution-forget", args=[token]), follow=True)
    assert "Name und Adresse sind hier gelöscht." in answer.content.decode()
    assert "ohne dass jemand weiß" not in answer.content.decode()  # the team may have read it, a mail be on its way
    assert not ContributionContact.objects.exists()
    assert Contribution.objects.get().text == "Bitte auch die Dörfer nennen."


def test_what_is_wrong_loses_no_word(found):
    for more, said in (
        ({"text": ""}, "Bitte schreiben Sie etwas."),
        ({"website": "https://werbung.example"}, "Dieses Feld bleibt leer"),
        ({"opened": opened(0)}, "Das ging sehr schnell"),
        ({"opened": "gefälscht"}, "Die Seite lag sehr lange offen"),
        ({"email": "keine Adresse", "consent": "on"}, "E-Mail"),
    ):
        answer = say(found, **({"wording": "Mein langer Vorschlag"} | more))
        assert answer.status_code == 200, more
        assert said in answer.content.decode(), more
        assert "Mein langer Vorschlag" in answer.content.decode()
    assert not Contribution.objects.exists()


def test_the_same_page_sent_twice_makes_one_and_with_other_words_asks(found):
    token = opened()
    first, second = say(found, opened=token), say(found, opened=token)
    assert first["Location"] == second["Location"]

    other = say(found, opened=token, text="Ganz andere Worte")
    assert other.status_code == 200
    assert "Ganz andere Worte" in other.content.decode()
    assert "schon einen Beitrag gesendet" in other.content.decode()
    assert Contribution.objects.count() == 1


def test_the_same_page_sent_to_another_round_asks(found):
    token, other = opened(), public_round(EngagementFactory())
    say(found, opened=token)

    answer = say(other, opened=token)
    assert answer.status_code == 200
    assert "schon einen Beitrag gesendet" in answer.content.decode()
    again = re.search(r'name="opened" value="([^"]+)"', answer.content.decode())[1]
    assert again != token
    assert Contribution.objects.count() == 1


def test_nobody_fills_the_mailbox_of_another(found, settings):
    settings.LIMITS = settings.LIMITS | {"contribution_mailbox": (2, 60)}
    spelled = [WHO | {"email": email} for email in ("karla@example.org", "Karla@example.org", "KARLA@EXAMPLE.ORG")]
    assert [say(found, **who).status_code for who in spelled] == [302, 302, 429]
    assert "Ihr Text bleibt stehen" in say(found, text="Noch da?", **WHO).content.decode()
    assert [say(found, **more).status_code for more in ({}, WHO | {"email": "andere@example.org"})] == [302, 302]
    assert Contribution.objects.count() == 4


def test_too_many_from_one_address_wait(found, settings):
    settings.LIMITS = settings.LIMITS | {"contribution_address": (2, 60)}
    assert [say(found).status_code for _n in range(3)] == [302, 302, 429]
    assert "Ihr Text bleibt stehen" in say(found, text="Noch da?").content.decode()
    assert Contribution.objects.count() == 2


@pytest.mark.parametrize(
    "change",
    [
        {"circle": Circle.STEERING},
        {"closes_on": timezone.localdate() - dt.timedelta(days=1)},
        {"opens_on": timezone.localdate() + dt.timedelta(days=1)},
    ],
)
def test_no_form_outside_a_public_round(found, change):
    CommentRound.objects.filter(pk=found.pk).update(**change)
    assert Client().get(guest_url(found)).status_code == 404
    assert say(found).status_code == 404
    assert not Contribution.objects.exists()


def test_no_form_where_members_only_are_asked():
    found = public_round(EngagementFactory(), asks="eingeladen")
    assert Client().get(guest_url(found)).status_code == 404
    assert say(found).status_code == 404


@pytest.mark.parametrize("change", [{"circle": Circle.STEERING}, {"state": "endfassung"}])
def test_no_form_where_the_version_is_not_open_for_everybody(found, change):
    type(found.of).objects.filter(pk=found.of.pk).update(**change)
    assert Client().get(guest_url(found)).status_code == 404
    assert say(found).status_code == 404


def test_a_link_shows_one_contribution_and_no_other(found):
    say(found, text="Meines")
    say(found, text="Das einer anderen")
    mine = Contribution.objects.get(text="Meines")

    page = Client().get(path_of(mine.pk)).content.decode()
    assert "Meines" in page
    assert "einer anderen" not in page
    for guess in ("x", secret_of(mine.statement_id), secret_of(mine.pk)[:-1], mine.key_hash):
        assert Client().get(reverse("guests:contribution-told", args=[guess])).status_code == 404
        assert Client().post(reverse("guests:contribution-forget", args=[guess])).status_code == 404


def test_answers_stand_behind_the_link_once_somebody_has_sent_them(found):
    say(found)
    row = Contribution.objects.get()
    lead = MembershipFactory(room=row.room, role=Role.LEAD).user
    decided = {"decided_by": lead, "decided_at": timezone.now(), "state": "entschieden"}
    PointFactory(contribution=row, handling="nicht", reason="Das steht schon in der Präambel.", **decided)
    assert "Das steht schon in der Präambel." not in Client().get(path_of(row.pk)).content.decode()

    Contribution.objects.update(answered_on=timezone.localdate())
    page = Client().get(path_of(row.pk)).content.decode()
    assert "Das steht schon in der Präambel." in page
    assert "nicht übernommen" in page


def test_in_english(found):
    page = Client().get(f"/en{guest_url(found)}")
    assert page.status_code == 200
    assert '<html lang="en"' in page.content.decode()
    answer = Client().post(f"/en{guest_url(found)}", words())
    assert answer["Location"].startswith("/en/")


def test_csrf_holds_also_for_guests(found):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(guest_url(found), words()).status_code == 403
    strict.get(guest_url(found))
    token = strict.cookies["csrftoken"].value
    assert strict.post(guest_url(found), words(csrfmiddlewaretoken=token)).status_code == 302
