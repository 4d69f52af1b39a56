import pytest
from django.urls import reverse

from rooms.enums import Role
from tests.factories.engagements import EngagementFactory
from tests.factories.rooms import MembershipFactory

pytestmark = pytest.mark.django_db
PROFILE = reverse("accounts:profile")


def test_profile_saves_name_function_language_and_appearance(client, maria):
    client.force_login(maria)

    client.post(PROFILE, {"name": "Maria L.", "function": "Beraterin", "language": "en", "theme": "dark"})

    maria.refresh_from_db()
    assert (maria.name, maria.function, maria.language, maria.theme) == ("Maria L.", "Beraterin", "en", "dark")
    assert client.cookies["language"].value == "en"


def test_profile_changes_no_rights(client, maria):
    client.force_login(maria)

    client.post(
        PROFILE, {"name": "M", "language": "de", "theme": "geraet", "is_network_admin": "1", "email": "x@example.org"}
    )

    maria.refresh_from_db()
    assert not maria.is_network_admin
    assert maria.email == "maria@example.org"


@pytest.mark.parametrize("count", [1, 3])
def test_profile_lists_where_the_person_is_in(client, maria, count, django_assert_num_queries):
    for _each in range(count):
        MembershipFactory(user=maria, room=EngagementFactory(title="Meine Beratung").room)
    client.force_login(maria)

    with django_assert_num_queries(7):  # session with person, 3 for the transaction, reach, profile, memberships
        page = client.get(PROFILE).content.decode()

    assert page.count(">Meine Beratung<") == count
    assert "01.01.2020" in page


def test_profile_does_not_name_what_has_ended(client, maria):
    room = EngagementFactory(title="Vergangenes").room
    MembershipFactory(user=maria, room=room, role=Role.STEERING, ends_on="2021-01-01")
    EngagementFactory(title="Fremdes")
    client.force_login(maria)

    page = client.get(PROFILE).content.decode()

    assert "Vergangenes" not in page
    assert "Fremdes" not in page


def test_language_is_kept_with_person_and_browser(client, maria):
    client.post(reverse("accounts:language"), {"language": "en", "next": reverse("accounts:sign-in")})
    assert client.cookies["language"].value == "en"

    client.force_login(maria)
    client.post(reverse("accounts:language"), {"language": "en", "next": "//evil.example"})
    maria.refresh_from_db()
    assert maria.language == "en"


@pytest.mark.parametrize("data", [{"language": "xx"}, {"language": "\x00"}, {}])
def test_other_languages_change_nothing(client, data):
    response = client.post(reverse("accounts:language"), {**data, "next": "//evil.example"})

    assert response["Location"] == reverse("accounts:sign-in")
    assert "language" not in response.cookies


@pytest.mark.parametrize("name", ["imprint", "privacy", "accessibility"])
def test_notices_are_open_to_everybody_and_name_the_operator(client, settings, name):
    assert "OPERATOR_NAME" in client.get(reverse(f"accounts:{name}")).content.decode()

    settings.OPERATOR_NAME = "Verein Gespräch e. V."
    assert "Verein Gespräch e. V." in client.get(reverse(f"accounts:{name}")).content.decode()


def test_closed_account_is_out_at_the_next_request(client, maria):
    client.force_login(maria)
    maria.is_active = False
    maria.save()

    assert client.get(PROFILE)["Location"].startswith(reverse("accounts:sign-in"))
