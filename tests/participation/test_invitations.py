"""Inviting to an event: whom, the letter as it was shown, once to each, and what not everybody may know."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from participation.enums import EventState
from participation.models import EventInvitation
from participation.registering import secret_of
from rooms.enums import Circle
from tests.factories.events import EventFactory, EventInvitationFactory, OpenEventFactory, in_days
from tests.factories.stakeholders import PersonFactory
from tests.factories.steering import BodyFactory, TermFactory

from .inviting import keys_in, page_of, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(engagement):
    return OpenEventFactory(engagement=engagement, title="Forum am Markt", place="Ludwigslust")


def test_the_page_says_whom_a_mail_reaches_and_whom_somebody_calls(signed_in, event, known):
    page = signed_in.get(page_of(event)).content.decode()

    assert keys_in(page, "Arbeitsgruppe Jugend", "Leitung Jugendhaus", "Feuerwehr", "Mitglied mit Konto")
    assert "2 von 3 bekommen eine Mail" in page
    assert "Mitglied ohne Adresse" in page
    assert "Ortsvorsteher (03874 000)" in page
    assert "jugendhaus@stadt.example" in page
    assert known["account"].email not in page  # the address of an account is its own affair
    assert "Forum am Markt" in page


def test_the_preview_is_the_letter(signed_in, event, known, django_capture_on_commit_callbacks):
    shown = send(signed_in, event, "Leitung Jugendhaus", what="weiter").content.decode()
    assert "1 Einladung senden" in shown
    assert not EventInvitation.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        send(signed_in, event, "Leitung Jugendhaus")

    (letter,) = mail.outbox
    row = EventInvitation.objects.get()
    letter_shown = re.search(r'<p class="kept">(.*?)</p>', shown, re.DOTALL)[1]
    assert letter.to == ["jugendhaus@stadt.example"]
    assert letter.body.strip().replace(secret_of(row.pk), "persoenlicher-link") == letter_shown.strip()
    assert "es gibt Suppe" in letter.body
    assert "Forum am Markt" in letter.body
    assert "Wo: Ludwigslust" in letter.body
    assert reverse("reports:event", args=[event.pk]) in letter.body


def test_each_gets_one_letter_of_her_own(signed_in, event, known, django_capture_on_commit_callbacks):
    chosen = ("Arbeitsgruppe Jugend", "Leitung Jugendhaus", "Feuerwehr")
    with django_capture_on_commit_callbacks(execute=True):
        send(signed_in, event, *chosen)
        send(signed_in, event, *chosen)  # gone back, sent again
    expected = {known["account"].email, "jugendhaus@stadt.example", "wehr@stadt.example"}

    assert {address for letter in mail.outbox for address in letter.to} == expected
    assert len(mail.outbox) == 3
    assert all(len(letter.recipients()) == 1 for letter in mail.outbox)


def test_sent_twice_the_second_says_so(signed_in, event, known):
    page = signed_in.get(page_of(event)).content.decode()
    data = {"people": keys_in(page, "Feuerwehr"), "text_de": "Kommen Sie.", "what": "senden"}
    signed_in.post(page_of(event), data)
    again = signed_in.post(page_of(event), data, follow=True)

    assert "waren schon eingeladen" in again.content.decode()
    assert EventInvitation.objects.count() == 1


def test_each_in_her_language(signed_in, event, known, django_capture_on_commit_callbacks):
    type(known["account"]).objects.filter(pk=known["account"].pk).update(language="en")
    with django_capture_on_commit_callbacks(execute=True):
        send(signed_in, event, "Arbeitsgruppe Jugend", text_en="Please come.")
    words = {letter.to[0]: letter.body for letter in mail.outbox}

    assert "Please come." in words[known["account"].email]
    assert "/en/oeffentlich/" in words[known["account"].email]
    assert "es gibt Suppe" in words["jugendhaus@stadt.example"]


def test_what_is_missing_is_said_and_nothing_is_lost(signed_in, event, known):
    nobody = send(signed_in, event, what="weiter").content.decode()
    wordless = send(signed_in, event, "Feuerwehr", text=" \n ", what="weiter").content.decode()

    assert "Bitte wählen Sie mindestens" in nobody
    assert "es gibt Suppe" in nobody
    assert "wozu Sie einladen" in wordless
    assert " checked> <b>Feuerwehr" in wordless


def test_going_back_keeps_what_was_chosen_and_written(signed_in, event, known):
    page = send(signed_in, event, "Feuerwehr", what="zurueck").content.decode()

    assert " checked> <b>Feuerwehr" in page
    assert "es gibt Suppe" in page
    assert "data-error-summary" not in page


# --- What not everybody knows --------------------------------------------------------------


@pytest.mark.parametrize("circle", [Circle.TEAM, Circle.STEERING])
def test_who_does_not_read_the_event_is_invited_only_on_purpose(signed_in, engagement, known, circle):
    hidden = OpenEventFactory(engagement=engagement, circle=circle)
    shown = send(signed_in, hidden, "Feuerwehr", what="weiter").content.decode()
    assert "Durch die Mail erfährt sie Titel, Tag und Ort" in shown
    refused = send(signed_in, hidden, "Feuerwehr").content.decode()
    assert "Bitte bestätigen Sie" in refused
    assert not EventInvitation.objects.exists()

    send(signed_in, hidden, "Feuerwehr", aware="on")
    assert EventInvitation.objects.count() == 1


def test_who_reads_it_anyway_needs_no_confirmation(signed_in, engagement, known):
    inside = OpenEventFactory(engagement=engagement, circle=Circle.STEERING)
    send(signed_in, inside, "Mitglied mit Konto")

    assert EventInvitation.objects.get().email == known["account"].email


def test_nobody_sealed_is_named(signed_in, event, known, engagement):
    PersonFactory(room=engagement.room, circle=Circle.SEALED, name="Versiegelt", contact_email="v@stadt.example")
    page = signed_in.get(page_of(event)).content.decode()

    assert "Versiegelt" not in page
    assert "v@stadt.example" not in page


def test_of_an_event_that_is_not_public_the_letter_names_no_public_page(signed_in, engagement, known):
    inside = OpenEventFactory(engagement=engagement, circle=Circle.STEERING)
    shown = send(signed_in, inside, "Mitglied mit Konto", what="weiter").content.decode()

    assert "Für alle anderen" not in shown
    assert reverse("reports:event", args=[inside.pk]) not in shown


@pytest.mark.parametrize(
    "change",
    [
        {"state": EventState.PLANNED},
        {"state": EventState.CLOSED},
        {"state": EventState.CANCELLED},
        {"begins": None, "ends": None},
        {"begins": in_days(-2), "ends": None},
    ],
)
def test_when_nobody_could_say_yes_nobody_is_invited(signed_in, event, known, change):
    type(event).objects.filter(pk=event.pk).update(**change)

    assert signed_in.get(page_of(event)).url == event.get_absolute_url()
    assert signed_in.post(page_of(event), {"what": "senden"}).url == event.get_absolute_url()


def test_an_event_without_registration_is_invited_to_while_it_is_planned(signed_in, engagement, known):
    event = EventFactory(engagement=engagement, needs_registration=False)

    assert signed_in.get(page_of(event)).status_code == 200


@pytest.mark.parametrize("role", ["contact", "member", "outsider"])
def test_only_the_team_invites(request, client, event, known, role):
    client.force_login(request.getfixturevalue(role))
    row = EventInvitationFactory(event=event)
    names = ("event-invite", "event-invitations", "invitations-remind")
    answers = [client.get(page_of(event, name)).status_code for name in names]
    answers.append(client.post(reverse("participation:invitation-note", args=[row.pk, "kommt_nicht"])).status_code)

    assert set(answers) <= {403, 404}


def test_the_page_asks_as_often_for_three_as_for_one(signed_in, event, engagement):
    def count():
        with CaptureQueriesContext(connection) as found:
            signed_in.get(page_of(event))
            signed_in.get(page_of(event, "event-invitations"))
        return len(found)

    def one_more():
        PersonFactory(room=engagement.room, contact_email=f"p{EventInvitation.objects.count()}@stadt.example")
        body = BodyFactory(room=engagement.room)
        TermFactory(body=body)
        EventInvitationFactory(event=event)

    one_more()
    count()
    first = count()
    one_more()
    one_more()
    assert count() == first


def test_nobody_signed_out_reads_the_list(event):
    assert Client().get(page_of(event, "event-invitations")).status_code == 302
