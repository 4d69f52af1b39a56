"""„Meine Beratungen“, one consultation in one screen, and how it begins."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from engagements.enums import AgreementState, PhaseState, Status
from engagements.models import Agreement, Criterion, Engagement, EngagementLink, OwnContribution, Phase, ProcessTemplate
from engagements.template_files import DIRECTORY, load, load_all
from engagements.waiting import waiting_and_dates, waiting_for
from rooms.enums import Circle, Role
from rooms.models import Membership
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.engagements import EngagementFactory, LogEntryFactory, PhaseFactory
from tests.factories.municipalities import PlaceFactory
from tests.factories.rooms import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return UserFactory(organisation=OrganisationFactory())


def full(lead, **fields):
    """A running consultation with one row of everything the list and the detail page read."""
    engagement = EngagementFactory(lead=lead, status=Status.RUNNING, municipality=PlaceFactory(), **fields)
    common = {"room": engagement.room, "author": lead}
    phase = PhaseFactory(engagement=engagement, state=PhaseState.RUNNING, planned="2020")
    Criterion.objects.create(phase=phase, text="Kriterium", **common)
    Agreement.objects.create(engagement=engagement, title="Papier", **common)
    OwnContribution.objects.create(engagement=engagement, name="Räume", **common)
    LogEntryFactory(engagement=engagement, author=lead, when=f"{timezone.localdate() + dt.timedelta(days=3):%d.%m.%Y}")
    LogEntryFactory(engagement=engagement, author=lead)
    return engagement


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_and_three(client, lead, count, django_assert_num_queries):
    mine = [full(lead) for _ in range(count)]
    client.force_login(lead)
    client.get(reverse("engagements:list"))

    with django_assert_num_queries(8):  # two of them are the test's own transaction
        response = client.get(reverse("engagements:list"))

    assert {row.pk for row in response.context["page_obj"]} == {engagement.pk for engagement in mine}


@pytest.mark.parametrize("count", [1, 3])
def test_detail_costs_the_same_whatever_it_shows(client, lead, count, django_assert_num_queries):
    engagement = full(lead)
    for number in range(count):
        PhaseFactory(engagement=engagement)
        LogEntryFactory(engagement=engagement, author=lead)
        OwnContribution.objects.create(engagement=engagement, name=f"L{number}", room=engagement.room, author=lead)
    client.force_login(lead)
    client.get(engagement.get_absolute_url())

    with django_assert_num_queries(9):  # two of them are the test's own transaction
        client.get(engagement.get_absolute_url())


def test_list_shows_own_consultations_only(client, lead):
    mine = EngagementFactory(lead=lead, title="Meine")
    EngagementFactory(title="Fremde Beratung")  # could leak
    client.force_login(lead)

    response = client.get(reverse("engagements:list"))

    assert [row.pk for row in response.context["page_obj"]] == [mine.pk]
    assert "Fremde Beratung" not in response.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=lud", {"A"}),
        ("?q=LUD beratung", {"A"}),
        ("?stand=offen", {"A"}),
        ("?stand=abgeschlossen", {"B"}),
        ("?thema=energiewende", {"B"}),
        ("?ansatz=kkm", {"B"}),
        ("?q=%00", set()),
        ("?land=13", {"A"}),
    ],
)
def test_list_filters_live_in_the_address(client, lead, query, found):
    land = PlaceFactory(key="13", level="land", name="Mecklenburg-Vorpommern")
    ludwigslust = PlaceFactory(name="Ludwigslust", land=land)
    EngagementFactory(lead=lead, title="A Beratung", municipality=ludwigslust, status=Status.RUNNING)
    EngagementFactory(lead=lead, title="B", status=Status.CLOSED, themes=["energiewende"], approach="kkm")
    client.force_login(lead)

    response = client.get(reverse("engagements:list") + query)

    assert {row.title[0] for row in response.context["page_obj"]} == found


def test_an_empty_list_says_what_to_do(client, lead):
    client.force_login(lead)
    assert "Legen Sie die erste an" in client.get(reverse("engagements:list")).content.decode()

    client.force_login(UserFactory())
    assert "Sobald Sie jemand in eine Beratung einlädt" in client.get(reverse("engagements:list")).content.decode()


def test_what_waits_is_prepared_with_its_door(lead):
    engagement = full(lead)
    LogEntryFactory(engagement=engagement, author=lead, title="Termin", when="gestern", written_on=dt.date(2020, 1, 1))

    texts = {item.text: item.url for item in waiting_for(lead, [engagement])}

    phases = reverse("engagements:phases", args=[engagement.pk])
    assert texts["Auftrag der Verwaltungsspitze eintragen"] == reverse(
        "engagements:mandate-create", args=[engagement.pk]
    )
    assert texts["Noch nicht unterzeichnet: Papier"].endswith(f"/{engagement.agreements.get().pk}/")
    assert texts["1 Eigenleistung steht noch aus"] == reverse("engagements:mandate", args=[engagement.pk])
    assert "Ergebnis festhalten: Termin" in texts
    assert [url for text, url in texts.items() if text.startswith("Phase „")] == [phases]
    assert [url for text, url in texts.items() if "1 Kriterium noch offen" in text] == [phases]


def test_nothing_waits_in_a_closed_consultation_nor_for_the_steering_group(lead):
    closed = full(lead)
    Engagement.objects.filter(pk=closed.pk).update(status=Status.CLOSED)
    running = full(lead)
    member = UserFactory()
    MembershipFactory(room=running.room, user=member, role=Role.STEERING)

    assert waiting_for(lead, [Engagement.objects.get(pk=closed.pk)]) == []
    assert waiting_for(member, [running]) == []


def test_the_contact_person_waits_for_own_contributions_she_may_read(lead):
    engagement = full(lead)
    OwnContribution.objects.filter(engagement=engagement).update(circle=Circle.CLIENT)
    OwnContribution.objects.create(engagement=engagement, name="intern", room=engagement.room, author=lead)
    contact = UserFactory()
    MembershipFactory(room=engagement.room, user=contact, role=Role.CONTACT)

    assert [item.text for item in waiting_for(contact, [engagement])] == ["1 Eigenleistung steht noch aus"]


def test_an_agreement_that_ran_out_waits(lead):
    engagement = full(lead)
    Agreement.objects.create(
        engagement=engagement,
        title="Alt",
        state=AgreementState.IN_FORCE,
        term="2019",
        room=engagement.room,
        author=lead,
    )

    assert "Abgelaufen: Alt" in {item.text for item in waiting_for(lead, [engagement])}


def test_next_dates_come_from_what_one_may_read(lead):
    engagement = full(lead)
    member = UserFactory()
    MembershipFactory(room=engagement.room, user=member, role=Role.STEERING)

    assert len(waiting_and_dates(lead, [engagement])[1]) == 1
    assert len(waiting_and_dates(member, [engagement])[1]) == 0


@pytest.fixture
def template():
    return load(DIRECTORY / "kkb_forumzfd.toml") or ProcessTemplate.objects.get(code="kkb_forumzfd")


def post_new(client, template, **fields):
    data = {"template": template.pk, "disclosure": "genannt", "municipality": ""} | fields
    return client.post(reverse("engagements:create"), data)


def test_a_new_consultation_begins_with_room_phases_criteria_and_its_lead(client, lead, template):
    place = PlaceFactory(name="Kalbe (Milde)")
    client.force_login(lead)

    response = post_new(client, template, municipality=place.pk, client_name="Staatsministerium", themes=["spaltung"])

    engagement = Engagement.objects.get()
    assert response.status_code == 302
    assert engagement.title == "Kommunale Konfliktberatung in Kalbe (Milde)"
    assert engagement.template == template
    assert [phase.code for phase in engagement.phases.all()] == [phase.code for phase in template.phases.all()]
    assert Criterion.objects.filter(phase__engagement=engagement, gate="mandate").count() == 1
    assert engagement.client.name == "Staatsministerium"
    assert engagement.client.room == engagement.room
    assert engagement.themes == ["spaltung"]
    assert Membership.objects.get(room=engagement.room).role == Role.LEAD
    assert engagement.room.organisation == lead.organisation
    assert Entry.objects.filter(action="engagement.opened", target_key=str(engagement.pk)).exists()


def test_a_new_consultation_says_what_comes_first(client, lead, template):
    client.force_login(lead)
    post_new(client, template, place="Am Markt")
    engagement = Engagement.objects.get()

    texts = [item.text for item in waiting_for(lead, [engagement])]

    assert texts[:2] == ["Auftrag der Verwaltungsspitze eintragen", "Erste Phase beginnen"]
    Phase.objects.filter(pk=engagement.phases.first().pk).update(state=PhaseState.RUNNING)
    texts = [item.text for item in waiting_for(lead, [engagement])]
    assert "Stand von „Anfrage“ weiterstellen" in texts
    assert "Erste Phase beginnen" not in texts


def test_a_new_consultation_without_a_template_keeps_what_was_typed(client, lead, template):
    client.force_login(lead)

    response = client.post(reverse("engagements:create"), {"occasion": "Streit um den Platz", "disclosure": "genannt"})

    page = response.content.decode()
    assert response.status_code == 200
    assert "Bitte wählen Sie eine Vorlage" in page
    assert "Streit um den Platz" in page
    assert not Engagement.objects.exists()


def test_searching_a_place_is_no_error_and_keeps_everything(client, lead, template):
    PlaceFactory(name="Kalbe (Milde)")
    client.force_login(lead)

    response = post_new(client, template, occasion="Anlass", municipality_suche="Kalbe", municipality_suchen="1")

    page = response.content.decode()
    assert "Kalbe (Milde)" in page
    assert "Anlass" in page
    assert 'id="error-summary"' not in page
    assert not Engagement.objects.exists()


def test_two_at_once_do_not_overwrite_each_other(client, lead):
    engagement = EngagementFactory(lead=lead, title="Alt")
    client.force_login(lead)
    url = reverse("engagements:update", args=[engagement.pk])
    data = {"title": "Erste", "disclosure": "genannt", "version": 1, "municipality": ""}
    client.post(url, data)

    response = client.post(url, data | {"title": "Zweite", "occasion": "Mein Text"})

    engagement.refresh_from_db()
    assert engagement.title == "Erste"
    assert "Inzwischen wurde hier etwas anderes gespeichert" in response.content.decode()
    assert "Mein Text" in response.content.decode()


def test_a_link_is_seen_only_by_those_who_see_both(client, lead):
    mine, other = EngagementFactory(lead=lead), EngagementFactory(title="Andere Beratung")
    EngagementLink.objects.create(source=mine, target=other, kind="parallel")
    client.force_login(lead)

    assert "Andere Beratung" not in client.get(mine.get_absolute_url()).content.decode()

    MembershipFactory(room=other.room, user=lead, role=Role.ADVISOR)
    assert "Andere Beratung" in client.get(mine.get_absolute_url()).content.decode()


def test_linking_offers_only_what_one_sees_and_unlinking_leaves_both(client, lead):
    mine, second = EngagementFactory(lead=lead), EngagementFactory(lead=lead)
    foreign = EngagementFactory()
    client.force_login(lead)
    url = reverse("engagements:link-create", args=[mine.pk])

    assert client.post(url, {"kind": "folge", "target": foreign.pk}).status_code == 200
    assert client.post(url, {"kind": "folge", "target": second.pk}).status_code == 302
    link = EngagementLink.objects.get()
    client.post(reverse("engagements:link-delete", args=[link.pk]))

    assert not EngagementLink.objects.exists()
    assert Engagement.objects.count() == 3


def test_the_templates_of_the_house_load_once():
    load_all()
    codes = set(ProcessTemplate.objects.published().values_list("code", flat=True))

    assert codes >= {"kkb_forumzfd", "kkb_k3b", "kkb_kiko", "kkm_nrw", "kkm_nrw_kurz", "dialog_bw", "weltoffen", "leer"}
    assert load_all() == []
