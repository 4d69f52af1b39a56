"""From a guest without an account to the page for everybody: nothing is there before two people have agreed."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from participation.models import Contribution, RoundReport
from rooms.enums import Circle, Role
from rooms.releasing import propose
from rooms.transitions import approve
from tests.browsers import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.contributions import CommentedVersionFactory, CommentRoundFactory
from tests.factories.engagements import EngagementFactory
from tests.factories.rooms import MembershipFactory


@pytest.fixture
def found(transactional_db):
    engagement = EngagementFactory(lead=UserFactory(name="Anna Erste"))
    version = CommentedVersionFactory(statement__engagement=engagement, circle=Circle.PUBLIC)
    return CommentRoundFactory(of=version, circle=Circle.PUBLIC, introduction="Was fehlt Ihnen?")


def contribute(guest, live_server, found):
    """First without consent: every word is still there."""
    guest.goto(f"{live_server.url}{reverse('guests:contribution-create', args=[found.slug])}", timeout=30_000)
    guest.get_by_label("Was möchten Sie sagen?").fill("Die Dörfer fehlen. Ich bin die Wirtin aus der Lindenstraße.")
    guest.get_by_label("Zu welchem Abschnitt?").select_option("2")
    guest.get_by_label("Wie sollte es dort heißen?").fill("Alle in Stadt und Dörfern können mitreden.")
    guest.get_by_role("textbox", name="E-Mail-Adresse").fill("wirtin@example.org")
    guest.wait_for_timeout(3_100)  # nobody reads and writes in less
    guest.get_by_role("button", name="Beitrag senden").click()
    expect(guest.get_by_label("Was möchten Sie sagen?")).to_have_value(
        "Die Dörfer fehlen. Ich bin die Wirtin aus der Lindenstraße."
    )
    guest.get_by_label("Ich willige ein").check()
    guest.get_by_role("button", name="Beitrag senden").click()
    expect(guest.get_by_role("heading", level=1)).to_have_text("Danke für Ihren Beitrag")
    return guest.url.partition("?")[0]


def handle(page, live_server, found):
    """Taken apart, answered, and written down for everybody."""
    page.goto(f"{live_server.url}{reverse('participation:contribution-list', args=[found.statement_id])}")
    page.get_by_role("link", name="Die Dörfer fehlen.").click()
    page.get_by_label("Was wird gesagt?").first.fill("Die Dörfer nennen")
    page.get_by_role("button", name="Punkte anlegen").click()
    page.get_by_role("link", name="Die Dörfer nennen").click()
    expect(page.locator("ins").first).to_be_visible()
    page.get_by_role("radio", name="verändert übernommen").check()
    page.get_by_label("Begründung").fill("Im Vorwort, damit es für alles gilt.")
    page.get_by_role("button", name="So entscheiden").click()
    page.goto(f"{live_server.url}{reverse('participation:report-create', args=[found.pk])}")
    page.get_by_role("button", name="Festhalten und zur Freigabe").click()


def test_a_guest_contributes_and_everybody_reads_what_became_of_it(page, phone, live_server, found, axe_check):
    link = contribute(phone, live_server, found)
    axe_check(phone)
    lead = found.room.memberships.get(role=Role.LEAD).user
    sign_in(page, live_server, lead)
    handle(page, live_server, found)
    told = f"{live_server.url}{reverse('reports:contribution-report', args=[found.slug])}"

    phone.goto(told)
    expect(phone.get_by_text("Noch ist nichts entschieden")).to_be_visible()
    second = MembershipFactory(room=found.room, role=Role.ADVISOR).user
    approve(propose(RoundReport.objects.get(), to_circle=Circle.PUBLIC, by=second), by=lead)
    phone.goto(f"{told}?neu")
    expect(phone.get_by_text("Im Vorwort, damit es für alles gilt.")).to_be_visible()
    assert "Wirtin" not in phone.content()
    axe_check(phone)

    page.goto(f"{live_server.url}{reverse('participation:answers-send', args=[found.statement_id])}")
    page.get_by_role("button", name="Antworten senden").click()
    phone.goto(link)
    expect(phone.get_by_text("Das wurde daraus")).to_be_visible()
    phone.get_by_role("button", name="Jetzt löschen").click()
    expect(phone.get_by_text("sind hier gelöscht")).to_be_visible()
    assert not hasattr(Contribution.objects.get(), "contact")
