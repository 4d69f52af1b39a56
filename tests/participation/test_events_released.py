"""Events on public pages: released by two people, and from then on word for word as they were."""

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse

from participation.enums import EventState, Publicness
from participation.models import Event, ProposalAnswer, Table
from rooms.acting import act_as
from rooms.enums import Circle
from rooms.releasing import propose
from rooms.transitions import approve
from tests.factories.events import (
    EventFactory,
    OpenEventFactory,
    ProposalFactory,
    TableFactory,
)
from tests.factories.network import NetworkFactory, keeper
from tests.factories.steering import ActionFieldFactory
from tests.pages.reading import key_in

pytestmark = pytest.mark.django_db


def test_two_people_release_it_and_from_then_on_its_words_stay(client, lead, advisor, engagement):
    event = EventFactory(engagement=engagement, circle=20, publicness=Publicness.OPEN, summary="Erster Wortlaut")
    url = reverse("reports:event", args=[event.pk])
    assert client.get(url).status_code == 404
    approve(propose(event, to_circle=Circle.PUBLIC, by=advisor), by=lead)
    assert "Erster Wortlaut" in client.get(url).content.decode()

    client.force_login(lead)
    edit = reverse("participation:event-update", args=[event.pk])
    page = client.get(edit)
    data = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    data = {name: value for name, value in data.items() if value is not None}
    data |= {"summary": "Heimlich anders", "capacity": 12, "begins": "2030-05-14T18:00", "ends": "2030-05-14T20:00"}
    assert client.post(edit, data).status_code == 302
    event.refresh_from_db()

    assert (event.summary, event.capacity, event.circle) == ("Erster Wortlaut", 12, Circle.PUBLIC)
    assert "Heimlich" not in client.get(url).content.decode()


def test_the_database_keeps_released_words_too(lead, engagement):
    event = OpenEventFactory(engagement=engagement, summary="Erster Wortlaut")
    with transaction.atomic():
        act_as(lead.pk)
        assert Event.objects.filter(pk=event.pk).update(capacity=3) == 1
        with pytest.raises(ProgrammingError), transaction.atomic():
            Event.objects.filter(pk=event.pk).update(summary="Heimlich anders")
        transaction.set_rollback(True)


@pytest.fixture
def out(engagement):
    """What two people have released, with what else there is in the room."""
    event = OpenEventFactory(engagement=engagement)
    inside = {"event": event, "circle": Circle.PUBLIC}
    table, proposal = TableFactory(**inside), ProposalFactory(**inside)
    answer = ProposalAnswer.objects.create(proposal=proposal, room=event.room, circle=Circle.PUBLIC, text="Ja.")
    return {"event": event, "table": table, "proposal": proposal, "answer": answer}


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("event", "format"),
        ("event", "mode"),
        ("event", "title"),
        ("table", "event"),
        ("proposal", "event"),
        ("proposal", "table"),
        ("proposal", "number"),
        ("proposal", "handed_on"),
        ("answer", "proposal"),
        ("answer", "given_on"),
    ],
)
def test_what_was_released_stays_where_and_what_it_is(out, lead, engagement, row, column):
    other = EventFactory(engagement=engagement, circle=Circle.STEERING)
    values = {"format": "fishbowl", "mode": "online", "title": "Heimlich anders", "event": other, "number": 77}
    values |= {"handed_on": "2020-01-01", "given_on": "2020-01-01"}
    values |= {"table": TableFactory(event=other), "proposal": ProposalFactory(event=other)}
    rows = type(out[row]).objects.filter(pk=out[row].pk)
    for circle in (Circle.PUBLIC, Circle.NETWORK):
        rows.update(circle=circle)
        with transaction.atomic():
            act_as(lead.pk)
            with pytest.raises(ProgrammingError), transaction.atomic():
                rows.update(**{column: values[column]})
            transaction.set_rollback(True)
    with transaction.atomic():
        act_as(lead.pk)
        assert rows.update(circle=Circle.TEAM, **{column: values[column]}) == 1  # nobody outside reads it any more
        transaction.set_rollback(True)


def test_the_network_changes_its_own_meeting(client):
    """It is in the circle of the network from the start; nobody has released it."""
    network = NetworkFactory()
    lead = keeper(network)
    event = EventFactory(engagement=None, room=network.room, circle=Circle.NETWORK, publicness=Publicness.PARTLY)
    with transaction.atomic():
        act_as(lead.pk)
        assert Event.objects.filter(pk=event.pk).update(summary="Neu") == 1
        transaction.set_rollback(True)
    client.force_login(lead)
    page = client.get(reverse("participation:event-update", args=[event.pk]))

    assert not page.context["form"].fields["summary"].disabled


def test_what_the_network_reads_keeps_its_words_in_the_form_too(signed_in, engagement):
    event = EventFactory(engagement=engagement, circle=Circle.NETWORK, summary="Erster Wortlaut")
    url = reverse("participation:event-update", args=[event.pk])
    page = signed_in.get(url)
    data = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    data = {name: value for name, value in data.items() if value is not None}
    data |= {"summary": "Heimlich anders", "capacity": 12, "begins": "2030-05-14T18:00", "ends": "2030-05-14T20:00"}
    assert signed_in.post(url, data).status_code == 302
    event.refresh_from_db()

    assert (event.summary, event.capacity) == ("Erster Wortlaut", 12)


def test_nobody_alone_begins_something_public(signed_in, lead, engagement):
    url = reverse("participation:event-create", args=[engagement.pk])
    page = signed_in.get(url)
    assert Circle.PUBLIC not in dict(page.context["form"].fields["circle"].choices)
    data = {"title": "X", "format": "auftakt", "publicness": "oeffentlich", "mode": "praesenz", "attendance": "zaehlen"}
    assert signed_in.post(url, data | {"circle": 0, "key": key_in(page)}).status_code == 200
    assert not Event.objects.exists()
    with transaction.atomic():
        act_as(lead.pk)
        with pytest.raises(ProgrammingError), transaction.atomic():
            Event.objects.create(engagement=engagement, room=engagement.room, circle=Circle.PUBLIC, title="X")
        transaction.set_rollback(True)


def test_a_closed_event_goes_on_no_public_page(client, engagement):
    event = EventFactory(engagement=engagement, publicness=Publicness.CLOSED)
    assert event.goes_at_most == Circle.NETWORK
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(circle=Circle.PUBLIC)

    assert client.get(reverse("reports:event", args=[event.pk])).status_code == 404


def test_a_table_comes_out_by_itself(client, engagement):
    event = OpenEventFactory(engagement=engagement, state=EventState.HELD)
    TableFactory(event=event, title="Wohnen", result="Mehr Wohnungen", circle=Circle.PUBLIC)
    TableFactory(event=event, title="Innen", result="Nur für uns", circle=Circle.TEAM)
    page = client.get(reverse("reports:event", args=[event.pk])).content.decode()

    assert "Mehr Wohnungen" in page
    assert "Nur für uns" not in page


def test_a_result_belongs_to_a_field_of_action(signed_in, engagement):
    field = ActionFieldFactory(engagement=engagement, circle=20)
    table = TableFactory(event=EventFactory(engagement=engagement))
    url = reverse("participation:table-update", args=[table.pk])
    data = {"title": "Tisch", "result": "Ein Treff", "field": field.pk, "circle": 40}
    data["version"] = signed_in.get(url).context["form"]["version"].value()
    signed_in.post(url, data)

    assert Table.objects.get().field == field
