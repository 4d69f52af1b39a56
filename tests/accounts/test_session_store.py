"""What a stranger may send as the key of a session, and when what stands in one is written."""

import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.sessions import SEEN
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_a_key_no_column_can_hold_is_no_session():
    answer = Client().get("/", HTTP_COOKIE='sessionid="abcdefgh\\000ijkl"')  # a browser's way to write a zero byte

    assert answer.status_code == 302


@pytest.mark.parametrize(("page", "status"), [("/impressum/", 200), ("/gibt-es-nicht/", 404)])
def test_what_changed_in_a_session_is_written_once_also_where_the_page_is_taken_back(client, page, status):
    client.force_login(UserFactory())
    session = client.session
    session[SEEN] -= 600
    session.save()

    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == status

    assert [query["sql"].startswith("UPDATE accounts_session") for query in asked].count(True) == 1
    assert time.time() - client.session[SEEN] < 60
