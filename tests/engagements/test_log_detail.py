import pytest
from django.urls import reverse

from rooms.enums import Circle
from rooms.models import File
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory, LogEntryFactory
from tests.factories.stakeholders import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


def test_neighbours_are_the_nearest_the_reader_may_read(client, member, engagement):
    shared = [
        LogEntryFactory(engagement=engagement, circle=Circle.STEERING, title=f"Runde {day}", when=f"0{day}.01.2018")
        for day in (1, 5, 9)
    ]
    for day in (4, 6):
        LogEntryFactory(engagement=engagement, title="Kanarie", when=f"0{day}.01.2018")
    LogEntryFactory(circle=Circle.PUBLIC, title="Kanarie von anderswo", when="06.01.2018")
    client.force_login(member)

    response = client.get(shared[1].get_absolute_url())

    assert (response.context["newer"], response.context["older"]) == (shared[2], shared[0])
    assert "Kanarie" not in response.content.decode()


def test_people_files_and_history_follow_the_one_rule(client, member, advisor, engagement):
    entry = LogEntryFactory(engagement=engagement, circle=Circle.STEERING, author=advisor)
    entry.persons.add(PersonFactory(room=engagement.room, name="Kanarie A"))
    entry.organisations.add(
        OrganisationFactory(room=engagement.room, name="Kanarie B"),
        OrganisationFactory(room=engagement.room, name="Offener Verein", circle=Circle.STEERING),
    )
    entry.files.add(File.objects.create(room=engagement.room, name="Kanarie C", size=1, circle=Circle.TEAM))
    client.force_login(member)

    page = client.get(entry.get_absolute_url()).content.decode()

    assert "Offener Verein" in page
    assert "Kanarie" not in page
    assert "Verlauf" not in page
    assert "Ändern" not in page


def test_whoever_reads_a_public_entry_from_outside_learns_nothing_of_its_consultation(client):
    engagement = EngagementFactory(title="Kanarie")
    entry = LogEntryFactory(engagement=engagement, circle=Circle.PUBLIC, title="Offen", when="02.01.2018")
    LogEntryFactory(engagement=engagement, circle=Circle.PUBLIC, title="Nachbarin", when="03.01.2018")
    client.force_login(UserFactory())

    page = client.get(entry.get_absolute_url()).content.decode()

    assert "Offen" in page
    assert "Kanarie" not in page
    assert "Nachbarin" not in page


@pytest.mark.parametrize("route", ["log-detail", "log-update"])
def test_hidden_and_unknown_entries_are_the_same(client, member, engagement, route):
    hidden = LogEntryFactory(engagement=engagement)
    client.force_login(member)

    for key in (hidden.pk, engagement.pk):
        assert client.get(reverse(f"engagements:{route}", args=[key])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_detail_page_costs_the_same_for_many_people(client, advisor, engagement, count, django_assert_num_queries):
    entry = LogEntryFactory(engagement=engagement, author=advisor)
    entry.persons.set(PersonFactory.create_batch(count, room=engagement.room))
    entry.organisations.set(OrganisationFactory.create_batch(count, room=engagement.room))
    LogEntryFactory.create_batch(count, engagement=engagement)
    client.force_login(advisor)

    # 5 of every page; memberships, entry, engagement, newer, older, persons, organisations, files, history, readers,
    # what was read
    with django_assert_num_queries(16):
        client.get(entry.get_absolute_url())
