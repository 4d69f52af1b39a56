"""An update round in the browser: from the mail to an office without an account, to the round that is closed."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from accounts.letters import send_due
from rooms.enums import Circle, Role
from steering.models import Measure, Progress, UpdateRound
from tests.browsers import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory
from tests.factories.rooms import MembershipFactory
from tests.factories.steering import ActionFieldFactory, GoalFactory, MeasureFactory

OFFICE = "soziales@stadt.example"
FOR_GROUP = {"circle": Circle.STEERING}


@pytest.fixture
def plan(transactional_db):
    """Three measures under one address, and who keeps them."""
    engagement = EngagementFactory(lead=UserFactory(name="Anna Erste"))
    goal = GoalFactory(field=ActionFieldFactory(engagement=engagement, **FOR_GROUP), **FOR_GROUP)
    for title in ("Sprachcafé", "Wohnraum", "Beirat"):
        MeasureFactory(goal=goal, title=title, email=OFFICE, owner="Sozialamt", state="in_umsetzung", **FOR_GROUP)
    Measure.objects.update(light="gruen")
    return engagement


def person(engagement, role):
    if role == Role.LEAD:
        return engagement.room.memberships.get(role=role).user
    return MembershipFactory(room=engagement.room, role=role).user


def open_round(page, live_server, engagement):
    """As the coordinator does it; returns the link the office gets."""
    sign_in(page, live_server, person(engagement, Role.LEAD))
    page.goto(f"{live_server.url}/lenkung/{engagement.pk}/runden/neu/", timeout=30_000)  # the first page of a process
    page.get_by_role("button", name="Runde öffnen und Mails senden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Runde 1")
    send_due()
    (letter,) = [message for message in mail.outbox if message.to == [OFFICE]]
    assert "Wohnraum" not in letter.body
    return re.search(r"http\S+", letter.body)[0]


def sheet(page, title):
    return page.get_by_role("region", name=title)


def say(page, title, light, note=""):
    """Open what has changed with a measure and say how it goes."""
    part = sheet(page, title)
    if not part.get_by_text(light, exact=True).last.is_visible():
        part.locator("summary").click()
    part.locator("label", has_text=re.compile(f"{light}$")).click()
    part.get_by_label(re.compile("Was hat sich getan")).fill(note)


def answer(page, link):
    """One thing as it was, one better told, one that is stuck and at first without a reason."""
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Wie stehen Ihre Maßnahmen?")
    sheet(page, "Sprachcafé").get_by_text("Keine Änderung").click()
    say(page, "Beirat", "läuft", "Zwei neue Termine stehen fest.")
    say(page, "Wohnraum", "stockt")
    page.get_by_role("button", name="Antwort senden").click()


def test_a_round_from_the_mail_to_the_frozen_state(page, phone, live_server, plan, axe_check):
    link = open_round(page, live_server, plan)
    answer(phone, link)

    expect(phone.get_by_role("alert")).to_contain_text("Wohnraum – Bitte sagen Sie in einem Satz, woran es liegt.")
    typed = sheet(phone, "Beirat").get_by_label(re.compile("Was hat sich getan"))
    expect(typed).to_have_value("Zwei neue Termine stehen fest.")
    expect(sheet(phone, "Wohnraum").get_by_label("stockt", exact=True)).to_be_checked()
    expect(sheet(phone, "Sprachcafé").get_by_label("Keine Änderung")).to_be_checked()
    assert not Progress.objects.exists()
    axe_check(phone)

    sheet(phone, "Wohnraum").get_by_label(re.compile("Was hat sich getan")).fill("Es fehlt ein Haus.")
    phone.get_by_role("button", name="Antwort senden").click()
    expect(phone.get_by_text("Danke, das ist eingetragen.")).to_be_visible()
    assert Progress.objects.count() == 3

    close(page)
    phone.goto(link)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Diese Runde ist abgeschlossen")
    expect(phone.get_by_text("Wohnraum")).to_have_count(0)

    correct(page)
    sign_in(page, live_server, person(plan, Role.STEERING))
    page.goto(live_server.url + UpdateRound.objects.get().get_absolute_url())
    line = page.get_by_role("listitem").filter(has_text="Sprachcafé")
    expect(line).to_contain_text("▶ in Umsetzung, läuft")  # as it was answered
    expect(line).to_contain_text("nach Abschluss berichtigt ■ in Umsetzung, steht: Doch abgesagt.")
    expect(page.get_by_text(OFFICE)).to_have_count(0)
    axe_check(page)


def close(page):
    page.reload()
    page.get_by_role("link", name="Abschließen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Runde 1 abschließen?")
    page.get_by_role("button", name="Runde abschließen").click()
    expect(page.get_by_text("abgeschlossen am").first).to_be_visible()


def correct(page):
    """What somebody says on the phone after the end."""
    page.get_by_role("link", name=re.compile("Berichtigen.*Sprachcafé")).click()
    page.locator("label", has_text=re.compile("steht$")).click()
    page.get_by_label(re.compile("Was hat sich getan")).fill("Doch abgesagt.")
    page.get_by_role("button", name="Melden").click()
    expect(page.get_by_text("Berichtigt; so ist es in der Runde zu sehen.")).to_be_visible()


def test_one_click_is_enough_where_nothing_has_changed(page, phone, live_server, plan):
    phone.goto(open_round(page, live_server, plan))
    for title in ("Sprachcafé", "Wohnraum", "Beirat"):
        sheet(phone, title).get_by_text("Keine Änderung").click()
    phone.get_by_role("button", name="Antwort senden").click()

    expect(phone.get_by_text("gemeldet am")).to_have_count(3)
    assert set(Progress.objects.values_list("target", "light")) == {("in_umsetzung", "gruen")}
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("cut", [0, 5])
def test_a_link_that_is_over_or_broken_says_so(page, phone, live_server, plan, cut):
    link = open_round(page, live_server, plan)
    UpdateRound.objects.update(answers_by=timezone.localdate() - dt.timedelta(days=15))
    phone.goto(link[: len(link) - cut])

    said = "Dieser Link ist unvollständig" if cut else "Dieser Link ist abgelaufen"
    expect(phone.get_by_role("heading", level=1)).to_have_text(said)
    expect(phone.get_by_text("Wohnraum")).to_have_count(0)
