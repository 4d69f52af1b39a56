"""The networks of the samples say what the founding documents say."""

import pytest
from django.test import Client
from django.urls import reverse

from network.models import Cohort, Course, LibraryItem, Network, NetworkMeeting, NetworkMember, PoolProfile
from rooms.enums import Circle

pytestmark = pytest.mark.django_db


def test_ludwigslust_takes_part_for_exchange_and_reflection(house):
    member = NetworkMember.objects.get(place__key="13076090")

    assert member.purposes == ["austausch", "reflexion"]
    assert member.network.name == "Interkommunales Netzwerk"


def test_nrw_six_named_and_ten_without_a_name(house):
    first, second = Cohort.objects.filter(title="Kommunales Konfliktmanagement").order_by("number")

    assert (first.planned, first.total, second.planned, second.total) == (6, 6, 10, 10)
    assert {row.number for row in first.counts.all()} == {6, 7}
    assert NetworkMember.objects.get(name="Kommunale Integrationszentren").count == 53


def test_weltoffene_kommune_grew_from_21_to_35(house):
    cohort = Cohort.objects.get(title="Modellkommunen")

    assert [row.number for row in cohort.counts.all()] == [21, 35]
    assert (cohort.latest.number, cohort.total) == (35, 35)


def test_five_dialogues_and_a_meeting_planned_for_autumn_and_held_in_february(house):
    assert Cohort.objects.get(title="Kommunaler Flüchtlingsdialog").planned == 5
    meeting = NetworkMeeting.objects.select_related("event").get(network__name__contains="Baden-Württemberg")
    assert (meeting.planned, f"{meeting.event.begins:%d.%m.%Y}") == ("Herbst 2016", "16.02.2017")
    tables = [table.title for table in meeting.event.tables.order_by("order")]
    assert tables == ["Entscheidung", "Themen", "Zielgruppen", "Methoden", "Folgemaßnahmen"]


def test_the_course_has_five_modules(house):
    course = Course.objects.get()

    assert (course.modules.count(), course.needed) == (5, 5)


def test_the_handbook_stands_in_the_public_library(house):
    assert LibraryItem.objects.get(title="Handbuch Integration").circle == Circle.PUBLIC
    page = Client().get(reverse("reports:library")).content.decode()
    assert "Handbuch Integration" in page
    assert "Bochumer Aufruf" not in page  # for the network only


def test_people_of_the_pool_are_roles(house):
    assert PoolProfile.objects.public().exists()
    assert all("fiktiv" in row.name for row in PoolProfile.objects.all())
    assert Network.objects.count() == 4
