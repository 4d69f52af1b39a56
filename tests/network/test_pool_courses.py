"""Courses: modules, attendance, and a certificate for whoever was there often enough."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from network.models import Course, CourseParticipant
from rooms.acting import act_as
from rooms.enums import Circle
from tests.factories.network import (
    CourseFactory,
    CourseModuleFactory,
    CourseParticipantFactory,
    networker,
)
from tests.walls import sql

from .visits import url

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(network):
    return CourseFactory(network=network, needed=2)


@pytest.fixture
def modules(course):
    return [CourseModuleFactory(course=course, title=f"Modul {number}") for number in (1, 2, 3)]


def test_a_course_with_its_modules(client, network, kept):
    sent = {"title": "Lehrgang", "needed": 5, "module-TOTAL_FORMS": 5, "module-INITIAL_FORMS": 0}
    sent |= {f"module-{n}-title": f"Modul {n + 1}" for n in range(5)}
    client.post(url("course-create", network.pk), sent)

    course = Course.objects.get()
    assert [str(module) for module in course.modules.all()] == [f"Modul {n}" for n in range(1, 6)]
    assert "Zertifikat ab <b>5</b> Modulen" in client.get(course.get_absolute_url()).content.decode()


def test_the_names_stay_with_those_who_keep_the_network(client, network, course, kept):
    client.post(url("participant-create", course.pk), {"name": "Frau Muster", "comes_from": "Hamm"})
    row = CourseParticipant.objects.get()
    assert row.circle == Circle.TEAM
    member = networker(network)
    client.force_login(member)
    page = client.get(course.get_absolute_url())
    assert page.status_code == 200
    assert "Frau Muster" not in page.content.decode()
    for view in ("participant-update", "participant-delete", "certificate"):
        assert client.get(url(view, row.pk)).status_code == 404
    assert client.post(url("course-attendance", course.pk)).status_code == 403
    act_as(member.pk)
    assert sql("SELECT count(*) FROM network_courseparticipant") == [(0,)]


def test_a_certificate_after_enough_modules(client, course, modules, kept):
    row = CourseParticipantFactory(course=course, name="Frau Muster")
    client.post(url("course-attendance", course.pk), {f"da-{row.pk}": [modules[0].pk]})
    assert client.get(url("certificate", row.pk)).status_code == 404
    client.post(url("course-attendance", course.pk), {f"da-{row.pk}": [modules[0].pk, modules[2].pk]})

    page = client.get(url("certificate", row.pk)).content.decode()
    assert "Frau Muster" in page
    assert "Modul 1" in page
    assert "Modul 2" not in page
    client.post(url("certificate", row.pk))
    assert "ausgestellt am" in client.get(url("certificate", row.pk)).content.decode()


def test_ticks_taken_back_go(client, course, modules, kept):
    row = CourseParticipantFactory(course=course)
    client.post(url("course-attendance", course.pk), {f"da-{row.pk}": [module.pk for module in modules]})
    client.post(url("course-attendance", course.pk), {f"da-{row.pk}": [modules[1].pk, "unsinn"]})

    assert [each.module for each in row.attendance.all()] == [modules[1]]


def test_the_page_asks_the_same_for_one_and_for_three(client, course, modules, kept):
    def statements():
        with CaptureQueriesContext(connection) as caught:
            client.get(course.get_absolute_url())
        return len(caught)

    CourseParticipantFactory(course=course)
    client.get(course.get_absolute_url())
    one = statements()
    for _time in range(2):
        CourseParticipantFactory(course=course)

    assert statements() == one
