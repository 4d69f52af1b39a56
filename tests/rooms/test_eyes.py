"""What each sees of a room, and the lead through another's eyes."""

import datetime as dt

import pytest
from django.urls import reverse

from audit.models import Entry
from engagements.models import Agreement, LogEntry, Mandate, OwnContribution
from rooms.enums import Circle, Role
from rooms.eyes import SHELVES, Sight, reach_words
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory, LogEntryFactory
from tests.factories.rooms import MembershipFactory

pytestmark = pytest.mark.django_db
LATE = dt.date(2022, 6, 1)


class House:
    """A consultation with an entry, a paper, a mandate and a contribution in every circle."""

    def __init__(self):
        self.engagement = EngagementFactory()
        self.room = self.engagement.room
        self.lead, self.advisor = self.member(Role.LEAD), self.member(Role.ADVISOR)
        self.contact, self.steering = self.member(Role.CONTACT), self.member(Role.STEERING, LATE)
        base = {"room": self.room, "engagement": self.engagement, "author": self.lead}
        for circle in Circle:
            each = base | {"circle": circle, "shared_on": dt.date(2023, 1, 1)}
            LogEntryFactory(title=f"Eintrag-{circle.name}", text="Inhalt", **each)
            Agreement.objects.create(title=f"Papier-{circle.name}", text="Inhalt", **each)
            Mandate.objects.create(organ=f"Organ-{circle.name}", **each)
            OwnContribution.objects.create(name=f"Leistung-{circle.name}", **each)
        early = {"circle": Circle.STEERING, "shared_on": dt.date(2021, 1, 1)}
        LogEntryFactory(title="Eintrag-vorher", **base | early)

    def member(self, role, starts_on=dt.date(2020, 1, 1)):
        return MembershipFactory(room=self.room, role=role, starts_on=starts_on).user


@pytest.fixture
def house():
    return House()


def view(client, house, user, person=None, **query):
    client.force_login(user)
    if person:
        query["person"] = person.pk
    return client.get(reverse("rooms:eyes", args=[house.room.pk]), query)


def titles(response):
    return {str(row) for row in response.context["page"].rows}


@pytest.mark.parametrize("shelf", SHELVES, ids=lambda shelf: shelf.slug)
@pytest.mark.parametrize("role", ["advisor", "contact", "steering"])
def test_the_eyes_of_a_member_show_exactly_what_is_visible_to_her(client, house, role, shelf):
    person = getattr(house, role)
    hers = {str(row) for row in shelf.model.objects.visible_to(person).filter(room=house.room)}

    response = view(client, house, house.lead, person, art=shelf.slug)

    assert titles(response) == hers
    assert sum(number for _c, row in response.context["counts"] for each, number in row if each == shelf) == len(hers)


def test_who_came_later_does_not_see_what_was_shared_before(client, house):
    page = view(client, house, house.lead, house.steering).content.decode()

    assert "Eintrag-STEERING" in page
    assert "Eintrag-vorher" not in page
    assert "was seit dem 01.06.2022 für den Kreis „Lenkungsrunde“ oder weiter geteilt wurde" in page


def test_only_titles_are_shown_and_no_row_can_be_opened(client, house):
    page = view(client, house, house.lead, house.advisor).content.decode()
    main = page.partition("<main")[2].partition("</main>")[0]

    assert "Inhalt" not in main
    assert "<form" not in main
    assert not any(entry.get_absolute_url() in main for entry in LogEntry.objects.all())


def test_each_look_is_noted_without_content(client, house):
    view(client, house, house.lead)
    assert not Entry.objects.filter(action="membership.looked").exists()

    for _time in range(2):
        view(client, house, house.lead, house.contact)

    lines = Entry.objects.filter(action="membership.looked")
    assert {(row.actor, row.room_key, row.summary) for row in lines} == {
        (house.lead, house.room.pk, f"hat durch die Augen von {house.contact.name} gesehen")
    }
    assert len(lines) == 2


def test_what_another_advisor_sealed_needs_the_eyes_of_the_lead(client, house):
    LogEntryFactory(engagement=house.engagement, author=house.advisor, circle=Circle.SEALED, title="Eintrag-eigen")

    assert "Eintrag-eigen" in titles(view(client, house, house.lead, house.advisor))
    assert "Eintrag-SEALED" not in titles(view(client, house, house.lead, house.advisor))


def test_never_more_than_the_one_who_looks(house):
    """A steering member asking through the eyes of the lead would still see her own."""
    for shelf in SHELVES:
        own = set(shelf.model.objects.visible_to(house.steering).filter(room=house.room))

        assert set(Sight(house.room, house.lead, asked_by=house.steering).rows(shelf)) == own


def test_other_rooms_of_the_member_stay_out(client, house):
    elsewhere = EngagementFactory(advisor=house.steering)
    LogEntryFactory(engagement=elsewhere, title="Anderswo")

    assert "Anderswo" not in view(client, house, house.lead, house.steering).content.decode()


@pytest.mark.parametrize(("role", "status"), [("lead", 200), ("advisor", 403), ("contact", 403), ("steering", 403)])
def test_only_the_lead_looks(client, house, role, status):
    assert view(client, house, getattr(house, role)).status_code == status
    if status != 200:
        assert view(client, house, getattr(house, role), house.lead).status_code == status
    assert not Entry.objects.filter(action="membership.looked").exists()


def test_strangers_and_former_members_are_not_there(client, house):
    former = MembershipFactory(room=house.room, role=Role.LEAD, ends_on=dt.date(2021, 1, 1)).user
    idle = MembershipFactory(room=house.room, user=UserFactory(is_active=False)).user

    for person in (UserFactory(), former):
        assert view(client, house, person).status_code == 404
    for person in (UserFactory(), former, idle):
        assert view(client, house, house.lead, person).status_code == 404
    for odd in ("x", "", "a\x00", "9" * 40):
        assert client.get(reverse("rooms:eyes", args=[house.room.pk]), {"person": odd}).status_code == 404


def test_all_members_stand_in_the_list_with_their_reach(client, house):
    page = view(client, house, house.lead).content.decode()

    assert all(person.name in page for person in (house.lead, house.advisor, house.contact, house.steering))
    assert "was für den Kreis „Auftraggeber*in“ oder weiter geteilt ist" in page


def test_the_lists_ask_a_fixed_number_of_questions(client, house, django_assert_max_num_queries):
    view(client, house, house.lead)
    for _more in range(10):
        house.member(Role.STEERING)
        LogEntryFactory(engagement=house.engagement, circle=Circle.STEERING)

    with django_assert_max_num_queries(14):
        client.get(reverse("rooms:eyes", args=[house.room.pk]))
    with django_assert_max_num_queries(22):
        client.get(reverse("rooms:eyes", args=[house.room.pk]), {"person": house.steering.pk})


def test_a_long_list_is_turned_page_by_page(client, house):
    for number in range(30):
        LogEntryFactory(engagement=house.engagement, circle=Circle.STEERING, title=f"Nr. {number}", when="heute")

    first = view(client, house, house.lead, house.steering).context["page"]
    answer = client.get(reverse("rooms:eyes", args=[house.room.pk]) + first.older_url)

    assert len(first.rows) == 25
    assert [row.on for row in first.rows] == sorted((row.on for row in first.rows), reverse=True)
    assert not {row.pk for row in first.rows} & {row.pk for row in answer.context["page"].rows}
    assert answer.context["person"] == house.steering


def test_her_own_eyes_lead_to_her_own_view(client, house):
    assert view(client, house, house.lead, house.lead).url == reverse("rooms:my-view", args=[house.room.pk])


@pytest.mark.parametrize("role", ["lead", "advisor", "contact", "steering"])
def test_everybody_sees_her_own_reach_and_nothing_beyond(client, house, role):
    user = getattr(house, role)
    client.force_login(user)

    response = client.get(reverse("rooms:my-view", args=[house.room.pk]))
    page, counts = response.content.decode(), response.context["counts"]

    shown = {circle: number for circle, row in counts for each, number in row if each == SHELVES[0]}
    seen = LogEntry.objects.visible_to(user).filter(room=house.room)
    assert shown == {circle: seen.filter(circle=circle).count() for circle in shown}
    assert sum(shown.values()) == seen.count()
    assert max(shown) == house.room.memberships.get(user=user).clearance
    assert ("Mit anderen Augen sehen" in page) == (role == "lead")
    assert not Entry.objects.filter(action="membership.looked").exists()


def test_reach_is_said_in_words():
    assert reach_words(MembershipFactory.build(role=Role.LEAD)) == "alles in diesem Raum, auch Versiegeltes"
    assert "von eigener Hand versiegelt" in reach_words(MembershipFactory.build(role=Role.PROCESS))
    lowered = MembershipFactory.build(role=Role.ADVISOR, clearance=Circle.CLIENT)
    assert reach_words(lowered) == "alles, was für den Kreis „Auftraggeber*in“ oder weiter geteilt ist"


def test_the_page_of_the_consultation_leads_here(client, house):
    client.force_login(house.lead)
    page = client.get(house.engagement.get_absolute_url()).content.decode()
    client.force_login(house.steering)
    other = client.get(house.engagement.get_absolute_url()).content.decode()
    eyes, mine = (reverse(f"rooms:{name}", args=[house.room.pk]) for name in ("eyes", "my-view"))

    assert (eyes in page, mine in page) == (True, True)
    assert (eyes in other, mine in other) == (False, True)
