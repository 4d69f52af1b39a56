"""An open question: from a guest without an account, over a disputed point a group weighs, to what became of it."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from participation.models import CommentRound, RoundReport
from rooms.enums import Circle, Role
from rooms.releasing import propose
from rooms.transitions import approve
from tests.browsers import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory
from tests.factories.rooms import MembershipFactory
from tests.factories.steering import BodyFactory, MeetingFactory

QUESTION = "Was soll sich am Busbahnhof ändern?"


@pytest.fixture
def engagement(transactional_db):
    engagement = EngagementFactory(lead=UserFactory(name="Anna Erste"))
    body = BodyFactory(room=engagement.room, circle=Circle.STEERING, name="Lenkungsrunde")
    on = timezone.localdate() + dt.timedelta(days=9)
    MeetingFactory(engagement=engagement, body=body, circle=Circle.STEERING, on=on)
    return engagement


def ask(page, live_server, engagement, axe_check):
    page.goto(f"{live_server.url}{reverse('participation:comment-round-list', args=[engagement.pk])}")
    axe_check(page)
    page.get_by_role("link", name="Eine offene Frage").click()
    page.get_by_label("Wie lautet die Frage?").fill(QUESTION)
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(QUESTION)
    axe_check(page)


def say(phone, live_server, found):
    phone.goto(f"{live_server.url}{found.guest_url}", timeout=30_000)
    expect(phone.get_by_label("Zu welchem Abschnitt?")).to_have_count(0)
    phone.get_by_label("Was möchten Sie sagen?").fill("Drei Bänke im Schatten. Ich bin die Wirtin.")
    phone.wait_for_timeout(3_100)  # nobody reads and writes in less
    phone.get_by_role("button", name="Beitrag senden").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Danke für Ihren Beitrag")
    return phone.url.partition("?")[0]


def dispute(page, live_server, found, axe_check):
    """Taken apart, put before the group, called out in the hall and counted."""
    page.goto(f"{live_server.url}{reverse('participation:contribution-list', args=[found.pk])}")
    page.get_by_role("link", name="Drei Bänke im Schatten.").click()
    page.get_by_label("Was wird gesagt?").first.fill("Drei Bänke")
    page.get_by_role("button", name="Punkte anlegen").click()
    page.get_by_role("link", name="Drei Bänke").click()
    page.get_by_role("link", name="Lassen Sie die Gruppe abwägen").click()
    axe_check(page)
    page.get_by_label("Frage an die Gruppe").fill("Wie viele Bänke?")  # nothing of what the guest said is put there
    page.get_by_label("Vorschlag der Redaktion").fill("Eine Bank")
    page.get_by_label("Variante aus dem Beitrag").fill("Drei Bänke")
    page.get_by_role("radio", name="auf Zuruf").check()
    page.get_by_role("button", name="Auf die Tagesordnung setzen").click()
    page.get_by_role("link", name="Drei Bänke").first.click()
    page.locator("section[aria-labelledby=h-weighed]").get_by_role("link").first.click()
    for option, numbers in (("Eine Bank", "5 9 4"), ("Drei Bänke", "0 1 0"), ("Es bleibt, wie es ist.", "9 9 9")):
        page.get_by_label(option).fill(numbers)
    page.get_by_role("button", name="Zahlen speichern").click()
    page.get_by_role("link", name="Abschließen").click()
    page.get_by_role("button", name="Abschließen").click()


def decide(page, live_server, found, axe_check):
    page.goto(f"{live_server.url}{reverse('participation:point-list', args=[found.pk])}")
    page.get_by_role("link", name="Drei Bänke").first.click()
    expect(page.get_by_text("Widerstand zusammen 1, höchster 1")).to_be_visible()
    axe_check(page)
    page.get_by_role("button", name="Als Antwort vorschlagen").click()
    expect(page.get_by_label("Begründung")).to_have_value(re.compile("„Drei Bänke“"))
    page.get_by_role("button", name="So entscheiden").click()
    page.goto(f"{live_server.url}{reverse('participation:report-create', args=[found.pk])}")
    page.get_by_role("button", name="Festhalten und zur Freigabe").click()


def test_a_question_is_answered_weighed_and_told(page, phone, live_server, engagement, axe_check):
    lead = engagement.room.memberships.get(role=Role.LEAD).user
    second = MembershipFactory(room=engagement.room, role=Role.ADVISOR).user
    sign_in(page, live_server, lead)
    ask(page, live_server, engagement, axe_check)
    found = CommentRound.objects.get()
    assert phone.goto(f"{live_server.url}{found.guest_url}", timeout=30_000).status == 404  # nobody has released it
    approve(propose(found, to_circle=Circle.PUBLIC, by=second), by=lead)

    link = say(phone, live_server, found)
    axe_check(phone)
    dispute(page, live_server, found, axe_check)
    decide(page, live_server, found, axe_check)
    approve(propose(RoundReport.objects.get(), to_circle=Circle.PUBLIC, by=second), by=lead)

    phone.goto(f"{live_server.url}{reverse('reports:contribution-report', args=[found.slug])}")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Was wurde daraus?")
    expect(phone.get_by_text("Den geringsten Widerstand gab es gegen: „Drei Bänke“")).to_be_visible()
    assert "Wirtin" not in phone.content()
    axe_check(phone)
    page.goto(f"{live_server.url}{reverse('participation:answers-send', args=[found.pk])}")
    page.get_by_role("button", name="Antworten senden").click()
    phone.goto(link)
    expect(phone.get_by_text("Das wurde daraus")).to_be_visible()
