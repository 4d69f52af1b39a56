"""Ways a hidden row could answer: by the names of its readers, a name that is taken, a link, a key sent in a form."""

import re

import pytest
from django.urls import reverse

from engagements.models import Agreement
from rooms.enums import Circle
from rooms.models import File

pytestmark = pytest.mark.django_db

NO_ROWS = {f"{rows}-{key}": "0" for rows in ("partner", "angaben", "orte") for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
ENTRY = {"kind": "notiz", "when": "heute", "title": "Eins", "text": "Eins", "circle": "40"}


@pytest.fixture
def world(own_world):
    return own_world


READ_OUTSIDE = {
    "stakeholders:person-detail": "persons",
    "stakeholders:organisation-detail": "organisations",
    "engagements:log-detail": "entries",
}


@pytest.mark.parametrize("circle", [Circle.PUBLIC, Circle.NETWORK])
@pytest.mark.parametrize("name", READ_OUTSIDE)
def test_who_reads_from_outside_is_not_told_who_is_in_the_room(name, circle, client, world):
    client.force_login(world.networker)
    row = getattr(world.home, READ_OUTSIDE[name])[circle]
    page = client.get(reverse(name, args=[row.pk])).content.decode()

    assert not [person.name for person in (world.lead, world.contact, world.steering) if person.name in page]


def test_a_public_programme_does_not_list_its_organisations_people(client, world):
    client.force_login(world.stranger)
    page = client.get(world.home.programmes[Circle.PUBLIC].get_absolute_url()).content.decode()

    assert "alle, auch ohne Anmeldung" in page
    assert world.lead.name not in page


def test_the_towns_contact_learns_nothing_by_trying_names(client, world):
    """The list of contributions holds every name once, also those for the team only."""
    client.force_login(world.contact)
    mine, hidden = world.home.contributions[Circle.CLIENT], world.home.contributions[Circle.TEAM]
    url = reverse("engagements:contribution-update", args=[mine.pk])
    answer = client.post(url, {"name": hidden.name, "state": "erledigt", "version": mine.version})

    assert answer.status_code == 302
    mine.refresh_from_db()
    assert mine.name != hidden.name


def test_a_link_to_a_hidden_consultation_is_not_there_to_be_loosened(client, world):
    client.force_login(world.advisor)

    assert client.post(reverse("engagements:link-delete", args=[world.home.link.pk])).status_code == 404


def test_the_hidden_holder_and_client_of_a_mandate_stay(client, world):
    mandate = world.home.mandates[Circle.TEAM]
    mandate.office, mandate.client = (
        world.home.offices[Circle.SEALED],
        world.home.organisations[Circle.SEALED],
    )
    mandate.save()
    client.force_login(world.advisor)
    url = reverse("engagements:mandate-update", args=[mandate.pk])
    form = client.get(url).context["form"]
    client.post(url, {"organ": "Neues Organ", "is_head": "on", "circle": "40", "version": mandate.version})

    before = mandate.office_id, mandate.client_id
    mandate.refresh_from_db()
    assert form["office"].value() is None  # as if nobody had been chosen
    assert form["client"].value() is None
    assert (mandate.organ, mandate.office_id, mandate.client_id) == ("Neues Organ", *before)


def test_the_hidden_client_of_a_consultation_stays(client, world):
    engagement = world.home.engagement
    engagement.client = world.home.organisations[Circle.SEALED]
    engagement.save()
    client.force_login(world.advisor)
    given = {"title": "Neuer Titel", "disclosure": "genannt", "version": engagement.version}
    client.post(reverse("engagements:update", args=[engagement.pk]), given)

    engagement.refresh_from_db()
    assert (engagement.title, engagement.client) == ("Neuer Titel", world.home.organisations[Circle.SEALED])


PUBLIC, TEAM = Circle.PUBLIC, Circle.TEAM
# address, whose page, field, the foreign or hidden row, what else is sent; rows by house, kind and circle
FOREIGN = [
    ("engagements:log-create", "home.engagement", "persons", "away.persons.0", ENTRY),
    ("engagements:log-create", "home.engagement", "persons", "home.persons.50", ENTRY),
    ("engagements:log-create", "home.engagement", "organisations", "away.organisations.0", ENTRY),
    ("engagements:log-create", "home.engagement", "organisations", "home.organisations.50", ENTRY),
    ("engagements:log-create", "home.engagement", "phase", "away.phase", ENTRY),
    ("engagements:log-update", "home.entries.40", "drop_files", "home.files.0", ENTRY),
    ("engagements:agreement-create", "home.engagement", "based_on", "away.agreements.0", {}),
    ("engagements:agreement-create", "home.engagement", "based_on", "home.agreements.50", {}),
    ("engagements:mandate-create", "home.engagement", "office", "away.offices.0", {}),
    ("engagements:mandate-create", "home.engagement", "office", "home.offices.50", {}),
    ("engagements:mandate-create", "home.engagement", "client", "away.organisations.0", {}),
    ("engagements:contact-create", "home.engagement", "office", "away.offices.0", {}),
    ("engagements:update", "home.engagement", "client", "away.organisations.0", {}),
    ("engagements:link-create", "home.engagement", "target", "away.engagement", {"kind": "folge"}),
    ("engagements:phase-create", "home.engagement", "after", "away.phase", {"name": "Neu"}),
    ("engagements:part-create", "home.programmes.0", "engagement", "away.engagement", {}),
    ("stakeholders:organisation-create", "home.room", "parent", "away.organisations.0", {}),
    ("stakeholders:person-create", "home.room", "office_organisation", "away.organisations.0", {}),
    ("stakeholders:office-create", "home.persons.0", "organisation", "away.organisations.0", {}),
    ("stakeholders:office-succeed", "home.offices.0", "person", "away.persons.0", {}),
]


def key_of(world, path):
    house, kind, *circle = path.split(".")
    found = getattr(getattr(world, house), kind)
    return (found[int(circle[0])] if circle else found).pk


def test_rows_of_other_rooms_and_hidden_ones_are_no_choice(client, world):
    """Keys put into a form by hand: refused at the field, and nothing is said about what they stand for."""
    client.force_login(world.advisor)
    for name, page, field, row, more in FOREIGN:
        answer = client.post(reverse(name, args=[key_of(world, page)]), more | {field: str(key_of(world, row))})

        assert answer.status_code == 200, (name, field)
        assert field in answer.context["form"].errors, (name, field)
        assert not re.findall(r"kanarie(?:heimat50|fremde)", answer.content.decode()), (name, field)
    assert File.objects.filter(pk=world.home.files[PUBLIC].pk).exists()


def test_the_lead_brings_in_nothing_from_elsewhere_either(client, world):
    client.force_login(world.lead)
    programme = reverse("engagements:programme-update", args=[world.home.programmes[PUBLIC].pk])
    hidden = {"predecessor": world.away.programmes[TEAM].pk, "title": "Neu", "circle": "0"}
    member = {"person": world.stranger.pk, "role": "advisor", "starts_on": "2020-01-01"}

    assert "predecessor" in client.post(programme, NO_ROWS | hidden).context["form"].errors
    added = client.post(reverse("rooms:membership-add", args=[world.home.room.pk]), member)
    assert "person" in added.context["form"].errors


ACROSS = [
    ("stakeholders:merge", ["organisation"], "home.organisations.0", "away.organisations.0"),
    ("stakeholders:dismiss", ["person"], "home.persons.0", "away.persons.0"),
    ("rooms:invitation-withdraw", [], "home.room", "away.invitation"),
    ("rooms:invitation-renew", [], "home.room", "away.invitation"),
]


def test_one_room_is_no_way_into_another(client, world):
    client.force_login(world.lead)
    for name, first, ours, theirs in ACROSS:
        url = reverse(name, args=[*first, key_of(world, ours), key_of(world, theirs)])

        assert client.post(url).status_code == 404, name


def test_a_signed_paper_is_not_reworded_after_its_end(client, world):
    paper = world.home.agreements[TEAM]
    Agreement.objects.filter(pk=paper.pk).update(state="ausgelaufen", text="Wie unterzeichnet")
    client.force_login(world.advisor)
    sent = {"kind": paper.kind, "title": "Neu", "text": "Anders", "circle": "40", "version": paper.version}
    client.post(reverse("engagements:agreement-update", args=[paper.pk]), sent)

    paper.refresh_from_db()
    assert (paper.title, paper.text) == ("Neu", "Wie unterzeichnet")
