"""T06: whoever has lost the right has lost it at the next request, on every channel, with every page still open."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from engagements.models import LogEntry
from rooms import reach
from rooms.enums import Circle, Role
from rooms.models import Membership
from rooms.models.room import MembershipQuerySet
from tests.attack.figures import some
from tests.attack.visits import address, client_of, status
from tests.doors.table import ADMINISTRATOR, CLIENT_SIDE, DOORS, HIDDEN_TEAM, LEAD, MEMBERS, TEAM
from tests.doors.world import HOME
from tests.pages.reading import Page

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("pages_as_served")]
HERS = (MEMBERS, TEAM, HIDDEN_TEAM, CLIENT_SIDE)
OF_ROOM = some([name for name, (statuses, _arguments) in DOORS.items() if statuses in HERS], 80)
OF_LEAD = [name for name, (statuses, _arguments) in DOORS.items() if statuses == LEAD]
OF_ADMINISTRATOR = [name for name, (statuses, _arguments) in DOORS.items() if statuses == ADMINISTRATOR]
BEYOND = ["room", *(int(circle) for circle in Circle if circle > Circle.PUBLIC)]
WROTE = "Nach dem Ende geschrieben"


def end(world, person):
    """Ended as the page of the members ends it."""
    membership = Membership.objects.get(room=world.home.room, user=person)
    url = reverse("rooms:membership-end", args=[world.home.room.pk, membership.pk])

    assert client_of(world, "lead").post(url, {"when": "now"}).status_code == 302


def run_out(world, person):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Membership.objects.filter(user=person).update(ends_on=yesterday)


def deactivate_by_page(world, person):
    url = reverse("network:person-deactivate", args=[person.pk])

    assert client_of(world, "administrator").post(url).status_code == 302


ENDS = [end, run_out, deactivate_by_page]


class Sitting:
    """A person at her open pages."""

    def __init__(self, world, role):
        self.world, self.home = world, world.home
        self.client = client_of(world, role)
        self.urls = [address(name, world) for name in OF_ROOM if status(self.client, address(name, world)) == 200]
        page = self.client.get(address("engagements:log-create", world))
        self.form = next((form for form in Page(page.content).forms if "title" in form.typed), None)
        self.urls += [
            f"{reverse('engagements:log-list', args=[self.home.engagement.pk])}?q=kanarie",
            reverse("engagements:log-export", args=[self.home.engagement.pk, "xlsx"]),
        ]

    def send(self):
        """The open form, filled in and sent now."""
        data = self.form.values | {"title": WROTE, "text": WROTE, "when": "2020"} if self.form else {"title": WROTE}
        return self.client.post(reverse("engagements:log-create", args=[self.home.engagement.pk]), data)

    def still_open(self):
        """Every channel that answers as if nothing had happened."""
        found = {url for url in self.urls if status(self.client, url) == 200}
        parts = {"hx-request": "true", "hx-target": "liste"}
        diary = reverse("engagements:log-list", args=[self.home.engagement.pk])
        answer = self.client.get(diary, headers=parts)
        if answer.status_code == 200 and "HX-Redirect" not in answer:
            found.add("htmx")
        for name in ("engagements:search", "engagements:list", "engagements:programme-list"):
            told = self.client.get(f"{reverse(name)}?q=kanarie").content.decode()
            if any(f"kanarie{HOME}{circle}x" in told for circle in BEYOND):
                found.add(name)
        if self.send().status_code == 302 and LogEntry.objects.filter(title=WROTE).exists():
            found.add("form")
        return found


@pytest.mark.parametrize("ending", some(ENDS, 1))
def test_with_the_membership_every_channel_ends(world, ending):
    person = Sitting(world, "advisor")
    assert len(person.urls) > 30
    assert person.still_open() >= {*person.urls, "htmx", "engagements:search", "form"}
    LogEntry.objects.filter(title=WROTE).delete()

    ending(world, world.advisor)

    assert person.still_open() == set()
    assert not LogEntry.objects.filter(title=WROTE).exists()


@pytest.mark.parametrize("role", some(["contact", "steering"], 1))
def test_it_ends_for_the_town_as_well(world, role):
    person = Sitting(world, role)
    assert person.still_open() >= {*person.urls, "htmx", "engagements:search"}

    end(world, getattr(world, role))

    assert person.still_open() == set()


def test_a_lowered_role_reads_and_writes_less_at_once(world):
    """From the team to the steering group, which reads from today on."""
    person = Sitting(world, "advisor")
    Membership.objects.filter(user=world.advisor).update(
        role=Role.STEERING, clearance=Circle.STEERING, starts_on=timezone.localdate()
    )
    changing = [address(name, world) for name in OF_ROOM if DOORS[name][0] in (TEAM, HIDDEN_TEAM)]

    assert not set(changing) & person.still_open()
    assert not LogEntry.objects.filter(title=WROTE).exists()
    assert person.client.get(reverse("engagements:detail", args=[world.home.engagement.pk])).status_code == 200
    told = person.client.get(reverse("engagements:log-list", args=[world.home.engagement.pk])).content.decode()
    assert f"kanarie{HOME}40x" not in told
    assert f"kanarie{HOME}20x" not in told


def test_who_leads_no_longer_manages_no_longer(world):
    client = client_of(world, "lead")
    urls = [address(name, world) for name in OF_LEAD]
    assert {status(client, url) for url in urls} == {200}

    Membership.objects.filter(user=world.lead, room=world.home.room).update(role=Role.ADVISOR, clearance=Circle.TEAM)

    assert {status(client, url) for url in urls} == {403}
    assert {client.post(url, {"when": "now"}).status_code for url in urls} <= {403, 405}


def test_who_administers_no_longer_is_a_stranger_at_once(world):
    client = client_of(world, "administrator")
    urls = [address(name, world) for name in OF_ADMINISTRATOR]
    assert {status(client, url) for url in urls} == {200}

    User.objects.filter(pk=world.administrator.pk).update(is_network_admin=False)

    assert {status(client, url) for url in urls} <= {403, 404}
    assert {client.post(url).status_code for url in urls} <= {403, 404, 405}


HOLDS_TODAY = " AND m.starts_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on >= %(today)s)"


@pytest.fixture
def lasting(monkeypatch):
    """The planted bug: a membership that has ended still counts."""
    monkeypatch.setattr(MembershipQuerySet, "active", lambda queryset, on=None: queryset)
    assert HOLDS_TODAY in reach.STANDINGS
    monkeypatch.setattr(reach, "STANDINGS", reach.STANDINGS.replace(HOLDS_TODAY, ""))


def test_a_membership_that_never_ends_would_be_seen(world, lasting, no_wall):
    person = Sitting(world, "advisor")
    run_out(world, world.advisor)

    assert person.still_open() >= {*person.urls, "htmx", "form"}


def test_behind_that_bug_stands_the_wall(world, lasting):
    person = Sitting(world, "advisor")
    run_out(world, world.advisor)

    assert not person.still_open() & {"engagements:search", "form"}
