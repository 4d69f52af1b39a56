"""Mandates, contact persons, agreements and own contributions: who writes, who reads, what is kept."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from engagements.drafts import sections
from engagements.enums import AgreementKind, AgreementState
from engagements.forms.contributions import EuroField
from engagements.models import Agreement, Contact, Mandate, OwnContribution
from engagements.views.mandate import tree
from rooms.enums import Circle, Role
from stakeholders.models import Office, Person
from tests.factories.accounts import UserFactory
from tests.factories.engagements import PhaseFactory
from tests.factories.rooms import MembershipFactory
from tests.factories.stakeholders import OfficeFactory, PersonFactory

pytestmark = pytest.mark.django_db
TEAM = {Role.LEAD, Role.ADVISOR, Role.PROCESS}


@pytest.fixture
def contact(engagement):
    return MembershipFactory(room=engagement.room, role=Role.CONTACT).user


@pytest.fixture
def contribution(engagement):
    return OwnContribution.objects.create(
        engagement=engagement, room=engagement.room, name="Räume", circle=Circle.STEERING
    )


@pytest.fixture
def paper(engagement):
    return Agreement.objects.create(
        engagement=engagement,
        room=engagement.room,
        title="Kooperationsvereinbarung",
        circle=Circle.STEERING,
        text="# Auftrag\n\nAlt\n\n# Vertraulichkeit\n\nNotizen bleiben beim Team.\n\n# Eigenleistungen\n\n- Räume",
    )


def mandate_page(engagement):
    return reverse("engagements:mandate", args=[engagement.pk])


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.250,50", "1250.50"), ("1250,5", "1250.5"), ("1250.50", "1250.50"), ("1.250", "1250"), ("1 250,– €", "1250"),
        ("800 €", "800"), ("0", "0"), ("12.345.678,90", "12345678.90"),
    ],
)  # fmt: skip
def test_euro_reads_amounts_as_germans_write_them(typed, value):
    assert EuroField().clean(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["-1", "viel", "1,234", "١٢", "NaN", "1e5", "99999999999"])
def test_euro_refuses_what_is_no_amount(typed):
    with pytest.raises(ValidationError):
        EuroField().clean(typed)


def test_mandate_with_a_new_person_in_office(client, engagement, advisor):
    client.force_login(advisor)

    client.post(
        reverse("engagements:mandate-create", args=[engagement.pk]),
        {
            "organ": "Bürgermeister", "is_head": "on", "client_name": "Stadt Musterstedt",
            "person_name": "Erich Muster", "office_title": "Bürgermeister",
            "office_party": "parteilos", "given_on": "31.06.2015",
            "services": ["ska"], "circle": Circle.STEERING,
        },
    )  # fmt: skip

    mandate = Mandate.objects.get()
    assert (mandate.given_on, mandate.is_complete, mandate.author) == ("31.06.2015", True, advisor)
    assert str(mandate.office) == "Bürgermeister Erich Muster (parteilos)"
    assert mandate.office.person.circle == Circle.STEERING
    assert mandate.client.name == "Stadt Musterstedt"


def test_half_a_person_is_refused_and_nothing_is_written(client, engagement, advisor):
    client.force_login(advisor)

    answer = client.post(
        reverse("engagements:mandate-create", args=[engagement.pk]),
        {"organ": "Bürgermeister", "person_name": "Erich Muster", "given_on": "Herbst 2015", "circle": 40},
    )

    assert "Bitte geben Sie auch das Amt an." in answer.content.decode()
    assert "Herbst 2015" in answer.content.decode()
    assert not Person.objects.exists()


def test_change_of_mayor_leaves_the_first_mandate(client, engagement, advisor):
    client.force_login(advisor)
    for name in ("Erich Alt", "Erika Neu"):
        client.post(
            reverse("engagements:mandate-create", args=[engagement.pk]),
            {"organ": "Bürgermeister*in", "person_name": name, "office_title": "Bürgermeister*in", "circle": 40},
        )

    text = client.get(mandate_page(engagement)).content.decode()
    assert "Erich Alt" in text
    assert "Erika Neu" in text


def test_person_hidden_from_the_reader_is_not_named(client, engagement, member):
    office = OfficeFactory(person=PersonFactory(room=engagement.room, name="KANARIE", circle=Circle.TEAM))
    for model, fields in ((Mandate, {"organ": "Bürgermeister"}), (Contact, {})):
        model.objects.create(
            engagement=engagement, room=engagement.room, office=office, circle=Circle.STEERING, **fields
        )
    client.force_login(member)

    text = client.get(mandate_page(engagement)).content.decode()

    assert "Bürgermeister" in text
    assert "KANARIE" not in text


def test_person_of_another_room_cannot_be_chosen(client, engagement, advisor):
    stranger = OfficeFactory()
    client.force_login(advisor)

    client.post(reverse("engagements:contact-create", args=[engagement.pk]), {"office": stranger.pk, "circle": 40})

    assert not Contact.objects.exists()


def test_contact_person_comes_and_goes_and_stays_in_the_register(client, engagement, advisor):
    client.force_login(advisor)
    client.post(
        reverse("engagements:contact-create", args=[engagement.pk]),
        {"person_name": "Sabine Roth", "office_title": "Fachdienst", "is_contact": "on", "circle": 40},
    )
    row = Contact.objects.get()

    client.get(reverse("engagements:contact-delete", args=[row.pk]))
    assert Contact.objects.exists()
    client.post(reverse("engagements:contact-delete", args=[row.pk]))

    assert not Contact.objects.exists()
    assert Office.objects.filter(person__name="Sabine Roth").exists()


def doors(engagement, paper, contribution):
    mandate = Mandate.objects.create(engagement=engagement, room=engagement.room, organ="Rat", circle=Circle.STEERING)
    PhaseFactory(engagement=engagement, code="masterplan", in_offer=False)
    return [
        reverse("engagements:mandate-create", args=[engagement.pk]),
        reverse("engagements:mandate-update", args=[mandate.pk]),
        reverse("engagements:mandate-delete", args=[mandate.pk]),
        reverse("engagements:contact-create", args=[engagement.pk]),
        reverse("engagements:agreement-create", args=[engagement.pk]),
        reverse("engagements:agreement-draft-separate", args=[engagement.pk, "masterplan"]),
        reverse("engagements:agreement-update", args=[paper.pk]),
        reverse("engagements:agreement-move", args=[paper.pk, "unterzeichnet"]),
        reverse("engagements:contribution-create", args=[engagement.pk]),
        reverse("engagements:contribution-delete", args=[contribution.pk]),
    ]


@pytest.mark.parametrize("role", Role)
def test_only_the_team_writes_the_mandate(role, client, engagement, paper, contribution):
    client.force_login(MembershipFactory(room=engagement.room, role=role).user)

    for door in doors(engagement, paper, contribution):
        assert client.get(door).status_code == (200 if role in TEAM else 403), door
        if role not in TEAM:
            assert client.post(door, {}).status_code == 403, door


def test_strangers_find_nothing(client, engagement, paper, contribution):
    client.force_login(UserFactory())
    more = [
        mandate_page(engagement),
        paper.get_absolute_url(),
        reverse("engagements:agreement-print", args=[paper.pk]),
        reverse("engagements:contribution-update", args=[contribution.pk]),
    ]

    for door in [*doors(engagement, paper, contribution), *more]:
        assert client.get(door).status_code == 404, door
        assert client.post(door, {}).status_code == 404, door


@pytest.mark.parametrize("role", Role)
def test_town_and_team_keep_the_contributions(role, client, engagement, contribution):
    client.force_login(MembershipFactory(room=engagement.room, role=role).user)

    code = client.post(
        reverse("engagements:contribution-tick", args=[contribution.pk]), {"state": "zugesagt"}
    ).status_code

    contribution.refresh_from_db()
    may = role in TEAM | {Role.CONTACT}
    assert (code, contribution.state) == ((302, "zugesagt") if may else (403, "offen"))


def test_contact_of_one_town_keeps_no_list_of_another(client, contribution):
    client.force_login(MembershipFactory(role=Role.CONTACT).user)

    assert client.post(reverse("engagements:contribution-tick", args=[contribution.pk])).status_code == 404


def test_contact_edits_but_does_not_share(client, contribution, contact):
    client.force_login(contact)
    url = reverse("engagements:contribution-update", args=[contribution.pk])

    assert "Wer darf das lesen?" not in client.get(url).content.decode()
    sent = {"name": "Räume", "state": "erledigt", "value_eur": "1.250,50", "version": contribution.version}
    client.post(url, sent | {"circle": Circle.PUBLIC})

    contribution.refresh_from_db()
    assert (contribution.state, contribution.value_eur) == ("erledigt", Decimal("1250.50"))
    assert contribution.circle == Circle.STEERING


def test_tick_answers_the_list_to_htmx(client, contribution, advisor):
    client.force_login(advisor)
    url = reverse("engagements:contribution-tick", args=[contribution.pk])

    text = client.post(url, {"state": "erledigt"}, headers={"HX-Request": "true"}).content.decode()

    assert "1 von 1 erledigt" in text
    assert "<html" not in text
    client.post(url, {"state": "quark"})
    contribution.refresh_from_db()
    assert contribution.state == "erledigt"


def test_unknown_value_is_not_zero(client, engagement, advisor):
    for name, value in (("Räume", None), ("Material", "1250.50"), ("Catering", "0"), ("Presse", None)):
        OwnContribution.objects.create(engagement=engagement, room=engagement.room, name=name, value_eur=value)
    client.force_login(advisor)

    assert "2 von 4 mit Wert, zusammen 1.250,50 €" in client.get(mandate_page(engagement)).content.decode()


def test_contribution_is_on_the_list_once(client, contribution, advisor):
    client.force_login(advisor)

    answer = client.post(
        reverse("engagements:contribution-create", args=[contribution.engagement_id]),
        {"name": "räume", "state": "offen", "note": "Aula", "circle": 20},
    )

    assert "steht schon auf der Liste" in answer.content.decode()
    assert "Aula" in answer.content.decode()


def test_contribution_is_removed_after_asking(client, contribution, advisor):
    client.force_login(advisor)
    url = reverse("engagements:contribution-delete", args=[contribution.pk])

    client.get(url)
    assert OwnContribution.objects.exists()
    client.post(url)
    assert not OwnContribution.objects.exists()


def test_separate_agreement_is_drafted_from_the_first(client, engagement, paper, advisor):
    PhaseFactory(engagement=engagement, code="masterplan", name="Masterplan", in_offer=False)
    client.force_login(advisor)
    url = reverse("engagements:agreement-draft-separate", args=[engagement.pk, "masterplan"])

    initial = client.get(url).context["form"].initial

    assert (initial["kind"], initial["based_on"], initial["modules"]) == ("gesondert", paper, ["masterplan"])
    assert "Notizen bleiben beim Team." in initial["text"]
    assert "- Räume" in initial["text"]
    assert "Alt" not in initial["text"]

    client.post(url, initial | {"based_on": paper.pk, "circle": 40})
    draft = Agreement.objects.get(kind=AgreementKind.SEPARATE)
    assert (draft.state, draft.based_on, draft.modules) == (AgreementState.DRAFT, paper, ["masterplan"])


def test_draft_takes_nothing_from_a_paper_its_writer_may_not_read(client, engagement, paper, advisor):
    paper.circle = Circle.SEALED
    paper.save()
    PhaseFactory(engagement=engagement, code="masterplan", in_offer=False)
    client.force_login(advisor)

    initial = (
        client.get(reverse("engagements:agreement-draft-separate", args=[engagement.pk, "masterplan"]))
        .context["form"]
        .initial
    )

    assert initial.get("based_on") is None
    assert "Notizen bleiben beim Team." not in initial["text"]


def test_sealed_paper_is_not_copied_into_a_draft(client, engagement, paper, lead):
    paper.circle, paper.author = Circle.SEALED, lead
    paper.save()
    PhaseFactory(engagement=engagement, code="masterplan", in_offer=False)
    client.force_login(lead)

    answer = client.get(reverse("engagements:agreement-draft-separate", args=[engagement.pk, "masterplan"]))

    assert "Notizen bleiben beim Team." not in answer.content.decode()


def test_signing_asks_when_and_who(client, paper, advisor):
    client.force_login(advisor)
    url = reverse("engagements:agreement-move", args=[paper.pk, "unterzeichnet"])

    assert "Bitte nennen Sie mindestens eine Person" in client.post(url, {"when": "Herbst 2015"}).content.decode()
    client.post(url, {"when": "Herbst 2015", "names": "Erika Muster, Bürgermeisterin\n"})

    paper.refresh_from_db()
    assert (paper.state, paper.signed) == (AgreementState.SIGNED, "Herbst 2015")
    assert "- Erika Muster, Bürgermeisterin" in client.get(paper.get_absolute_url()).context["agreement"].text


def test_signed_paper_keeps_its_wording(client, paper, advisor):
    Agreement.objects.filter(pk=paper.pk).update(state=AgreementState.SIGNED)
    client.force_login(advisor)

    client.post(
        reverse("engagements:agreement-update", args=[paper.pk]),
        {"title": "Neu", "kind": "loi", "text": "anders", "modules": [], "circle": 20, "version": paper.version},
    )

    before, (paper.title, paper.text) = paper.text, ("", "")
    paper.refresh_from_db()
    assert (paper.title, paper.kind, paper.text) == ("Neu", "kooperation", before)


def test_paper_rests_on_no_circle(client, paper, advisor):
    follower = Agreement.objects.create(engagement=paper.engagement, room=paper.room, title="Folge", based_on=paper)
    last = Agreement.objects.create(engagement=paper.engagement, room=paper.room, title="Letzte", based_on=follower)
    client.force_login(advisor)

    client.post(
        reverse("engagements:agreement-update", args=[paper.pk]),
        {"title": "X", "kind": "kooperation", "based_on": last.pk, "circle": 20},
    )

    paper.refresh_from_db()
    assert paper.based_on is None


def test_tree_shows_what_rests_on_what(engagement, paper):
    follower = Agreement.objects.create(engagement=engagement, room=engagement.room, title="Folge", based_on=paper)

    assert tree([follower, paper]) == [(paper, 0), (follower, 1)]
    assert tree([follower]) == [(follower, 0)]


def test_sample_offers_the_usual_points(client, engagement, contribution, advisor):
    client.force_login(advisor)

    text = (
        client.get(reverse("engagements:agreement-create", args=[engagement.pk]), {"muster": "1"})
        .context["form"]
        .initial["text"]
    )

    names = [name for name, _text in sections(text)]
    assert {"Partner", "Vertraulichkeit", "Eigenleistungen der Kommune", "Lenkungsrunde", "Datenschutz"} <= set(names)
    assert "- Räume" in text


def test_print_view_has_lines_to_sign_until_it_is_signed(client, paper, advisor):
    client.force_login(advisor)
    url = reverse("engagements:agreement-print", args=[paper.pk])

    assert "für die Kommune" in client.get(url).content.decode()
    Agreement.objects.filter(pk=paper.pk).update(state=AgreementState.SIGNED)
    assert "für die Kommune" not in client.get(url).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_one_and_three_rows(count, client, engagement, advisor, django_assert_num_queries):
    for number in range(count):
        office = OfficeFactory(person=PersonFactory(room=engagement.room))
        common = {"engagement": engagement, "room": engagement.room}
        Mandate.objects.create(organ="Rat", office=office, **common)
        Contact.objects.create(office=office, **common)
        Agreement.objects.create(title="Papier", **common)
        OwnContribution.objects.create(name=f"Sache {number}", **common)
    client.force_login(advisor)

    with django_assert_num_queries(15):
        client.get(mandate_page(engagement))
