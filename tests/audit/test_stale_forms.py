"""Forms that have lain open: a day later, with the session over, in two windows, after the clock was set anew."""

import pytest
from django.urls import reverse
from django.utils import timezone

from engagements.models import LogEntry
from rooms.drafts import Content, content_of, drafts_of, keep
from tests.accounts.test_resume import RESUME, form_to
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory, LogEntryFactory
from tests.factories.rooms import MembershipFactory
from tests.faults.sent import fields_of

from .windows import signed_in

pytestmark = pytest.mark.django_db
TEXT = "Auf der Rückfahrt mitgeschrieben."
PASSWORD = "vier zufällige Wörter hier"


@pytest.fixture
def writer():
    user = UserFactory(name="Anna Erste")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def engagement(writer):
    return EngagementFactory(lead=writer)


@pytest.fixture
def entry(engagement):
    return LogEntryFactory(engagement=engagement, title="Alter Titel", text="Alter Text")


@pytest.fixture
def change(entry):
    return reverse("engagements:log-update", args=[entry.pk])


def opened(client, address):
    return fields_of(client.get(address).content.decode())


def words(page):
    return page.content.decode()


def test_a_form_of_yesterday_the_session_over_and_another_one_has_saved(writer, engagement, entry, change):
    """Each obstacle says its sentence, one after the other, and the text stands on every page."""
    client = signed_in(writer)
    sent = opened(client, change) | {"text": TEXT}
    colleague = signed_in(MembershipFactory(room=engagement.room, user__name="Berta Zweite").user)
    colleague.post(change, opened(colleague, change) | {"text": "Von Berta."})
    client.session.flush()

    over = client.post(change, sent)
    assert over.status_code == 401
    assert "Bitte melden Sie sich kurz noch einmal an" in words(over)
    assert TEXT in words(over)

    fields = form_to(over, RESUME)
    fields["username"], fields["password"] = writer.email, PASSWORD
    back = client.post(RESUME, dict(fields.lists()))
    refused = client.post(change, dict(form_to(back, change).lists()))

    assert "Inzwischen wurde hier etwas anderes gespeichert." in words(refused)
    assert "Berta Zweite" in words(refused)
    assert "Von Berta." in words(refused)
    assert TEXT in words(refused)
    entry.refresh_from_db()
    assert entry.text == "Von Berta."


def test_a_new_entry_begun_yesterday_keeps_its_day(writer, engagement):
    client = signed_in(writer)
    address = reverse("engagements:log-create", args=[engagement.pk])
    sent = opened(client, address) | {"title": "Gespräch", "text": TEXT}
    yesterday = timezone.localdate() - timezone.timedelta(days=1)
    sent["when"] = sent["when"].replace(f"{timezone.localdate():%d.%m.%Y}", f"{yesterday:%d.%m.%Y}")  # as of then

    assert client.post(address, sent).status_code == 302
    assert LogEntry.objects.get(title="Gespräch").when_from == yesterday


def test_two_windows_of_one_person_are_told_apart_from_two_people(writer, entry, change):
    client = signed_in(writer)
    first, second = opened(client, change), opened(client, change)
    client.post(change, first | {"text": "Aus dem ersten Fenster."})

    page = client.post(change, second | {"text": TEXT})

    assert "Zuletzt gespeichert: Sie selbst, in einem anderen Fenster" in words(page)
    assert "Aus dem ersten Fenster." in words(page)
    assert TEXT in words(page)
    assert client.post(change, fields_of(words(page))).status_code == 302


def test_the_other_one_is_called_by_name(writer, engagement, entry, change):
    client = signed_in(writer)
    sent = opened(client, change) | {"text": TEXT}
    colleague = signed_in(MembershipFactory(room=engagement.room, user__name="Berta Zweite").user)
    colleague.post(change, opened(colleague, change) | {"text": "Von Berta."})

    page = client.post(change, sent)

    assert "Zuletzt gespeichert: Berta Zweite" in words(page)
    assert "Zuletzt gespeichert: Sie selbst" not in words(page)


@pytest.mark.parametrize("hours", [-30, 30])
def test_a_clock_set_anew_on_the_server_loses_no_draft(writer, monkeypatch, hours):
    """States of a draft follow their number; what the clock says only stands beside it."""
    row = keep(writer, "/x/", Content([["text", "erster"]], writer="a"), base=0)
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timezone.timedelta(hours=hours))
    row = keep(writer, "/x/", Content([["text", "zweiter"]], writer="a"), base=row.version)

    assert dict(content_of(drafts_of(writer).get()).fields) == {"text": "zweiter"}
    assert row.version == 2
