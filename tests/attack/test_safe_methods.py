"""T10: looking changes nothing, and nothing is changed by a form our own pages did not make."""

import json

import pytest
from django.urls import reverse

from accounts.models import User
from tests.attack.figures import share, some
from tests.attack.visits import address, client_of
from tests.doors.table import DOORS, ROLES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pages_as_served")]
SAFE = ("get", "head", "options")
ALL_WAYS = {"nobody", "lead"}  # HEAD and OPTIONS take the same way through the house for everybody
# Ended from a program of mail by one click (RFC 8058): the secret in the address stands for the token.
BY_LINK = {"reports:subscription-end"}
CHANGING = ("post", "put", "patch", "delete")


def is_allowed(row):
    """An export leaves a line; a sign-in its time; what was read is noted, and who looked at the state when.

    Guesses at the address of a calendar are counted.
    """
    name, deed, before, after = row
    if name == "accounts_attemptcount":
        return True
    if name in {"audit_read", "steering_visit"}:
        return deed == "INSERT"
    if name == "audit_entry":
        return deed == "INSERT" and json.loads(after)["action"].endswith("_exported")
    if name == "accounts_user" and deed == "UPDATE":
        before, after = json.loads(before), json.loads(after)
        return {key for key in after if after[key] != before[key]} == {"last_login"}
    return False


def crawl(world, watch, role, names=DOORS, methods=SAFE):
    """Every address by every safe method: what was written by which."""
    found, asked, client = {}, 0, client_of(world, role)
    watch.written()
    for name in names:
        url = address(name, world)
        for method in methods:
            response = getattr(client, method)(url)
            b"".join(response) if response.streaming else None
            asked += 1
            if rows := [row for row in watch.written() if not is_allowed(row)]:
                found[method, name] = rows
            assert response.status_code < 500, (method, name)
    return found, asked


@pytest.mark.parametrize("role", some(ROLES, 1))
def test_looking_changes_nothing(world, watch, role):
    methods = SAFE if role in ALL_WAYS else SAFE[:1]
    names = share(DOORS)
    found, asked = crawl(world, watch, role, names, methods=methods)

    assert not found
    assert asked == len(names) * len(methods)


def test_a_look_that_writes_would_be_seen(world, watch, monkeypatch):
    """The gate, seen red: a page that counts its visits."""

    def counting(engagement):
        User.objects.filter(pk=world.lead.pk).update(function="gesehen")
        return []

    monkeypatch.setattr("engagements.views.detail.team_of", counting)

    assert set(crawl(world, watch, "lead", ["engagements:detail"])[0]) == {
        ("get", "engagements:detail"),
        ("head", "engagements:detail"),
    }


@pytest.mark.parametrize("role", some(["nobody", "lead", "administrator"], 1))
def test_a_form_without_token_changes_nothing(world, watch, role):
    client = client_of(world, role, enforce_csrf_checks=True)
    watch.written()
    for name in share(DOORS):
        for method in CHANGING:
            response = getattr(client, method)(address(name, world, query=False))

            assert response.status_code in ({404, 405} if name in BY_LINK else {403}), (name, method)
    assert watch.written() == []


@pytest.mark.parametrize(
    "origin",
    some(["https://boese.example", "http://testserver.boese.example", "http://testserver:81", "null"], 1),
)
def test_a_form_from_elsewhere_changes_nothing_though_it_knows_the_token(world, watch, origin):
    client = client_of(world, "lead", enforce_csrf_checks=True)
    token = token_of(client)
    watch.written()
    for name in share(DOORS):
        url = address(name, world, query=False)
        response = client.post(url, {"csrfmiddlewaretoken": token}, headers={"origin": origin})

        assert response.status_code in ({404, 405} if name in BY_LINK else {403}), name
    assert watch.written() == []


def token_of(client):
    client.get(reverse("accounts:profile"))
    return client.cookies["csrftoken"].value


def test_with_token_and_origin_the_form_goes_through(world):
    """The gate, seen red: what is refused above is refused for that reason only."""
    client = client_of(world, "lead", enforce_csrf_checks=True)
    data = {"csrfmiddlewaretoken": token_of(client), "name": "Neu", "language": "de", "theme": "dark"}
    url = reverse("accounts:profile")

    assert client.post(url, data, headers={"origin": "http://testserver"}).status_code == 302
    assert client.post(url, data, headers={"origin": "http://testserver"}).status_code == 302
    world.lead.refresh_from_db()
    assert world.lead.name == "Neu"


def test_without_the_check_the_form_goes_through(world, watch, monkeypatch):
    """The gate, seen red: the check switched off, the form from elsewhere is taken."""
    monkeypatch.setattr("django.middleware.csrf.CsrfViewMiddleware.process_view", lambda *args: None)
    client = client_of(world, "lead", enforce_csrf_checks=True)
    watch.written()
    data = {"name": "Neu", "language": "de", "theme": "dark"}
    client.post(reverse("accounts:profile"), data, headers={"origin": "https://boese.example"})

    assert watch.written()
