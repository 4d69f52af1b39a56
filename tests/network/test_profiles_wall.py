"""T46: what the database itself lets out, asked by plain SQL as the web role, views and rules aside."""

import pytest
from django.db import DatabaseError, transaction

from network.models import ProfileEdition
from network.profile_words import freeze
from network.steps import ProfileStep
from network.transitions.profiles import propose
from rooms.acting import act_as
from rooms.enums import Circle
from tests.factories.accounts import UserFactory
from tests.factories.profiles import ConsentFactory
from tests.factories.rooms import MembershipFactory
from tests.walls import sql

pytestmark = pytest.mark.django_db

TEAM = "UPDATE network_profileedition SET signed_team_id = %s, signed_team_at = now() WHERE id = %s"
TOWN = "UPDATE network_profileedition SET signed_town_id = %s, signed_town_at = now() WHERE id = %s"
OUT = "UPDATE network_profileedition SET state = 'veroeffentlicht', circle = 0, published_at = now() WHERE id = %s"


def as_(person):
    sql("SELECT set_config('role', 'none', true)")
    act_as(person.pk if person else None)


def refused(statement, params, match=None):
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        sql(statement, params)


@pytest.fixture
def edition(sides):
    return propose(sides.profile, ProfileStep.FULL, Circle.PUBLIC, by=sides.lead)


def test_not_a_byte_is_read_before_it_is_released(sides, edition):
    """Draft, proposal, preview and one signature: nobody, the network and the group read nothing."""
    networker = UserFactory()
    MembershipFactory(room__kind="network", user=networker, role="observer")
    sql(TEAM, [sides.lead.pk, edition.pk])
    freeze(sides.profile, ProfileStep.FULL, Circle.PUBLIC)
    for person in (None, networker, sides.steering, UserFactory()):
        as_(person)
        for table in ("network_caseprofile", "network_profileedition", "network_profileconsent", "audit_version"):
            assert sql(f"SELECT count(*) FROM {table}") == [(0,)], (person, table)  # noqa: S608
    as_(sides.contact)
    assert sql("SELECT count(*) FROM network_profileedition") == [(1,)]
    assert sql("SELECT count(*) FROM network_caseprofile") == [(0,)]


def test_both_sign_and_it_is_out(sides, edition):
    as_(sides.lead)
    assert sql(TEAM, [sides.lead.pk, edition.pk]) == 1
    as_(sides.contact)
    assert sql(TOWN, [sides.contact.pk, edition.pk]) == 1
    assert sql(OUT, [edition.pk]) == 1
    as_(None)

    assert sql("SELECT count(*) FROM network_profileedition") == [(1,)]


@pytest.mark.parametrize("signed", [[], ["team"], ["town"]])
def test_not_without_both_signatures(sides, edition, signed):
    if "team" in signed:
        as_(sides.lead)
        sql(TEAM, [sides.lead.pk, edition.pk])
    if "town" in signed:
        as_(sides.contact)
        sql(TOWN, [sides.contact.pk, edition.pk])
    as_(sides.lead)

    refused(OUT, [edition.pk], "edition_out_when_both_signed")


def test_not_in_a_wider_circle_than_it_was_signed_for(sides):
    edition = propose(sides.profile, ProfileStep.FULL, Circle.NETWORK, by=sides.lead)
    as_(sides.lead)
    sql(TEAM, [sides.lead.pk, edition.pk])
    as_(sides.contact)
    sql(TOWN, [sides.contact.pk, edition.pk])

    refused(OUT, [edition.pk], "edition_out_when_both_signed")


@pytest.mark.parametrize(
    ("who", "statement", "signer"),
    [
        ("advisor", TEAM, "advisor"),  # of the team, but not its lead
        ("advisor", TEAM, "lead"),  # in somebody else's name
        ("lead", TOWN, "lead"),  # for the other side
        ("lead", TOWN, "contact"),
        ("contact", TEAM, "contact"),
        ("contact", TEAM, "lead"),
    ],
)
def test_each_signs_for_herself_and_for_her_side(sides, edition, who, statement, signer):
    as_(getattr(sides, who))

    refused(statement, [getattr(sides, signer).pk, edition.pk], "not hers to sign")


def test_one_person_is_not_two(sides, edition):
    MembershipFactory(room=sides.engagement.room, user=sides.lead, role="contact")
    as_(sides.lead)
    sql(TEAM, [sides.lead.pk, edition.pk])

    refused(TOWN, [sides.lead.pk, edition.pk], "edition_signed_by_two_people")


@pytest.mark.parametrize("column", ["title = 'x'", "content = '[]'", "to_circle = 10", "sha256 = 'x'", "slug = 'x'"])
def test_the_words_are_frozen(sides, edition, column):
    as_(sides.lead)

    refused(f"UPDATE network_profileedition SET {column} WHERE id = %s", [edition.pk], "frozen")  # noqa: S608


def test_nothing_is_put_in_already_signed(sides):
    as_(sides.lead)
    row = freeze(sides.profile, ProfileStep.FULL, Circle.PUBLIC)
    row.author, row.circle, row.signed_team = sides.lead, Circle.CLIENT, sides.lead

    with pytest.raises(DatabaseError, match="unsigned"), transaction.atomic():
        row.save()


def test_a_name_without_consent_does_not_come_in(sides):
    row = freeze(sides.profile, ProfileStep.FULL, Circle.PUBLIC)
    row.author, row.circle = sides.lead, Circle.CLIENT
    row.content = [["name", "L", "Jemand", str(sides.profile.pk)]]
    as_(sides.lead)

    with pytest.raises(DatabaseError, match="without consent"), transaction.atomic():
        row.save()


def test_a_withdrawn_consent_takes_the_words_out_and_stays_withdrawn(sides):
    consent = ConsentFactory(profile=sides.profile)
    edition = sides.out()
    assert "Beispielname" in str(edition.content)
    as_(sides.contact)
    sql("UPDATE network_profileconsent SET withdrawn_on = current_date WHERE id = %s", [consent.pk])
    as_(None)
    ((content, taken),) = sql("SELECT content::text, taken_out FROM network_profileedition")
    assert "Beispielname" not in content
    assert taken == 1
    as_(sides.lead)

    refused("UPDATE network_profileconsent SET withdrawn_on = NULL WHERE id = %s", [consent.pk], "no more")


def test_what_was_taken_back_does_not_go_out_again(sides):
    edition = sides.out()
    as_(sides.contact)
    sql("UPDATE network_profileedition SET state = 'zurueckgezogen', circle = 30 WHERE id = %s", [edition.pk])

    refused(OUT, [edition.pk], "goes out once")


def test_the_group_takes_nothing_back(sides):
    edition = sides.out()
    as_(sides.steering)
    back = "UPDATE network_profileedition SET state = 'zurueckgezogen', circle = 30 WHERE id = %s"

    refused(back, [edition.pk])
    assert sql("DELETE FROM network_profileedition WHERE id = %s", [edition.pk]) == 0


def test_the_gate_seen_red(sides, edition):
    """With the constraint and the trigger taken away, one signature would do."""
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("ALTER TABLE network_profileedition DROP CONSTRAINT edition_out_when_both_signed")
    sql("DROP TRIGGER profile_edition_guard ON network_profileedition")
    as_(sides.lead)
    sql(OUT, [edition.pk])
    as_(None)

    assert ProfileEdition.objects.count() == 1
