"""What becomes of contributions is told: one mail each, once; and to everybody, in words two people have agreed on."""

import datetime as dt

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.contributing import path_of
from participation.models import ContributionContact, Point, RoundReport
from rooms.enums import Circle, Role
from rooms.releasing import propose
from rooms.transitions import ReleaseRefused, approve, withdraw_release
from rooms.words import words_of
from tests.factories.contributions import CommentRoundFactory, ContributionFactory, PointFactory
from tests.factories.rooms import MembershipFactory

from .contributing import public_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client, lead):
    client.force_login(lead)
    return lead


@pytest.fixture
def found(engagement):
    return CommentRoundFactory(of__statement__engagement=engagement)


def decided(found, by, text="Punkt", handling="uebernommen", *, language="de", email="", **more):
    """A contribution with one decided point, and perhaps somebody who waits for the answer."""
    row = more.pop("contribution", None) or ContributionFactory(round=found, language=language, state="angenommen")
    if email:
        today = timezone.localdate()
        until = today + dt.timedelta(days=90)
        ContributionContact.objects.create(contribution=row, email=email, consented_on=today, delete_on=until)
    fixed = {"state": "entschieden", "decided_by": by, "decided_at": timezone.now()}
    return PointFactory(contribution=row, text=text, handling=handling, **fixed, **more)


def answers(found):
    return reverse("participation:answers-send", args=[found.statement_id])


def send(client, found, capture):
    mail.outbox.clear()
    with capture(execute=True):
        client.post(answers(found))
    return mail.outbox


def test_one_mail_each_once_and_none_before(client, lead, found, django_capture_on_commit_callbacks):
    point = decided(found, lead, "Dörfer nennen", "nicht", email="a@example.org", reason="Sie stehen in der Präambel.")
    decided(found, lead, "Ohne Adresse")
    half = decided(found, lead, "Halb", email="halb@example.org")
    PointFactory(contribution=half.contribution)
    assert "2 Antworten senden?" in client.get(answers(found)).content.decode()
    assert not mail.outbox

    (sent,) = send(client, found, django_capture_on_commit_callbacks)
    assert sent.to == ["a@example.org"]
    for words in ("Dörfer nennen", "nicht übernommen", "Sie stehen in der Präambel.", path_of(point.contribution_id)):
        assert words in sent.body
    point.contribution.refresh_from_db()
    assert point.contribution.answered_on == timezone.localdate()
    assert send(client, found, django_capture_on_commit_callbacks) == []
    assert "Es wartet keine Antwort" in client.get(answers(found), follow=True).content.decode()


def test_the_mail_calls_nobody_by_a_name_a_guest_has_typed(client, lead, found, django_capture_on_commit_callbacks):
    """Nobody has checked whose address it is: a name would be a message to whoever reads the mailbox."""
    decided(found, lead, email="a@example.org")
    ContributionContact.objects.update(name="Gewinn auf boese.example")
    (sent,) = send(client, found, django_capture_on_commit_callbacks)
    assert sent.body.startswith("Guten Tag,\n")
    assert "boese" not in sent.body


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", ["Das wurde daraus"]),
        ("uk", ["Das wurde daraus", "In Ihrer Sprache können wir leider nicht schreiben", "\n---\n"]),
    ],
)
def test_in_the_language_of_the_contribution(client, found, language, said, django_capture_on_commit_callbacks):
    lead = MembershipFactory(room=found.room, role=Role.LEAD).user
    client.force_login(lead)
    decided(found, lead, email="a@example.org", language=language)
    (sent,) = send(client, found, django_capture_on_commit_callbacks)
    assert all(words in sent.body for words in said)


def test_english_goes_out_once_and_leads_to_the_english_page(client, lead, found, django_capture_on_commit_callbacks):
    point = decided(found, lead, email="a@example.org", language="en")
    (sent,) = send(client, found, django_capture_on_commit_callbacks)
    assert f"/en{path_of(point.contribution_id)}" in sent.body
    assert "\n---\n" not in sent.body


def test_of_a_joined_point_the_mail_tells_what_became_of_the_other(
    client, lead, found, django_capture_on_commit_callbacks
):
    other = decided(found, lead, "kanarie Worte einer anderen", "nicht", reason="Dafür ist der Landkreis da.")
    decided(found, lead, "Meiner", "verbunden", merged_with=other, email="a@example.org")
    (sent,) = send(client, found, django_capture_on_commit_callbacks)
    assert "nicht übernommen" in sent.body
    assert "Dafür ist der Landkreis da." in sent.body
    assert "kanarie" not in sent.body


def test_after_the_answer_a_decision_stands(client, lead, found):
    point = decided(found, lead)
    client.post(answers(found))
    client.post(reverse("participation:point-reopen", args=[point.pk]))
    point.refresh_from_db()
    assert point.state == "entschieden"


# --- to everybody --------------------------------------------------------------------------


def public(found):
    return Client().get(reverse("reports:contribution-report", args=[found.slug]))


def write(client, found, **data):
    where = reverse("participation:report-create", args=[found.pk])
    return client.post(where, {"introduction": "Danke an alle."} | data)


def out(report, first, second):
    return approve(propose(report, to_circle=Circle.PUBLIC, by=first), by=second)


def test_nothing_is_public_before_two_have_agreed_and_nothing_after_it_is_taken_back(client, lead, advisor, found):
    decided(found, lead, "kanarie Wortlaut der Person", public_text="Die Dörfer nennen", reason="Gern.")
    PointFactory(contribution__round=found, text="kanarie unentschieden")
    ContributionFactory(round=found, text="kanarie Beitrag")
    assert public(found).status_code == 404

    answer = write(client, found)
    report = RoundReport.objects.get()
    assert "freigaben" in answer["Location"]
    assert report.circle == Circle.TEAM
    assert public(found).status_code == 404

    release = out(report, advisor, lead)
    page = public(found)
    html = page.content.decode()
    for words in ("Die Dörfer nennen", "übernommen", "Gern.", "Danke an alle."):
        assert words in html
    assert "kanarie" not in html
    assert page["Cache-Control"].startswith("public")
    assert not page.cookies
    withdraw_release(release, by=lead)
    assert public(found).status_code == 404


def test_one_person_alone_brings_nothing_out(client, lead, found):
    decided(found, lead)
    write(client, found)
    release = propose(RoundReport.objects.get(), to_circle=Circle.PUBLIC, by=lead)
    with pytest.raises(ReleaseRefused):
        approve(release, by=lead)
    assert public(found).status_code == 404


def test_who_agrees_reads_every_word_and_what_became_of_it(client, lead, advisor, found):
    decided(found, lead, "Der Punkt", "nicht", reason="Weil.", wording="Neuer Satz")
    write(client, found)
    words = [text for _label, text in words_of(RoundReport.objects.get())]
    assert {"Der Punkt", "nicht übernommen", "Weil.", "Neuer Satz", "Danke an alle."} <= set(words)


def test_the_newest_words_are_shown_and_later_decisions_are_not(client, lead, advisor, found):
    decided(found, lead, "Erster Punkt")
    write(client, found)
    out(RoundReport.objects.get(number=1), advisor, lead)
    decided(found, lead, "Zweiter Punkt")
    assert "Zweiter Punkt" not in public(found).content.decode()
    write(client, found, introduction="Neuer Stand")
    out(RoundReport.objects.get(number=2), advisor, lead)
    page = public(found).content.decode()
    assert "Zweiter Punkt" in page
    assert page.count("Erster Punkt") == 1


def test_what_might_lead_to_a_person_is_said_before(client, lead, found):
    point = decided(found, lead, "Karla Probe ruft an: 03874 123456 oder karla@example.org", email="x@example.org")
    ContributionContact.objects.update(name="Karla Probe")
    page = client.get(reverse("participation:report-create", args=[found.pk])).content.decode()
    assert "Das könnte zu einer Person führen" in page
    for hit in ("Karla Probe", "03874 123456", "karla@e"):
        assert f"„{hit}" in page
    Point.objects.filter(pk=point.pk).update(public_text="Jemand möchte mehr Dörfer")
    page = client.get(reverse("participation:report-create", args=[found.pk])).content.decode()
    assert "Das könnte zu einer Person führen" not in page


def test_the_page_of_a_running_round_leads_to_the_form(engagement):
    found = public_round(engagement)
    page = public(found).content.decode()
    assert reverse("guests:contribution-create", args=[found.slug]) in page
    assert "Noch ist nichts entschieden" in page


def test_members_comment_from_inside_and_see_their_own(client, engagement, found, lead):
    member = MembershipFactory(room=engagement.room, role=Role.STEERING).user
    other = MembershipFactory(room=engagement.room, role=Role.STEERING).user
    inside = Client()
    inside.force_login(member)
    page = inside.get(found.get_absolute_url())
    assert "Was sagen Sie dazu?" in page.content.decode()
    data = {"text": "Als Mitglied gesagt", "section": "1", "key": str(page.context["key"])}
    for _twice in range(2):
        assert inside.post(found.get_absolute_url(), data).status_code == 302
    assert "Als Mitglied gesagt" in inside.get(found.get_absolute_url()).content.decode()
    foreign = Client()
    foreign.force_login(other)
    assert "Als Mitglied gesagt" not in foreign.get(found.get_absolute_url()).content.decode()
    inbox = client.get(reverse("participation:contribution-list", args=[found.statement_id])).content.decode()
    assert "Als Mitglied gesagt" in inbox
    assert "Mitglied ·" in inbox


@pytest.mark.parametrize("circle", [Circle.PUBLIC, Circle.NETWORK])
def test_a_round_outside_keeps_its_words_and_may_end_later(client, lead, engagement, circle):
    found = public_round(engagement)
    type(found).objects.filter(pk=found.pk).update(circle=circle)
    where = reverse("participation:comment-round-update", args=[found.pk])
    page = client.get(where).content.decode()
    assert 'name="introduction"' not in page
    assert 'name="closes_on"' in page


def test_the_gate_is_red_where_words_go_out_as_they_came_in(client, lead, advisor, found, monkeypatch):
    monkeypatch.setattr(Point, "for_everybody", property(lambda point: point.text))
    decided(found, lead, "kanarie Wortlaut der Person", public_text="Die Dörfer nennen")
    write(client, found)
    out(RoundReport.objects.get(), advisor, lead)
    assert "kanarie" in public(found).content.decode()
