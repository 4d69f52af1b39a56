import pytest
from django.urls import reverse

from accounts.models import User
from rooms.enums import Role, RoomKind
from tests.factories.accounts import UserFactory
from tests.factories.rooms import MembershipFactory

pytestmark = pytest.mark.django_db
SIGN_IN = reverse("accounts:sign-in")
REFUSAL = "E-Mail-Adresse oder Passwort stimmen nicht."


def sign_in(client, email, password, **more):
    return client.post(SIGN_IN, {"username": email, "password": password, **more})


def test_sign_in_opens_the_house(client, maria, password):
    response = sign_in(client, "Maria@Example.org", password)

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(maria.pk)


@pytest.mark.parametrize("who", ["unknown", "wrong", "inactive", "without password"])
def test_refusals_are_the_same_whoever_exists(client, maria, password, who):
    if who == "inactive":
        User.objects.filter(pk=maria.pk).update(is_active=False)
    if who == "without password":
        maria.set_unusable_password()
        maria.save()
    email = "niemand@example.org" if who == "unknown" else maria.email

    response = sign_in(client, email, "falsch-falsch-falsch" if who == "wrong" else password)

    page = response.content.decode()
    assert page.count(REFUSAL) == 2  # in the summary and at the field
    assert response.context["form"].errors == {"password": [f"{REFUSAL} Bitte prüfen Sie beides."]}
    assert password not in page


def test_every_refusal_costs_one_hash(client, maria, password, monkeypatch):
    from django.contrib.auth import hashers

    hashed = []
    hasher = hashers.get_hasher()
    encode = type(hasher).encode
    monkeypatch.setattr(type(hasher), "encode", lambda *args: hashed.append(1) or encode(*args))
    costs = []
    User.objects.create_user("still@example.org", "Still", password, is_active=False)
    for email in ("niemand@example.org", maria.email, "still@example.org"):
        hashed.clear()
        sign_in(client, email, "falsch-falsch-falsch")
        costs.append(len(hashed))

    assert len(set(costs)) == 1


@pytest.mark.parametrize(
    "data", [{}, {"username": "maria", "password": "x"}, {"username": "a\x00@b.de", "password": "\x00"}]
)
def test_errors_are_german_sentences_at_the_field(client, data):
    response = client.post(SIGN_IN, data)

    assert response.status_code == 200
    assert "This field" not in response.content.decode()
    assert response.context["form"].errors["username"]


@pytest.mark.parametrize(
    ("target", "goes_to"),
    [
        ("/profil/?a=1", "/profil/?a=1"),
        ("https://evil.example/", "/lenkung/start/"),
        ("//evil.example/", "/lenkung/start/"),
        ("/\\evil.example", "/lenkung/start/"),
        ("javascript:alert(1)", "/lenkung/start/"),
        ("", "/lenkung/start/"),
    ],
)
def test_next_is_a_path_of_ours(client, maria, password, target, goes_to):
    assert sign_in(client, maria.email, password, next=target)["Location"] == goes_to


def test_session_changes_its_name_at_sign_in(client, maria, password):
    client.get(SIGN_IN)
    session = client.session
    session["before"] = 1
    session.save()
    before = session.session_key

    sign_in(client, maria.email, password)

    assert client.session.session_key != before


def test_sign_out_needs_a_post(client, maria):
    client.force_login(maria)

    assert client.get(reverse("accounts:sign-out")).status_code == 405
    assert client.post(reverse("accounts:sign-out"))["Location"] == SIGN_IN
    assert "_auth_user_id" not in client.session


@pytest.fixture
def sample(db):
    return UserFactory(
        email="maria@beispiel.example", name="Maria", function="Federführung – Beraterin in allen Beispielen"
    )


def test_samples_are_buttons_in_the_sample_mode(client, sample, settings):
    settings.SAMPLE_MODE = True

    page = client.get(SIGN_IN).content.decode()
    response = client.post(reverse("accounts:sample-sign-in"), {"email": sample.email})

    assert sample.function in page
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(sample.pk)


def test_samples_do_not_exist_otherwise(client, sample):
    assert sample.function not in client.get(SIGN_IN).content.decode()
    assert client.post(reverse("accounts:sample-sign-in"), {"email": sample.email}).status_code == 404


@pytest.mark.parametrize("email", ["maria@example.org", "x\x00y", ""])
def test_sample_sign_in_opens_no_other_account(client, maria, sample, settings, email):
    settings.SAMPLE_MODE = True

    assert client.post(reverse("accounts:sample-sign-in"), {"email": email})["Location"] == SIGN_IN
    assert "_auth_user_id" not in client.session


def test_sample_sign_in_goes_to_paths_of_ours_only(client, sample, settings):
    settings.SAMPLE_MODE = True

    response = client.post(reverse("accounts:sample-sign-in"), {"email": sample.email, "next": "https://evil.example/"})

    assert response["Location"] == "/lenkung/start/"


@pytest.mark.parametrize(
    ("roles", "page"),
    [
        ([], "engagements:list"),
        ([Role.STEERING], "steering:review-home"),
        ([Role.CONTACT], "steering:review-home"),
        ([Role.OBSERVER, Role.STEERING], "steering:review-home"),
        ([Role.STEERING, Role.ADVISOR], "engagements:list"),
        ([Role.LEAD], "engagements:list"),
    ],
)
def test_who_only_sits_in_groups_lands_at_the_table(client, maria, password, roles, page):
    for role in roles:
        MembershipFactory(user=maria, role=role)
    start = sign_in(client, maria.email, password)["Location"]

    assert client.get(start)["Location"] == reverse(page)


def test_a_seat_that_ended_is_none(client, maria, password):
    MembershipFactory(user=maria, role=Role.STEERING, ends_on="2021-01-01")

    assert client.get(sign_in(client, maria.email, password)["Location"])["Location"] == reverse("engagements:list")


def test_the_network_is_no_table(client, maria, password):
    MembershipFactory(user=maria, role=Role.OBSERVER, room__kind=RoomKind.NETWORK)
    page = client.get(sign_in(client, maria.email, password)["Location"])

    assert page["Location"] == reverse("engagements:list")
    assert "Lenkungsrunden" not in client.get(page["Location"]).content.decode()


@pytest.mark.parametrize(("role", "stands"), [(Role.STEERING, True), (Role.CONTACT, True), (Role.LEAD, False)])
def test_the_way_to_the_table_stands_in_the_head(client, maria, role, stands):
    MembershipFactory(user=maria, role=role)
    client.force_login(maria)

    assert (">Lenkungsrunden</a>" in client.get(reverse("engagements:list")).content.decode()) == stands
