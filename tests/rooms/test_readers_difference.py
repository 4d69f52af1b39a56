"""What a change of the circle means, before it happens."""

import datetime as dt

import pytest
from django.urls import reverse

from engagements.models import Agreement
from rooms.enums import Circle, Role
from rooms.readers import Reader, Readers, RoomReaders, difference
from tests.factories.engagements import EngagementFactory, LogEntryFactory
from tests.factories.rooms import MembershipFactory
from tests.factories.stakeholders import OrganisationFactory, PersonFactory

LEAD = Reader("Lena", "Federführung", 1, (Role.LEAD,))
TOWN = Reader("Timo", "Ansprechperson der Kommune", 2, (Role.CONTACT,))
STEERING = [Reader(f"Stefan {n}", "Mitglied der Lenkungsrunde", 10 + n, (Role.STEERING,)) for n in range(6)]


def readers(circle, *people, you=True):
    return Readers(circle, tuple(people), you)


def test_the_same_circle_says_nothing():
    same = readers(Circle.TEAM, LEAD)

    assert difference(same, same).sentence == ""


def test_who_is_added_is_counted_and_named_by_role():
    change = difference(readers(Circle.TEAM, LEAD), readers(Circle.STEERING, LEAD, TOWN, *STEERING))

    assert change.sentence == (
        "7 weitere Personen lesen es dann, darunter Ansprechperson der Kommune und Lenkungsrunde."
    )
    assert change.added == (TOWN, *STEERING)
    assert not change.dropped


def test_who_is_dropped_is_counted_too():
    change = difference(readers(Circle.STEERING, LEAD, *STEERING[:3]), readers(Circle.CLIENT, LEAD))

    assert change.sentence == "3 Personen lesen es dann nicht mehr (Lenkungsrunde)."
    assert change.dropped == tuple(STEERING[:3])


def test_one_person_is_called_by_name():
    change = difference(readers(Circle.TEAM), readers(Circle.CLIENT, TOWN))

    assert change.sentence == "1 weitere Person liest es dann: Timo (Ansprechperson der Kommune)."


def test_people_of_one_name_are_two_people():
    twin = Reader("Timo", "Mitglied der Lenkungsrunde", 3, (Role.STEERING,))

    assert difference(readers(Circle.CLIENT, TOWN), readers(Circle.STEERING, TOWN, twin)).added == (twin,)


def test_a_change_that_changes_nothing_says_so():
    change = difference(readers(Circle.TEAM, LEAD), readers(Circle.CLIENT, LEAD))

    assert change.sentence == "Niemand kommt hinzu, niemand fällt weg."


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (Circle.TEAM, Circle.PUBLIC, "Dann liest es jede*r, auch ohne Anmeldung."),
        (Circle.NETWORK, Circle.PUBLIC, "Dann liest es jede*r, auch ohne Anmeldung."),
        (Circle.TEAM, Circle.NETWORK, "Dann lesen es alle Mitglieder des Netzwerks."),
        (Circle.PUBLIC, Circle.NETWORK, "Dann liest es nur noch, wer dem Netzwerk oder diesem Raum angehört."),
        (Circle.PUBLIC, Circle.TEAM, "Dann liest es nur noch, wer hier genannt ist."),
        (Circle.NETWORK, Circle.TEAM, "Die Mitglieder des Netzwerks lesen es dann nicht mehr."),
    ],
)
def test_the_network_and_the_world_are_said_in_words(before, after, words):
    assert difference(readers(before, LEAD), readers(after, LEAD)).sentence == words


def test_the_network_comes_with_those_of_the_room():
    change = difference(readers(Circle.TEAM, LEAD), readers(Circle.NETWORK, LEAD, TOWN))

    assert change.sentence == "Dann lesen es alle Mitglieder des Netzwerks und 1 weitere Person aus diesem Raum."


def test_whoever_shuts_herself_out_is_told():
    change = difference(readers(Circle.TEAM), readers(Circle.SEALED, LEAD, you=False))

    assert "Sie selbst lesen es dann nicht mehr." in change.sentence


@pytest.mark.django_db
def test_a_stored_row_is_shared_from_today_where_it_goes_further_out():
    """Who came later than the row reads it once it is shared anew, and not where it only stays."""
    room = EngagementFactory().room
    late = MembershipFactory(room=room, role=Role.STEERING, starts_on=dt.date(2022, 1, 1)).user
    entry = LogEntryFactory(engagement=room.engagement, shared_on=dt.date(2021, 1, 1))
    shared = LogEntryFactory(engagement=room.engagement, shared_on=dt.date(2021, 1, 1), circle=Circle.STEERING)

    wider, change = RoomReaders(room.pk).moved(entry, Circle.STEERING)

    assert [person.name for person in change.added] == [person.name for person in wider.people] == [late.name]
    assert not RoomReaders(room.pk).moved(shared, Circle.TEAM)[1].dropped


@pytest.fixture
def room(client):
    engagement = EngagementFactory()
    advisor = MembershipFactory(room=engagement.room, role=Role.ADVISOR).user
    MembershipFactory(room=engagement.room, role=Role.STEERING, user__name="Stefan S.")
    client.force_login(advisor)
    return engagement.room


def asked(client, room, row):
    return client.get(reverse("rooms:readers-preview", args=[room.pk]), {"circle": "20", "row": row})


@pytest.mark.django_db
def test_the_forms_of_other_rows_ask_for_the_difference(client, room):
    paper = Agreement.objects.create(room=room, engagement=room.engagement, title="Kooperation")
    rows = {
        reverse("engagements:agreement-update", args=[paper.pk]): paper,
        reverse("stakeholders:person-update", args=[(person := PersonFactory(room=room)).pk]): person,
        reverse("stakeholders:organisation-update", args=[(group := OrganisationFactory(room=room)).pk]): group,
    }
    for form, row in rows.items():
        name = f"{row._meta.label_lower}:{row.pk}"

        assert f"?row={name}" in client.get(form).content.decode()
        assert "1 weitere Person liest es dann: Stefan S." in asked(client, room, name).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["engagements.logentry", "rooms.room", "accounts.user", "x", "a.b.c", "", "a\x00.b"])
def test_the_preview_answers_nothing_about_rows_that_are_not_hers(client, room, kind):
    foreign, sealed = LogEntryFactory(), LogEntryFactory(engagement=room.engagement, circle=Circle.SEALED)

    for key in (foreign.pk, sealed.pk, "1", "", "a\x00"):
        assert asked(client, room, f"{kind}:{key}").status_code == 404
