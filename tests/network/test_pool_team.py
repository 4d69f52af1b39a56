"""A team from the pool: short list, conflict of interest, request, yes or no, invitation."""

import pytest
from django.core import mail
from django.db import DatabaseError, transaction

from network.enums import RequestState
from network.models import PoolProfile, PoolRequest
from network.transitions import pool as transitions
from rooms.acting import act_as
from rooms.enums import Role
from rooms.models import Invitation
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory
from tests.factories.network import PoolProfileFactory, PoolRequestFactory
from tests.factories.rooms import MembershipFactory
from tests.walls import as_owner, sql

from .visits import url

pytestmark = pytest.mark.django_db
NOTED = "soll mit dem Beirat verschwägert sein"
SECRET = "Geheime Beratung in einer Stadt"


@pytest.fixture
def process():
    return UserFactory(name="Rita Referentin")


@pytest.fixture
def engagement(process):
    found = EngagementFactory(title=SECRET, lead=UserFactory())
    MembershipFactory(room=found.room, user=process, role=Role.PROCESS)
    return found


def test_from_the_short_list_to_the_invitation(
    client, process, engagement, profile, django_capture_on_commit_callbacks
):
    client.force_login(process)
    sent = {"role": "advisor", "conflict_note": "kennt den Beirat nicht", "message": "Eine Stadt, drei Tage im Monat"}
    client.post(url("request-create", engagement.pk, profile.pk), sent)
    row = PoolRequest.objects.get()
    assert row.state == RequestState.NOTED
    client.force_login(profile.person)
    assert client.get(url("request-answer", row.pk)).status_code == 404  # not asked yet

    client.force_login(process)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("request-move", row.pk, "anfragen"))
    assert mail.outbox[-1].to == [profile.person.email]
    assert SECRET not in mail.outbox[-1].body

    client.force_login(profile.person)
    assert url("request-answer", row.pk) in client.get(profile.network.get_absolute_url()).content.decode()
    page = client.get(url("request-answer", row.pk)).content.decode()
    assert "Eine Stadt, drei Tage im Monat" in page
    assert SECRET not in page
    assert "kennt den Beirat nicht" not in page
    assert client.get(engagement.get_absolute_url()).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("request-answer", row.pk), {"what": "ja", "own_conflict": "war 2010 dort"})
    assert mail.outbox[-1].to == [process.email]

    client.force_login(process)
    page = client.get(url("team", engagement.pk)).content.decode()
    assert "war 2010 dort" in page
    client.post(url("request-move", row.pk, "einladen"))
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.room) == (profile.person.email, "advisor", engagement.room)
    row.refresh_from_db()
    assert row.state == RequestState.INVITED


def test_nobody_is_noted_without_a_word_on_conflicts(client, process, engagement, profile):
    client.force_login(process)
    sent = {"role": "advisor", "conflict_note": "", "message": "Zeit?"}
    page = client.post(url("request-create", engagement.pk, profile.pk), sent).content.decode()

    assert "geprüft, nichts bekannt" in page
    assert not PoolRequest.objects.exists()


def test_nobody_stands_on_the_list_twice(client, process, engagement, profile):
    PoolRequestFactory(engagement=engagement, profile=profile)
    client.force_login(process)
    sent = {"role": "advisor", "conflict_note": "nichts", "message": "Zeit?"}
    client.post(url("request-create", engagement.pk, profile.pk), sent)

    assert PoolRequest.objects.count() == 1


def test_a_no_is_a_no(client, process, engagement, profile):
    row = PoolRequestFactory(engagement=engagement, profile=profile, author=process)
    transitions.move(row, RequestState.ASKED, by=process)
    client.force_login(profile.person)
    client.post(url("request-answer", row.pk), {"what": "nein", "answer": "Leider nein"})

    row.refresh_from_db()
    assert row.state == RequestState.DECLINED
    with pytest.raises(transitions.StepRefused):
        transitions.call_in(row, by=process, absolute=str)
    assert not Invitation.objects.exists()


def test_advisors_and_the_town_do_not_see_the_list(client, engagement, profile):
    PoolRequestFactory(engagement=engagement, profile=profile)
    for role, status in ((Role.ADVISOR, 403), (Role.CONTACT, 403), (None, 404)):
        person = UserFactory()
        if role:
            MembershipFactory(room=engagement.room, user=person, role=role)
        client.force_login(person)
        assert client.get(url("team", engagement.pk)).status_code == status


def test_the_asked_reads_what_was_written_for_her_and_says_yes_or_no_and_nothing_else(engagement, profile, process):
    row = PoolRequestFactory(engagement=engagement, profile=profile, conflict_note=NOTED)
    other = PoolProfileFactory(network=profile.network)
    PoolRequestFactory(engagement=engagement, profile=other)
    act_as(profile.person_id)
    assert sql("SELECT count(*) FROM pool_asked()") == [(0,)]
    assert answered(row) is False
    as_owner()
    transitions.move(row, RequestState.ASKED, by=process)
    act_as(profile.person_id)
    assert sql("SELECT id FROM pool_asked()") == [(row.pk,)]
    assert NOTED not in str(sql("SELECT * FROM pool_asked()"))
    assert sql("SELECT count(*) FROM network_poolrequest") == [(0,)]  # there stands what was noted about her
    assert sql("UPDATE network_poolrequest SET role = 'process', conflict_note = ''") == 0
    assert answered(row, "eingeladen") is False
    assert answered(row) is True
    assert answered(row, "abgesagt") is False  # said is said
    as_owner()
    row.refresh_from_db()
    assert (row.state, row.role, row.conflict_note, row.own_conflict) == ("zugesagt", "advisor", NOTED, "Schwager")


def answered(row, state="zugesagt"):
    return sql("SELECT pool_answer(%s, %s, 'Schwager', '')", [row.pk, state])[0][0]


@pytest.mark.parametrize(
    "change",
    ["state = 'zugesagt'", "state = 'eingeladen'", "answer = 'ja'", "role = 'process'", "message = 'anders'"],
)
def test_the_team_neither_answers_for_her_nor_changes_what_was_asked(engagement, profile, process, change):
    row = PoolRequestFactory(engagement=engagement, profile=profile)
    transitions.move(row, RequestState.ASKED, by=process)
    act_as(process.pk)
    with pytest.raises(DatabaseError, match="nobody answers for her|stays as it was asked"), transaction.atomic():
        sql(f"UPDATE network_poolrequest SET {change}")


def test_who_leaves_the_pool_stays_on_the_list_of_those_who_asked(client, process, engagement, profile):
    PoolRequestFactory(engagement=engagement, profile=profile)
    PoolProfile.objects.update(admitted_on=None)
    client.force_login(process)

    assert "Maja Mediatorin" in client.get(url("team", engagement.pk)).content.decode()
