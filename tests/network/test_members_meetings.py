"""Meetings of a network: an event with an edition and a host, who came from where, what was learned."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from network.models import NetworkMeeting, SuccessFactor
from participation.models import Event, Table
from rooms.enums import Circle
from tests.factories.municipalities import PlaceFactory
from tests.factories.network import networker

from .visits import url

pytestmark = pytest.mark.django_db


def planned(client, network, **more):
    sent = {"title": "Fachtagung", "kind": "fachtagung", "edition": 9, "mode": "praesenz", "begins": "2030-03-05T10:00"}
    client.post(url("meeting-create", network.pk), sent | more)
    return NetworkMeeting.objects.select_related("event").latest("created_at")


def test_a_meeting_is_an_event_of_the_networks_room(client, network, kept):
    host = PlaceFactory(name="Weißenfels")
    row = planned(client, network, host_place=host.pk)

    event = row.event
    assert (event.room, event.engagement, event.circle, event.format) == (network.room, None, Circle.NETWORK, "fachtag")
    assert str(row) == "Fachtagung, 9. Mal"
    page = client.get(row.get_absolute_url()).content.decode()
    assert "Weißenfels" in page
    assert "Fachtagung, 9. Mal" in client.get(network.get_absolute_url()).content.decode()


def test_a_meeting_without_a_day_keeps_the_wording(client, network, kept):
    row = planned(client, network, begins="", planned="Herbst 2030", kind="netzwerktreffen")

    assert (row.planned, row.event.when, row.event.begins) == ("Herbst 2030", "Herbst 2030", None)
    refused = client.post(url("meeting-create", network.pk), {"title": "X", "kind": "tandembesuch", "mode": "praesenz"})
    assert "für wann das Treffen geplant ist" in refused.content.decode()


@pytest.mark.parametrize("kind", ["tandembesuch", "fallberatung"])
def test_a_visit_in_tandem_is_never_public(client, network, kept, kind):
    row = planned(client, network, kind=kind)

    assert row.event.goes_at_most == Circle.NETWORK


def test_programme_and_tables_are_written_on_the_pages_of_the_event(client, network, kept):
    row = planned(client, network)
    for view in ("event-detail", "event-sheet", "event-tables", "event-registrations"):
        response = client.get(reverse(f"participation:{view}", args=[row.event_id]))
        assert response.status_code == 200, view
    Table.objects.create(
        event=row.event, room=network.room, circle=Circle.NETWORK, title="Themen", lead_question="Was trägt?"
    )
    client.force_login(networker(network))
    page = client.get(row.get_absolute_url()).content.decode()
    assert "Was trägt?" in page
    assert client.get(reverse("participation:event-detail", args=[row.event_id])).status_code == 200


def test_who_came_from_where_without_a_name(client, network, kept):
    row = planned(client, network)
    sent = {
        "version": row.version,
        "kind": "fachtagung",
        "edition": 9,
        "open_questions": "Wer zahlt?",
        "next_time": "Frühjahr 2031",
        "woher-TOTAL_FORMS": 2,
        "woher-INITIAL_FORMS": 0,
        "woher-0-name": "Hamm",
        "woher-0-heads": 3,
        "woher-1-name": "Herne",
        "woher-1-heads": 2,
    }
    response = client.post(url("meeting-update", row.pk), sent)

    assert response.status_code == 302, response.content.decode()
    response = client.get(row.get_absolute_url())
    assert response.context["heads"] == 5
    assert "Frühjahr 2031" in response.content.decode()


def test_success_factors_are_collected_and_found(client, network, kept):
    row = planned(client, network)
    sent = {"text": "Die Spitze lädt ein", "evidence": "Alle Ämter kamen", "meeting": row.pk}
    client.post(f"{url('factor-create', network.pk)}?treffen={row.pk}", sent)
    SuccessFactor.objects.create(network=network, room=network.room, circle=Circle.NETWORK, text="Kleine Runden")

    assert "Die Spitze lädt ein" in client.get(row.get_absolute_url()).content.decode()
    found = client.get(url("factor-list", network.pk), {"q": "ämter spitze"}).context["rows"]
    assert [each.text for each in found] == ["Die Spitze lädt ein"]


def test_members_read_and_do_not_write(client, network, kept):
    row = planned(client, network)
    factor = SuccessFactor.objects.create(network=network, room=network.room, circle=Circle.NETWORK, text="Ruhe")
    client.force_login(networker(network))

    assert client.get(row.get_absolute_url()).status_code == 200
    assert client.get(url("meeting-list", network.pk)).status_code == 200
    for view, key in (
        ("meeting-create", network.pk),
        ("meeting-update", row.pk),
        ("factor-create", network.pk),
        ("factor-update", factor.pk),
        ("factor-delete", factor.pk),
    ):
        assert client.get(url(view, key)).status_code == 403, view


def test_the_list_asks_the_same_for_one_and_for_three(client, network, kept):
    def statements():
        with CaptureQueriesContext(connection) as caught:
            client.get(url("meeting-list", network.pk))
        return len(caught)

    planned(client, network)
    client.get(url("meeting-list", network.pk))
    one = statements()
    for day in ("2030-04-05T10:00", "2030-05-05T10:00"):
        planned(client, network, begins=day)
    assert Event.objects.count() == 3
    client.get(url("meeting-list", network.pk))  # what was said about the new ones is read

    assert statements() == one
