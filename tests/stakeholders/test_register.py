import pytest
from django.urls import reverse

from rooms.enums import Circle
from stakeholders import duplicates
from stakeholders.enums import Kind, Sector
from tests.factories.engagements import LogEntryFactory
from tests.factories.stakeholders import AliasFactory, OfficeFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db

CANARY = "Kanarienvogel"


@pytest.fixture
def url(room):
    return reverse("stakeholders:list", args=[room.pk])


# Session, user, transaction (2), acting person, memberships, room; organisations, other names, offices; people,
# their offices, organisations of these; sectors; for duplicates: organisations, other names, people, decisions;
# what was read.
@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_whatever_the_number_of_rows(signed_in, room, url, count, django_assert_num_queries):
    for organisation in OrganisationFactory.create_batch(count, room=room, sector=Sector.POLITICS):
        AliasFactory(organisation=organisation)
        OfficeFactory(person__room=room, organisation=organisation)
        OfficeFactory(person__room=room)

    with django_assert_num_queries(18):
        response = signed_in.get(url)

    assert response.context["organisation_count"] == count
    assert response.context["person_count"] == 2 * count


def test_list_groups_by_sector_and_says_who_is_missing(signed_in, room, url):
    council = OrganisationFactory(room=room, sector=Sector.POLITICS)
    OfficeFactory(
        person__room=room,
        person__name="Reinhard Beispiel",
        organisation=council,
        title="Bürgermeister",
        party="parteilos",
        is_former=True,
    )

    response = signed_in.get(url)

    assert [group.sector for group in response.context["groups"]] == [Sector.POLITICS]
    assert response.context["missing"] == ["Verwaltung", "Zivilgesellschaft"]
    text = " ".join(response.content.decode().split())
    assert "Reinhard Beispiel</a>, Bürgermeister" in text
    assert "parteilos, <abbr" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=gilde", {"Gilde"}),
        ("q=KSV", {"Gilde"}),
        ("q=Sprech", {"Gilde"}),
        ("q=Muster", {"Gilde"}),
        ("sector=politik", {"Rat"}),
        ("kind=fraktion", {"Rat"}),
        ("q=nirgends", set()),
        ("sector=unsinn", {"Gilde", "Rat"}),
        ("q=%00", {"Gilde", "Rat"}),
        ("q=" + "🙂" * 500, set()),
    ],
)
def test_list_filters_by_words_sector_and_kind(signed_in, room, url, query, found):
    guild = OrganisationFactory(room=room, name="Gilde", sector=Sector.CIVIL_SOCIETY)
    AliasFactory(organisation=guild, name="KSV")
    OfficeFactory(person__room=room, person__name="Eva Muster", organisation=guild, title="Sprecherin")
    OrganisationFactory(room=room, name="Rat", sector=Sector.POLITICS, kind=Kind.COUNCIL_GROUP)

    response = signed_in.get(f"{url}?{query}")

    assert {row.name for group in response.context["groups"] for row in group.organisations} == found


def canaries(room):
    """One hidden row of everything, all telling the same word."""
    hidden = OrganisationFactory(room=room, name=f"{CANARY}-Verein", sector=Sector.POLITICS)
    AliasFactory(organisation=hidden, name=f"{CANARY}-Kürzel")
    person = PersonFactory(room=room, name=f"{CANARY} Person", sector=Sector.ADMINISTRATION)
    OfficeFactory(person=person, organisation=hidden, title=f"{CANARY}-Amt")
    return hidden, person


def test_list_leaks_nothing_to_the_steering_group(client, room, member, url):
    hidden, person = canaries(room)
    shown = OrganisationFactory(
        room=room, circle=Circle.STEERING, name="Sichtbar", parent=hidden, sector=Sector.CIVIL_SOCIETY
    )
    OfficeFactory(person=person, organisation=shown, title=f"{CANARY}-Amt")
    OfficeFactory(person__room=room, person__circle=Circle.STEERING, organisation=hidden)
    OrganisationFactory(room=room, name="Sichtbar e.V.")
    client.force_login(member)

    for address in (url, f"{url}?q=K", f"{url}?sector=politik"):
        assert CANARY not in client.get(address).content.decode()
    assert not client.get(f"{url}?q={CANARY}").context["groups"]
    response = client.get(url)
    assert (response.context["organisation_count"], response.context["person_count"]) == (1, 1)
    assert response.context["missing"] == ["Verwaltung", "Politik"]
    assert response.context["duplicate_count"] == 0


def test_a_long_register_is_compared_only_when_somebody_asks(signed_in, room, url, monkeypatch):
    monkeypatch.setattr(duplicates, "MOST_TO_COUNT", 2)
    for name in ("Stadt", "Stadt e.V."):
        OrganisationFactory(room=room, name=name)
    assert signed_in.get(url).context["duplicate_count"] == 1

    PersonFactory(room=room)
    response = signed_in.get(url)

    assert response.context["duplicate_count"] is None
    assert reverse("stakeholders:duplicates", args=[room.pk]) in response.content.decode()
    assert len(signed_in.get(reverse("stakeholders:duplicates", args=[room.pk])).context["proposals"]) == 1


def test_list_shows_nothing_of_another_room(signed_in, url):
    canaries(OrganisationFactory().room)

    assert CANARY not in signed_in.get(url).content.decode()


def test_detail_leaks_nothing_to_the_steering_group(client, room, engagement, member):
    hidden, person = canaries(room)
    shown = OrganisationFactory(room=room, circle=Circle.STEERING, parent=hidden)
    OrganisationFactory(room=room, name=f"{CANARY}-Abteilung", parent=shown)
    OfficeFactory(person=person, organisation=shown, title=f"{CANARY}-Amt")
    holder = OfficeFactory(person__room=room, person__circle=Circle.STEERING, organisation=hidden).person
    for title, circle in ((f"{CANARY}-Eintrag", Circle.TEAM), ("Offener Eintrag", Circle.STEERING)):
        entry = LogEntryFactory(engagement=engagement, title=title, circle=circle)
        entry.organisations.add(shown)
        entry.persons.add(holder)
    client.force_login(member)

    for item in (shown, holder):
        text = client.get(item.get_absolute_url()).content.decode()
        assert "Offener Eintrag" in text
        assert CANARY not in text
    for item in (hidden, person):
        assert client.get(item.get_absolute_url()).status_code == 404


def test_steering_member_sees_nothing_shared_before_her_time(client, room, member, url):
    early = OrganisationFactory(room=room, circle=Circle.STEERING, shared_on="2019-12-31")
    client.force_login(member)

    assert client.get(early.get_absolute_url()).status_code == 404
    assert early.name not in client.get(url).content.decode()
