"""Systemic consensing: each says how much stands against an option, nobody learns who said what."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from rooms.acting import act_as
from rooms.enums import Circle
from steering.consensing import how_many, vote
from steering.enums import ConsensingState, Way
from steering.models import Attendance, Consensing, ConsensingSheet
from steering.transitions.consensing import close_consensing
from tests.attack.test_wall import as_owner
from tests.factories.steering import SeatGroupFactory
from tests.stakeholders.sent import sent_by

pytestmark = pytest.mark.django_db
ALL = {"circle": Circle.STEERING}


def url_of(name, row):
    return reverse(f"steering:consensing-{name}", args=[row.pk])


def closed(row, lead):
    act_as(lead.pk)
    row = close_consensing(row, by=lead)
    as_owner()
    return row


def result(row):
    fields = ("text", "total", "lowest", "highest", "place")
    return list(row.options.values_list(*fields))


# --- opening -----------------------------------------------------------------------------------


def test_it_is_opened_with_a_way_out_once(signed_in, item):
    words = {"options": "Haus\n\nHalle\nHaus", "way": Way.SHEET}
    for _ in range(2):
        sent_by(signed_in, reverse("steering:consensing-create", args=[item.pk]), words)
        words["key"] = str(Consensing.objects.first().pk)
    row = Consensing.objects.order_by("pk").first()

    assert [(each.text, each.is_passive) for each in row.options.all()] == [
        ("Haus", False),
        ("Halle", False),
        ("Es bleibt, wie es ist.", True),
    ]
    assert (row.question, row.circle) == ("Wo treffen wir uns?", Circle.STEERING)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"options": "Haus", "with_passive": ""}, "mindestens zwei Möglichkeiten"),
        ({"options": "\n".join(map(str, range(13)))}, "höchstens zwölf"),
        ({"options": f"Haus\n{'x' * 301}"}, "höchstens 300 Zeichen"),
    ],
)
def test_too_few_and_too_many_get_a_sentence(signed_in, item, words, said):
    answer = sent_by(signed_in, reverse("steering:consensing-create", args=[item.pk]), words)

    assert said in answer.content.decode()
    assert not Consensing.objects.exists()


# --- answering ---------------------------------------------------------------------------------


def sheet(client, row, *numbers, **more):
    words = {f"w-{option.pk}": str(n) for option, n in zip(row.options.all(), numbers, strict=False)}
    return client.post(url_of("vote", row), words, **more)


def test_a_member_answers_on_her_phone_and_changes_her_mind(client, asked, sits):
    row, user = asked(), sits()
    client.force_login(user)
    sheet(client, row, 0, 5, 10)
    sheet(client, row, 1, 5, 10)
    page = client.get(row.get_absolute_url()).content.decode()

    assert ConsensingSheet.objects.get().resistances == [1, 5, 10]
    assert "Sie haben bewertet." in page
    assert "1 von 1 hat bewertet" in page


@pytest.mark.parametrize("numbers", [(0, 5), (0, 5, 11), (0, 5, "x"), (0, 5, -1)])
def test_a_sheet_is_whole_and_in_the_scale(client, asked, sits, numbers):
    row = asked()
    client.force_login(sits())

    assert sheet(client, row, *numbers).status_code == 200
    assert not ConsensingSheet.objects.exists()


def test_the_table_itself_takes_one_whole_sheet_of_each(asked, sits):
    row, user = asked(), sits()
    for numbers, kind in (([1, 2], IntegrityError), ([1, 2, 11], IntegrityError)):
        with pytest.raises(kind), transaction.atomic():
            ConsensingSheet.objects.create(consensing=row, member=user, resistances=numbers)
    vote(row, user, [1, 2, 3])
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsensingSheet.objects.create(consensing=row, member=user, resistances=[1, 2, 3])


def test_who_has_no_vote_reads_why(client, asked, sits, body, meeting):
    row = asked()
    ended = sits(period=f"2018 bis {meeting.on - dt.timedelta(days=1):%d.%m.%Y}")
    advising = sits(group=SeatGroupFactory(body=body, has_vote=False))
    for user, said in ((ended, "Ihre Amtszeit ist am 11.03.2026 zu Ende gegangen."), (advising, "mit Stimme")):
        client.force_login(user)
        assert said in client.get(row.get_absolute_url()).content.decode()
        assert said in sheet(client, row, 1, 1, 1, follow=True).content.decode()
    assert not ConsensingSheet.objects.exists()


def test_one_seat_has_one_vote(client, asked, sits, body, meeting):
    row, member, deputy = asked(), sits(), sits()
    seat, other = body.terms.get(account=member), body.terms.get(account=deputy)
    type(other).objects.filter(pk=other.pk).update(deputy_of=seat)
    Attendance.objects.create(meeting=meeting, term=seat, deputy=other, presence="entschuldigt")
    for user in (member, deputy):
        client.force_login(user)
        sheet(client, row, 1, 1, 1)

    assert ConsensingSheet.objects.get().member == deputy


def test_whoever_answered_before_the_list_was_written_gives_way_to_her_deputy(asked, sits, body, meeting, lead):
    row, member, deputy, other = asked(), sits(), sits(), sits()
    seat, instead = body.terms.get(account=member), body.terms.get(account=deputy)
    type(seat).objects.filter(pk=instead.pk).update(deputy_of=seat)
    for user, numbers in ((member, [9, 9, 9]), (deputy, [1, 1, 1]), (other, [2, 2, 2])):
        vote(row, user, numbers)
    Attendance.objects.create(meeting=meeting, term=seat, deputy=instead, presence="entschuldigt")

    act_as(lead.pk)
    assert close_consensing(row, by=lead).voters == 2
    as_owner()
    assert not ConsensingSheet.objects.exists()


# --- nobody reads a sheet ----------------------------------------------------------------------


def test_nobody_sees_a_sheet_but_its_member(client, asked, sits, lead, advisor):
    row, user = asked(), sits()
    vote(row, user, [7, 8, 9])
    for person, there in ((lead, 0), (advisor, 0), (sits(), 0), (user, 1)):
        act_as(person.pk)
        assert ConsensingSheet.objects.count() == there
        as_owner()
    client.force_login(lead)
    page = client.get(row.get_absolute_url()).content.decode()

    assert "1 von 1" in page or "1 von 2" in page
    assert "Bewertung ändern" not in page
    act_as(lead.pk)
    assert how_many(row, [user.pk]) == 1
    assert how_many(row, []) == 0
    as_owner()


def test_without_the_wall_the_lead_would_see_it(asked, sits, lead):
    """The gate, seen red."""
    row = asked()
    vote(row, sits(), [7, 8, 9])
    with connection.cursor() as cursor:
        cursor.execute("DROP POLICY wall_read ON steering_consensingsheet")
        cursor.execute("CREATE POLICY wall_read ON steering_consensingsheet FOR SELECT USING (true)")
    act_as(lead.pk)

    assert ConsensingSheet.objects.count() == 1
    as_owner()


def test_only_the_team_counts(asked, sits, contact):
    row, user = asked(), sits()
    vote(row, user, [1, 2, 3])
    for person in (user, contact):
        act_as(person.pk)
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM consensing_counted(%s, %s)", [row.pk, [user.pk]])
            assert cursor.fetchall() == []
        as_owner()
    assert ConsensingSheet.objects.count() == 1


# --- the result --------------------------------------------------------------------------------


def test_three_sheets_tell_numbers_and_are_gone(asked, sits, lead):
    row = asked()
    for numbers in ([0, 5, 10], [1, 5, 8], [2, 0, 9]):
        vote(row, sits(), numbers)
    row = closed(row, lead)

    assert (row.state, row.voters) == (ConsensingState.CLOSED, 3)
    assert result(row) == [
        ("Haus", 3, 0, 2, 1),
        ("Halle", 10, 0, 5, 2),
        ("Es bleibt, wie es ist.", 27, 8, 10, 3),
    ]
    assert not ConsensingSheet.objects.exists()


@pytest.mark.parametrize("way", [Way.SHEET, Way.CALLED])
def test_two_tell_the_order_only(signed_in, asked, sits, lead, way):
    row = asked(way, ((4, 3), (0, 0), (9, 9)) if way == Way.CALLED else ((), (), ()))
    if way == Way.SHEET:
        vote(row, sits(), [4, 0, 9])
        vote(row, sits(), [3, 0, 9])
    page = signed_in.get(closed(row, lead).get_absolute_url()).content.decode()

    assert result(row) == [
        ("Haus", None, None, None, 2),
        ("Halle", None, None, None, 1),
        ("Es bleibt, wie es ist.", None, None, None, 3),
    ]
    assert "Bei weniger als drei Bewertungen" in page
    assert "Akzeptanz" not in page


def test_whoever_is_to_weigh_finds_it_on_her_page_until_she_has(client, asked, sits, engagement):
    row, member = asked(), sits()
    page = reverse("steering:review", args=[engagement.pk])
    client.force_login(member)
    assert reverse("steering:consensing-detail", args=[row.pk]) in client.get(page).content.decode()

    vote(row, member, [0, 5, 10])
    assert row.question not in client.get(page).content.decode()


def test_whoever_has_no_seat_is_not_asked_to_weigh(client, asked, member, engagement):
    row = asked()
    client.force_login(member)

    assert row.question not in client.get(reverse("steering:review", args=[engagement.pk])).content.decode()
