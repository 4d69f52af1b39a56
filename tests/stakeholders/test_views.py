import pytest
from django.urls import reverse
from django.utils import timezone

from rooms.enums import Circle
from stakeholders.models import NotDuplicate, Office, Organisation, Person
from tests.factories.stakeholders import AliasFactory, OfficeFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db

TEAM = {"circle": Circle.TEAM.value}


def test_organisation_create_puts_it_into_the_usual_sector(signed_in, room, advisor):
    url = reverse("stakeholders:organisation-create", args=[room.pk])

    response = signed_in.post(url, {"name": " Ratsfraktion  Mitte ", "kind": "fraktion", "is_organised": "on"} | TEAM)

    organisation = Organisation.objects.get()
    assert response.url == organisation.get_absolute_url()
    assert (organisation.name, organisation.sector) == ("Ratsfraktion Mitte", "politik")
    assert (organisation.author, organisation.room, organisation.circle) == (advisor, room, Circle.TEAM)


def test_organisation_once_per_room_in_plain_german(signed_in, room):
    OrganisationFactory(room=room, name="Tafel")
    url = reverse("stakeholders:organisation-create", args=[room.pk])

    response = signed_in.post(url, {"name": "tafel"} | TEAM)

    assert "Diese Organisation steht hier schon." in response.content.decode()


def test_sealed_name_answers_nobody(signed_in, room, lead):
    OrganisationFactory(room=room, name="Tafel", circle=Circle.SEALED, author=lead)

    signed_in.post(reverse("stakeholders:organisation-create", args=[room.pk]), {"name": "Tafel"} | TEAM)

    assert [row.name for row in Organisation.objects.filter(room=room)] == ["Tafel", "Tafel"]


def test_organisation_update_shares_from_today(signed_in, room):
    author = room.memberships.get(role="advisor").user
    organisation = OrganisationFactory(room=room, shared_on="2020-01-01", circle=Circle.SEALED, author=author)
    url = reverse("stakeholders:organisation-update", args=[organisation.pk])

    signed_in.post(url, {"name": organisation.name, "circle": Circle.TEAM.value, "version": 1})

    organisation.refresh_from_db()
    assert (organisation.circle, organisation.shared_on, organisation.version) == (
        Circle.TEAM,
        timezone.localdate(),
        2,
    )


def test_parent_is_chosen_among_what_fits(signed_in, room, lead):
    house = OrganisationFactory(room=room)
    part = OrganisationFactory(room=room, parent=house)
    fits = OrganisationFactory(room=room)
    OrganisationFactory(room=room, merged_into=fits)
    OrganisationFactory(room=room, circle=Circle.SEALED, author=lead)
    OrganisationFactory()

    form = signed_in.get(reverse("stakeholders:organisation-update", args=[house.pk])).context["form"]

    assert list(form.fields["parent"].queryset) == [fits]
    assert part not in form.fields["parent"].queryset


def test_parent_hidden_from_the_writer_stays(signed_in, room, lead):
    hidden = OrganisationFactory(room=room, circle=Circle.SEALED, author=lead)
    part = OrganisationFactory(room=room, parent=hidden)
    url = reverse("stakeholders:organisation-update", args=[part.pk])

    assert hidden.name not in signed_in.get(url).content.decode()
    signed_in.post(url, {"name": "Neuer Name", "version": 1} | TEAM)

    part.refresh_from_db()
    assert (part.name, part.parent) == ("Neuer Name", hidden)


@pytest.mark.parametrize("name", ["a\x00b", "x" * 500, "🙂", "\u202eعمدة", "<script>alert(1)</script>"])
def test_any_text_is_saved_or_refused_in_a_sentence(signed_in, room, name):
    organisation, person = OrganisationFactory(room=room), PersonFactory(room=room)
    office = OfficeFactory(person=person)
    sent = {
        "name": name,
        "title": name,
        "note": name * 50,
        "period": name,
        "party": name,
        "until": name,
        "contact_email": name,
        "office_title": name,
        "office_period": name,
        "source": name,
    } | TEAM

    for view, key in (
        ("organisation-create", room.pk),
        ("organisation-update", organisation.pk),
        ("alias-create", organisation.pk),
        ("person-create", room.pk),
        ("person-update", person.pk),
        ("office-create", person.pk),
        ("office-update", office.pk),
        ("office-end", office.pk),
        ("office-succeed", office.pk),
    ):
        response = signed_in.post(reverse(f"stakeholders:{view}", args=[key]), sent)
        assert response.status_code in {200, 302}, view
        assert "<script>alert" not in response.content.decode()


def test_note_of_a_million_letters_is_refused(signed_in, room):
    response = signed_in.post(
        reverse("stakeholders:person-create", args=[room.pk]), {"name": "A", "note": "x" * 1_000_000} | TEAM
    )

    assert "20000" in response.content.decode()
    assert not Person.objects.exists()


def test_alias_comes_and_goes(signed_in, room):
    organisation = OrganisationFactory(room=room, name="Pro Peace")
    url = reverse("stakeholders:alias-create", args=[organisation.pk])

    signed_in.post(url, {"name": "forumZFD", "period": "bis 2024"})
    again = signed_in.post(url, {"name": "FORUMZFD"})

    alias = organisation.aliases.get()
    assert "Dieser Name steht schon da." in again.content.decode()
    signed_in.post(reverse("stakeholders:alias-delete", args=[alias.pk]))
    assert not organisation.aliases.exists()


def test_person_create_brings_the_office_along(signed_in, room):
    organisation = OrganisationFactory(room=room, sector="politik")
    url = f"{reverse('stakeholders:person-create', args=[room.pk])}?organisation={organisation.pk}"
    assert signed_in.get(url).context["form"].initial["office_organisation"] == organisation

    signed_in.post(
        url,
        {
            "name": "Eva Muster",
            "office_title": "Vorsitzende",
            "office_organisation": organisation.pk,
            "office_period": "seit 2015",
        }
        | TEAM,
    )

    office = Person.objects.get().offices.get()
    assert (office.title, office.organisation, office.period_from.year) == ("Vorsitzende", organisation, 2015)


def test_person_create_asks_for_the_title_of_an_office(signed_in, room):
    organisation = OrganisationFactory(room=room)
    url = reverse("stakeholders:person-create", args=[room.pk])

    response = signed_in.post(url, {"name": "Eva Muster", "office_organisation": organisation.pk} | TEAM)

    assert "Welches Amt oder welche Funktion ist es?" in response.content.decode()
    assert not Person.objects.exists()


def test_office_takes_no_organisation_of_another_room(signed_in, room):
    person, foreign = PersonFactory(room=room), OrganisationFactory()
    url = reverse("stakeholders:office-create", args=[person.pk])

    response = signed_in.post(url, {"title": "Sprecher", "organisation": foreign.pk})

    assert response.status_code == 200
    assert not Office.objects.exists()


def test_office_ends_and_somebody_follows(signed_in, room):
    organisation = OrganisationFactory(room=room)
    old = OfficeFactory(
        person__room=room, organisation=organisation, title="Bürgermeister", party="parteilos", period="2015"
    )

    response = signed_in.post(reverse("stakeholders:office-end", args=[old.pk]), {"until": "2020", "succeed": "1"})

    succeed = reverse("stakeholders:office-succeed", args=[old.pk])
    assert response.url == succeed
    form = signed_in.get(succeed).context["form"]
    assert (form["office_title"].value(), form["office_period"].value()) == ("Bürgermeister", "seit 2020")
    assert not form["office_party"].value()
    sent = {
        "name": "Eva Muster",
        "office_title": "Bürgermeisterin",
        "office_organisation": organisation.pk,
        "office_period": "seit 2020",
    }
    signed_in.post(succeed, sent | TEAM)
    old.refresh_from_db()
    new = Office.objects.exclude(pk=old.pk).get()
    assert str(old).endswith("(parteilos, a.D.)")
    assert (str(new), new.organisation) == ("Bürgermeisterin Eva Muster", organisation)


def test_successor_may_be_known_already(signed_in, room):
    old, known = OfficeFactory(person__room=room, title="Rätin"), PersonFactory(room=room)

    signed_in.post(
        reverse("stakeholders:office-succeed", args=[old.pk]), {"person": known.pk, "office_title": "Rätin"} | TEAM
    )

    assert Person.objects.count() == 2
    assert known.offices.get().title == "Rätin"


def test_office_does_not_end_before_it_begins(signed_in, room):
    office = OfficeFactory(person__room=room, period="seit 2015")

    response = signed_in.post(reverse("stakeholders:office-end", args=[office.pk]), {"until": "2010"})

    assert "Das Ende liegt vor dem Beginn" in response.content.decode()


@pytest.fixture
def pair(room):
    one = OrganisationFactory(room=room, name="Heimatbund", contact_phone="1")
    return one, OrganisationFactory(room=room, name="Heimatbund e.V.", kind="verein", contact_phone="2")


def test_merge_happens_only_by_decision(signed_in, room, pair):
    one, other = pair
    url = reverse("stakeholders:merge", args=["organisation", one.pk, other.pk])

    for address in (
        reverse("stakeholders:list", args=[room.pk]),
        reverse("stakeholders:duplicates", args=[room.pk]),
        one.get_absolute_url(),
        url,
    ):
        assert other.name in signed_in.get(address).content.decode()
    assert Organisation.objects.unmerged().count() == 2
    assert signed_in.post(url, {}).status_code == 200
    assert Organisation.objects.unmerged().count() == 2

    decided = {"keep": "1", "seen": "1-1", "whose_name": "1", "whose_kind": "2", "whose_contact_phone": "2"}
    assert signed_in.post(url, decided).url == one.get_absolute_url()
    one.refresh_from_db()
    assert (one.kind, one.contact_phone, one.aliases.get().name) == ("verein", "2", "Heimatbund e.V.")
    assert signed_in.get(other.get_absolute_url()).url == one.get_absolute_url()
    assert signed_in.get(url).status_code == 404


def test_merge_refuses_what_has_changed_since(signed_in, pair):
    one, other = pair
    Organisation.objects.filter(pk=one.pk).update(version=2)
    url = reverse("stakeholders:merge", args=["organisation", one.pk, other.pk])

    decided = {"keep": "1", "seen": "1-1", "whose_name": "1", "whose_kind": "2", "whose_contact_phone": "2"}
    response = signed_in.post(url, decided)

    assert "Inzwischen hat jemand" in response.content.decode()
    assert Organisation.objects.unmerged().count() == 2


def test_dismissed_stays_dismissed(signed_in, room, pair):
    one, other = pair

    signed_in.post(reverse("stakeholders:dismiss", args=["organisation", one.pk, other.pk]))

    assert NotDuplicate.objects.count() == 1
    for address in (reverse("stakeholders:duplicates", args=[room.pk]), one.get_absolute_url()):
        response = signed_in.get(address)
        assert not response.context.get("proposals")
        assert not response.context.get("alike")


def test_merge_of_persons_works_the_same_way(signed_in, room):
    one, other = (PersonFactory(room=room, name=name) for name in ("Faller", "Fallner"))
    url = reverse("stakeholders:merge", args=["person", one.pk, other.pk])

    assert signed_in.post(url, {"keep": "2", "seen": "1-1", "whose_name": "2"}).url == other.get_absolute_url()
    one.refresh_from_db()
    assert one.merged_into == other


def test_merged_row_hidden_behind_a_hidden_one_is_not_found(client, room, member):
    hidden = OrganisationFactory(room=room)
    merged = OrganisationFactory(room=room, circle=Circle.STEERING, merged_into=hidden)
    AliasFactory(organisation=merged)
    client.force_login(member)

    assert client.get(merged.get_absolute_url()).status_code == 404
