"""Inviting to an event: whom, the letter as it was shown, once to each, once more to who is silent."""

import datetime as dt
import re
from html import unescape

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from participation.enums import EventState
from participation.inviting import note_answer
from participation.models import EventInvitation
from participation.registering import secret_of
from retention.due import forget_invited
from rooms.enums import Circle, Role
from tests.factories.events import (
    EventFactory,
    EventInvitationFactory,
    OpenEventFactory,
    RegistrationFactory,
    in_days,
)
from tests.factories.rooms import MembershipFactory
from tests.factories.stakeholders import OrganisationFactory, PersonFactory
from tests.factories.steering import BodyFactory, TermFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(engagement):
    return OpenEventFactory(engagement=engagement, title="Forum am Markt", place="Ludwigslust")


@pytest.fixture
def known(engagement):
    """A body with somebody who has an account, somebody in the register, and somebody nobody can write to."""
    room = engagement.room
    body = BodyFactory(room=room, name="Arbeitsgruppe Jugend")
    account = MembershipFactory(room=room, role=Role.STEERING).user
    person = PersonFactory(room=room, name="Leitung Jugendhaus", contact_email="jugendhaus@stadt.example")
    TermFactory(body=body, name="Mitglied mit Konto", account=account)
    TermFactory(body=body, name="Mitglied im Register", person=person)
    TermFactory(body=body, name="Mitglied ohne Adresse")
    OrganisationFactory(room=room, name="Feuerwehr", contact_email="wehr@stadt.example")
    PersonFactory(room=room, name="Ortsvorsteher", contact_phone="03874 000")
    return {"body": body, "account": account, "person": person}


def page_of(event, name="event-invite"):
    return reverse(f"participation:{name}", args=[event.pk])


def keys_in(page, *names):
    """The keys of the boxes that stand before these names."""
    found = re.findall(r'name="people" value="([^"]+)"[^>]*> <b>([^<]+)</b>', page)
    return [key for key, name in found if name in names]


def send(client, event, *names, text="Kommen Sie, es gibt Suppe.", what="senden", **more):
    page = client.get(page_of(event)).content.decode()
    data = {"people": keys_in(page, *names), "text_de": text, "what": what, **more}
    return client.post(page_of(event), data)


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


# --- Once more -----------------------------------------------------------------------------


def earlier(row, days=3):
    EventInvitation.objects.filter(pk=row.pk).update(created_at=timezone.now() - dt.timedelta(days=days))
    return row


def test_only_who_has_not_answered_is_reminded_and_once(signed_in, event, django_capture_on_commit_callbacks):
    silent, declined, seated = (earlier(EventInvitationFactory(event=event)) for _n in range(3))
    EventInvitationFactory(event=event, name="Erst heute")
    EventInvitation.objects.filter(pk=declined.pk).update(answer="kommt_nicht")
    RegistrationFactory(event=event, email=seated.email.upper())
    asked = signed_in.get(page_of(event, "invitations-remind")).content.decode()
    assert "1 Erinnerung senden" in asked
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(page_of(event, "invitations-remind"))
        signed_in.post(page_of(event, "invitations-remind"))

    assert [letter.to for letter in mail.outbox] == [[silent.email]]
    assert "dann nicht wieder" in mail.outbox[0].body
    assert "Kommen Sie ins Forum." in mail.outbox[0].body


def test_who_was_invited_today_is_not_reminded_today(signed_in, event):
    """By the day here, which begins before that of UTC."""
    early = timezone.localtime().replace(hour=0, minute=5)
    row = EventInvitationFactory(event=event)
    EventInvitation.objects.filter(pk=row.pk).update(created_at=early)

    assert "Noch einmal erinnern" not in signed_in.get(page_of(event, "event-invitations")).content.decode()


def offered(client, event):
    """The text that stands in the form before anybody has typed."""
    page = client.get(page_of(event)).content.decode()
    return unescape(re.search(r'<textarea name="text_de"[^>]*>(.*?)</textarea>', page, re.DOTALL)[1]).strip()


def test_after_the_event_has_moved_every_letter_names_the_new_day(
    signed_in, event, known, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        send(signed_in, event, "Leitung Jugendhaus", text=offered(signed_in, event))
    earlier(EventInvitation.objects.get())
    moved = {"title": "Forum im Park", "place": "Grabow", "begins": in_days(40), "ends": None}
    type(event).objects.filter(pk=event.pk).update(**moved)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(page_of(event, "invitations-remind"))
        send(signed_in, event, "Feuerwehr", text=offered(signed_in, event))

    assert len(mail.outbox) == 2
    for letter in mail.outbox:
        assert f"Wann: {date_format(moved['begins'], 'l, j. F Y')}" in letter.body
        assert "Forum im Park" in letter.body
        assert "Wo: Grabow" in letter.body
        assert letter.body.count("Wann:") == letter.body.count("Wo:") == 1
        assert "Markt" not in letter.body
        assert "Ludwigslust" not in letter.body


def test_the_list_says_who_comes(signed_in, event):
    rows = [EventInvitationFactory(event=event, name=name) for name in ("Ada", "Bea", "Cem", "Dana")]
    RegistrationFactory(event=event, email=rows[0].email)
    EventInvitation.objects.filter(pk=rows[1].pk).update(answer="kommt_nicht")
    page = signed_in.get(page_of(event, "event-invitations")).content.decode()
    parts = [page.index(f">{name}</h2>") for name in ("Kommen", "Noch ohne Antwort", "Kommen nicht")]

    assert parts[0] < page.index("Ada") < parts[1] < page.index("Cem") < page.index("Dana") < parts[2]
    assert page.index("Bea") > parts[2]


def test_what_somebody_said_on_the_phone_stands_there(signed_in, event):
    row = EventInvitationFactory(event=event)
    signed_in.post(reverse("participation:invitation-note", args=[row.pk, "kommt_nicht"]))
    row.refresh_from_db()

    assert row.answer == "kommt_nicht"
    assert row.answered_at is not None
    url = reverse("participation:invitation-note", args=[row.pk, "kommt"])  # a yes takes a seat, by its own form
    assert signed_in.post(url).status_code == 404


def test_what_she_answers_at_that_moment_herself_stays(signed_in, event, advisor):
    row = EventInvitationFactory(event=event)
    EventInvitation.objects.filter(pk=row.pk).update(answer="kommt")
    stands = note_answer(row, "kommt_nicht", by=advisor)
    row.refresh_from_db()

    assert stands.answer == row.answer == "kommt"


def test_cancelled_again_it_is_told_again(signed_in, event, django_capture_on_commit_callbacks):
    silent, seated = EventInvitationFactory(event=event), RegistrationFactory(event=event)
    with django_capture_on_commit_callbacks(execute=True):
        for state in ("abgesagt", "geplant", "abgesagt", "abgesagt"):
            signed_in.post(reverse("participation:event-move", args=[event.pk, state]))

    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([silent.email, seated.email] * 2)


def test_a_cancelled_event_is_told_to_whoever_might_come(signed_in, event, django_capture_on_commit_callbacks):
    silent, declined, seated = (EventInvitationFactory(event=event) for _n in range(3))
    EventInvitation.objects.filter(pk=declined.pk).update(answer="kommt_nicht")
    RegistrationFactory(event=event, email=seated.email)
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(reverse("participation:event-move", args=[event.pk, "abgesagt"]))

    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([silent.email, seated.email])
    assert all("abgesagt" in letter.subject for letter in mail.outbox)


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


def test_thirty_days_after_the_event_they_go(event):
    EventInvitationFactory(event=event)
    assert forget_invited() == 0
    type(event).objects.filter(pk=event.pk).update(begins=in_days(-31), ends=None)
    assert forget_invited() == 1
    assert not EventInvitation.objects.exists()


def test_nobody_signed_out_reads_the_list(event):
    assert Client().get(page_of(event, "event-invitations")).status_code == 302
