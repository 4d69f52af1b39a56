"""Two people at one list inside a form: rows added, changed and removed by both, and none of it gone in silence."""

import pytest
from django.urls import reverse

from accounts.models import Organisation, OrganisationName
from engagements.actions import organisation_room
from engagements.enums import CriterionKind
from engagements.models import PhaseTemplate, ProcessTemplate, Programme, ProgrammePartner, ProgrammePlace
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.municipalities import PlaceFactory
from tests.faults.sent import fields_of

from .windows import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def advisor():
    person = UserFactory(organisation=OrganisationFactory())
    organisation_room(person)
    return person


@pytest.fixture
def programme(advisor):
    made = Programme.objects.create(room=organisation_room(advisor), author=advisor, title="Modellprojekt Altmark")
    for number, name in enumerate(["Landkreis Stendal", "Stadt Osterburg"]):
        ProgrammePartner.objects.create(programme=made, name=name, role="foerderung", note="alt", order=number)
    return made


@pytest.fixture
def address(programme):
    return reverse("engagements:programme-update", args=[programme.pk])


@pytest.fixture
def one(advisor):
    return signed_in(advisor)


other = one  # what counts is who opened the form first


def opened(client, address):
    return fields_of(client.get(address).content.decode())


def partners(programme):
    return [(row.name, row.note) for row in programme.partners.all()]


def conflict_of(page):
    return page.context["form"].conflict


def send_again(client, address, page):
    """„Mein Text gilt“, with what the refused page shows."""
    return client.post(address, fields_of(page.content.decode()))


def test_a_row_the_other_added_stays(one, address, programme):
    sent = opened(one, address) | {"title": "Neuer Titel"}
    first = opened(one, address) | {"partner-2-name": "Land", "partner-2-role": "foerderung"}
    assert one.post(address, first).status_code == 302

    page = one.post(address, sent)

    assert conflict_of(page).taken == ["Partner*in „Land“ (neu)"]
    assert conflict_of(page).both == []
    assert send_again(one, address, page).status_code == 302
    assert [name for name, _note in partners(programme)] == ["Landkreis Stendal", "Stadt Osterburg", "Land"]
    programme.refresh_from_db()
    assert programme.title == "Neuer Titel"


def test_both_add_a_row_and_both_stay(one, address, programme):
    mine = opened(one, address) | {"partner-2-name": "Stiftung", "partner-2-role": "foerderung"}
    hers = opened(one, address) | {"partner-2-name": "Land", "partner-2-role": "foerderung"}
    one.post(address, hers)

    page = one.post(address, mine)
    send_again(one, address, page)

    assert {name for name, _note in partners(programme)} >= {"Stiftung", "Land"}
    assert programme.partners.count() == 4


def test_each_changes_another_row_and_both_stay(one, address, programme):
    mine = opened(one, address) | {"partner-1-note": "von mir"}
    one.post(address, opened(one, address) | {"partner-0-note": "von ihr"})

    page = one.post(address, mine)

    assert conflict_of(page).taken == ["Partner*in „Landkreis Stendal“, Anmerkung"]
    send_again(one, address, page)
    assert partners(programme) == [("Landkreis Stendal", "von ihr"), ("Stadt Osterburg", "von mir")]


def test_both_change_one_row_and_both_texts_are_shown(one, address, programme):
    mine = opened(one, address) | {"partner-0-note": "von mir"}
    one.post(address, opened(one, address) | {"partner-0-note": "von ihr"})

    page = one.post(address, mine)

    (difference,) = conflict_of(page).both
    assert (difference.stored, difference.typed) == ("von ihr", "von mir")
    assert difference.label == "Partner*in „Landkreis Stendal“, Anmerkung"
    assert f'id="{difference.anchor}"' in page.content.decode()
    assert partners(programme)[0] == ("Landkreis Stendal", "von ihr")
    send_again(one, address, page)
    assert partners(programme)[0] == ("Landkreis Stendal", "von mir")


def test_a_third_save_of_a_row_meanwhile_is_a_conflict_again(one, address, programme):
    mine = opened(one, address) | {"partner-0-note": "von mir"}
    one.post(address, opened(one, address) | {"partner-0-note": "von ihr"})
    page = one.post(address, mine)
    one.post(address, opened(one, address) | {"partner-0-note": "und noch einmal"})

    again = send_again(one, address, page)

    assert again.status_code == 200
    assert conflict_of(again).both[0].stored == "und noch einmal"


def test_a_row_the_other_removed_goes_unless_it_was_changed(one, address, programme):
    mine = opened(one, address) | {"title": "Neuer Titel"}
    one.post(address, opened(one, address) | {"partner-0-DELETE": "on"})

    page = one.post(address, mine)

    assert conflict_of(page).taken == ["Partner*in „Landkreis Stendal“ (entfernt)"]
    assert send_again(one, address, page).status_code == 302
    assert partners(programme) == [("Stadt Osterburg", "alt")]


def test_a_changed_row_the_other_removed_stands_there_as_a_new_one(one, address, programme):
    mine = opened(one, address) | {"partner-0-note": "wichtig"}
    one.post(address, opened(one, address) | {"partner-0-DELETE": "on"})

    page = one.post(address, mine)

    (difference,) = conflict_of(page).both
    assert difference.stored == "Zeile entfernt"
    assert "wichtig" in difference.typed
    assert send_again(one, address, page).status_code == 302
    assert partners(programme) == [("Stadt Osterburg", "alt"), ("Landkreis Stendal", "wichtig")]


def test_a_row_to_remove_that_the_other_changed_is_told_first(one, address, programme):
    mine = opened(one, address) | {"partner-0-DELETE": "on"}
    one.post(address, opened(one, address) | {"partner-0-note": "von ihr"})

    page = one.post(address, mine)

    (difference,) = conflict_of(page).both
    assert "von ihr" in difference.stored
    assert difference.typed == "Zeile entfernt"
    assert programme.partners.count() == 2
    send_again(one, address, page)
    assert partners(programme) == [("Stadt Osterburg", "alt")]


def test_both_remove_a_row_and_nothing_is_said_of_it(one, address, programme):
    mine = opened(one, address) | {"partner-0-DELETE": "on", "title": "Neuer Titel"}
    one.post(address, opened(one, address) | {"partner-0-DELETE": "on"})

    page = one.post(address, mine)

    assert (conflict_of(page).both, conflict_of(page).taken) == ([], [])
    assert send_again(one, address, page).status_code == 302
    assert partners(programme) == [("Stadt Osterburg", "alt")]


def test_places_with_keys_are_merged_too(one, address, programme):
    place = PlaceFactory()
    ProgrammePlace.objects.create(programme=programme, wording="Altmark", place=place)
    mine = opened(one, address) | {"orte-0-group": "Nord"}
    one.post(address, opened(one, address) | {"orte-0-key": "", "orte-0-wording": "Die Altmark"})

    page = one.post(address, mine)
    send_again(one, address, page)

    row = programme.places.get()
    assert (row.wording, row.place, row.group) == ("Die Altmark", None, "Nord")


def test_without_the_comparison_the_row_of_the_other_would_be_overwritten(one, address, programme, monkeypatch):
    """The planted fault: rows are sent on as they stood on the page."""
    monkeypatch.setattr("engagements.views.programmes.merge", lambda rows, *_rest: rows)
    mine = opened(one, address) | {"title": "Neuer Titel"}
    one.post(address, opened(one, address) | {"partner-0-note": "von ihr"})

    page = one.post(address, mine)
    send_again(one, address, page)

    assert partners(programme)[0] == ("Landkreis Stendal", "alt")


@pytest.mark.parametrize("odd", ["", "{", "[]", '{"name": 5}', "x" * 5000])
def test_odd_beginnings_of_rows_only_mean_that_more_is_shown(one, address, programme, odd):
    mine = opened(one, address) | {"partner-0-begun": odd, "partner-0-note": "von mir"}
    one.post(address, opened(one, address) | {"partner-0-note": "von ihr"})

    page = one.post(address, mine)

    assert conflict_of(page).both[0].stored == "von ihr"
    assert partners(programme)[0] == ("Landkreis Stendal", "von ihr")


@pytest.mark.parametrize(
    "odd",
    [
        {"partner-TOTAL_FORMS": "x"},
        {"partner-INITIAL_FORMS": "0"},
        {"partner-INITIAL_FORMS": "9"},
        {"partner-0-id": "-5"},
        {"partner-0-id": "äöü"},
        {"partner-1-id": ""},
        {"partner-TOTAL_FORMS": "100000"},
    ],
)
def test_odd_rows_break_nothing_and_overwrite_nothing(one, address, programme, odd):
    mine = opened(one, address) | {"partner-0-note": "von mir"} | odd
    one.post(address, opened(one, address) | {"partner-0-note": "von ihr"})

    page = one.post(address, mine)

    assert page.status_code == 200
    assert partners(programme)[0] == ("Landkreis Stendal", "von ihr")


def test_the_row_of_a_foreign_programme_is_not_reached(one, address, programme):
    foreign = Programme.objects.create(
        room=organisation_room(UserFactory(organisation=OrganisationFactory())), title="F"
    )
    secret = ProgrammePartner.objects.create(programme=foreign, name="Geheim GmbH", role="foerderung", note="fremd")
    mine = opened(one, address) | {"partner-0-id": str(secret.pk)}
    one.post(address, opened(one, address) | {"partner-0-note": "von ihr"})

    page = one.post(address, mine)

    assert "Geheim" not in page.content.decode()
    send_again(one, address, page)
    secret.refresh_from_db()
    assert (secret.programme, secret.note) == (foreign, "fremd")


def test_criteria_of_a_phase():
    editor = UserFactory(is_network_admin=True)
    client = signed_in(editor)
    draft = ProcessTemplate.objects.create(code="probe", name="Probe", state="entwurf", approach="frei")
    phase = PhaseTemplate.objects.create(template=draft, code="a", name="Anfang", order=10)
    kind = CriterionKind.values[0]
    phase.criteria.create(text="Alle gehört", kind=kind)
    address = reverse("engagements:template-phase-update", args=[draft.pk, phase.pk])
    mine = opened(client, address) | {"kriterien-0-text": "Alle angehört"}
    hers = opened(client, address) | {"kriterien-1-text": "Auftrag liegt vor", "kriterien-1-kind": kind}
    assert client.post(address, hers).status_code == 302

    page = client.post(address, mine)
    assert conflict_of(page).taken == ["Kriterium „Auftrag liegt vor“ (neu)"]
    assert send_again(client, address, page).status_code == 302

    assert sorted(phase.criteria.values_list("text", flat=True)) == ["Alle angehört", "Auftrag liegt vor"]


def test_earlier_names_of_an_organisation():
    client = signed_in(UserFactory(is_network_admin=True))
    organisation = Organisation.objects.create(name="Pro Peace")
    OrganisationName.objects.create(organisation=organisation, name="forumZFD", source="alt")
    address = reverse("network:organisation-update", args=[organisation.pk])
    mine = opened(client, address) | {"namen-0-source": "von mir"}
    hers = opened(client, address) | {"namen-0-source": "von ihr", "namen-1-name": "Forum"}
    assert client.post(address, hers).status_code == 302

    page = client.post(address, mine)
    assert [each.typed for each in conflict_of(page).both] == ["von mir"]
    assert send_again(client, address, page).status_code == 302

    assert list(organisation.earlier_names.values_list("name", "source")) == [("Forum", ""), ("forumZFD", "von mir")]
