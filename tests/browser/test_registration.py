"""In the browser: registered, on the waiting list, cancelled by the link of the mail, moved up."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from accounts.letters import send_due
from participation.enums import RegistrationState
from participation.models import Registration
from tests.browsers import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory
from tests.factories.events import OpenEventFactory, VenueFactory


@pytest.fixture
def event(transactional_db):
    """One seat, open to everybody."""
    engagement = EngagementFactory(lead=UserFactory(name="Anna Erste"))
    event = OpenEventFactory(engagement=engagement, title="Forum am Markt", capacity=1, place="Musterort")
    VenueFactory(event=event, place_detail="Altes Rathaus, zweiter Stock")
    return event


def come(page, live_server, name, button="Verbindlich anmelden"):
    page.goto(f"{live_server.url}/oeffentlich/veranstaltungen/", timeout=30_000)  # the first page of a process
    page.get_by_role("link", name="Forum am Markt").click()
    page.locator(".actions a.btn.main").click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("E-Mail").fill(f"{name.split()[0].lower()}@gast.example")
    page.wait_for_timeout(3_100)  # nobody reads and writes in less
    page.get_by_role("button", name=button).click()


def link_in(message):
    return re.search(r"https?://\S+", message.body)[0]


def told(name):
    """The first mail to a guest."""
    return next(message for message in mail.outbox if message.to == [f"{name}@gast.example"])


def test_from_the_waiting_list_to_a_seat(page, phone, live_server, event, axe_check):
    page.goto(f"{live_server.url}/oeffentlich/veranstaltungen/", timeout=30_000)  # the first page of a process
    expect(page.get_by_text("noch Plätze frei")).to_be_visible()
    come(page, live_server, "Ada Gast")
    expect(page.get_by_role("heading", name="Bitte sehen Sie in Ihr Postfach")).to_be_visible()
    expect(page.get_by_text("Altes Rathaus")).to_have_count(0)
    come(phone, live_server, "Bea Gast", "Auf die Warteliste")
    expect(phone.get_by_role("heading", name="Bitte sehen Sie in Ihr Postfach")).to_be_visible()
    send_due()
    first, second = (told(name) for name in ("ada", "bea"))
    page.goto(link_in(first))
    expect(page.get_by_role("heading", name="Sie sind angemeldet")).to_be_visible()
    expect(page.get_by_text("Altes Rathaus, zweiter Stock")).to_be_visible()
    phone.goto(link_in(second))
    expect(phone.get_by_role("heading", name="Sie stehen auf der Warteliste")).to_be_visible()
    expect(phone.get_by_text("Altes Rathaus")).to_have_count(0)
    axe_check(phone)

    page.get_by_role("link", name="Absagen").click()
    expect(page.get_by_text("Wirklich absagen?")).to_be_visible()
    page.get_by_role("button", name="Absagen").click()
    expect(page.get_by_role("heading", name="Sie sind abgemeldet")).to_be_visible()

    send_due()
    (moved,) = [message for message in mail.outbox if "frei geworden" in message.subject]
    assert moved.to == ["bea@gast.example"]
    phone.goto(link_in(moved))
    expect(phone.get_by_role("heading", name="Sie sind angemeldet")).to_be_visible()
    expect(phone.get_by_text("Altes Rathaus, zweiter Stock")).to_be_visible()
    states = dict(Registration.objects.values_list("name", "state"))
    assert states == {"Ada Gast": RegistrationState.CANCELLED, "Bea Gast": RegistrationState.SEATED}

    sign_in(page, live_server, event.engagement.room.memberships.get(role="lead").user)
    page.goto(f"{live_server.url}/beteiligung/veranstaltungen/{event.pk}/anmeldungen/")
    expect(page.get_by_role("heading", name="Mit Platz", exact=True)).to_be_visible()
    expect(page.get_by_text("nachgerückt am")).to_be_visible()
