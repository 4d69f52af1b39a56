import datetime as dt
import re

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.forms import ForgottenForm
from accounts.letters import send_due
from accounts.models import Letter, User
from accounts.views import Forgotten

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

    assert "eine Stunde" in mail.outbox[0].body
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


def test_the_page_after_asking_is_the_same_for_all_byte_by_byte(client, maria, jonas):
    jonas.is_active = False
    jonas.save()
    pages = {
        email: client.post(FORGOTTEN, {"email": email}, follow=True).content
        for email in (maria.email, jonas.email, "niemand@example.org")
    }

    assert len({re.sub(rb'"X-CSRFToken":"\w+"|value="\w{64}"', b"", page) for page in pages.values()}) == 1


def asked(email):
    """The answer as the server has it before it goes out."""
    request = RequestFactory().post(FORGOTTEN, {"email": email})
    request._dont_enforce_csrf_checks = True
    return Forgotten.as_view()(request)


def work_before_the_answer(email, monkeypatch):
    """Status, statements, keys made and letters sent until the answer stands."""
    made = []
    make_token = PasswordResetTokenGenerator.make_token
    with monkeypatch.context() as patch, CaptureQueriesContext(connection) as statements:
        patch.setattr(PasswordResetTokenGenerator, "make_token", lambda *a: made.append(1) or make_token(*a))
        status = asked(email).status_code
    return status, len(statements), len(made), len(mail.outbox)


def test_asking_is_the_same_work_for_all_and_mail_goes_out_after_the_answer(maria, monkeypatch):
    known, unknown = (work_before_the_answer(email, monkeypatch) for email in (maria.email, "niemand@example.org"))

    assert known == unknown
    assert (known[0], *known[2:]) == (302, 1, 0)


def test_less_work_for_nobody_would_be_seen(maria, monkeypatch):
    """The gate, seen red."""
    monkeypatch.setattr(ForgottenForm, "get_users", lambda form, email: User.objects.filter(email=email))
    known, unknown = (work_before_the_answer(email, monkeypatch) for email in (maria.email, "niemand@example.org"))

    assert known != unknown


def test_a_letter_is_posted_for_everybody_and_sent_to_those_who_are_there(maria):
    for email in (maria.email, "niemand@example.org"):
        asked(email)

    assert [letter.occasion for letter in Letter.objects.all()] == ["reset", "reset"]
    assert mail.outbox == []
    send_due()
    assert [message.to for message in mail.outbox] == [[maria.email]]
    assert not Letter.objects.exists()


@pytest.mark.parametrize("hours", [0.9, 1.1])
def test_link_ends_after_an_hour(client, maria, django_capture_on_commit_callbacks, monkeypatch, hours):
    ask(client, maria.email, django_capture_on_commit_callbacks)
    later = dt.datetime.now() + dt.timedelta(hours=hours)
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: later)

    page = client.get(link(), follow=True).content.decode()

    assert ("Dieser Link gilt nicht mehr." in page) == (hours > 1)


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
