"""A case profile: filled in beforehand, laid before both sides, signed by two, out, and back."""

import pytest
from django.core import mail
from django.urls import reverse

from engagements.enums import Disclosure
from municipalities.models import Figure
from network.models import CaseProfile, ProfileEdition
from network.profile_facts import new_profile
from network.profile_words import names_at, words_at
from network.steps import EditionState, ProfileStep, Side
from network.transitions.profiles import ProfileRefused, propose, sign, withdraw, withdraw_consent
from rooms.enums import Circle
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory, PhaseFactory
from tests.factories.municipalities import KreisFactory, LandFactory, PlaceFactory
from tests.factories.profiles import ConsentFactory

pytestmark = pytest.mark.django_db


def fresh(person):
    """The person as the next request knows her."""
    return type(person).objects.get(pk=person.pk)


def words(edition):
    return " ".join(text for _name, _label, text, _consent in edition.content)


def both_sign(edition, sides):
    sign(edition, Side.TEAM, by=sides.lead, sha256=edition.sha256)
    return sign(edition, Side.TOWN, by=sides.contact, sha256=edition.sha256)


# --- filled in with what is known


def test_a_new_profile_knows_what_the_house_knows():
    lead = UserFactory()
    place = PlaceFactory(name="Ölstadt", type_name="Stadt", land=LandFactory(), kreis=KreisFactory(name="Nord"))
    Figure.objects.create(place=place, kind="population", value=12_585, as_of="31.12.2014", source="Register")
    engagement = EngagementFactory(
        lead=lead, municipality=place, occasion="Anlass", aims="Ziele", themes=["klima"], period="2015 bis 2020"
    )
    PhaseFactory(engagement=engagement, name="Analyse", state="fertig", period="2016")
    PhaseFactory(engagement=engagement, name="Geplantes", state="geplant")
    profile = new_profile(engagement, lead)

    assert (profile.slug, profile.municipality_name) == ("oelstadt", "Stadt Ölstadt")
    assert profile.kreis_name == "Nord"
    assert (profile.population, str(profile.population_as_of)) == (12_585, "31.12.2014")
    assert (profile.situation, profile.aims, profile.themes) == ("Anlass", "Ziele", ["klima"])
    assert profile.procedure == "Analyse (2016)"


def test_an_address_is_given_once(sides):
    CaseProfile.objects.filter(pk=sides.profile.pk).update(slug="beratung")
    other = new_profile(EngagementFactory(), UserFactory())

    assert other.slug == "beratung-2"


def test_the_form_shows_it_and_saves_it_once(client, sides):
    sides.profile.delete()
    client.force_login(sides.lead)
    url = reverse("network:profile-update", args=[sides.engagement.pk])
    page = client.get(url)
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value()}
    data["key"] = form.helper.layout[-1].value
    data["headline"] = "Ein Satz"
    assert client.post(url, data).status_code == 302
    assert client.post(url, data).status_code == 302

    assert CaseProfile.objects.get(engagement=sides.engagement).headline == "Ein Satz"


def test_a_private_address_is_no_contact(client, sides):
    client.force_login(sides.lead)
    url = reverse("network:profile-update", args=[sides.engagement.pk])
    page = client.post(url, {"title": "T", "contact": "jemand@gmx.de"})

    assert "private" in page.content.decode()


# --- the steps


def test_each_step_tells_more_than_the_one_before(sides):
    told = [set(names_at(step)) for step in ProfileStep]

    assert told[0] == set()
    assert all(less < more for less, more in zip(told, told[1:], strict=False))
    for step, expected in (("kurz", "kurzwort"), ("vorgehen", "vorgehenswort"), ("voll", "vollwort")):
        said = " ".join(row[2] for row in words_at(sides.profile, ProfileStep(step)))
        assert expected in said
    assert "vollwort" not in " ".join(row[2] for row in words_at(sides.profile, ProfileStep.METHOD))


def test_what_is_only_counted_holds_no_name(sides):
    edition = propose(sides.profile, ProfileStep.COUNTS, Circle.PUBLIC, by=sides.lead)

    assert (edition.content, edition.title, edition.slug, edition.place) == ([], "", "", None)
    assert (edition.land.key, edition.years) == ("13", "2015–2020")


def test_who_is_not_named_can_only_be_counted(sides):
    sides.engagement.disclosure = Disclosure.UNNAMED
    sides.engagement.save()
    sides.profile.refresh_from_db()

    with pytest.raises(ProfileRefused, match="mitgezählt"):
        propose(sides.profile, ProfileStep.SHORT, Circle.PUBLIC, by=sides.lead)
    assert propose(sides.profile, ProfileStep.COUNTS, Circle.PUBLIC, by=sides.lead).pk


# --- two signatures


def test_it_is_out_with_the_second_signature_and_not_before(sides):
    edition = propose(sides.profile, ProfileStep.FULL, Circle.PUBLIC, by=sides.lead)
    assert edition.circle == Circle.CLIENT
    edition = sign(edition, Side.TEAM, by=sides.lead, sha256=edition.sha256)
    assert (edition.state, edition.circle) == (EditionState.WAITING, Circle.CLIENT)
    edition = sign(edition, Side.TOWN, by=sides.contact, sha256=edition.sha256)

    assert (edition.state, edition.circle) == (EditionState.PUBLISHED, Circle.PUBLIC)
    assert edition.is_intact


@pytest.mark.parametrize(("who", "side"), [("advisor", "beratung"), ("steering", "kommune"), ("contact", "beratung")])
def test_only_the_right_person_signs_for_a_side(sides, who, side):
    edition = propose(sides.profile, ProfileStep.SHORT, Circle.PUBLIC, by=sides.lead)

    with pytest.raises(ProfileRefused):
        sign(edition, side, by=getattr(sides, who), sha256=edition.sha256)


def test_nobody_signs_for_both_sides(sides):
    from tests.factories.rooms import MembershipFactory  # noqa: PLC0415

    MembershipFactory(room=sides.engagement.room, user=sides.lead, role="contact")
    edition = propose(sides.profile, ProfileStep.SHORT, Circle.PUBLIC, by=sides.lead)
    lead = fresh(sides.lead)
    edition = sign(edition, Side.TEAM, by=lead, sha256=edition.sha256)

    with pytest.raises(ProfileRefused):
        sign(edition, Side.TOWN, by=lead, sha256=edition.sha256)


def test_other_words_than_those_seen_are_not_signed(sides):
    edition = propose(sides.profile, ProfileStep.SHORT, Circle.PUBLIC, by=sides.lead)

    with pytest.raises(ProfileRefused, match="gesehen"):
        sign(edition, Side.TEAM, by=sides.lead, sha256="0" * 64)


def test_an_edit_changes_nothing_outside(sides):
    edition = both_sign(propose(sides.profile, ProfileStep.FULL, Circle.PUBLIC, by=sides.lead), sides)
    sides.profile.results = "spaeter geschrieben"
    sides.profile.save()
    edition.refresh_from_db()

    assert "spaeter" not in words(edition)
    assert edition.is_intact


def test_a_new_edition_replaces_the_old_one_when_it_is_signed(sides):
    first = both_sign(propose(sides.profile, ProfileStep.FULL, Circle.PUBLIC, by=sides.lead), sides)
    second = propose(sides.profile, ProfileStep.SHORT, Circle.PUBLIC, by=sides.lead)
    first.refresh_from_db()
    assert first.state == EditionState.PUBLISHED
    both_sign(second, sides)
    first.refresh_from_db()

    assert (first.state, first.circle) == (EditionState.REPLACED, Circle.CLIENT)
    assert ProfileEdition.objects.published().count() == 1


def test_a_proposal_that_waits_gives_way_to_the_next(sides):
    first = propose(sides.profile, ProfileStep.FULL, Circle.PUBLIC, by=sides.lead)
    propose(sides.profile, ProfileStep.SHORT, Circle.PUBLIC, by=sides.lead)
    first.refresh_from_db()

    assert first.state == EditionState.WITHDRAWN


@pytest.mark.parametrize("who", ["lead", "advisor", "contact"])
def test_each_side_takes_it_back_alone(sides, who):
    edition = withdraw(sides.out(), by=getattr(sides, who))

    assert (edition.state, edition.circle) == (EditionState.WITHDRAWN, Circle.CLIENT)
    with pytest.raises(ProfileRefused):
        sign(edition, Side.TEAM, by=sides.lead, sha256=edition.sha256)


def test_others_do_not_take_it_back(sides):
    with pytest.raises(ProfileRefused):
        withdraw(sides.out(), by=sides.steering)


# --- names and quotes


def test_a_name_stands_there_as_long_as_its_consent(sides):
    consent = ConsentFactory(profile=sides.profile)
    edition = both_sign(propose(sides.profile, ProfileStep.FULL, Circle.PUBLIC, by=sides.lead), sides)
    assert "Beispielname" in words(edition)
    withdraw_consent(consent, by=sides.contact)
    edition.refresh_from_db()

    assert "Beispielname" not in words(edition)
    assert "vollwort" in words(edition)
    assert (edition.state, edition.taken_out) == (EditionState.PUBLISHED, 1)
    assert "Beispielname" not in str(words_at(sides.profile, ProfileStep.FULL))


def test_names_come_with_the_last_step_only(sides):
    ConsentFactory(profile=sides.profile)

    assert "Beispielname" not in str(words_at(sides.profile, ProfileStep.METHOD))


# --- the pages


def test_the_way_through_the_pages(client, sides):
    client.force_login(sides.lead)
    url = reverse("network:profile-propose", args=[sides.engagement.pk])
    preview = client.get(url, {"step": "voll", "to_circle": "0"}).context["preview"]
    asked = {"step": "voll", "to_circle": "0", "sha256": preview.sha256}
    address = client.post(url, asked).url
    edition = ProfileEdition.objects.get()
    sign_url = reverse("network:edition-sign-team", args=[edition.pk])
    assert "Für das Beratungsteam unterschreiben" in client.get(address).content.decode()
    client.post(sign_url, {"sha256": edition.sha256})
    client.force_login(sides.contact)
    page = client.get(address).content.decode()
    assert "vollwort" in page
    assert "Für die Kommune unterschreiben" in page
    client.post(reverse("network:edition-sign-town", args=[edition.pk]), {"sha256": edition.sha256})
    edition.refresh_from_db()
    assert edition.state == EditionState.PUBLISHED
    client.post(reverse("network:edition-withdraw", args=[edition.pk]))
    edition.refresh_from_db()

    assert edition.state == EditionState.WITHDRAWN


def test_a_text_changed_meanwhile_is_shown_again(client, sides):
    client.force_login(sides.lead)
    url = reverse("network:profile-propose", args=[sides.engagement.pk])
    page = client.post(url, {"step": "voll", "to_circle": "0", "sha256": "0" * 64})

    assert page.status_code == 409
    assert not ProfileEdition.objects.exists()


def test_both_sides_are_told_without_a_word_of_it(client, sides, django_capture_on_commit_callbacks):
    client.force_login(sides.advisor)
    url = reverse("network:profile-propose", args=[sides.engagement.pk])
    preview = client.get(url, {"step": "voll", "to_circle": "0"}).context["preview"]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, {"step": "voll", "to_circle": "0", "sha256": preview.sha256})

    assert {each.to[0] for each in mail.outbox} == {sides.lead.email, sides.contact.email}
    assert all("wort" not in each.body.replace("Wortlaut", "").replace("antwort", "") for each in mail.outbox)


def test_the_contact_person_never_reads_the_draft(client, sides):
    client.force_login(sides.contact)
    desk = client.get(reverse("network:profile", args=[sides.engagement.pk])).content.decode()

    assert "vollwort" not in desk
    assert client.get(reverse("network:profile-update", args=[sides.engagement.pk])).status_code == 403


def test_the_town_takes_a_consent_back_whose_profile_it_does_not_read(client, sides):
    consent = ConsentFactory(profile=sides.profile, circle=Circle.CLIENT)
    client.force_login(sides.contact)

    assert client.post(reverse("network:consent-withdraw", args=[consent.pk])).status_code == 302
    consent.refresh_from_db()
    assert not consent.holds
