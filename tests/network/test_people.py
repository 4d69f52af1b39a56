import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from tests.factories.accounts import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
HOME = reverse("network:home")
PEOPLE = reverse("network:person-list")
STEPS = ["deactivate", "reactivate", "grant-admin", "withdraw-admin"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Vera Verwaltung", "Ärger", "Zoo"}),
        ("?q=ärg", {"Ärger"}),
        ("?q=ZOO@", {"Zoo"}),
        ("?stand=stillgelegt", {"Zoo"}),
        ("?stand=nie&q=zoo", {"Zoo"}),
        ("?stand=ohne", {"Ärger"}),
        ("?stand=quatsch", {"Vera Verwaltung", "Ärger", "Zoo"}),
        ("?q=%00", {"Vera Verwaltung", "Ärger", "Zoo"}),
        ("?ab=x", {"Vera Verwaltung", "Ärger", "Zoo"}),
        ("?ab=99999999999999999999", {"Vera Verwaltung", "Ärger", "Zoo"}),
        ("?ab=1000", set()),
    ],
)
def test_people_are_found(signed_in, query, found):
    UserFactory(name="Ärger", email="aerger@example.org")
    UserFactory(name="Zoo", email="zoo@example.org", is_active=False)
    User.objects.filter(name="Vera Verwaltung").update(last_login=timezone.now())

    response = signed_in.get(f"{PEOPLE}{query}")

    assert {person.name for person in response.context["people"]} == found


def test_people_come_fifty_to_a_page(signed_in):
    User.objects.bulk_create(User(email=f"p{n:03}@example.org", name=f"P {n:03}") for n in range(120))

    first = signed_in.get(f"{PEOPLE}?q=P")
    second = signed_in.get(PEOPLE + first.context["page"]["older_url"])
    third = signed_in.get(PEOPLE + second.context["page"]["older_url"])
    names = [person.name for page in (first, second, third) for person in page.context["people"]]

    assert names == sorted(set(names))
    assert len(first.context["people"]) == 50
    assert not first.context["page"]["newer_url"]
    assert not third.context["page"]["older_url"]


def step(name, person):
    return reverse(f"network:person-{name}", args=[person.pk])


def test_closing_an_account_ends_its_sessions(signed_in, admin, client):
    person = UserFactory()
    theirs = type(client)()
    theirs.force_login(person)
    key = theirs.session.session_key

    assert signed_in.get(step("deactivate", person)).status_code == 200
    assert theirs.get(reverse("accounts:profile")).status_code == 200
    signed_in.post(step("deactivate", person))

    assert theirs.get(reverse("accounts:profile")).status_code == 302
    assert not theirs.session.exists(key)
    assert Entry.objects.get(action="user.deactivated").actor == admin

    signed_in.post(step("reactivate", person))
    person.refresh_from_db()
    assert person.is_active
    assert theirs.get(reverse("accounts:profile")).status_code == 302  # she signs in anew
    assert Entry.objects.filter(action="user.reactivated", target_key=person.pk).exists()
    assert signed_in.get(HOME).status_code == 200  # nobody else was signed out


def test_administration_is_given_and_taken(signed_in):
    person = UserFactory()

    signed_in.post(step("grant-admin", person))
    assert User.objects.get(pk=person.pk).is_network_admin
    signed_in.post(step("withdraw-admin", person))
    assert not User.objects.get(pk=person.pk).is_network_admin
    assert set(Entry.objects.values_list("action", flat=True)) == {"user.admin_granted", "user.admin_withdrawn"}


@pytest.mark.parametrize("name", STEPS)
def test_nobody_changes_her_own_standing(signed_in, admin, name):
    assert signed_in.get(step(name, admin)).status_code == 403
    assert signed_in.post(step(name, admin)).status_code == 403
    admin.refresh_from_db()
    assert admin.is_active
    assert admin.is_network_admin


def test_administration_ends_at_the_next_request(signed_in, admin):
    User.objects.filter(pk=admin.pk).update(is_network_admin=False)

    assert signed_in.get(HOME).status_code == 404


def test_a_persons_organisation_is_noted(signed_in, admin):
    person, organisation = UserFactory(), OrganisationFactory()

    url = reverse("network:person-detail", args=[person.pk])
    sent = {"organisation": organisation.pk, "function": "", "is_network_admin": "on", "email": "x@example.org"}
    signed_in.post(url, sent | {"version": signed_in.get(url).context["form"]["version"].value()})

    changed = User.objects.get(pk=person.pk)
    assert (changed.organisation, changed.is_network_admin, changed.email) == (organisation, False, person.email)
    assert Entry.objects.get(target_key=person.pk).summary == "Organisation"
