"""News by mail: meant twice, sent once a week and never twice, ended with one click."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from network.models import Subscription
from network.subscriptions import forget_unconfirmed, key_of, send_news, subscribe
from network.transitions.profiles import withdraw
from participation.models import Event
from reports.news import items
from rooms import guests
from rooms.acting import act_as, carry_key
from tests.factories.events import EventFactory
from tests.factories.profiles import Sides

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.timedelta(days=1)


def absolute(path):
    return f"https://haus.example{path}"


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    """A person takes her time over a form; a test does not."""
    monkeypatch.setattr(guests, "QUICKEST", 0)


def order(client, email="leserin@example.org", topics=("beratungen",), **more):
    url = reverse("reports:subscription-create")
    opened = client.get(url).context["form"]["opened"].value()
    return client.post(url, {"email": email, "topics": topics, "opened": opened} | more)


def link_in(letter):
    return urlsplit(next(word for word in letter.body.split() if word.startswith("http"))).path


def confirmed(client, email="leserin@example.org"):
    order(client, email)
    client.post(link_in(mail.outbox[-1]))
    mail.outbox.clear()
    return Subscription.objects.get(confirmed_at__isnull=False)


def news(today):
    return send_news(lambda _language: items(AnonymousUser()), today, absolute)


def test_the_address_is_asked_whether_it_is_meant(client):
    assert order(client).status_code == 200
    (letter,) = mail.outbox
    page = client.get(link_in(letter))
    assert Subscription.objects.get().confirmed_at is None  # a scanner of mails has opened it
    client.post(link_in(letter))

    assert "bestätigen" in page.content.decode()
    assert Subscription.objects.get().confirmed_at


def test_the_address_is_nowhere_readable(client):
    order(client)
    row = Subscription.objects.get()

    assert b"leserin" not in bytes(row.address)
    assert "leserin" not in row.address_hash + row.key_hash


@pytest.mark.parametrize("more", [{"website": "x"}, {"opened": ""}, {"email": "keine"}, {"topics": []}])
def test_machines_and_mistakes_get_a_sentence(client, more):
    page = order(client, **more)

    assert page.context["form"].errors
    assert not mail.outbox


def test_nobody_is_flooded(client):
    answers = [order(client).status_code for _n in range(4)]

    assert answers[-1] == 429
    assert len(mail.outbox) == 3


def test_no_cookie_but_for_the_form_and_nothing_kept(client):
    page = client.get(reverse("reports:subscription-create"))

    assert set(page.cookies) <= {"csrftoken"}
    assert "no-store" in page["Cache-Control"]


@pytest.mark.slow
def test_sixty_days_each_thing_once(client):
    """The command runs every day; what is new is told once, a week lies between two letters."""
    row = confirmed(client)
    start = timezone.localdate()
    soon = timezone.now() + DAY
    told = {}
    for day in range(60):
        if day in {1, 2, 30}:
            Sides(title=f"Neu {day}").out(at=soon)
        mail.outbox.clear()
        for _twice in range(2):
            news(start + DAY * day)
        for letter in mail.outbox:
            told[day] = [title for title in ("Neu 1\n", "Neu 2\n", "Neu 30\n") if title in letter.body]
        assert len(mail.outbox) <= 1

    assert told == {1: ["Neu 1\n"], 8: ["Neu 2\n"], 30: ["Neu 30\n"]}
    row.refresh_from_db()
    assert len(row.told) == 3


def test_a_new_edition_is_no_news(client):
    confirmed(client)
    sides = Sides()
    first = sides.out(at=timezone.now() + DAY)
    assert news(timezone.localdate()) == 1
    withdraw(first, by=sides.lead)
    sides.out(at=timezone.now() + DAY)

    assert news(timezone.localdate() + DAY * 8) == 0


def test_what_is_not_public_is_in_no_letter(client):
    confirmed(client)
    Sides(title="Geheim")
    Sides(title="Geheim").out(circle=10, at=timezone.now() + DAY)

    assert news(timezone.localdate()) == 0


def test_one_click_ends_it(client):
    """The header of RFC 8058: the program of the mailbox posts without any cookie."""
    confirmed(client)
    Sides().out(at=timezone.now() + DAY)
    news(timezone.localdate())
    (letter,) = mail.outbox
    url = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    client.get(urlsplit(url).path)
    assert Subscription.objects.exists()
    strict = type(client)(enforce_csrf_checks=True)

    assert strict.post(urlsplit(url).path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.exists()
    assert "Abbestellt" in client.get(urlsplit(url).path).content.decode()


def test_one_click_ends_all_of_an_address(client):
    for _twice in range(2):
        order(client, "Leserin@example.org")
        client.post(link_in(mail.outbox[-1]))
    other = confirmed_other(client)
    end = reverse("reports:subscription-end", args=[key_of(Subscription.objects.exclude(pk=other.pk).first().pk)])
    assert Subscription.objects.exclude(confirmed_at=None).count() == 3
    client.post(end)

    assert list(Subscription.objects.all()) == [other]
    assert client.get(end).status_code == 404


def confirmed_other(client):
    order(client, "andere@example.org")
    client.post(link_in(mail.outbox[-1]))
    return Subscription.objects.latest("created_at")


def test_the_daily_round_forgets_what_nobody_confirmed(client):
    order(client)
    Subscription.objects.update(created_at=timezone.now() - DAY * 8)
    call_command("forget_due")

    assert not Subscription.objects.exists()


def test_what_was_released_on_the_day_she_confirmed_is_told(client):
    """Of events the day of the release is known, not the hour; when it was written down does not count."""
    confirmed(client)
    written = timezone.now() - DAY * 90
    rows = [EventFactory(circle=0, publicness="oeffentlich", begins=timezone.now() + DAY) for _twice in range(2)]
    for row, day in zip(rows, (timezone.localdate(), timezone.localdate() - DAY * 2), strict=True):
        Event.objects.filter(pk=row.pk).update(created_at=written, shared_on=day)
    found = [item for item in items(AnonymousUser()) if item.published_at.date() == timezone.localdate()]

    assert [item.key for item in found] == [f"veranstaltung:{rows[0].pk}"]
    Subscription.objects.update(topics=["veranstaltungen"])
    assert news(timezone.localdate()) == 1
    assert mail.outbox[-1].body.count("/veranstaltungen/") == 1


def test_what_nobody_confirmed_goes(client):
    order(client)
    assert forget_unconfirmed(timezone.now()) == 0

    assert forget_unconfirmed(timezone.now() + DAY * 8) == 1


def test_the_wall_opens_to_the_key_alone(client):
    order(client)
    with transaction.atomic(), connection.cursor() as cursor:
        act_as(None)
        cursor.execute("SELECT count(*) FROM network_subscription")
        assert cursor.fetchone() == (0,)
        carry_key("falsch")
        cursor.execute("SELECT count(*) FROM network_subscription")
        assert cursor.fetchone() == (0,)
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(
                "INSERT INTO network_subscription (id, address, address_hash, key_hash, topics, language, created_at,"
                " told) VALUES (gen_random_uuid(), '', 'a', 'fremd', '{}', 'de', now(), '{}')"
            )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM network_subscription")  # the gate seen red: the owner passes the wall
        assert cursor.fetchone() == (1,)


def test_in_her_language(client):
    client.get("/en/oeffentlich/abonnieren/")
    subscribe("reader@example.org", ["beratungen"], "en", absolute)

    assert Subscription.objects.get().language == "en"
