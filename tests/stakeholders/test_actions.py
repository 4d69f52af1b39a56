import pytest
from django.core.exceptions import ValidationError

from audit.models import Entry
from engagements.models import Contact, Mandate
from rooms.enums import Circle
from stakeholders.actions import (
    MergeRefused,
    end_office,
    find_or_create_organisation,
    keep_apart,
    merge_organisations,
    merge_persons,
)
from stakeholders.duplicates import proposals
from stakeholders.models import NotDuplicate, Office, Organisation
from tests.factories.engagements import LogEntryFactory
from tests.factories.stakeholders import AliasFactory, OfficeFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["heimatbund", "  Heimatbund ", "HB", "hb"])
def test_find_or_create_finds_by_name_and_other_name(room, advisor, name):
    known = OrganisationFactory(room=room, name="Heimatbund")
    AliasFactory(organisation=known, name="HB")

    assert find_or_create_organisation(room, name, by=advisor) == known


def test_find_or_create_looks_neither_elsewhere_nor_at_merged_nor_at_sealed_rows(room, advisor, lead):
    kept = OrganisationFactory(room=room, name="Tafel")
    others = {
        OrganisationFactory(name="Heimatbund"),
        OrganisationFactory(room=room, name="Heimatbund", merged_into=kept),
        OrganisationFactory(room=room, name="Heimatbund", circle=Circle.SEALED, author=lead),
    }

    new = find_or_create_organisation(room, "Heimatbund", by=advisor, kind="verein")

    assert new not in others
    assert (new.circle, new.author, new.kind) == (Circle.TEAM, advisor, "verein")
    assert Entry.objects.about(new).get().action == "organisation.created"


@pytest.mark.parametrize("name", ["", "   ", "\x00", "x" * 201])
def test_find_or_create_refuses_what_is_no_name(room, advisor, name):
    with pytest.raises(ValidationError):
        find_or_create_organisation(room, name, by=advisor)


def test_merge_moves_every_reference(room, engagement, advisor):
    keep, drop = OrganisationFactory(room=room), OrganisationFactory(room=room, name="Anderer Name")
    AliasFactory(organisation=drop, name="AN")
    part = OrganisationFactory(room=room, parent=drop)
    office = OfficeFactory(person__room=room, organisation=drop)
    both, one = LogEntryFactory.create_batch(2, engagement=engagement)
    both.organisations.set([keep, drop])
    one.organisations.add(drop)
    engagement.client = drop
    engagement.save()
    mandate = Mandate.objects.create(room=room, engagement=engagement, client=drop, organ="Rat")
    earlier = OrganisationFactory(room=room, merged_into=drop)

    merge_organisations(keep, drop, by=advisor)

    for row in (part, office, engagement, mandate, earlier, drop):
        row.refresh_from_db()
    assert (part.parent, office.organisation, earlier.merged_into, drop.merged_into) == (keep,) * 4
    assert (engagement.client, mandate.client) == (keep, keep)
    assert [list(entry.organisations.all()) for entry in (both, one)] == [[keep], [keep]]
    assert {alias.name for alias in keep.aliases.all()} == {"AN", "Anderer Name"}
    assert not drop.aliases.exists()
    assert engagement.version == mandate.version == 2
    assert {entry.action for entry in Entry.objects.about(keep)} == {"organisation.merged"}
    assert {entry.action for entry in Entry.objects.about(drop)} == {"organisation.merged_away"}


def test_merge_leaves_no_reference_of_any_app_behind(room, advisor):
    """Whatever relation somebody adds later, also one without a way back, is moved."""
    keep, drop = OrganisationFactory(room=room), OrganisationFactory(room=room)
    merge_organisations(keep, drop, by=advisor)

    for relation in Organisation._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and not relation.many_to_many:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: drop.pk})
            assert not rows.exists(), relation


def test_merge_takes_the_chosen_fields_and_keeps_both_names(room, advisor):
    keep = OrganisationFactory(room=room, name="Alt", kind="verein", contact_phone="1")
    drop = OrganisationFactory(room=room, name="Neu", kind="kirche", contact_phone="2")
    AliasFactory(organisation=keep, name="neu")

    kept = merge_organisations(keep, drop, by=advisor, take=["name", "kind", "room", "author"])

    assert (kept.name, kept.kind, kept.contact_phone, kept.room) == ("Neu", "kirche", "1", room)
    assert [alias.name for alias in kept.aliases.all()] == ["Alt"]


def test_merge_reaches_nobody_new_unless_asked(room, advisor):
    wide, narrow = OrganisationFactory(room=room, circle=Circle.STEERING), OrganisationFactory(room=room)
    assert merge_organisations(wide, narrow, by=advisor).circle == Circle.TEAM

    wide, narrow = OrganisationFactory(room=room, circle=Circle.STEERING), OrganisationFactory(room=room)
    assert merge_organisations(narrow, wide, by=advisor, circle=Circle.STEERING).circle == Circle.STEERING


def test_merge_makes_no_house_a_part_of_itself(room, advisor):
    drop = OrganisationFactory(room=room)
    middle = OrganisationFactory(room=room, parent=drop)
    keep = OrganisationFactory(room=room, parent=middle)

    kept = merge_organisations(keep, drop, by=advisor)

    middle.refresh_from_db()
    assert (kept.parent, middle.parent) == (None, kept)


def test_merge_refuses_what_does_not_belong_together(room, advisor, lead, member):
    one, other = OrganisationFactory(room=room), OrganisationFactory(room=room)
    gone = OrganisationFactory(room=room, merged_into=other)
    sealed = OrganisationFactory(room=room, circle=Circle.SEALED, author=lead)
    elsewhere = OrganisationFactory()

    for drop, by in ((one, advisor), (gone, advisor), (sealed, lead), (elsewhere, advisor), (other, member)):
        with pytest.raises(MergeRefused):
            merge_organisations(one, drop, by=by)
    assert not Entry.objects.exists()


def test_merge_persons_moves_offices_and_log(room, engagement, advisor):
    keep, drop = PersonFactory(room=room), PersonFactory(room=room)
    office = OfficeFactory(person=drop)
    contact = Contact.objects.create(room=room, engagement=engagement, office=office)
    entry = LogEntryFactory(engagement=engagement)
    entry.persons.add(drop)

    merge_persons(keep, drop, by=advisor)

    contact.refresh_from_db()
    assert contact.office.person == keep
    assert list(entry.persons.all()) == [keep]


def test_kept_apart_stays_apart(room, advisor):
    one = OrganisationFactory(room=room, name="Heimatbund")
    other = OrganisationFactory(room=room, name="Heimatbund e.V.")
    assert [(pair.first, pair.second) for pair in proposals(advisor, room.pk)] == [(one, other)]

    keep_apart(other, one, by=advisor)
    keep_apart(one, other, by=advisor)

    assert proposals(advisor, room.pk) == []
    assert NotDuplicate.objects.count() == 1


def test_kept_apart_outlives_a_merge(room, advisor):
    one = OrganisationFactory(room=room, name="Heimatbund")
    other = OrganisationFactory(room=room, name="Heimatbund e.V.")
    third = OrganisationFactory(room=room, name="Heimatbünd")
    keep_apart(one, other, by=advisor)

    merge_organisations(third, one, by=advisor)

    assert proposals(advisor, room.pk) == []


def test_proposals_know_only_what_the_person_may_see(room, advisor, lead):
    OrganisationFactory(room=room, name="Heimatbund")
    OrganisationFactory(room=room, name="Heimatbund", circle=Circle.SEALED, author=lead)
    OrganisationFactory(name="Heimatbund")

    assert proposals(advisor, room.pk) == []


@pytest.mark.parametrize(
    ("until", "period", "is_former"),
    [
        ("2020", "2015 bis 2020", True),
        ("", "seit 2015", True),
        ("31.12.2090", "2015 bis 31.12.2090", False),
        ("irgendwann", "2015 bis irgendwann", True),
    ],
)
def test_end_office_words_the_period(room, advisor, until, period, is_former):
    office = OfficeFactory(person__room=room, period="seit 2015")

    end_office(office, until, by=advisor)

    saved = Office.objects.get(pk=office.pk)
    assert (saved.period, saved.is_former) == (period, is_former)
    assert saved.period_until == office.period_until
    assert Entry.objects.about(office.person).get().action == "person.office_ended"
