"""P1: nobody is marked by a seat. A group that names a trait keeps seats only, whichever way a name would come."""

import unicodedata
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from engagements.transitions.steps import StepRefused
from rooms.enums import Circle
from stakeholders.bodies import succeed
from stakeholders.enums import BodyKind, NominationState
from stakeholders.models import Body, Nomination, SeatGroup, Term
from stakeholders.seating import Seating
from stakeholders.traits import NamesATrait, names_a_trait
from steering.transitions.council import fill
from tests.factories.rooms import MembershipFactory
from tests.factories.steering import BodyFactory, SeatGroupFactory, TermFactory

from .sent import sent_by

pytestmark = pytest.mark.django_db
TRAIT = "Menschen mit Migrationshintergrund"
WHY = "nennt ein Merkmal"
WAY_OUT = "Sachkundige Einwohner*innen"


@pytest.fixture
def body(room):
    return BodyFactory(room=room, circle=Circle.STEERING, kind=BodyKind.INTEGRATION_BOARD)


@pytest.fixture
def group(body):
    """As it stood before there was the rule: only the name tells."""
    return SeatGroupFactory(body=body, label=TRAIT, seats=7)


def url(name, *keys):
    return reverse(name, args=keys)


@pytest.mark.parametrize(
    "words",
    [
        TRAIT,
        "mit Migrationsgeschichte",
        "Migrant*innen",
        "Migrant:innen aus der Stadt",
        "Geflüchtete",
        "Ausländer/innen",
        "Eingebürgerte und Spätaussiedler",
        "Muslim*innen",
        "jüdische Mitglieder",
        "Menschen mit Behinderung",
        "Sinti und Roma",
        "Nicht-EU-Staatsangehörige",
        "queere Jugendliche",
        "Ukrainer*innen",
        "Migrations-Hintergrund",
        unicodedata.normalize("NFD", "Geflüchtete"),
        "Geflüch\u00adtete",
        "Ezid:innen",
        "Rom*nja",
        "Muslimische Gemeindemitglieder",
        "Kurdische Vereinsmitglieder",
        "Geflüchtete Arbeiter*innen",
    ],
)
def test_words_that_mark_people_are_known(words):
    assert names_a_trait(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        WAY_OUT,
        "Kommunalpolitik",
        "Praxis",
        "Stadtverwaltung",
        "Migrant*innenorganisationen",
        "Flüchtlingshilfe Sprengel Nord",
        "Jüdische Gemeinde",
        "Evangelische Kirche",
        "Freundeskreis Asyl",
        "Behindertenbeirat",
        "Integrationsbeauftragte",
        "Christa Müller",
        "Sport und Kultur",
        "Jobcenter",
    ],
)
def test_offices_and_those_who_send_are_none(words):
    assert not names_a_trait(words)


# --- on the pages ----------------------------------------------------------------------------


def test_a_group_may_be_named_so_and_keeps_its_seats(signed_in, body):
    sent_by(
        signed_in, url("stakeholders:group-create", body.pk), {"label": TRAIT, "seats": 7, "sector": "bevoelkerung"}
    )
    group = SeatGroup.objects.get()
    shown = signed_in.get(body.get_absolute_url()).content.decode()

    assert (group.by_trait, group.seats) == (True, 7)
    assert "Hier stehen nur Sitze, keine Menschen." in shown
    seating = Seating(body)
    assert (seating.seats, seating.free, seating.members) == (7, 0, [])


def test_no_name_comes_below_it(signed_in, body, group):
    for label in (TRAIT, "Säule eins"):
        SeatGroup.objects.filter(pk=group.pk).update(label=label, by_trait=label != TRAIT)
        sent = {"name": "Frau Muster", "group": group.pk}
        answer = sent_by(signed_in, url("stakeholders:term-create", body.pk), sent).content.decode()
        assert WHY in answer
        assert WAY_OUT in answer
        assert "Frau Muster" in answer  # nothing typed is lost
    assert not Term.objects.exists()


def test_nor_does_the_town_put_one_there(client, room, body, group):
    contact = MembershipFactory(room=room, role="contact").user
    client.force_login(contact)
    term = TermFactory(body=body, name="Frau Muster")
    answer = sent_by(client, url("stakeholders:term-update", term.pk), {"group": group.pk})

    assert WHY in answer.content.decode()
    term.refresh_from_db()
    assert term.group is None


def test_nor_is_the_trait_who_sends_her(signed_in, body):
    sent = {"name": "Frau Muster", "sent_by": "die Geflüchteten"}
    assert "Merkmal der Person" in sent_by(signed_in, url("stakeholders:term-create", body.pk), sent).content.decode()


def test_where_names_stand_no_trait_comes_above_them(signed_in, body):
    group = SeatGroupFactory(body=body, label="Praxis", seats=3)
    TermFactory(body=body, group=group)
    page = url("stakeholders:group-update", group.pk)
    answer = sent_by(signed_in, page, {"label": TRAIT}).content.decode()
    assert "stehen schon Namen" in answer
    answer = sent_by(signed_in, page, {"by_trait": "on"}).content.decode()
    assert "stehen schon Namen" in answer

    group.refresh_from_db()
    assert (group.label, group.by_trait) == ("Praxis", False)


def test_a_neutral_name_is_the_way_out(client, lead, body):
    """With the mark taken off; a name the list does not know keeps it as long as it is there."""
    client.force_login(lead)
    group = SeatGroupFactory(body=body, label=TRAIT, seats=7, by_trait=True)
    page = url("stakeholders:group-update", group.pk)
    sent_by(client, page, {"label": "Säule eins"})
    group.refresh_from_db()
    assert (group.label, group.by_trait) == ("Säule eins", True)

    sent_by(client, page, {"label": WAY_OUT, "by_trait": []})
    group.refresh_from_db()
    assert (group.label, group.by_trait) == (WAY_OUT, False)
    sent_by(client, url("stakeholders:term-create", body.pk), {"name": "Frau Muster", "group": group.pk})
    assert Term.objects.get().group == group


def test_who_is_thought_of_is_not_marked_either(signed_in, body, group):
    page = url("steering:nomination-create", body.pk)
    assert WHY in sent_by(signed_in, page, {"name": "Frau Muster", "group": group.pk}).content.decode()
    sent = {"name": "Frau Muster", "proposed_by": "die Geflüchteten"}
    assert "nennt ein Merkmal" in sent_by(signed_in, page, sent).content.decode()
    assert not Nomination.objects.exists()


# --- on the way to a seat, and into the next body --------------------------------------------


def test_nobody_is_appointed_to_it(advisor, body, group):
    row = Nomination.objects.create(
        body=body, room=body.room, group=group, name="Frau Muster", state=NominationState.WILLING
    )
    with pytest.raises(StepRefused, match=WHY):
        fill(body, [row.pk], how="berufen", through="Rat", when="2018", by=advisor)
    assert not Term.objects.exists()


def test_a_body_does_not_grow_into_another_with_it(signed_in, body, group):
    TermFactory(body=body, group=group, name="Frau Muster")
    with pytest.raises(NamesATrait):
        succeed(body, Body(room=body.room, name="Neu"), by=None)
    sent = {"name": "Neuer Beirat", "succession": "umbenannt", "when": "2019"}
    answer = sent_by(signed_in, url("stakeholders:body-succeed", body.pk), sent).content.decode()

    assert WHY in answer
    assert Body.objects.count() == 1


WAYS = {
    "a member": lambda group: TermFactory(body=group.body, group=group),
    "somebody thought of": lambda group: Nomination.objects.create(
        body=group.body, room=group.body.room, group=group, name="Frau Muster"
    ),
    "a member who moves": lambda group: Term.objects.filter(pk=TermFactory(body=group.body).pk).update(group=group),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_database_has_the_last_word(body, way):
    group = SeatGroupFactory(body=body, label="Säule eins", by_trait=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        WAYS[way](group)


def test_the_database_lets_no_trait_come_above_a_name(body):
    group = SeatGroupFactory(body=body, label="Praxis")
    TermFactory(body=body, group=group)
    with pytest.raises(IntegrityError), transaction.atomic():
        SeatGroup.objects.filter(pk=group.pk).update(by_trait=True)


def test_without_the_trigger_a_name_would_come(body):
    """The gate, seen red."""
    group = SeatGroupFactory(body=body, label="Säule eins", by_trait=True)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("DROP TRIGGER seats_without_names ON stakeholders_term")
    TermFactory(body=body, group=group)

    assert Term.objects.filter(group__by_trait=True).exists()


def test_what_stood_there_before_the_rule_is_parted(body, group):
    """The migration: seats keep their name, whoever sat there stays in the body without it."""
    term = TermFactory(body=body, group=group, name="Frau Muster")
    other = TermFactory(body=body, group=SeatGroupFactory(body=body, label="Praxis"))
    with connection.schema_editor() as editor:
        import_module("stakeholders.migrations.0007_founding").part_names_from_traits(apps, editor)
    for row in (term, other, group):
        row.refresh_from_db()

    assert (term.group, term.body, group.by_trait) == (None, body, True)
    assert other.group.by_trait is False
