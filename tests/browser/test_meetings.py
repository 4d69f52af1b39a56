"""A meeting from its preparation to its approved minutes, on the screens of the lead and of a member."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from rooms.models import Release
from steering.models import Meeting, MinutesReply, Note
from tests.browsers import sign_in

SECRET = "kanariezaudert"


@pytest.fixture
def hub(live_server, ludwigslust):
    return f"{live_server.url}/lenkung/{ludwigslust.pk}/"


def planned(page, hub):
    """A meeting of the steering group for today."""
    page.goto(f"{hub}sitzungen/neu/")
    page.get_by_label("Gremium").select_option(label="Lenkungsrunde Ludwigslust")
    page.get_by_label("Tag").fill(dt.date.today().isoformat())
    page.get_by_label("Beginn").fill("17:00")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Die Sitzung steht.")).to_be_visible()
    return Meeting.objects.get(pk=page.url.rstrip("/").rpartition("/")[2])


def prepared(page):
    page.get_by_role("link", name="Vorbereiten").click()
    expect(page.get_by_role("checkbox", checked=True).first).to_be_visible()
    page.get_by_role("button", name="Auf die Tagesordnung").click()
    expect(page.get_by_text("auf der Tagesordnung.")).to_be_visible()


def held(page, live_server, meeting):
    """By keyboard from item to item; what is typed goes with it."""
    page.get_by_role("link", name="Sitzung halten").click()
    page.get_by_role("button", name="Anwesenheit eintragen").click()
    expect(page.get_by_text("Beschlussfähig:")).to_be_visible()
    page.wait_for_load_state()  # the script listens to the keys
    page.keyboard.press("PageDown")
    expect(page.get_by_text(re.compile("Punkt 1 von"))).to_be_visible()
    page.get_by_label("Was wird festgehalten?").fill(f"Die Runde begrüßt es.\n\n[intern]{SECRET}[/intern]")
    page.get_by_text("Aufgabe festhalten").click()
    page.get_by_label("Was ist zu tun?").fill("Eigentümer fragen")
    page.get_by_label("Wer?").fill("Stadthaus")
    page.get_by_role("heading", level=1).click()
    page.locator("[data-step=next]").focus()
    page.keyboard.press("PageDown")
    expect(page.get_by_text(re.compile("Punkt 2 von"))).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("PageUp")
    expect(page.get_by_text("Die Runde begrüßt es.", exact=True)).to_be_visible()
    expect(page.get_by_text(SECRET)).to_be_hidden()  # folded away from the wall
    page.goto(f"{live_server.url}/lenkung/sitzungen/{meeting.pk}/halten/ende/")
    expect(page.get_by_text("Eigentümer fragen")).to_be_visible()
    page.get_by_role("button", name="Sitzung beenden").click()
    expect(page.get_by_text("Ist der Beamer aus?")).to_be_visible()
    assert SECRET not in page.content()
    page.get_by_role("link", name="Protokoll weiterschreiben").click()


def propose(page, button):
    """Whatever the page points out has been looked at."""
    for box in page.get_by_role("main").get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text("wartet auf die Zustimmung einer zweiten Person").first).to_be_visible()


def let_out(page, live_server, person, verb="Freigeben"):
    """A second person agrees to what waits."""
    sign_in(page, live_server, person)
    page.goto(live_server.url + Release.objects.latest("created_at").get_absolute_url())
    page.get_by_role("button", name=re.compile(verb)).click()


def test_a_meeting_is_prepared_held_and_approved(page, live_server, hub):
    sign_in(page, live_server, "federfuehrung")
    meeting = planned(page, hub)
    prepared(page)
    held(page, live_server, meeting)

    expect(page.get_by_role("textbox", name="Protokoll")).to_have_value(re.compile("Die Runde begrüßt es."))
    expect(page.get_by_role("textbox", name="Protokoll")).to_have_value(re.compile("Eigentümer fragen"))
    page.get_by_role("button", name="Protokoll speichern").click()
    page.get_by_role("link", name="Zur Zustimmung geben").click()
    propose(page, "Zur Zustimmung geben")
    let_out(page, live_server, "beratung")
    objected(page, live_server, meeting)
    approved(page, live_server, meeting)
    assert Note.objects.get().text.count(SECRET) == 1
    public_edition(page, live_server, meeting, hub)


def objected(page, live_server, meeting):
    sign_in(page, live_server, "lenkungsrunde")
    page.goto(f"{live_server.url}/lenkung/sitzungen/{meeting.pk}/protokoll/")
    expect(page.get_by_text("Die Runde begrüßt es.", exact=True)).to_be_visible()
    assert SECRET not in page.content()
    page.get_by_label("Was stimmt nicht?").fill("Ich war nicht da.")
    page.get_by_role("button", name="Einwand erheben").click()
    expect(page.get_by_text("Sie haben einen Einwand erhoben:")).to_be_visible()
    assert MinutesReply.objects.filter(meeting=meeting).count() == 1


def approved(page, live_server, meeting):
    """Not before the day, and not before the objection is spoken about."""
    record = f"{live_server.url}/lenkung/sitzungen/{meeting.pk}/protokoll/"
    sign_in(page, live_server, "federfuehrung")
    for said, deed in (
        ("Über einen Einwand ist noch nicht gesprochen.", lambda: settle(page, record)),
        ("Vorher geht es nur, wenn alle Gefragten zugestimmt haben.", lambda: over(meeting)),
        ("Das Protokoll ist genehmigt.", lambda: None),
    ):
        page.goto(record)
        page.get_by_role("button", name="Genehmigen").click()
        expect(page.get_by_text(said)).to_be_visible()
        deed()


def settle(page, record):
    page.goto(record)
    page.get_by_role("link", name=re.compile("^Erledigen")).click()
    page.get_by_label("Was wurde daraus?").fill("Gestrichen.")
    page.get_by_role("button", name="Einwand erledigen").click()


def over(meeting):
    Meeting.objects.filter(pk=meeting.pk).update(reply_by=dt.date.today() - dt.timedelta(days=1))


def public_edition(page, live_server, meeting, hub):
    """No byte of an internal passage on any page or in any document others than the team can fetch."""
    page.goto(f"{live_server.url}/lenkung/sitzungen/{meeting.pk}/protokoll/")
    assert SECRET in page.content(), "there was something to leak"
    page.get_by_role("link", name="Öffentlich vorschlagen").click()
    propose(page, "Öffentlich vorschlagen")
    public = Release.objects.latest("created_at")
    let_out(page, live_server, "beratung")
    pages = {"fremd": [public.get_absolute_url()]}
    meeting_url, below = meeting.get_absolute_url(), hub.removeprefix(live_server.url)
    pages["lenkungsrunde"] = [*pages["fremd"], meeting_url, f"{meeting_url}protokoll/", below, f"{below}stand/"]
    pages["lenkungsrunde"] += [f"{below}plan/masterplan.docx", f"{below}plan/masterplan.pdf"]
    for person, urls in pages.items():
        sign_in(page, live_server, person)
        for url in urls:
            answer = page.request.get(live_server.url + url)
            assert answer.status == 200, url
            assert SECRET.encode() not in answer.body(), url
            assert b"[intern]" not in answer.body(), url
    assert "Die Runde begrüßt es." in page.request.get(live_server.url + public.get_absolute_url()).text()


def test_a_member_weighs_options_on_her_phone(phone, live_server, ludwigslust, hub):
    """Opened by the lead, answered by touch, changed until it is closed."""
    sign_in(phone, live_server, "federfuehrung")
    meeting = planned(phone, hub)
    phone.goto(f"{live_server.url}{meeting.get_absolute_url()}tagesordnung/neu/")
    phone.get_by_label("Worum geht es?").fill("Wo treffen wir uns?")
    phone.get_by_role("button", name="Speichern").click()
    phone.get_by_role("link", name=re.compile("^Abwägen")).click()
    phone.get_by_label("Möglichkeiten").fill("Bürgerhaus\nSporthalle")
    phone.get_by_label(re.compile("jedes Mitglied für sich")).check(force=True)
    phone.get_by_role("button", name="Bewertung öffnen").click()
    question = phone.url
    sign_in(phone, live_server, "lenkungsrunde")
    phone.goto(question)
    for group, number in (("Bürgerhaus", "0"), ("Sporthalle", "7"), ("Es bleibt, wie es ist.", "10")):
        phone.get_by_role("group", name=group).get_by_text(number, exact=True).tap()
    phone.get_by_role("button", name="Bewertung abgeben").tap()
    expect(phone.get_by_text("Ihre Bewertung ist da.")).to_be_visible()
    sign_in(phone, live_server, "federfuehrung")
    phone.goto(question)
    expect(phone.get_by_text("1 von 2 hat bewertet")).to_be_visible()
    phone.get_by_role("link", name="Abschließen").click()
    phone.get_by_role("button", name="Abschließen").click()

    expect(phone.get_by_text("Den geringsten Widerstand hat:")).to_contain_text("Bürgerhaus")
    expect(phone.get_by_text("Akzeptanz")).to_have_count(0)
    phone.get_by_role("button", name=re.compile("Als Empfehlung festhalten")).click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Wo treffen wir uns?")
