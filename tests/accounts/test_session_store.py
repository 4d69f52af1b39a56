"""What a stranger may send as the key of a session."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_key_no_column_can_hold_is_no_session():
    answer = Client().get("/", HTTP_COOKIE='sessionid="abcdefgh\\000ijkl"')  # a browser's way to write a zero byte

    assert answer.status_code == 302
