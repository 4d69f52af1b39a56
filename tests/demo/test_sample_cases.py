"""The acceptance scenarios of the founding documents, as the samples hold them."""

from decimal import Decimal

import pytest

from demo import files, places
from engagements.enums import Disclosure, LinkKind, PhaseState, Status
from engagements.models import Agreement, Engagement, EngagementLink, LogEntry, Phase, Programme
from municipalities.actions import take_over
from municipalities.models import Figure, Place
from municipalities.register import Record, Register
from periods.reading import read


def engagements_of(house, programme):
    return Engagement.objects.filter(parts__programme=house.programmes[programme])


def test_vfb_has_eleven_programmes_all_with_partners(house):
    programmes = Programme.objects.filter(room=house.organisation_rooms["vfb"])
    assert programmes.count() == 11
    assert all(programme.kind and programme.partners.exists() and programme.source for programme in programmes)


def test_seven_towns_are_five_named_and_two_not(house):
    towns = engagements_of(house, "integration-teilhabe")
    assert towns.count() == 7
    unnamed = towns.filter(disclosure=Disclosure.UNNAMED)
    assert [(town.municipality, town.place) for town in unnamed] == [(None, ""), (None, "")]
    assert house.programmes["integration-teilhabe"].places.exclude(place=None).count() == 5


def test_kis_plans_eight_in_five_laender_and_names_none(house):
    kis = house.programmes["kis"]
    assert list(kis.claims.values_list("number", "is_planned")) == [(8, True), (5, True)]
    assert kis.credit_lines.splitlines() == [
        "aus Mitteln des AMIF kofinanziert",
        "Gefördert mit Mitteln des Bündnisses Brandenburg",
    ]
    assert not kis.places.exists()


def test_altmark_has_four_with_a_verbandsgemeinde(house):
    keys = engagements_of(house, "altmark").values_list("municipality__key", flat=True)
    assert sorted(keys) == ["15081135", "15081240", "15090415", "150905051"]


def test_impossible_date_keeps_its_wording_and_warns(house):
    programme = house.programmes["desintegration"]
    assert programme.period == "01.07.2019–31.06.2022"
    assert programme.period_edtf.endswith("2022-06?")
    assert read(programme.period).warning


def test_work_and_funding_of_the_altmarkkreis_have_their_own_time(house):
    programme = house.programmes["ressourcen"]
    assert (programme.period, programme.activity) == ("01.06.–31.12.2019", "Juni bis Oktober 2019")


def test_chemnitz_follows_its_needs_assessment(house):
    link = EngagementLink.objects.get(source=house.engagements["chemnitz-beratung"])
    assert (link.target, link.kind) == (house.engagements["chemnitz-bedarfsermittlung"], LinkKind.FOLLOW_UP)
    assert link.target.log.filter(kind="rueckspiegelung", text__contains="Schlüsselakteuren").exists()


def test_bautzen_workshops_are_commissioned_by_a_university(house):
    bautzen = house.engagements["bautzen-workshops"]
    assert bautzen.client.name == "Fachhochschule Erfurt"
    assert not bautzen.mandates.get().is_head


def test_nrw_counts_sixteen_and_says_six_and_seven(house):
    towns = engagements_of(house, "kkm")
    assert towns.count() == 16
    assert towns.filter(disclosure=Disclosure.UNNAMED, template__code="kkm_nrw_kurz").count() == 10
    claims = house.programmes["kkm"].claims.filter(about="Kommunen der ersten Runde")
    assert list(claims.values_list("number", flat=True)) == [6, 7]
    assert all(claim.source for claim in claims)


def test_ludwigshafen_has_two_processes_side_by_side(house):
    own, open_town = house.engagements["wir-alle-sind-lu"], house.engagements["ludwigshafen"]
    assert own.municipality == open_town.municipality
    assert EngagementLink.objects.get(source=own, target=open_town).kind == LinkKind.PARALLEL
    titles = " ".join(open_town.log.values_list("title", flat=True))
    for word in ("Selbstcheck", "Vier Workshops", "Entscheidungsvorlage", "Lenkungskreis", "ChancenCheckLU", "VOPI"):
        assert word in titles


def test_bw_dialogues_are_commissioned_by_the_land_for_three_modules(house):
    dialogues = engagements_of(house, "fluechtlingsdialog")
    assert dialogues.count() == 5
    for dialogue in dialogues:
        assert dialogue.client.name == "Staatsministerium Baden-Württemberg"
        assert dialogue.agreements.get().modules == ["auftragsklaerung", "veranstaltung", "analyse_plan"]
        assert dialogue.own_contributions.count() == 5
        assert dialogue.municipality is None


def test_bw_network_meeting_was_planned_for_autumn_and_held_later(house):
    claims = house.programmes["fluechtlingsdialog"].claims.filter(about__startswith="Netzwerktreffen")
    assert list(claims.values_list("as_of", "is_planned")) == [("Herbst 2016", True), ("16.02.2017", False)]


def test_ludwigslust_went_its_own_way(house):
    codes = list(house.engagements["ludwigslust"].phases.in_order().values_list("code", flat=True))
    assert codes.index("umsetzung") < codes.index("gespraeche") < codes.index("ska")
    assert Phase.objects.get(engagement=house.engagements["ludwigslust"], code="rueckzug").state == PhaseState.RUNNING
    assert house.engagements["ludwigslust"].status == Status.WRAPPING_UP


def test_steps_lead_to_the_state_of_every_phase(house):
    for phase in Phase.objects.prefetch_related("steps"):
        targets = [step.target for step in sorted(phase.steps.all(), key=lambda step: (step.on, step.pk))]
        assert (targets or [PhaseState.PLANNED])[-1] == phase.state


def test_appointments_lie_ahead(house):
    ahead = LogEntry.objects.filter(engagement=house.engagements["ludwigslust"], when_from__gt=house.today)
    assert ahead.count() == 3


def test_figures_of_ludwigslust_stand_side_by_side(house):
    figures = Figure.objects.filter(place__key="13076090", kind="population")
    assert {int(figure.value) for figure in figures} == {12585, 12500, 11961}
    assert figures.get(value=12585).as_of == ""
    assert figures.get(value=11961).source.endswith("Gebietsstand 30.11.2025")


def test_places_have_the_keys_of_the_register(house):
    widths = {"land": {2}, "kreis": {5}, "verband": {9}, "gemeinde": {8}}
    for place in Place.objects.select_related("land"):
        assert len(place.key) in widths[place.level]
        assert place.level == "land" or place.key.startswith(place.land.key)
    assert Place.objects.filter(level="land").count() == 16


def test_import_of_the_register_finds_the_sample_places_as_they_are(house):
    data = files.read("places", house.today)
    records = []
    for values in data["rows"]:
        row = dict(zip(places.COLUMNS, values, strict=True))
        fields = {name: row[name] or None for name in places.ABOVE}
        fields |= {name: row[name] for name in places.NAMES} | {"name": row["name"] or row["full_name"]}
        records.append(Record(**fields, population=int(row["population"]), area=Decimal(row["area"])))
    report = take_over(Register(data["register_date"], tuple(records)))
    assert not report


@pytest.mark.parametrize("name", sorted({*files.PROGRAMMES, *files.ENGAGEMENTS, *files.CONTINUATIONS, "places"}))
def test_data_files_stay_readable(name):
    assert len((files.DIRECTORY / f"{name}.toml").read_text(encoding="utf-8").splitlines()) <= 300


def test_every_fact_says_where_it_comes_from(house):
    for model in (Engagement, Programme, Agreement):
        assert not model.objects.filter(source="").exists()
    without = LogEntry.objects.filter(source="")  # sealed ones cannot be asked by their text
    assert all(f"{entry.title}\n{entry.text}".count("Fiktiv: ") for entry in without)
