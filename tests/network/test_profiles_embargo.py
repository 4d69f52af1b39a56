"""A day before which nobody but the two sides reads an edition: in the rules, in the pages, in the database itself."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from network.models import ProfileEdition
from network.steps import EditionState, ProfileStep, Side
from network.transitions.profiles import propose, sign, withdraw
from network.twins import released_to
from rooms.acting import act_as
from rooms.enums import Circle
from rooms.models.items import readers_of
from rooms.walls import READS
from tests.factories.accounts import UserFactory
from tests.factories.profiles import Sides
from tests.factories.rooms import MembershipFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
COUNT = "SELECT count(*) FROM network_profileedition"


def sql(statement, params=None):
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def as_(person):
    sql("SELECT set_config('role', 'none', true)")
    act_as(person.pk if person else None)


def a_day_passes():
    """Stands in for the clock: nothing but the days themselves moves, no row is touched by the house."""
    sql("SELECT set_config('role', 'none', true)")
    sql(
        "UPDATE network_profileedition SET not_before = not_before - interval '1 day 1 second',"
        " published_at = published_at - interval '1 day 1 second',"
        " out_until = out_until - interval '1 day 1 second'"
    )


def signed(sides, step=ProfileStep.FULL, circle=Circle.PUBLIC, *, after=DAY):
    """An edition both sides have signed, for a day ahead or for at once."""
    not_before = after and timezone.now() + after
    edition = propose(sides.profile, step, circle, not_before=not_before, by=sides.lead)
    sign(edition, Side.TEAM, by=sides.lead, sha256=edition.sha256)
    return sign(edition, Side.TOWN, by=sides.contact, sha256=edition.sha256)


@pytest.fixture
def sides():
    return Sides(slug="ort")


@pytest.fixture
def networker():
    return MembershipFactory(room__kind="network", role="observer").user


# --- the way of an edition


def test_signed_by_both_it_waits_for_its_day(sides):
    edition = signed(sides)

    assert (edition.state, edition.circle) == (EditionState.PUBLISHED, Circle.PUBLIC)
    assert (edition.is_ahead, edition.is_out, edition.is_intact) == (True, False, True)
    assert edition.published_at == edition.not_before
    assert not ProfileEdition.objects.published().exists()
    a_day_passes()
    edition.refresh_from_db()

    assert (edition.is_ahead, edition.is_out) == (False, True)
    assert ProfileEdition.objects.published().count() == 1


def test_signed_after_its_day_it_is_out_at_once(sides):
    edition = propose(sides.profile, ProfileStep.FULL, Circle.PUBLIC, not_before=timezone.now() + DAY, by=sides.lead)
    a_day_passes()
    edition.refresh_from_db()
    edition.sha256 = edition.digest()
    edition.save()
    sign(edition, Side.TEAM, by=sides.lead, sha256=edition.sha256)
    edition = sign(edition, Side.TOWN, by=sides.contact, sha256=edition.sha256)

    assert edition.is_out
    assert edition.published_at > edition.not_before


def test_the_day_is_signed_with_the_words(sides):
    edition = signed(sides)
    edition.not_before += timedelta(hours=1)

    assert not edition.is_intact


def test_the_one_before_stays_until_the_new_one_comes(sides):
    first, second = signed(sides, ProfileStep.SHORT, after=None), signed(sides)
    first.refresh_from_db()
    assert (first.is_out, first.out_until) == (True, second.not_before)
    a_day_passes()
    first.refresh_from_db()

    assert (first.is_over, first.state_words) == (True, EditionState.REPLACED.label)
    assert [each.pk for each in ProfileEdition.objects.published()] == [second.pk]


def test_taken_back_before_its_day_the_one_before_stays(sides):
    first, second = signed(sides, ProfileStep.SHORT, after=None), signed(sides)
    withdraw(second, by=sides.contact)
    first.refresh_from_db()
    assert first.out_until is None
    a_day_passes()

    assert [each.pk for each in ProfileEdition.objects.published()] == [first.pk]


def test_taken_back_after_its_day_the_one_before_does_not_come_back(sides):
    signed(sides, ProfileStep.SHORT, after=None)
    second = signed(sides)
    a_day_passes()
    withdraw(second, by=sides.lead)

    assert not ProfileEdition.objects.published().exists()


def test_another_day_takes_the_place_of_the_first(sides):
    first, second = signed(sides, ProfileStep.SHORT, after=None), signed(sides)
    third = signed(sides, ProfileStep.METHOD, after=2 * DAY)
    for each in (first, second):
        each.refresh_from_db()
    assert (first.out_until, second.state) == (third.not_before, EditionState.REPLACED)
    fourth = signed(sides, ProfileStep.FULL, after=None)

    assert [each.pk for each in ProfileEdition.objects.published()] == [fourth.pk]
    assert set(ProfileEdition.objects.values_list("state", flat=True)) == {"veroeffentlicht", "ersetzt"}


def test_who_reads_it_meanwhile_is_who_reads_what_lies_with_the_town(sides, networker):
    edition = signed(sides)
    told = set(readers_of(edition).values_list("pk", flat=True))
    reading = {
        person.pk
        for person in (sides.lead, sides.advisor, sides.contact, sides.steering, networker)
        if ProfileEdition.objects.visible_to(type(person).objects.get(pk=person.pk)).exists()
    }

    assert reading == told == {sides.lead.pk, sides.advisor.pk, sides.contact.pk}


def test_it_is_nobodys_twin_before_its_day(sides, networker):
    """Not even for those who read it already: what is counted there is what others have released."""
    signed(sides, circle=Circle.NETWORK)
    assert released_to(networker) == []
    assert released_to(sides.lead) == []
    a_day_passes()

    assert len(released_to(networker)) == 1


# --- the database


def test_the_wall_holds_it(sides, networker):
    signed(sides, circle=Circle.NETWORK)
    Sides().out(ProfileStep.COUNTS)
    for person in (None, networker, UserFactory(), sides.steering):
        as_(person)
        assert sql(f"{COUNT} WHERE not_before IS NOT NULL") == [(0,)], person
        assert sql(COUNT) == [(1,)], person
        assert sql("SELECT count(*) FROM audit_version") == [(0,)]
    for person in (sides.lead, sides.advisor, sides.contact):
        as_(person)
        assert sql(f"{COUNT} WHERE not_before IS NOT NULL") == [(1,)]
    a_day_passes()
    as_(networker)

    assert sql(f"{COUNT} WHERE not_before IS NOT NULL") == [(1,)]


def test_the_wall_forgets_the_one_before_on_the_day(sides):
    signed(sides, ProfileStep.SHORT, after=None), signed(sides)
    as_(None)
    assert sql("SELECT step FROM network_profileedition") == [("kurz",)]
    a_day_passes()
    as_(None)

    assert sql("SELECT step FROM network_profileedition") == [("voll",)]


def test_the_wall_seen_red(sides):
    """With the policy as it was before there were days, everybody would read it."""
    signed(sides)
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql(f"ALTER POLICY wall_read ON network_profileedition USING ({READS})")
    as_(None)

    assert sql(COUNT) == [(1,)]


@pytest.mark.parametrize("column", ["not_before = NULL", "not_before = now()", "logos = '{}'"])
def test_nobody_moves_the_day(sides, column):
    edition = signed(sides)
    edition.logos = [edition.pk]
    ProfileEdition.objects.filter(pk=edition.pk).update(logos=edition.logos)
    for person in (sides.lead, sides.contact):
        as_(person)
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            sql(f"UPDATE network_profileedition SET {column} WHERE id = %s", [edition.pk])  # noqa: S608


def test_nobody_brings_back_what_is_over(sides):
    first, _second = signed(sides, ProfileStep.SHORT, after=None), signed(sides)
    a_day_passes()
    as_(sides.lead)

    with pytest.raises(DatabaseError, match="does not come back"), transaction.atomic():
        sql("UPDATE network_profileedition SET out_until = NULL WHERE id = %s", [first.pk])


def test_it_is_not_published_before_its_day(sides):
    edition = signed(sides)

    with pytest.raises(DatabaseError, match="edition_out_on_its_day"), transaction.atomic():
        ProfileEdition.objects.filter(pk=edition.pk).update(published_at=timezone.now())


# --- the pages of the house


def test_it_is_chosen_shown_and_signed(client, sides):
    client.force_login(sides.lead)
    at = timezone.localtime() + 3 * DAY
    asked = {"step": "voll", "to_circle": "0", "not_before": f"{at:%Y-%m-%dT10:00}"}
    url = reverse("network:profile-propose", args=[sides.engagement.pk])
    page = client.get(url, asked)
    assert f"Nicht vor dem {at:%d.%m.%Y}, 10:00 Uhr." in page.content.decode()
    address = client.post(url, asked | {"sha256": page.context["preview"].sha256}).url
    edition = ProfileEdition.objects.get()
    assert f"vom {at:%d.%m.%Y}, 10:00 Uhr an jede*r" in client.get(address).content.decode()
    client.post(reverse("network:edition-sign-team", args=[edition.pk]), {"sha256": edition.sha256})
    client.force_login(sides.contact)
    town = reverse("network:edition-sign-town", args=[edition.pk])
    page = client.post(town, {"sha256": edition.sha256}, follow=True).content.decode()
    assert "erscheint von selbst am" in page
    assert "Öffentliche Seite ansehen" not in page
    desk = client.get(reverse("network:profile", args=[sides.engagement.pk])).content.decode()

    assert "Unterschrieben, wartet auf seinen Tag" in desk
    assert f"{at:%d.%m.%Y}, 10:00" in desk


@pytest.mark.parametrize(
    ("typed", "told"), [("2001-01-01T10:00", "schon vorbei"), ("2099-01-01T10:00", "zwei Jahre"), ("bald", "gültig")]
)
def test_a_day_that_makes_no_sense_is_told(client, sides, typed, told):
    client.force_login(sides.lead)
    url = reverse("network:profile-propose", args=[sides.engagement.pk])
    for page in (client.get, client.post):
        answer = page(url, {"step": "voll", "to_circle": "0", "not_before": typed, "sha256": "0"})
        assert answer.status_code == 200
        assert told in answer.content.decode()
        assert f'value="{typed}"' in answer.content.decode()
    assert not ProfileEdition.objects.exists()


def test_those_who_keep_the_network_see_how_many_wait(client, sides):
    signed(sides)
    client.force_login(UserFactory(is_network_admin=True))
    page = client.get(reverse("network:home"))
    assert [row["number"] for row in page.context["embargoes"]] == [1]
    assert "Steckbriefe, die auf ihren Tag warten" in page.content.decode()
    assert "Beratung in Ort" not in page.content.decode()
    a_day_passes()

    assert client.get(reverse("network:home")).context["embargoes"] == []
