"""The address of a calendar under attack; and how it ends with what its owner may read."""

import re

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from rooms.acting import act_as
from rooms.enums import Circle, Role
from rooms.models import Membership
from stakeholders.models import Body
from steering import feeds
from steering.models import Feed, Meeting
from tests.factories.engagements import EngagementFactory
from tests.factories.rooms import MembershipFactory
from tests.factories.steering import BodyFactory
from tests.walls import as_owner, sql

from .feeds import TOKEN, day, events, fetch, meets, subscribed

pytestmark = pytest.mark.django_db
CREATE = reverse("steering:feed-create")


@pytest.fixture
def planned(body, engagement):
    return meets(body, engagement)


def made(client, label="Telefon", **data):
    """The page on which somebody meets her new address."""
    page = client.get(CREATE)
    form = page.context["form"]
    hidden = dict(re.findall(r'name="(key|seed)" value="([^"]+)"', page.content.decode()))
    assert len(hidden) == 2, form
    return client.post(CREATE, {"label": label, "body": "", **hidden, **data})


def address_in(page):
    return re.search(r'id="adresse"[^>]*value="http://testserver([^"]+)"', page.content.decode())[1]


# --- making and taking away ----------------------------------------------------------------


def test_the_address_is_shown_once_and_kept_nowhere(client, member, planned, signed_in):
    page = made(client)
    url = address_in(page)
    token = url.rpartition("/")[2].removesuffix(".ics")

    assert page["Cache-Control"].startswith("max-age=0") or "no-store" in page["Cache-Control"]
    assert set(events(url)) == {str(planned.pk)}
    assert len(token) == 64  # 256 bits
    assert token not in client.get(reverse("steering:feeds")).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(f)::text FROM steering_feed f")
        assert token not in cursor.fetchone()[0]
    assert Entry.objects.filter(action="feed.created", actor=member, room_key=None).count() == 1
    assert address_in(made(client)) != url


def test_sent_twice_it_is_one_calendar_and_the_same_address(client, member, signed_in):
    page = client.get(CREATE).content.decode()
    data = dict(re.findall(r'name="(key|seed)" value="([^"]+)"', page)) | {"label": "Telefon", "body": ""}
    one, two = client.post(CREATE, data), client.post(CREATE, data)

    assert address_in(one) == address_in(two)
    assert Feed.objects.count() == 1
    assert client.post(CREATE, data | {"label": "Rechner"}).status_code == 409


def test_the_seed_alone_opens_nothing(client, member, planned, signed_in):
    """Whoever looked over her shoulder at the form has no address yet."""
    made(client, seed="geraten")
    for guess in ("geraten", feeds.digest_of("geraten"), Feed.objects.get().digest):
        assert fetch(reverse("steering:feed", args=[guess])).status_code == 404


def test_a_body_i_do_not_read_cannot_be_chosen(client, member, engagement, signed_in):
    inside = BodyFactory(room=engagement.room, circle=Circle.TEAM, name="geheim")

    assert "geheim" not in client.get(f"{CREATE}?gremium={inside.pk}").content.decode()
    assert made(client, body=str(inside.pk)).status_code == 200
    assert not Feed.objects.exists()


def test_more_than_twenty_doors_nobody_needs(client, member, signed_in):
    for n in range(feeds.MOST):
        subscribed(member, token=f"{n:064}")
    page = made(client)

    assert "Mehr als 20 Kalender gehen nicht" in page.content.decode()
    assert Feed.objects.count() == feeds.MOST


def test_revoked_it_says_so_in_one_sentence(client, member, planned, signed_in):
    url = subscribed(member)
    row = Feed.objects.get()
    revoking = reverse("steering:feed-revoke", args=[row.pk])
    assert client.get(revoking).status_code == 200
    assert events(url)
    client.post(revoking)
    client.post(revoking)
    shut = fetch(url)

    assert shut.status_code == 410
    assert "Dieser Kalender wurde widerrufen." in shut.content.decode()
    assert str(planned.pk) not in shut.content.decode()
    assert Entry.objects.filter(action="feed.revoked").count() == 1
    assert "widerrufen am" in client.get(reverse("steering:feeds")).content.decode()


def test_nobody_else_revokes_it(client, member, lead):
    subscribed(member)
    client.force_login(lead)

    assert client.post(reverse("steering:feed-revoke", args=[Feed.objects.get().pk])).status_code == 404
    assert Feed.objects.get().revoked_on is None


def test_the_list_says_when_it_was_last_fetched(client, member, planned, signed_in):
    url = subscribed(member)
    assert "noch nie abgerufen" in client.get(reverse("steering:feeds")).content.decode()
    fetch(url)
    assert (
        f"zuletzt abgerufen am {timezone.localdate():%d.%m.%Y}"
        in client.get(reverse("steering:feeds")).content.decode()
    )


# --- addresses that are none ---------------------------------------------------------------


@pytest.mark.parametrize(
    "token", ["x", TOKEN[:-1], TOKEN.upper(), TOKEN + "a", "%00", "é" * 64, "' OR '1'='1", "0" * 4000]
)
def test_an_address_that_is_none_opens_nothing(member, planned, token):
    subscribed(member)
    page = fetch(f"/lenkung/kalender/{token}.ics")

    assert page.status_code == 404
    assert str(planned.pk) not in page.content.decode()


def test_many_guesses_have_to_wait_and_good_addresses_do_not_count(member, planned, settings):
    settings.LIMITS = settings.LIMITS | {"feed_address": (3, 15)}
    url, wrong = subscribed(member), reverse("steering:feed", args=["b" * 64])
    for _each in range(6):
        assert fetch(url).status_code == 200

    assert [fetch(wrong).status_code for _each in range(4)] == [404, 404, 404, 429]
    late = fetch(wrong)
    assert int(late["Retry-After"]) == 15 * 60
    assert "Zu viele Versuche" in late.content.decode()


def test_only_looking_is_allowed(member, planned):
    url = subscribed(member)

    assert Client().post(url).status_code == 405
    assert Client().head(url).status_code == 200


def test_whoever_is_signed_in_meets_the_calendar_of_its_owner_only(client, lead, member, engagement, planned):
    """The session of the browser gives the address nothing."""
    inside = meets(BodyFactory(room=engagement.room, circle=Circle.TEAM), engagement, circle=Circle.TEAM)
    client.force_login(lead)
    content = client.get(subscribed(member)).content.decode()

    assert str(planned.pk) in content
    assert str(inside.pk) not in content


# --- it ends with what she may read --------------------------------------------------------


def test_new_in_the_group_she_sees_nothing_from_before(engagement, body):
    late = MembershipFactory(room=engagement.room, role=Role.STEERING, starts_on=timezone.localdate()).user
    before, since = meets(body, engagement), meets(body, engagement)
    Meeting.objects.filter(pk=before.pk).update(shared_on=day(-1))

    assert set(events(subscribed(late))) == {str(since.pk)}


@pytest.mark.parametrize("end", ["membership", "circle", "body", "account", "deleted body"])
def test_what_is_over_leaves_an_empty_calendar(member, body, planned, end):
    urls = subscribed(member), subscribed(member, body, "b" * 64)
    assert all(events(url) for url in urls)
    if end == "membership":
        Membership.objects.filter(user=member).update(ends_on=day(-1))
    elif end == "circle":
        Meeting.objects.update(circle=Circle.TEAM)
    elif end == "body":
        Body.objects.update(circle=Circle.TEAM)
    elif end == "account":
        type(member).objects.filter(pk=member.pk).update(is_active=False)
    else:
        planned.delete()
        body.delete()

    assert [events(url) for url in urls] == [{}, {}]
    if end != "circle":
        assert body.name not in fetch(urls[1]).content.decode()


def test_a_calendar_of_a_deleted_body_does_not_become_one_of_all(member, body, planned, engagement):
    other = BodyFactory(room=engagement.room, circle=Circle.STEERING)
    url = subscribed(member, other)
    other.delete()

    assert events(url) == {}


def test_all_her_rooms_and_no_others(member, planned):
    second = EngagementFactory()
    MembershipFactory(room=second.room, user=member, role=Role.STEERING)
    there = meets(BodyFactory(room=second.room, circle=Circle.STEERING), second)
    elsewhere = EngagementFactory()
    meets(BodyFactory(room=elsewhere.room, circle=Circle.STEERING), elsewhere)
    meets(BodyFactory(room=elsewhere.room, circle=Circle.PUBLIC), elsewhere, circle=Circle.PUBLIC)

    assert set(events(subscribed(member))) == {str(planned.pk), str(there.pk)}


# --- the wall, by plain SQL as the web role ------------------------------------------------


def test_behind_the_wall_everybody_meets_her_own(member, lead):
    subscribed(member)
    subscribed(lead, token="b" * 64)
    for person, n in ((None, 0), (member.pk, 1), (lead.pk, 1)):
        act_as(person)
        assert sql("SELECT count(*) FROM steering_feed") == [(n,)]
    with pytest.raises(DatabaseError), transaction.atomic():
        sql(
            "INSERT INTO steering_feed (id, person_id, label, of_body, digest, created_on)"
            " VALUES (gen_random_uuid(), %s, 'x', false, 'x', now())",
            [member.pk],
        )
    assert sql("UPDATE steering_feed SET revoked_on = NULL WHERE person_id = %s RETURNING id", [member.pk]) == []
    as_owner()


def test_without_the_digest_the_function_says_nothing(member):
    subscribed(member)
    act_as(None)
    for text in ("", "%", TOKEN):
        assert sql("SELECT * FROM feed_opened(%s)", [text]) == []
    assert len(sql("SELECT * FROM feed_opened(%s)", [feeds.digest_of(TOKEN)])) == 1
    as_owner()


def test_without_the_acting_person_the_calendar_would_be_too_full(member, body, engagement, planned, monkeypatch):
    """The gate, seen red: rule forgotten, and the owner of the tables acting in her place."""
    inside = meets(BodyFactory(room=engagement.room, circle=Circle.TEAM), engagement, circle=Circle.TEAM)
    monkeypatch.setattr("rooms.models.RoomItemQuerySet.visible_to", lambda rows, user, room=None: rows)
    url = subscribed(member)
    assert set(events(url)) == {str(planned.pk)}  # the wall holds alone

    monkeypatch.setattr("steering.feeds.act_as", lambda person: as_owner())
    assert str(inside.pk) in events(url)


def test_the_address_is_in_no_log(member, planned, caplog):
    url = subscribed(member)
    wrong = reverse("steering:feed", args=["b" * 64])
    for each in (url, wrong):
        fetch(each)

    assert "what=feed" in caplog.text
    assert "b" * 64 not in "".join(record.getMessage() for record in caplog.records if "refused" in record.name)


@pytest.fixture
def signed_in(client, member):
    client.force_login(member)


def test_one_meeting_of_a_body_she_does_not_read_is_no_calendar(client, engagement, member):
    """Asked for is the body itself; the wall behind it is taken away here."""
    hidden = BodyFactory(room=engagement.room, circle=Circle.TEAM, name="Kanarienrunde")
    meeting = meets(hidden, engagement, number=77)
    url = reverse("steering:meeting-calendar", args=[meeting.pk])
    client.force_login(member)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("DROP POLICY wall_read ON stakeholders_body")
        cursor.execute("CREATE POLICY wall_read ON stakeholders_body FOR SELECT USING (true)")
    assert client.get(url).status_code == 404

    Body.objects.filter(pk=hidden.pk).update(circle=Circle.STEERING)
    assert b"Kanarienrunde" in client.get(url).content
