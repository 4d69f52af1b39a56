"""Who reads what of the samples, and that nothing invented passes for true."""

import re

import pytest

from demo import files
from engagements.models import CriterionTemplate, Engagement, LogEntry, Phase
from rooms.enums import Circle
from rooms.models import RoomItem
from stakeholders.models import Person

NAMED = {"Reinhard Mach", "Jutta Steinruck", "Beate Steeg"}
FALLER = {"Kurt Fallner", "Kurt Faller"}
OFFICES = r"(?:[Bb]ürgermeister(?:in)?|[Dd]ezernentin|[Dd]ezernent|Landrat|Landrätin|Frau|Herr|Dr\.|Berater(?:in)?)"
ROOM_ITEMS = [model for model in RoomItem.__subclasses__() if not model._meta.abstract]


def sample_text():
    return "\n".join(path.read_text(encoding="utf-8") for path in files.DIRECTORY.glob("*.toml"))


def test_only_office_holders_of_the_documents_are_persons(house):
    assert set(Person.objects.values_list("name", flat=True)) == NAMED


def test_no_other_person_is_named():
    after_office = re.findall(OFFICES + r" ([A-ZÄÖÜ][a-zäöüß]+ [A-ZÄÖÜ][a-zäöüß]+)\b", sample_text())
    assert set(after_office) <= NAMED | FALLER
    for known in ("Armbruster", "Lobenberg", "Dörner", "Berndt"):
        assert known not in sample_text()


def texts_of(row):
    fields = ("text", "note", "reason", "subject")
    return [value for name in fields if (value := getattr(row, name, ""))]


@pytest.mark.parametrize("model", ROOM_ITEMS, ids=lambda model: model._meta.model_name)
def test_confidential_texts_are_invented_or_sourced(house, model):
    words_of_templates = set(CriterionTemplate.objects.values_list("text", flat=True))
    for row in model.objects.filter(circle__gte=Circle.CLIENT):
        told = [text for text in texts_of(row) if text not in words_of_templates]
        is_sourced = bool(getattr(row, "source", "")) and model._meta.model_name != "phasestep"
        for text in told:
            assert is_sourced or text.startswith(("Fiktiv", "Nach ")), text


def test_invented_entries_are_nowhere_but_in_ludwigslust_and_musterfelde(house):
    invented = LogEntry.objects.filter(text__startswith="Fiktiv").values_list("engagement__title", flat=True)
    assert set(invented) == {"Kommunale Konfliktberatung in Ludwigslust", "Kurzzeitberatung in Musterfelde (fiktiv)"}
    confidential = LogEntry.objects.filter(circle__gt=Circle.PUBLIC)  # sealed ones cannot be asked by their text
    plain = [entry for entry in confidential if not entry.text.startswith("Fiktiv: ")]
    assert [entry.title for entry in plain] == ["Fiktiv: Abstimmung zum Abschlussbericht"]


@pytest.mark.parametrize("model", ROOM_ITEMS, ids=lambda model: model._meta.model_name)
def test_foreign_advisor_reads_nothing_of_the_others_but_what_is_public(house, model):
    own = house.engagements["musterfelde"].room
    seen = model.objects.visible_to(house.accounts["fremd"]).exclude(room=own)
    assert not seen.exclude(circle=Circle.PUBLIC).exists()


def test_foreign_advisor_and_sample_lead_share_no_engagement(house):
    foreign, lead = (Engagement.objects.visible_to(house.accounts[key]) for key in ("fremd", "federfuehrung"))
    assert [engagement.title for engagement in foreign] == ["Kurzzeitberatung in Musterfelde (fiktiv)"]
    assert lead.count() == len(house.engagements) - 1
    assert not foreign & lead


def test_steering_group_reads_up_to_its_circle_in_ludwigslust_only(house):
    member, room = house.accounts["lenkungsrunde"], house.engagements["ludwigslust"].room
    assert [engagement.room for engagement in Engagement.objects.visible_to(member)] == [room]
    for model in ROOM_ITEMS:
        seen = model.objects.visible_to(member)
        assert not seen.filter(circle__gt=Circle.STEERING).exists()
        assert not seen.exclude(room=room).exclude(circle=Circle.PUBLIC).exists()
    shared = LogEntry.objects.filter(room=room, circle=Circle.STEERING)
    assert shared.count() == LogEntry.objects.visible_to(member).filter(circle=Circle.STEERING).count() == 6


def test_sealed_talks_are_read_by_author_and_lead_alone(house):
    sealed = LogEntry.objects.filter(room=house.engagements["ludwigslust"].room, circle=Circle.SEALED)
    assert sealed.count() == LogEntry.objects.visible_to(house.accounts["federfuehrung"]).filter(pk__in=sealed).count()
    advisor = house.accounts["beratung"]
    own = LogEntry.objects.visible_to(advisor).filter(pk__in=sealed)
    assert own.exists()
    assert {entry.author for entry in own} == {advisor}
    for key in ("lenkungsrunde", "kommune", "netzwerk", "fremd"):
        assert not LogEntry.objects.visible_to(house.accounts[key]).filter(pk__in=sealed).exists()


def test_unnamed_towns_have_no_public_text(house):
    unnamed = Engagement.objects.filter(disclosure="nicht_genannt")
    assert unnamed.count() == 17
    assert not LogEntry.objects.filter(engagement__in=unnamed).exists()
    assert Phase.objects.filter(engagement__in=unnamed).exists()


def test_sample_accounts_open_with_the_sample_password(house):
    assert all(account.check_password("ortsgespraech") for account in house.accounts.values())
    assert [key for key, account in house.accounts.items() if account.is_network_admin] == ["netzwerk"]
