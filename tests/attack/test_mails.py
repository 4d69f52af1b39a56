"""T47: a mail says that there is something, never what: it travels in clear and lies in foreign mailboxes."""

import datetime as dt
import re
from email import message_from_bytes
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import BadHeaderError, EmailMessage
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Letter, User
from rooms import actions
from rooms.enums import Circle, Role
from rooms.models import Invitation
from stakeholders.models import Term
from steering.models import Meeting, Resolution, Task
from tests.attack.figures import note
from tests.attack.visits import PLANTED, client_of, nothing_stays
from tests.doors.world import LONG_AGO
from tests.factories.rooms import MembershipFactory

ROOT = Path(settings.BASE_DIR)
# What a mail may be told: who asks, as what, until when, and the one link. Everything else needs a second look here.
WORDS_OF_A_MAIL = {
    "rooms/invitation_mail.txt": {"organisation", "role", "link", "day", "invitation"},
    "steering/invitation_mail.txt": {"day", "link"},
    "steering/round_mail.txt": {"day", "link", "again"},
    "steering/reminder_mail.txt": {"kind", "link"},
    "steering/digest_mail.txt": {"link", "off"},
    # Her own words, and what became of them, decided and sent by hand; nothing anybody else has said.
    "participation/contribution_mail.txt": {"name", "number", "line", "link", "day"},
    "participation/event_mail.txt": {"what", "day", "link"},
    # What an event is called, when and where it is, and what the team writes by hand, seen before it goes out.
    "participation/event_invitation_mail.txt": {"what", "about", "words", "link", "page", "day"},
    "participation/event_proposal_mail.txt": {"number", "day", "link"},
    "network/profile_mail.txt": {"link"},
    "network/seated_mail.txt": {"link"},
    "network/asked_mail.txt": {"link"},
    "network/answered_mail.txt": {"link"},
    "network/help_offered_mail.txt": {"link"},
    "network/help_accepted_mail.txt": {"link"},
    # What one person writes to another by hand, through the house; it is kept nowhere.
    "network/contact_mail.txt": {"sender", "words", "link"},
    "network/subscription_mail.txt": {"link"},
    # What stands on public pages already, asked for by whoever gets it.
    "network/news_mail.txt": {"what", "about", "url", "leave"},
    "accounts/mail/password_reset.txt": {"protocol", "domain", "uid", "token"},
    "accounts/mail/password_reset_subject.txt": set(),
}
# Things of a case; no template of a mail may ask for one of them.
OF_THE_CASE = {"engagement", "entry", "title", "text", "note", "person", "persons", "municipality", "place", "circle"}
INJECTIONS = [
    *("a@example.org\nBcc: b@example.org", "a@example.org\r\nBcc: b@example.org", "a@example.org\r\n\r\nText"),
    *("a@example.org%0aBcc:b@example.org", "a@example.org, b@example.org", "a@example.org;b@example.org"),
    *("Karin <a@example.org>", '"a\nBcc: b"@example.org', "a@example.org\x00", "a@example.org\u2028Bcc: b@example.org"),
    *("a@example.org\tBcc: b@example.org", "a@[127.0.0.1]\n", "=?utf-8?q?a=0ABcc?=@example.org\n"),
]  # fmt: skip


def templates():
    """Every template a mail is made of."""
    return [path for path in sorted((ROOT / "templates").rglob("*.txt")) if "mail" in str(path.relative_to(ROOT))]


def names_in(text):
    """The names a template asks for."""
    asked = re.findall(r"{{\s*(\w+)|with ([^%]*?)%}|(?:uidb64|token)=(\w+)", text)
    found = {first or third for first, _with, third in asked}
    for _first, pairs, _third in asked:
        found |= set(re.findall(r"=(\w+)", pairs)) | set(re.findall(r"(\w+)=", pairs))
    return found - {""}


def faults(message):
    """What a mail must not have, whatever it is about."""
    raw = message.message().as_bytes()
    parsed = message_from_bytes(raw)
    text = message.subject + message.body
    links = re.findall(r"[a-z]+://[^\s]+", text)
    return [
        *PLANTED.findall(raw.decode("utf-8", "replace") + text),
        *[part.get_content_type() for part in parsed.walk() if part.get_content_type() != "text/plain"],
        *[link for link in links if not link.startswith(("http://testserver/", "https://testserver/"))],
        *re.findall(r"<[a-z]+[ >]|[?&]utm_|\.(?:png|gif|jpg)", text),
        *[name for name in ("Bcc", "Cc", "Disposition-Notification-To", "Return-Receipt-To") if name in parsed],
        *(["more than one reader"] if len(message.recipients()) != 1 else []),
    ]


def everything_sent(crowd, django_capture_on_commit_callbacks):
    """Each deed of the product that sends a mail, done where every text carries a planted word."""
    room, client = crowd.home.room, client_of(crowd, "lead")
    mail.outbox.clear()
    with nothing_stays(), django_capture_on_commit_callbacks(execute=True):
        data = {"email": "neu@example.org", "name": "Karin kanarieheimat40x", "role": Role.STEERING}
        assert client.post(reverse("rooms:invite", args=[room.pk]), data).status_code == 302
        url = reverse("rooms:invitation-renew", args=[room.pk, Invitation.objects.get(email="neu@example.org").pk])
        assert client.post(url).status_code == 302
        open_and_propose(crowd)
        invite_to_a_meeting(crowd, client)
        remind(crowd)
        for role in ("lead", "steering", "contact", "administrator"):
            person = getattr(crowd, role)
            User.objects.filter(pk=person.pk).update(function="kanarieheimat40x")
            Client().post(reverse("accounts:password-forgotten"), {"email": person.email})
    return len(mail.outbox)


def open_and_propose(crowd):
    """A colleague opens something sealed, and asks for a release: the lead gets a mail each time."""
    colleague, house = client_of(crowd, "advisor"), crowd.home
    url = reverse("engagements:sealed-open", args=[house.engagement.pk, house.entries[Circle.SEALED].pk])
    assert colleague.post(url, {"reason": "weil kanarieheimat40x"}).status_code == 302
    url = f"{reverse('rooms:release-create')}?was=engagements.logentry:{house.entries[Circle.TEAM].pk}&kreis=20"
    seen = colleague.get(url).context["form"].shown
    words = {"title": "kanarieheimat40x", "text": "kanarieheimat40x", "purpose": "kanarieheimat40x"}
    sent = words | {"to_circle": "20", "looked": "on", "seen": seen}
    again = colleague.post(url, sent)
    if again.status_code == 200:  # other words, other hints
        again = colleague.post(url, sent | {"seen": again.context["form"].shown})
    assert again.status_code == 302


def invite_to_a_meeting(crowd, client):
    """A member with an account is invited to a meeting, too late and with a reason."""
    meeting = crowd.home.meetings[Circle.STEERING]
    Meeting.objects.filter(pk=meeting.pk).update(on=timezone.localdate() + dt.timedelta(days=2))
    Term.objects.filter(body=meeting.body_id).update(account=crowd.steering)
    version = str(Meeting.objects.get(pk=meeting.pk).version)
    url = reverse("steering:meeting-invite", args=[meeting.pk])
    assert client.post(url, {"version": version, "reason": "weil kanarieheimat40x"}).status_code == 302


def remind(crowd):
    """What waits for somebody: a meeting, an answer, a task; and that there is something new."""
    today, house = timezone.localdate(), crowd.home
    Meeting.objects.filter(pk=house.meetings[Circle.STEERING].pk).update(invited_on=today - dt.timedelta(days=10))
    Resolution.objects.filter(pk=house.resolutions[Circle.STEERING].pk).update(due=today - dt.timedelta(days=1))
    Task.objects.filter(pk=house.tasks[Circle.STEERING].pk).update(account=crowd.steering, due=today)
    call_command("remind_steering", verbosity=0)
    assert Letter.objects.filter(occasion="reminder").count() >= 3


def every_form(crowd, client):
    """Whatever else a form of the house may send: all of them, filled in as they stand."""
    from tests.pages import house  # noqa: PLC0415 -- loads the browser's fixtures
    from tests.pages.test_bad_input import forms_of, pages_with_forms  # noqa: PLC0415

    for name in pages_with_forms():
        if house.opener(name) == "lead" and name not in {"accounts:password-change"}:
            url = house.address(name, crowd)
            for form, target in forms_of(client, url):
                with nothing_stays():
                    client.post(target, form.values | dict.fromkeys(form.typed, "2019 Neu"))


@pytest.mark.slow
def test_no_mail_tells_anything_of_a_case(crowd, django_capture_on_commit_callbacks):
    with nothing_stays():
        MembershipFactory(room=crowd.home.room, user=crowd.administrator, role=Role.ADVISOR, starts_on=LONG_AGO)
        assert everything_sent(crowd, django_capture_on_commit_callbacks) >= 12
        with django_capture_on_commit_callbacks(execute=True):
            every_form(crowd, client_of(crowd, "lead"))
    wrong = {message.subject: found for message in mail.outbox if (found := faults(message))}
    note("T47", "Mails gelesen", len(mail.outbox), len(wrong))

    assert not wrong


def test_templates_of_mails_ask_for_nothing_of_a_case():
    asked = {str(path.relative_to(ROOT / "templates")): names_in(path.read_text()) for path in templates()}
    note("T47", "Vorlagen von Mails", len(asked))

    assert set(asked) >= set(WORDS_OF_A_MAIL)
    assert {name: found for name, found in asked.items() if found & OF_THE_CASE} == {}
    assert {name: asked[name] - known for name, known in WORDS_OF_A_MAIL.items() if asked[name] - known} == {}


SOURCES = (
    "accounts",
    "audit",
    "rooms",
    "municipalities",
    "stakeholders",
    "engagements",
    "steering",
    "network",
    "config",
)


def test_mails_are_sent_where_this_test_knows_of_it():
    """Whoever sends a mail from another place comes by here, and adds the deed above."""
    known = {"accounts/forms.py", "accounts/letters.py"}
    found = {
        str(path.relative_to(ROOT))
        for app in SOURCES
        for path in (ROOT / app).rglob("*.py")
        if re.search(r"send_mail|EmailMessage|EmailMulti|mail_admins|mail_managers|send_mass", path.read_text())
    }

    assert found == known


@pytest.mark.parametrize("address", INJECTIONS)
def test_an_address_brings_no_second_line_and_no_second_reader(address, crowd, django_capture_on_commit_callbacks):
    mail.outbox.clear()
    with nothing_stays(), django_capture_on_commit_callbacks(execute=True):
        data = {"email": address, "name": address, "role": Role.STEERING}
        client_of(crowd, "lead").post(reverse("rooms:invite", args=[crowd.home.room.pk]), data)
        Client().post(reverse("accounts:password-forgotten"), {"email": address})
    wrong = [message.to for message in mail.outbox if re.search(r"[\s,;<>\x00]", "".join(message.to))]
    note("T47", "Adressen mit Kopfzeilen darin", 1, len(wrong))

    assert wrong == []
    assert not [found for message in mail.outbox if (found := faults(message))]


def test_a_name_with_a_line_end_makes_no_header(crowd, django_capture_on_commit_callbacks):
    mail.outbox.clear()
    with nothing_stays(), django_capture_on_commit_callbacks(execute=True):
        data = {"email": "neu@example.org", "name": "Karin\r\nBcc: b@example.org", "role": Role.STEERING}
        client_of(crowd, "lead").post(reverse("rooms:invite", args=[crowd.home.room.pk]), data)

    assert not [found for message in mail.outbox if (found := faults(message))]
    with pytest.raises(BadHeaderError):
        EmailMessage("Betreff\nBcc: b@example.org", "", None, ["a@example.org"]).message()


# --- the gate, seen red --------------------------------------------------------------------


def test_a_mail_that_names_the_case_would_be_seen(crowd, monkeypatch, django_capture_on_commit_callbacks):
    real = actions.render_to_string

    def talkative(name, context):
        return f"{context['invitation'].room.engagement.title}\n{real(name, context)}"

    monkeypatch.setattr(actions, "render_to_string", talkative)
    with nothing_stays():
        everything_sent(crowd, django_capture_on_commit_callbacks)

    assert "kanarieheimatroomx" in {word for message in mail.outbox for word in faults(message)}


@pytest.mark.parametrize("more", ["https://boese.example/p.gif", '<img src="x">', "kanarieheimat40x"])
def test_a_mail_that_loads_or_tells_something_would_be_seen(more):
    assert faults(EmailMessage("Betreff", f"Guten Tag\n{more}", None, ["a@example.org"]))
    assert not faults(EmailMessage("Betreff", "Guten Tag", None, ["a@example.org"]))
