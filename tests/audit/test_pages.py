"""Who is told what was read: the lead of a room, and everybody about her own profile."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Read
from rooms.enums import Circle, Role
from stakeholders.models import Person
from tests.factories.accounts import UserFactory
from tests.factories.engagements import LogEntryFactory
from tests.factories.rooms import MembershipFactory

pytestmark = pytest.mark.django_db


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def look(client, person, entry):
    client.force_login(person)
    return client.get(entry.get_absolute_url())


def ask(client, user, engagement, **query):
    client.force_login(user)
    return client.get(reverse("rooms:reads", args=[engagement.room_id]), query)


def note(person, room, keys, page="engagements:log-detail"):
    read = Read.objects.create(person=person, room_key=room, keys=keys, page=page)
    read.refresh_from_db()  # place and moment are the database's
    return read


def test_under_an_entry_the_lead_reads_who_has_read_it(client, entry, lead, advisor):
    assert "Außer Ihnen hat das noch niemand gelesen." in text_of(look(client, lead, entry))
    for _time in range(3):
        assert "gelesen von" not in text_of(look(client, advisor, entry)).lower()

    assert "Gelesen von: Ada Advisor (3-mal, zuletzt " in text_of(look(client, lead, entry))


def test_what_everybody_reads_has_no_such_line(client, engagement, lead):
    entry = LogEntryFactory(engagement=engagement, room=engagement.room, circle=Circle.STEERING)

    assert "Genauer" not in text_of(look(client, lead, entry))
    assert not Read.objects.exists()


def test_an_entry_is_noted_alone_with_its_neighbours_title(client, engagement, entry, advisor):
    far = [LogEntryFactory(engagement=engagement, room=engagement.room, when=f"201{n}") for n in range(3)]
    look(client, advisor, far[0])

    assert Read.objects.get().keys == [far[0].pk, far[1].pk]


def test_a_person_is_noted_without_those_she_was_compared_with(client, engagement, advisor):
    persons = [
        Person.objects.create(room=engagement.room, author=advisor, name=name)
        for name in ("Ida Kurz", "Otto Lang", "Ida Kurtz")
    ]
    look(client, advisor, persons[0])
    ida, otto, alike = (person.pk for person in persons)

    assert set(Read.objects.get().keys) == {ida, alike}  # the one that looks alike is shown
    assert otto not in Read.objects.get().keys


def test_one_row_for_a_whole_list(client, engagement, advisor):
    entries = [LogEntryFactory(engagement=engagement, room=engagement.room) for _number in range(3)]
    client.force_login(advisor)
    client.get(reverse("engagements:log-list", args=[engagement.pk]))
    read = Read.objects.get()

    assert (read.person, read.room_key, read.page) == (advisor, engagement.room_id, "engagements:log-list")
    assert set(read.keys) == {entry.pk for entry in entries}


def test_the_lead_sees_when_who_what_and_where(client, engagement, entry, lead, advisor):
    look(client, advisor, entry)
    said = text_of(ask(client, lead, engagement))

    assert "Ada Advisor Runder Tisch Eintrag Eintrag" in said
    assert "1-mal" in said


def test_her_own_reads_are_shown_when_asked_for(client, engagement, entry, lead):
    look(client, lead, entry)

    assert "Außer Ihnen hat hier noch niemand" in text_of(ask(client, lead, engagement))
    assert "Lea Lead Runder Tisch" in text_of(ask(client, lead, engagement, meine="on"))
    assert "Lea Lead Runder Tisch" in text_of(ask(client, lead, engagement, person=lead.pk))


def test_reads_are_narrowed_to_person_item_and_time(client, engagement, entry, lead, advisor):
    other = MembershipFactory(room=engagement.room, role=Role.ADVISOR).user
    second = LogEntryFactory(engagement=engagement, room=engagement.room, title="Stadtrat")
    note(advisor, engagement.room_id, [entry.pk])
    note(other, engagement.room_id, [second.pk])

    def found(**query):
        return {line.items[0].title for line in ask(client, lead, engagement, **query).context["lines"]}

    assert found() == {"Runder Tisch", "Stadtrat"}
    assert found(person=advisor.pk) == {"Runder Tisch"}
    assert found(eintrag=second.pk) == {"Stadtrat"}
    assert found(bis="2020-01-01") == set()
    assert found(von="2020-01-01") == {"Runder Tisch", "Stadtrat"}
    assert "Dazu ist nichts festgehalten." in text_of(ask(client, lead, engagement, bis="2020-01-01"))


@pytest.mark.parametrize(
    "query", [{"person": "x"}, {"eintrag": "x"}, {"von": "32.13."}, {"lesung": "-1"}, {"vor": "x"}, {"nach": "9" * 30}]
)
def test_what_nobody_can_mean_breaks_nothing(client, engagement, lead, query):
    assert ask(client, lead, engagement, **query).status_code == 200


def test_of_a_long_list_three_are_named_and_the_rest_is_one_click_away(client, engagement, lead, advisor):
    entries = [LogEntryFactory(engagement=engagement, room=engagement.room, title=f"Talk {n}x") for n in range(5)]
    read = note(advisor, engagement.room_id, [entry.pk for entry in entries])
    short, whole = ask(client, lead, engagement), ask(client, lead, engagement, lesung=read.number)

    assert "und 2 weitere" in text_of(short)
    assert "Talk 4x" not in text_of(short)
    assert [n for n in range(5) if f"Talk {n}x" not in text_of(whole)] == []
    assert ask(client, lead, engagement, eintrag=entries[4].pk).context["lines"][0].items[0].title == "Talk 4x"


def test_what_is_gone_has_no_title(client, engagement, entry, lead, advisor):
    look(client, advisor, entry)
    entry.delete()

    assert "nicht mehr vorhanden" in text_of(ask(client, lead, engagement))


def test_pages_go_on_where_the_last_ended(client, engagement, entry, lead, advisor):
    for _number in range(60):
        note(advisor, engagement.room_id, [entry.pk])
    url, numbers = reverse("rooms:reads", args=[engagement.room_id]), []
    client.force_login(lead)
    first = page = client.get(url)
    numbers += [line.read.number for line in page.context["lines"]]
    while older := page.context["page"].older_url:
        page = client.get(url + older)
        numbers += [line.read.number for line in page.context["lines"]]
    back = client.get(url + client.get(url + page.context["page"].newer_url).context["page"].newer_url)

    assert numbers == list(range(60, 0, -1))
    assert [line.read.number for line in back.context["lines"]] == [line.read.number for line in first.context["lines"]]


def test_the_page_costs_the_same_however_much_was_read(client, engagement, lead, advisor):
    client.force_login(lead)
    url, counts = reverse("rooms:reads", args=[engagement.room_id]), []
    for _time in range(2):
        for _number in range(10):
            note(advisor, engagement.room_id, [LogEntryFactory(engagement=engagement, room=engagement.room).pk])
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 80  # one for each table that has rows with a circle


@pytest.mark.parametrize(("role", "status"), [(Role.ADVISOR, 403), (Role.STEERING, 403), (None, 404)])
def test_nobody_else_opens_the_page(client, engagement, role, status):
    person = MembershipFactory(room=engagement.room, role=role).user if role else UserFactory(is_network_admin=True)

    assert ask(client, person, engagement).status_code == status


def test_everybody_sees_who_looked_at_her_profile(client, advisor):
    administrator = UserFactory(is_network_admin=True, name="Nora Netz")
    url = reverse("rooms:profile-reads")
    client.force_login(advisor)
    assert "Noch niemand hat Ihr Profil gelesen." in text_of(client.get(url))
    client.force_login(administrator)
    client.get(reverse("network:person-detail", args=[advisor.pk]))
    client.get(reverse("network:person-detail", args=[administrator.pk]))
    assert "Noch niemand hat Ihr Profil gelesen." in text_of(client.get(url))  # one's own looks do not count
    client.force_login(advisor)

    assert "Nora Netz Konto in der Netzwerkverwaltung" in text_of(client.get(url))
    assert Read.objects.filter(room_key=None).count() == 1
