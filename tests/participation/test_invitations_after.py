"""After the invitations are out: once more to who is silent, what each answers, and what changes for them."""

import datetime as dt
import re
from html import unescape

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from participation.inviting import note_answer
from participation.models import EventInvitation
from retention.due import forget_invited
from tests.factories.events import EventInvitationFactory, OpenEventFactory, RegistrationFactory, in_days

from .inviting import page_of, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(engagement):
    return OpenEventFactory(engagement=engagement, title="Forum am Markt", place="Ludwigslust")


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


def test_thirty_days_after_the_event_they_go(event):
    EventInvitationFactory(event=event)
    assert forget_invited() == 0
    type(event).objects.filter(pk=event.pk).update(begins=in_days(-31), ends=None)
    assert forget_invited() == 1
    assert not EventInvitation.objects.exists()
