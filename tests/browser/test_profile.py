"""A case profile in the browser: written, signed by both sides, read by everybody, taken back, forgotten."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from network.models import ProfileEdition
from rooms.enums import Role
from tests.browsers import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory
from tests.factories.profiles import some_place
from tests.factories.rooms import MembershipFactory

TOLD = "Kommunale Konfliktberatung in Rosenfeld"


@pytest.fixture
def engagement(transactional_db):
    place = some_place(name="Rosenfeld", type_name="Stadt")
    engagement = EngagementFactory(
        lead=UserFactory(name="Anna Erste"), municipality=place, title=TOLD, themes=["klima"], period="2015 bis 2020"
    )
    MembershipFactory(room=engagement.room, user=UserFactory(name="Zita Zweite"), role=Role.CONTACT)
    return engagement


def person(name):
    return User.objects.get(name=name)


def lay_before_both(page, live_server, engagement):
    """As the lead: filled in beforehand, one sentence added, the full step chosen, her own signature."""
    sign_in(page, live_server, person("Anna Erste"))
    page.goto(f"{live_server.url}/netzwerk/steckbriefe/{engagement.pk}/", timeout=30_000)
    page.get_by_role("link", name="Steckbrief anlegen").click()
    expect(page.get_by_label("Kommune", exact=False).first).to_have_value("Stadt Rosenfeld")
    page.get_by_label("Worum geht es?").fill("Streit um den Rosengarten.")
    page.get_by_role("button", name="Steckbrief speichern").click()
    page.get_by_role("link", name="Zur Unterschrift vorlegen").first.click()
    page.get_by_label("Vollständig", exact=True).check()
    page.get_by_label("Öffentlich").check()
    page.get_by_role("button", name="Wortlaut zeigen").click()
    expect(page.get_by_text("Streit um den Rosengarten.")).to_be_visible()
    page.get_by_role("button", name="Beiden Seiten vorlegen").click()
    page.get_by_role("button", name="Für das Beratungsteam unterschreiben").click()
    expect(page.get_by_role("button", name="Für das Beratungsteam unterschreiben")).to_have_count(0)


def read_everywhere(page, live_server):
    """How often the public face tells of it: page, map, list, search, feed, map of the site."""
    found = {}
    for path in ("karte/", "beratungen/", "beratungen/?q=Rosenfeld", "neues/", "sitemap.xml", ""):
        answer = page.request.get(f"{live_server.url}/oeffentlich/{path}")
        text = answer.text()
        found[path] = answer.status == 200 and (TOLD in text or "beratungen/rosenfeld/" in text)
    found["page"] = page.request.get(f"{live_server.url}/oeffentlich/beratungen/rosenfeld/").status == 200
    return found


def test_signed_by_two_read_by_all_withdrawn_and_forgotten(page, phone, live_server, engagement, axe_check):
    lay_before_both(page, live_server, engagement)
    axe_check(page)
    assert set(read_everywhere(phone, live_server).values()) == {False}

    page.context.clear_cookies()
    sign_in(page, live_server, person("Zita Zweite"))
    edition = ProfileEdition.objects.get()
    page.goto(f"{live_server.url}/netzwerk/steckbriefe/fassungen/{edition.pk}/")
    page.get_by_role("button", name="Für die Kommune unterschreiben").click()
    expect(page.get_by_text("veröffentlicht", exact=False).first).to_be_visible()
    assert set(read_everywhere(phone, live_server).values()) == {True}

    phone.goto(f"{live_server.url}/oeffentlich/karte/")
    axe_check(phone)
    phone.get_by_role("link", name=TOLD).first.click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(TOLD)
    expect(phone.get_by_text("Streit um den Rosengarten.")).to_be_visible()
    assert phone.context.cookies() == []
    axe_check(phone)

    page.goto(f"{live_server.url}/netzwerk/steckbriefe/{engagement.pk}/")
    page.get_by_role("button", name="Zurückziehen").click()
    phone.reload()
    expect(phone.get_by_text("Streit um den Rosengarten.")).to_have_count(0)
    assert set(read_everywhere(phone, live_server).values()) == {False}
