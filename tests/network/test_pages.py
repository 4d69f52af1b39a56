import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import OrganisationName, User
from engagements.enums import Disclosure, PhaseState, Status
from engagements.models import ProcessTemplate
from municipalities.models import Place
from network import queries
from rooms.acting import act_as
from rooms.enums import Role
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.engagements import EngagementFactory, LogEntryFactory, PhaseFactory
from tests.factories.rooms import InvitationFactory, MembershipFactory

pytestmark = pytest.mark.django_db
HOME = reverse("network:home")
PEOPLE = reverse("network:person-list")
CANARY = "Kanarienvogel"


def place(name, number):
    return Place.objects.create(key=f"{number:08d}", level="gemeinde", name=name, full_name=name)


def full_engagement(number=0, **fields):
    """A consultation with a canary in everything that is nobody's business."""
    engagement = EngagementFactory(
        **{
            "title": f"{CANARY} Titel",
            "occasion": f"{CANARY} Anlass",
            "aims": f"{CANARY} Ziel",
            "place": f"{CANARY} Ort",
            "source": f"{CANARY} Quelle",
            "period": f"{CANARY} im Jahr danach",
            "municipality": place(f"Musterstadt {number}", number),
            "status": Status.RUNNING,
            **fields,
        }
    )
    PhaseFactory(
        engagement=engagement, name=f"{CANARY} frei benannt", state=PhaseState.RUNNING, remark=f"{CANARY} am Weg"
    )
    PhaseFactory(engagement=engagement, name=f"{CANARY} geplant")
    LogEntryFactory(engagement=engagement, title=f"{CANARY} Eintrag", text=f"{CANARY} Text")
    MembershipFactory(room=engagement.room, role=Role.LEAD, user__name=f"{CANARY} Beraterin")
    return engagement


PATHS = ["home", "organisation-list", "organisation-create", "person-list"]
PERSON_PATHS = ["detail", "deactivate", "reactivate", "grant-admin", "withdraw-admin"]


def all_paths(person, organisation):
    paths = [reverse(f"network:{name}") for name in PATHS]
    paths += [reverse(f"network:organisation-{name}", args=[organisation.pk]) for name in ("detail", "update")]
    return paths + [reverse(f"network:person-{name}", args=[person.pk]) for name in PERSON_PATHS]


def test_these_pages_do_not_exist_for_others(client):
    engagement = full_engagement()
    lead = engagement.room.memberships.get().user
    paths = all_paths(lead, engagement.room.organisation)
    for path in paths:
        assert client.get(path)["Location"].startswith(reverse("accounts:sign-in"))

    client.force_login(lead)
    for path in paths:
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404
    assert User.objects.get(pk=lead.pk).is_active


def test_no_page_shows_more_than_that_a_consultation_exists(signed_in, admin):
    engagement = full_engagement()
    lapsed = InvitationFactory(room=engagement.room, name=f"{CANARY} Eingeladene")
    lapsed.expires_at = timezone.now() - dt.timedelta(days=1)
    lapsed.save()

    for path in all_paths(admin, engagement.room.organisation):
        if path == PEOPLE:  # accounts are her business
            continue
        page = signed_in.get(path).content.decode()
        assert CANARY not in page, path
        assert str(engagement.pk) not in page
        assert str(engagement.room_id) not in page


def test_a_persons_page_does_not_say_where_she_takes_part(signed_in):
    engagement = full_engagement(title="Vogelfrei")
    person = engagement.room.memberships.get().user

    page = signed_in.get(reverse("network:person-detail", args=[person.pk])).content.decode()

    assert "in mindestens einem Raum" in page
    assert not any(word in page for word in ("Vogelfrei", "Musterstadt", "Federführung", "eigene Phase"))


def test_the_overview_shows_what_may_be_known(signed_in):
    engagement = full_engagement(period="2015 bis 2020")
    page = signed_in.get(HOME).content.decode()

    for word in ("Musterstadt 0", engagement.room.organisation.name, "laufend", "eigene Phase", "2015 – 2020"):
        assert word in page


@pytest.fixture
def acting():
    """The administrator acts, without a request."""
    return lambda: act_as(UserFactory(is_network_admin=True).pk)


def test_the_query_holds_these_columns_and_no_others(acting):
    full_engagement()
    acting()

    assert set(queries.existing_engagements()[0]) == {
        "town",
        "organisation",
        "status",
        "phase_names",
        "period_from",
        "period_until",
    }


def test_a_town_that_is_not_named_is_not_read(signed_in, acting):
    full_engagement(disclosure=Disclosure.UNNAMED, municipality=place("Geheimstadt", 77))

    page = signed_in.get(HOME).content.decode()

    assert "Geheimstadt" not in page
    assert "nicht genannt" in page
    acting()
    assert queries.existing_engagements()
    assert not queries.places_with_engagements().exists()
    assert "Geheimstadt" not in str(list(queries.existing_engagements()))


def test_the_order_does_not_betray_the_town(acting):
    for number, name in enumerate(("Aachen", "Bonn", "Celle")):
        disclosure = Disclosure.UNNAMED if name == "Bonn" else Disclosure.NAMED
        full_engagement(number + 10, municipality=place(name, number), disclosure=disclosure)

    acting()

    assert [row["town"] for row in queries.existence_rows()] == ["", "Aachen", "Celle"]


def test_organisation_shows_its_own_consultations_only(signed_in):
    mine, other = full_engagement(1), full_engagement(2)

    page = signed_in.get(mine.room.organisation.get_absolute_url()).content.decode()

    assert mine.municipality.name in page
    assert other.municipality.name not in page


@pytest.mark.parametrize("count", [1, 3])
def test_overview_costs_the_same_for_many(signed_in, count, django_assert_num_queries):
    for number in range(count):
        full_engagement(number)
        UserFactory()
        ProcessTemplate.objects.create(code=f"x{number}", name="Entwurf")
        InvitationFactory(expires_at=timezone.now() - dt.timedelta(days=1))

    with django_assert_num_queries(16):  # 5 for session, transaction and reach, and one for each of eleven lists
        signed_in.get(HOME)


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_for_many(signed_in, count, django_assert_num_queries):
    for _each in range(count):
        organisation = OrganisationFactory()
        OrganisationName.objects.create(organisation=organisation, name="früher")
        UserFactory(organisation=organisation)

    with django_assert_num_queries(6):
        signed_in.get(PEOPLE)
    with django_assert_num_queries(7):
        signed_in.get(reverse("network:organisation-list"))


def test_next_steps_name_what_waits(signed_in):
    UserFactory(name="Ohne Raum")
    member = MembershipFactory(user__name="Mit Raum").user
    MembershipFactory(user=member, ends_on="2021-01-01", role=Role.LEAD)
    ProcessTemplate.objects.create(code="neu", name="Vorlage im Entwurf")
    now = timezone.now()
    InvitationFactory(email="zu-spaet@example.org", expires_at=now - dt.timedelta(days=1))
    InvitationFactory(email="offen@example.org")
    InvitationFactory(email="weg@example.org", expires_at=now - dt.timedelta(days=1), withdrawn_at=now)

    response = signed_in.get(HOME)
    page = response.content.decode()

    assert "Vorlage im Entwurf" in page
    assert "zu-spaet@example.org" in page
    assert "offen@example.org" not in page
    assert "weg@example.org" not in page
    names = [person.name for person in response.context["without"]]
    assert "Ohne Raum" in names
    assert "Mit Raum" not in names
