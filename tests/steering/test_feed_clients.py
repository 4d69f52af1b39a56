"""Real calendar programs read the feeds: khal, vdirsyncer over HTTP, and a second parser."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest
import vobject
from django.urls import reverse

from rooms.enums import Circle, Role
from steering.models import Meeting
from steering.transitions.meetings import move_meeting
from tests.factories.engagements import EngagementFactory
from tests.factories.rooms import MembershipFactory
from tests.factories.steering import BodyFactory

from .feeds import clocks_change, day, fetch, meets, subscribed

BIN = Path(sys.executable).parent  # of the environment the tests run in
SYNC = """\
[general]
status_path = "{home}/status/"

[pair lenkung]
a = "far"
b = "near"
collections = null
conflict_resolution = "a wins"

[storage far]
type = "http"
url = "{url}"

[storage near]
type = "filesystem"
path = "{home}/kalender/"
fileext = ".ics"
"""
KHAL = """\
[calendars]
[[lenkung]]
path = {home}/kalender/
[locale]
timeformat = %H:%M
dateformat = %d.%m.%Y
longdateformat = %d.%m.%Y
datetimeformat = %d.%m.%Y %H:%M
longdatetimeformat = %d.%m.%Y %H:%M
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin
[default]
default_calendar = lenkung
[sqlite]
path = {home}/khal.db
"""
LINE = "{start-long}|{end-long}|{title}|{location}|{status}|{uid}"


class Telephone:
    """A folder with a calendar, kept up by vdirsyncer, read with khal."""

    def __init__(self, home, url=""):
        self.home = home
        (home / "kalender").mkdir()
        (home / "sync.ini").write_text(SYNC.format(home=home, url=url))
        (home / "khal.ini").write_text(KHAL.format(home=home))

    def run(self, *command):
        env = {"HOME": str(self.home), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "NO_PROXY": "*"}
        done = subprocess.run([BIN / command[0], *command[1:]], capture_output=True, text=True, env=env, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def sync(self):
        if not (self.home / "status").exists():
            self.run("vdirsyncer", "-c", f"{self.home}/sync.ini", "discover")
        return self.run("vdirsyncer", "-c", f"{self.home}/sync.ini", "sync", "--force-delete")

    @property
    def files(self):
        """Key of a meeting -> its file on the telephone; vdirsyncer gives keys of its own, the way back tells."""
        found = [path.read_text() for path in (self.home / "kalender").glob("*.ics")]
        return {vobject.readOne(text).vevent.url.value.rstrip("/").rpartition("/")[2]: text for text in found}

    def khal(self, *command):
        return self.run("khal", "-c", f"{self.home}/khal.ini", *command)

    def shows(self, since, days="60d"):
        lines = self.khal("list", "--format", LINE, "--day-format", "", since.strftime("%d.%m.%Y"), days).splitlines()
        return [line.split("|") for line in lines if "|" in line]


@pytest.fixture
def house():
    """A group of a town, its advisor and its member; made anew for tests that really commit, too."""
    engagement = EngagementFactory()
    people = {role: MembershipFactory(room=engagement.room, role=role).user for role in (Role.LEAD, Role.STEERING)}
    body = BodyFactory(room=engagement.room, circle=Circle.STEERING, name="Lenkungsrunde für Übergänge; Süd, „West“")
    return engagement, body, people[Role.LEAD], people[Role.STEERING]


@pytest.mark.django_db(transaction=True)
def test_vdirsyncer_follows_what_moves_is_cancelled_and_ends(live_server, house, tmp_path):
    engagement, body, lead, member = house
    moved, cancelled = meets(body, engagement, number=1), meets(body, engagement, number=2, on=day(31))
    inside = meets(body, engagement, circle=Circle.TEAM, number=3)
    phone = Telephone(tmp_path, live_server.url + subscribed(member))
    phone.sync()
    assert set(phone.files) == {str(moved.pk), str(cancelled.pk)}
    assert phone.shows(day(0))[0][2] == f"1. Sitzung {body.name}"

    Meeting.objects.filter(pk=moved.pk).update(on=day(45), sequence=1)
    move_meeting(cancelled, "abgesagt", by=lead, reason="Hochwasser")
    phone.sync()
    assert "STATUS:CANCELLED" in phone.files[str(cancelled.pk)]
    assert "SEQUENCE:1" in phone.files[str(moved.pk)]
    assert [line[0][:10] for line in phone.shows(day(40))] == [day(45).strftime("%d.%m.%Y")]

    Meeting.objects.filter(pk=cancelled.pk).update(on=day(-400))  # long over: then nothing
    phone.sync()
    assert set(phone.files) == {str(moved.pk)}
    member.memberships.update(ends_on=day(-1))
    phone.sync()
    assert phone.files == {}
    assert str(inside.pk) not in "".join(path.read_text() for path in tmp_path.rglob("*.ics"))


@pytest.mark.django_db
def test_khal_imports_every_calendar(house, tmp_path):
    """Fetched as a file; hours and days as they are in Berlin, on both sides of a change of the clocks."""
    engagement, body, lead, _member = house
    days = [clocks_change(month, days) for month, days in ((3, -3), (3, 1), (10, -2), (10, 2))]
    allday = clocks_change(3, 30)
    for date in days:
        meets(body, engagement, on=date, place="Rathaus, Saal 2; hinten \\ links " + "ß" * 60)
    meets(body, engagement, on=allday, begins=None, ends=None)
    phone = Telephone(tmp_path)
    file = tmp_path / "feed.ics"
    file.write_bytes(fetch(subscribed(lead)).content)
    phone.khal("import", "--batch", str(file))
    found = phone.shows(days[0], "300d")

    assert len(found) == 5
    assert [(line[0], line[1]) for line in found if "18:00" in line[0]] == [
        (f"{date:%d.%m.%Y} 18:00", f"{date:%d.%m.%Y} 20:00") for date in days
    ]
    assert {line[2] for line in found} >= {f"{m.number}. Sitzung {body.name}" for m in Meeting.objects.all()}
    assert "Rathaus, Saal 2; hinten \\ links ßßß" in found[0][3]
    assert f"{allday:%d.%m.%Y}" in found[2][0]
    printed = phone.khal("printformats")
    assert "21.12.2013 21:45" in printed


@pytest.mark.django_db
def test_a_second_parser_agrees(house, client):
    engagement, body, lead, _member = house
    meeting = meets(body, engagement, place="Rathaus, Saal 2; hinten\\links", number=12)
    meets(body, engagement, begins=None, ends=None, on=day(10))
    client.force_login(lead)
    one = client.get(reverse("steering:meeting-calendar", args=[meeting.pk])).content.decode()
    for text in (fetch(subscribed(lead)).content.decode(), one):
        found = vobject.readOne(text)
        event = next(each for each in found.vevent_list if each.uid.value == str(meeting.pk))
        assert event.summary.value == f"12. Sitzung {body.name}"
        assert event.location.value == "Rathaus, Saal 2; hinten\\links"
        assert event.dtstart.value.utcoffset() in {dt.timedelta(hours=1), dt.timedelta(hours=2)}
        assert event.dtstart.value.strftime("%H:%M") == "18:00"
        assert found.serialize()  # complete by its own rules


@pytest.mark.django_db
def test_a_calendar_without_time_zone_would_be_seen(house, tmp_path, monkeypatch):
    """The gate, seen red: what names no hour of Berlin stands at another one."""
    engagement, body, lead, _member = house
    summer = clocks_change(3, 90)
    meets(body, engagement, on=summer)
    monkeypatch.setattr("steering.exports.calendar.settings.TIME_ZONE", "America/New_York")
    phone = Telephone(tmp_path)
    (tmp_path / "feed.ics").write_bytes(fetch(subscribed(lead)).content)
    phone.khal("import", "--batch", str(tmp_path / "feed.ics"))

    assert phone.shows(summer, "3d")[0][0] != f"{summer:%d.%m.%Y} 18:00"
