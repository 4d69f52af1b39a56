"""From a flipchart to the answer: what the team does with what people brought in."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from participation.models import Contribution, ContributionContact, Point
from rooms.enums import Circle, Role
from tests.factories.contributions import CommentRoundFactory, ContributionFactory, PointFactory
from tests.factories.rooms import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client, lead):
    client.force_login(lead)
    return lead


@pytest.fixture
def found(engagement):
    return CommentRoundFactory(of__statement__engagement=engagement)


@pytest.fixture
def inbox(found):
    return reverse("participation:contribution-list", args=[found.statement_id])


def url(name, row):
    return reverse(f"participation:{name}", args=[row.pk])


def fields(page):
    """The hidden values of the forms on a page."""
    html = page.content.decode()
    return dict(re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', html))


def test_a_flipchart_is_one_form(client, lead, found, inbox):
    page = client.get(reverse("participation:cards-create", args=[found.statement_id]))
    assert "Eine Zeile je Karte" in page.content.decode()
    data = {
        "cards": "Dörfer nennen\n\n  Feste streichen  \nBus am Abend",
        "source": "flipchart",
        "received_on": "2026-11-20",
        "section": "2",
        "language": "de",
        "round": str(found.pk),
        "as_points": "on",
    }
    answer = client.post(reverse("participation:cards-create", args=[found.statement_id]), data)

    assert answer["Location"] == inbox
    rows = list(Contribution.objects.order_by("number"))
    assert [row.text for row in rows] == ["Dörfer nennen", "Feste streichen", "Bus am Abend"]
    assert {(row.source, row.section, row.round_id, row.circle) for row in rows} == {
        ("flipchart", 2, found.pk, Circle.TEAM)
    }
    assert [row.number for row in rows] == [1, 2, 3]
    assert [(p.text, p.about, p.section) for p in Point.objects.order_by("contribution__number")] == [
        (row.text, "abschnitt", 2) for row in rows
    ]


def test_cards_that_do_not_fit_stay_in_the_form(client, lead, found):
    where = reverse("participation:cards-create", args=[found.statement_id])
    data = {"source": "karte", "received_on": "2026-11-20", "language": "de"}
    for cards, said in (("", "mindestens eine Karte"), ("x" * 1001, "mehr als 1000 Zeichen")):
        page = client.post(where, data | {"cards": cards}).content.decode()
        assert said in page
        assert cards in page
    assert not Contribution.objects.exists()


def test_a_letter_with_an_address_needs_consent(client, lead, found):
    where = reverse("participation:contribution-create", args=[found.statement_id])
    data = fields(client.get(where)) | {
        "source": "brief",
        "received_on": "2026-11-20",
        "round": str(found.pk),
        "language": "de",
        "text": "Bitte die Dörfer.",
        "email": "brief@example.org",
    }
    assert "Ohne Einwilligung" in client.post(where, data).content.decode()
    first = client.post(where, data | {"consent": "on"})
    again = client.post(where, data | {"consent": "on"})

    row = Contribution.objects.get()
    assert first["Location"] == again["Location"] == row.get_absolute_url()
    assert row.contact.email == "brief@example.org"
    assert row.author == lead


def test_the_inbox_says_what_waits(client, lead, found, inbox):
    assert "Noch kein Beitrag" in client.get(inbox).content.decode()
    new = ContributionFactory(round=found, text="Ganz neu", source="telefon")
    done = PointFactory(contribution__round=found, contribution__text="Fertig", handling="uebernommen")
    Point.objects.filter(pk=done.pk).update(state="entschieden", decided_by=lead, decided_at=timezone.now())
    PointFactory(contribution__round=found, handling="nicht", reason="weil", state="vorgeschlagen")
    PointFactory(contribution__round=found)

    page = client.get(inbox).content.decode()
    for words in ("1 von 3 Punkten entschieden", "neuen Beitrag in Punkte teilen", "Vorschlag entscheiden"):
        assert words in page
    assert "Antwort senden" in page
    only = client.get(inbox, {"stand": "neu"}).content.decode()
    assert "Ganz neu" in only
    assert "Fertig" not in only
    assert "So ist kein Beitrag angekommen" in client.get(inbox, {"quelle": "web"}).content.decode()
    assert new.get_absolute_url() in only


def test_a_contribution_is_taken_apart(client, lead, found):
    row = ContributionFactory(round=found, text="Dörfer nennen und Feste streichen", section=1)
    page = client.get(row.get_absolute_url())
    assert "Dörfer nennen und Feste streichen" in page.content.decode()
    form = page.context["rows"]
    assert form.forms[0].initial["text"] == row.text
    data = {
        "punkte-TOTAL_FORMS": "3",
        "punkte-INITIAL_FORMS": "1",
        "punkte-0-text": "Dörfer nennen",
        "punkte-0-where": "1",
        "punkte-0-wording": "In Stadt und Dörfern begegnen wir uns mit Achtung.",
        "punkte-1-text": "Feste streichen",
        "punkte-1-where": "neu",
        "punkte-2-where": "allgemein",
    }
    more = client.post(row.get_absolute_url(), data | {"mehr": "punkte"})
    assert len(more.context["rows"].forms) == 6
    assert "Feste streichen" in more.content.decode()
    assert not Point.objects.exists()

    client.post(row.get_absolute_url(), data)
    assert [(p.text, p.about, p.section) for p in row.points.all()] == [
        ("Dörfer nennen", "abschnitt", 1),
        ("Feste streichen", "neu", None),
    ]
    row.refresh_from_db()
    assert row.state == "angenommen"


def test_a_suggestion_stands_beside_the_text_as_struck_and_inserted(client, lead, found):
    point = PointFactory(
        contribution__round=found, about="abschnitt", section=1, wording="Wir begegnen uns in Achtung und Ruhe."
    )
    page = client.get(point.get_absolute_url()).content.decode()

    assert re.search(r"<del><span class=\"sr\">gestrichen: </span>mit Achtung\.", page)
    assert re.search(r"<ins><span class=\"sr\">eingefügt: </span>in Achtung und Ruhe\.", page)


def test_proposed_then_decided_and_taken_back(client, lead, found):
    point = PointFactory(contribution__round=found)
    for data, said in (
        ({"handling": "nicht"}, "Bitte begründen Sie das"),
        ({"handling": "verbunden"}, "Bitte wählen Sie den Punkt"),
        ({}, "Bitte wählen Sie, was aus dem Punkt wird"),
    ):
        assert said in client.post(point.get_absolute_url(), data).content.decode()
    client.post(point.get_absolute_url(), {"handling": "nicht", "reason": "Steht schon da."})
    point.refresh_from_db()
    assert (point.state, point.handling, point.proposed_by, point.decided_by) == ("vorgeschlagen", "nicht", lead, None)

    client.post(url("point-decide", point))
    point.refresh_from_db()
    assert (point.state, point.decided_by) == ("entschieden", lead)
    assert "entschieden von" in client.get(point.get_absolute_url()).content.decode()
    client.post(url("point-reopen", point))
    point.refresh_from_db()
    assert (point.state, point.decided_by, point.decided_at) == ("vorgeschlagen", None, None)


def test_a_point_joins_another_and_waits_for_it(client, lead, found):
    first = PointFactory(contribution__round=found, text="Erster")
    second = PointFactory(contribution__round=found, text="Zweiter")
    client.post(second.get_absolute_url(), {"handling": "verbunden", "merged_with": str(first.pk)})
    client.post(url("point-decide", second))
    second.refresh_from_db()
    assert second.state == "vorgeschlagen"

    client.post(first.get_absolute_url(), {"handling": "verbunden", "merged_with": str(second.pk)})
    first.refresh_from_db()
    assert first.merged_with is None  # no circle
    client.post(first.get_absolute_url(), {"handling": "uebernommen"})
    page = client.get(reverse("participation:points-decide", args=[found.statement_id]))
    keys = [str(point.pk) for point in page.context["proposed"]]
    client.post(reverse("participation:points-decide", args=[found.statement_id]), {"punkt": keys})
    assert set(Point.objects.values_list("state", flat=True)) == {"entschieden"}


def test_the_table_is_narrowed_by_section_handling_and_state(client, lead, found):
    PointFactory(contribution__round=found, text="Über zwei", about="abschnitt", section=2)
    PointFactory(contribution__round=found, text="Im Allgemeinen", handling="uebernommen", state="vorgeschlagen")
    where = reverse("participation:point-list", args=[found.statement_id])

    assert "2 Teilhabe" in client.get(where).content.decode()
    for query, there, gone in (
        ({"abschnitt": "2"}, "Über zwei", "Im Allgemeinen"),
        ({"abschnitt": "allgemein"}, "Im Allgemeinen", "Über zwei"),
        ({"ergebnis": "uebernommen"}, "Im Allgemeinen", "Über zwei"),
        ({"stand": "offen"}, "Über zwei", "Im Allgemeinen"),
    ):
        page = client.get(where, query).content.decode()
        assert there in page, query
        assert gone not in page, query


def test_lists_ask_a_fixed_number_of_statements(client, lead, found, inbox, django_assert_max_num_queries):
    counts = {}
    for n in (1, 3):
        while Point.objects.count() < n:
            PointFactory(contribution__round=found, about="abschnitt", section=1)
        for where in (inbox, reverse("participation:point-list", args=[found.statement_id])):
            with django_assert_max_num_queries(60) as asked:
                client.get(where)
            counts.setdefault(where, []).append(len(asked))
    assert all(first == second for first, second in counts.values()), counts


def test_refused_with_a_reason_and_without_a_trace_of_the_person(client, lead, found):
    row = ContributionFactory(round=found, text="Kaufen Sie!")
    today = timezone.localdate()
    ContributionContact.objects.create(
        contribution=row, email="x@example.org", consented_on=today, delete_on=today + dt.timedelta(days=3)
    )
    where = url("contribution-refuse", row)
    assert "Warum nicht?" in client.get(where).content.decode()
    client.post(where, {"reason": ""})
    row.refresh_from_db()
    assert row.state == "neu"
    client.post(where, {"reason": "Werbung"})
    row.refresh_from_db()
    assert (row.state, row.refused_because) == ("abgewiesen", "Werbung")
    assert not ContributionContact.objects.exists()
    assert not mail.outbox
    client.post(url("contribution-accept", row))
    row.refresh_from_db()
    assert row.state == "angenommen"


@pytest.mark.parametrize("role", [Role.STEERING, Role.CONTACT, Role.OBSERVER])
def test_what_people_wrote_is_the_teams(client, engagement, found, inbox, role):
    row = ContributionFactory(round=found)
    point = PointFactory(contribution=row)
    client.force_login(MembershipFactory(room=engagement.room, role=role).user)
    assert client.get(inbox).status_code == 403
    for each in (row, point):
        assert client.get(each.get_absolute_url()).status_code == 404
