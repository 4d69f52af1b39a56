import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from rooms.actions import LastLead, admit, end_membership
from rooms.enums import Circle, Role
from rooms.models import Membership
from tests.factories.accounts import UserFactory
from tests.factories.rooms import InvitationFactory, MembershipFactory, RoomFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = dt.timedelta(days=1)


def members(room):
    return reverse("rooms:members", args=[room.pk])


def ending(membership):
    return reverse("rooms:membership-end", args=[membership.room_id, membership.pk])


def test_admit_gives_the_clearance_of_the_role_and_notes_it(room, lead):
    user = UserFactory()

    membership = admit(room, user, Role.STEERING, by=lead)

    assert (membership.clearance, membership.starts_on) == (Circle.STEERING, TODAY())
    entry = Entry.objects.get(action="membership.created", target_key=membership.pk)
    assert (entry.actor, entry.room_key) == (lead, room.pk)


def test_admitting_twice_gives_one_membership(room, lead):
    user = UserFactory()

    assert admit(room, user, Role.ADVISOR, by=lead) == admit(room, user, Role.ADVISOR, by=lead)
    assert Entry.objects.filter(action="membership.created").count() == 1


def test_admit_takes_dates_and_a_smaller_clearance(room, lead):
    start, end = TODAY() - DAY, TODAY() + DAY

    row = admit(room, UserFactory(), "advisor", by=lead, starts_on=start, ends_on=end, clearance=Circle.CLIENT)

    assert (row.starts_on, row.ends_on, row.clearance) == (start, end, Circle.CLIENT)


@pytest.mark.parametrize("role", Role)
def test_who_sees_and_who_manages_the_members(client, room, lead, role):
    person = MembershipFactory(room=room, role=role).user
    InvitationFactory(room=room, email="offen@example.org")
    client.force_login(person)

    response = client.get(members(room))
    may_manage = role in {Role.LEAD, Role.PROCESS}

    assert response.status_code == (200 if role in {Role.LEAD, Role.ADVISOR, Role.PROCESS} else 403)
    assert (b"offen@example.org" in response.content) == may_manage
    assert (lead.email.encode() in response.content) == may_manage
    for name in ("rooms:invite", "rooms:membership-add"):
        assert client.get(reverse(name, args=[room.pk])).status_code == (200 if may_manage else 403)


def test_strangers_and_former_members_find_no_room(client, room, lead):
    former = MembershipFactory(room=room, role=Role.LEAD, ends_on=TODAY() - DAY)
    invitation = InvitationFactory(room=room)
    paths = [
        members(room),
        reverse("rooms:invite", args=[room.pk]),
        reverse("rooms:membership-add", args=[room.pk]),
        ending(former),
        reverse("rooms:invitation-withdraw", args=[room.pk, invitation.pk]),
    ]
    for person in (UserFactory(), UserFactory(is_network_admin=True), former.user, MembershipFactory().user):
        client.force_login(person)
        for path in paths:
            assert client.get(path).status_code == 404
            assert client.post(path).status_code == 404


def test_objects_of_another_room_are_not_found_through_ones_own(client, room, lead):
    other, invitation = MembershipFactory(), InvitationFactory()
    client.force_login(lead)

    for path in (
        reverse("rooms:membership-end", args=[room.pk, other.pk]),
        reverse("rooms:invitation-withdraw", args=[room.pk, invitation.pk]),
        reverse("rooms:invitation-renew", args=[room.pk, invitation.pk]),
    ):
        assert client.post(path, {"when": "now"}).status_code == 404
    other.refresh_from_db()
    assert other.ends_on is None


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_many(client, room, lead, count, django_assert_num_queries):
    for _each in range(count):
        MembershipFactory(room=room)
        InvitationFactory(room=room)
    client.force_login(lead)
    client.get(members(room))

    # 5 for session and transaction, then reach, room, members, two for the rules, invitations
    with django_assert_num_queries(11):
        client.get(members(room))


def test_second_role_is_visible_as_such(client, room, lead):
    person = MembershipFactory(room=room, role=Role.ADVISOR, user__name="Doppelt").user
    client.force_login(lead)

    client.post(
        reverse("rooms:membership-add", args=[room.pk]),
        {"person": person.pk, "role": "process", "starts_on": TODAY()},
    )
    page = client.get(members(room)).content.decode()

    assert set(person.memberships.values_list("role", flat=True)) == {"advisor", "process"}
    assert "weitere Rolle</span>" in page
    assert 'rowspan="2"' in page


def test_second_role_is_for_people_of_the_room_and_once(client, room, lead):
    client.force_login(lead)
    path = reverse("rooms:membership-add", args=[room.pk])

    stranger = client.post(path, {"person": UserFactory().pk, "role": "process", "starts_on": TODAY()})
    again = client.post(path, {"person": lead.pk, "role": "lead", "starts_on": TODAY()})

    assert stranger.context["form"].errors["person"]
    assert again.context["form"].errors["role"] == ["Diese Person hat diese Rolle hier schon."]


def test_ending_at_once_closes_the_room_at_the_next_step(client, room, lead):
    membership = MembershipFactory(room=room)
    theirs = type(client)()
    theirs.force_login(membership.user)
    assert theirs.get(members(room)).status_code == 200
    client.force_login(lead)

    assert client.get(ending(membership)).status_code == 200
    client.post(ending(membership), {"when": "now"})

    assert theirs.get(members(room)).status_code == 404
    entry = Entry.objects.get(action="membership.ended")
    assert (entry.actor, entry.room_key) == (lead, room.pk)


def test_given_and_taken_on_one_day_leaves_the_line_of_history(room, lead):
    membership = admit(room, UserFactory(), Role.ADVISOR, by=lead)

    end_membership(membership, TODAY() - DAY, by=lead)

    assert not Membership.objects.filter(room=room, role=Role.ADVISOR).exists()
    assert Entry.objects.filter(room_key=room.pk, action="membership.ended").exists()


def test_ending_with_a_day_leaves_that_day(client, room, lead):
    membership = MembershipFactory(room=room)
    client.force_login(lead)

    client.post(ending(membership), {"when": "day", "ends_on": TODAY() + DAY})

    membership.refresh_from_db()
    assert membership.ends_on == TODAY() + DAY
    assert membership.is_active


@pytest.mark.parametrize(
    "data",
    [{}, {"when": "day"}, {"when": "day", "ends_on": "2019-01-01"}, {"when": "day", "ends_on": "\x00"}, {"when": "x"}],
)
def test_ending_without_a_sensible_day_changes_nothing(client, room, lead, data):
    membership = MembershipFactory(room=room)
    client.force_login(lead)

    response = client.post(ending(membership), data)

    assert response.context["fields"].errors
    membership.refresh_from_db()
    assert membership.ends_on is None


def test_what_has_ended_is_not_ended_again(client, room, lead):
    former = MembershipFactory(room=room, ends_on=TODAY() - DAY)
    client.force_login(lead)

    assert client.post(ending(former), {"when": "day", "ends_on": TODAY() + DAY}).status_code == 404


def test_who_leaves_is_led_to_her_own_pages(client, room, lead):
    MembershipFactory(room=room, role=Role.LEAD)
    client.force_login(lead)
    own = room.memberships.get(user=lead)

    assert client.post(ending(own), {"when": "now"}).url == reverse("accounts:home")


def test_the_last_day_of_the_calendar_is_a_day_like_any_other(client, room, lead):
    MembershipFactory(room=room, role=Role.LEAD)
    client.force_login(lead)
    own = room.memberships.get(user=lead)

    assert client.post(ending(own), {"when": "day", "ends_on": "9999-12-31"}).status_code == 302


def test_last_lead_stays(client, room, lead):
    client.force_login(lead)

    response = client.post(ending(lead.memberships.get()), {"when": "now"})

    assert "letzte Federführung" in response.content.decode()
    assert lead.memberships.get().ends_on is None


@pytest.mark.parametrize(
    ("other", "may_go"),
    [
        ({}, True),
        ({"ends_on": TODAY() + 40 * DAY}, True),
        ({"ends_on": TODAY() + 5 * DAY}, False),  # gone before
        ({"starts_on": TODAY() + 20 * DAY}, False),  # comes too late
        ({"user__is_active": False}, False),
        ({"role": Role.PROCESS}, False),
    ],
)
def test_another_lead_must_be_there_on_the_day_after(room, lead, other, may_go):
    MembershipFactory(**{"room": room, "role": Role.LEAD, **other})
    MembershipFactory(role=Role.LEAD)  # of another room

    if may_go:
        assert end_membership(lead.memberships.get(), TODAY() + 10 * DAY, by=lead).ends_on == TODAY() + 10 * DAY
    else:
        with pytest.raises(LastLead):
            end_membership(lead.memberships.get(), TODAY() + 10 * DAY, by=lead)


def test_process_manager_neither_makes_nor_ends_leads(client, room, lead):
    process = MembershipFactory(room=room, role=Role.PROCESS).user
    MembershipFactory(room=room, role=Role.LEAD)
    client.force_login(process)

    roles = dict(client.get(reverse("rooms:invite", args=[room.pk])).context["form"].fields["role"].choices)
    response = client.post(ending(lead.memberships.get()), {"when": "now"})

    assert "lead" not in roles
    assert "steering" in roles
    assert response.status_code == 403


def test_process_manager_gives_the_lead_where_there_is_none(client):
    room = RoomFactory()
    client.force_login(MembershipFactory(room=room, role=Role.PROCESS).user)

    roles = dict(client.get(reverse("rooms:invite", args=[room.pk])).context["form"].fields["role"].choices)

    assert "lead" in roles


@pytest.mark.django_db(transaction=True)
def test_two_leads_ending_each_other_leave_one():
    room = RoomFactory()
    leads = MembershipFactory.create_batch(2, room=room, role=Role.LEAD)
    start = Barrier(2, timeout=60)

    def press(membership):
        start.wait()
        try:
            with transaction.atomic():
                end_membership(membership, TODAY() - DAY, by=membership.user)
        except LastLead:
            return "refused"
        finally:
            connection.close()
        return "ended"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, leads)) == ["ended", "refused"]
