"""Whoever is threatened sits in the group under another name: nothing that leaves says who she is."""

import datetime as dt
import io
import re
import zipfile
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from rooms.enums import Circle, Role
from rooms.transitions import approve
from stakeholders.forms.terms import TermForm
from stakeholders.models import Person, Term
from steering.models import Attendance, Meeting, MinutesReply, Task
from steering.transitions.minutes import send_to_review
from tests.attack.figures import some
from tests.factories.rooms import MembershipFactory
from tests.factories.stakeholders import PersonFactory
from tests.factories.steering import MeasureFactory, MinutesFactory, SeatGroupFactory, TaskFactory, TermFactory

from .feeds import fetch, meets, subscribed

pytestmark = pytest.mark.django_db
NAME, ACCOUNT = "Wipfelkamp Klarname", "Kanarie Kontoname"
SECRETS = (b"Klarname", b"Wipfelkamp", b"Kontoname", b"wipfelkamp@")


@pytest.fixture
def meeting(meeting):
    """Held yesterday: with a list, and minutes that are out."""
    Meeting.objects.filter(pk=meeting.pk).update(on=timezone.localdate() - dt.timedelta(days=1))
    meeting.refresh_from_db()
    return meeting


@pytest.fixture
def person(engagement, lead):
    """Sealed in the register, by the lead."""
    found = PersonFactory(room=engagement.room, author=lead, name=NAME, circle=Circle.SEALED)
    found.contact_email, found.note = "wipfelkamp@example.org", "Wipfelkamp wird bedroht."
    found.save()
    return found


@pytest.fixture
def threatened(engagement):
    return MembershipFactory(room=engagement.room, role=Role.STEERING, user__name=ACCOUNT).user


@pytest.fixture
def term(body, person, threatened):
    group = SeatGroupFactory(body=body, label="Zivilgesellschaft")
    return TermFactory(body=body, group=group, name="Stimme der Nordstadt", person=person, account=threatened)


@pytest.fixture
def filled(meeting, term, lead, advisor, ahead):
    """All that is made of a member: list, minutes, objection, task, measure, a meeting to be invited to."""
    engagement, threatened = meeting.engagement, term.account
    other = TermFactory(body=term.body, group=term.group, name="Maria Beispiel")
    Attendance.objects.create(meeting=meeting, term=other, presence="entschuldigt", deputy=term)
    Attendance.objects.create(meeting=meeting, term=term)
    minutes = MinutesFactory(meeting=meeting, text="Die Stimme der Nordstadt berichtet.")
    approve(send_to_review(minutes, by=advisor, reply_by=timezone.localdate() + dt.timedelta(days=1)), by=lead)
    inside = {"room": meeting.room, "circle": Circle.STEERING, "author": threatened}
    MinutesReply.objects.create(meeting=meeting, member=threatened, kind="einwand", text="Das fehlt.", **inside)
    TaskFactory(engagement=engagement, meeting=meeting, who=term.name, account=threatened, circle=Circle.STEERING)
    MeasureFactory(
        goal__field__engagement=engagement,
        room=engagement.room,
        owner=term.name,
        person=term.name,
        circle=Circle.STEERING,
    )
    for account in (None, threatened):  # leaves earlier versions
        term.account = account
        term.save()
    return meeting


@pytest.fixture
def ahead(engagement, body):
    return meets(body, engagement, number=11)


def addresses(meeting, term):
    engagement, body, ahead = meeting.engagement, term.body, Meeting.objects.get(number=11)
    yield from (reverse(f"steering:{name}", args=[engagement.pk]) for name in ("hub", "review", "plan", "plan-print"))
    yield from (reverse("steering:plan-document", args=[engagement.pk, form]) for form in ("docx", "pdf"))
    for row in (meeting, ahead):
        yield reverse("steering:meeting-detail", args=[row.pk])
        yield reverse("rooms:versions", args=["steering.meeting", row.pk])
        yield reverse("steering:meeting-calendar", args=[row.pk])
    yield from (
        reverse(f"steering:{name}", args=[meeting.pk])
        for name in ("attendance", "minutes-detail", "minutes-write", "meeting-update")
    )
    names = ("meeting-invite", "meeting-prepare", "meeting-papers", "hold", "hold-end")
    yield from (reverse(f"steering:{name}", args=[ahead.pk]) for name in names)
    names = ("meeting-list", "task-list", "task-create", "newcomers", "resolution-list", "working-groups")
    yield from (reverse(f"steering:{name}", args=[engagement.pk]) for name in names)
    yield reverse("steering:task-update", args=[Task.objects.get().pk])
    yield reverse("steering:council", args=[body.pk])
    yield reverse("steering:reply-settle", args=[MinutesReply.objects.get().pk])
    yield reverse("stakeholders:body-list", args=[engagement.room_id])
    yield from (
        reverse(f"stakeholders:{name}", args=[body.pk]) for name in ("body-detail", "body-update", "body-succeed")
    )
    yield from (reverse(f"stakeholders:{name}", args=[term.pk]) for name in ("term-update", "term-end"))
    yield reverse("stakeholders:list", args=[engagement.room_id])
    yield reverse("rooms:versions", args=["stakeholders.body", body.pk])
    yield f"{reverse('engagements:search')}?q=Stimme"
    yield f"{reverse('engagements:search')}?q=Wipfelkamp"


def content_of(response):
    content = response.getvalue() if response.streaming else response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return b"".join(book.read(name) for name in book.namelist())
    # Who has an account in the room is known there by its name; who of the members she is, is not.
    content = re.sub(rb'<details class="reads">.*?</details>', b"", content, flags=re.DOTALL)
    return content.replace(b'value="Wipfelkamp"', b"").replace(b"q=Wipfelkamp", b"")  # what was typed into the search


@pytest.mark.parametrize("role", ["member", "contact", "advisor"])
def test_nothing_but_the_other_name_leaves(client, request, role, filled, term):
    client.force_login(request.getfixturevalue(role))
    met = 0
    for url in addresses(filled, term):
        content = content_of(client.get(url, follow=True))
        met += term.name.encode() in content
        for secret in SECRETS:
            assert secret not in content, (url, secret, around(content, secret))
    assert met >= 4  # she was there to be seen


def around(content, secret):
    at = content.index(secret)
    return content[max(at - 200, 0) : at + 100]


def test_the_lead_who_sealed_her_still_finds_her(client, lead, filled, term):
    client.force_login(lead)

    assert b"Klarname" in client.get(reverse("stakeholders:term-update", args=[term.pk])).content


def test_calendars_name_nobody(member, lead, filled):
    for person, token in ((member, "a"), (lead, "b")):
        content = fetch(subscribed(person, token=token * 64)).content
        assert b"BEGIN:VEVENT" in content
        assert not [secret for secret in SECRETS if secret in content]


def form_of(user, body, term=None, **data):
    term = term or Term(body=body)
    data = {"name": "Stimme", "duty": "mitglied", "period": "", **data}
    return TermForm(data, instance=term, user=user, body=body)


def test_the_form_takes_no_name_that_gives_her_away(lead, body, person, threatened):
    for name in ("Wipfelkamp Klarname", "Frau Klarname", "wipfelkamp"):
        assert "name" in form_of(lead, body, name=name, person=person.pk).errors
    assert "sent_by" in form_of(lead, body, person=person.pk, sent_by="Frauenverein").errors
    threatened.name = "P. Klarname"
    threatened.save()
    assert "account" in form_of(lead, body, person=person.pk, account=threatened.pk).errors
    threatened.name = "Stimme"
    threatened.save()
    form = form_of(lead, body, person=person.pk, account=threatened.pk)
    assert not form.errors
    Person.objects.filter(pk=person.pk).update(name="")  # nothing to compare with
    assert not form_of(lead, body, name="Stimme", person=person.pk).errors


def test_somebody_who_is_not_sealed_may_have_both(lead, body, engagement):
    mayor = PersonFactory(room=engagement.room, name="Rita Rat")

    assert not form_of(lead, body, name="Rita Rat", person=mayor.pk, sent_by="Stadt").errors


@pytest.mark.parametrize("role", ["contact", "advisor"])
def test_who_does_not_read_her_changes_nothing_about_her(request, role, term):
    """She is not in the form, and stays where she was."""
    user, body = request.getfixturevalue(role), term.body
    form = TermForm(instance=Term.objects.get(pk=term.pk), user=user, body=body)
    assert "account" not in form.fields
    data = {name: form[name].value() or "" for name in form.fields} | {"basis": "Beschluss"}
    form = TermForm(data, instance=Term.objects.get(pk=term.pk), user=user, body=body)
    assert form.is_valid(), form.errors
    form.save_by(user)
    now = Term.objects.get(pk=term.pk)

    assert (now.basis, now.person_id, now.account_id) == ("Beschluss", term.person_id, term.account_id)


def test_the_state_in_the_form_can_not_be_guessed_from(term, contact, body, settings):
    """All else is known to the contact person: a plain digest would tell which account it is by trying a few."""
    form = TermForm(instance=term, user=contact, body=body)
    one = form.stamp(term)
    settings.SECRET_KEY = "another" * 10

    assert form.stamp(term) != one


LEAKS = {
    "the body names its link": ("stakeholders.models.Term.__str__", lambda term: NAME),
    "earlier versions tell the account": ("stakeholders.models.Term.untold", set()),
    "replies are called like accounts": ("steering.views.minutes.Seating", lambda *_args: SimpleNamespace(holding=[])),
    "the form shows the account": ("stakeholders.forms.terms.TermForm.is_person_hidden", lambda form: False),
}


@pytest.mark.parametrize("leak", some(LEAKS, 1))
def test_a_leak_would_be_seen(client, monkeypatch, request, filled, leak):
    """The gate, seen red."""
    monkeypatch.setattr(*LEAKS[leak])
    client.force_login(request.getfixturevalue("advisor"))
    term = Term.objects.get(name="Stimme der Nordstadt")
    found = b"".join(content_of(client.get(url, follow=True)) for url in addresses(filled, term))

    assert [secret for secret in SECRETS if secret in found]
