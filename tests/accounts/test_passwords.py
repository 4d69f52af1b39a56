import datetime as dt
import re

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail
from django.urls import reverse

pytestmark = pytest.mark.django_db
FORGOTTEN = reverse("accounts:password-forgotten")
NEW = "neun-blaue-Kannen-stehen"


def ask(client, email, callbacks):
    with callbacks(execute=True):
        return client.post(FORGOTTEN, {"email": email})


def link():
    return re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)[1]


def test_forgotten_password_is_set_anew_by_mail(client, maria, django_capture_on_commit_callbacks):
    ask(client, "MARIA@example.org", django_capture_on_commit_callbacks)

    form_page = client.get(link(), follow=True)
    response = client.post(form_page.request["PATH_INFO"], {"new_password1": NEW, "new_password2": NEW})

    assert "drei Stunden" in mail.outbox[0].body
    assert response["Location"] == reverse("accounts:sign-in")
    assert authenticate(username=maria.email, password=NEW) == maria


def test_unknown_and_closed_accounts_get_the_same_answer_and_no_mail(
    client, maria, jonas, django_capture_on_commit_callbacks
):
    jonas.is_active = False
    jonas.save()

    answers = {
        ask(client, email, django_capture_on_commit_callbacks)["Location"]
        for email in (maria.email, jonas.email, "niemand@example.org")
    }

    assert len(answers) == 1
    assert [message.to for message in mail.outbox] == [[maria.email]]


@pytest.mark.parametrize("hours", [2.9, 3.1])
def test_link_ends_after_three_hours(client, maria, django_capture_on_commit_callbacks, monkeypatch, hours):
    ask(client, maria.email, django_capture_on_commit_callbacks)
    later = dt.datetime.now() + dt.timedelta(hours=hours)
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: later)

    page = client.get(link(), follow=True).content.decode()

    assert ("Dieser Link gilt nicht mehr." in page) == (hours > 3)


def test_link_is_good_once(client, maria, django_capture_on_commit_callbacks):
    ask(client, maria.email, django_capture_on_commit_callbacks)
    path = client.get(link(), follow=True).request["PATH_INFO"]
    client.post(path, {"new_password1": NEW, "new_password2": NEW})

    assert "Dieser Link gilt nicht mehr." in client.get(link(), follow=True).content.decode()


def test_weak_passwords_are_refused_in_german(client, maria, django_capture_on_commit_callbacks):
    ask(client, maria.email, django_capture_on_commit_callbacks)
    path = client.get(link(), follow=True).request["PATH_INFO"]

    response = client.post(path, {"new_password1": "kurz", "new_password2": "kurz"})

    assert "12 Zeichen" in str(response.context["form"].errors)


def test_changing_the_password_signs_out_other_devices(client, maria, password):
    other = type(client)()
    for each in (client, other):
        each.force_login(maria)

    client.post(
        reverse("accounts:password-change"),
        {"old_password": password, "new_password1": NEW, "new_password2": NEW},
    )

    assert client.get(reverse("accounts:profile")).status_code == 200
    assert other.get(reverse("accounts:profile")).status_code == 302
