"""What every answer says to browsers and caches."""

import pytest
from django.urls import reverse

from engagements.models import LogEntry
from rooms.enums import Role
from tests.factories.accounts import UserFactory
from tests.factories.engagements import LogEntryFactory
from tests.factories.rooms import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/anmelden/", "/gibt-es-nicht/", "/beratungen/", "/stil/"])
def test_every_answer_is_closed_to_others(client, path):
    response = client.get(path)

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_pages_of_a_signed_in_person_are_kept_nowhere(client):
    entry = LogEntryFactory()
    member = UserFactory()
    MembershipFactory(room=entry.room, user=member, role=Role.ADVISOR)
    client.force_login(member)

    for url in ("/beratungen/", LogEntry.objects.get().get_absolute_url(), reverse("accounts:profile")):
        assert client.get(url)["Cache-Control"] == "no-store, private"
