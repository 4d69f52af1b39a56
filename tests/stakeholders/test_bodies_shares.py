"""P1 to P4: a share belongs to the body; no number may say who."""

import datetime as dt
import re
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from audit.models import Version
from rooms.enums import Circle
from stakeholders.enums import Share
from stakeholders.models import BodyShare, Person, Term
from stakeholders.seating import changes_between, may_be_told, share_of
from tests.factories.steering import BodyFactory, SeatGroupFactory, TermFactory

from .sent import sent_by

pytestmark = pytest.mark.django_db
TRAIT = "mit Migrationsgeschichte"


@pytest.fixture
def body(room):
    return BodyFactory(room=room, circle=Circle.STEERING)


def tell(client, body, count, seats, *, day="2018-03-01", trait=TRAIT):
    url = reverse("stakeholders:share-create", args=[body.pk])
    words = {"trait": trait, "count": count, "seats": seats, "as_of": day, "target_percent": 50}
    return sent_by(client, url, words)


def shown(client, body):
    return client.get(body.get_absolute_url()).content.decode()


def test_no_person_and_no_seat_has_such_a_trait():
    """P1: there is nowhere to write it."""
    names = {field.name for model in (Person, Term) for field in model._meta.get_fields()}

    assert not [name for name in names if "origin" in name or "migra" in name or "trait" in name]


def test_a_small_body_tells_its_class_and_the_number_is_not_even_kept(signed_in, body):
    """P2: seven of fifteen are „etwa die Hälfte“, on the page and in the table."""
    assert tell(signed_in, body, 7, 15).status_code == 302

    share, page = body.shares.get(), shown(signed_in, body)
    assert (share.share, share.count) == (Share.ABOUT_HALF, None)
    assert "etwa die Hälfte" in page
    assert not re.search(r"\b46\b", page.partition("h-claims")[2].partition("</section>")[0])  # keys hold such digits


def test_a_large_body_tells_number_and_percent(signed_in, body):
    tell(signed_in, body, 12, 25)

    assert "12 von 25 = 48,0 %" in shown(signed_in, body)


def test_a_small_body_does_not_grow_by_what_is_typed(signed_in, body):
    for number in range(15):
        TermFactory(body=body, name=f"Mitglied {number}", period="seit 2017")
    tell(signed_in, body, 12, 25)

    assert body.shares.get().count is None


@pytest.mark.parametrize(("count", "seats"), [(1, 1), (1, 3), (8, 9), (0, 15), (15, 15), (0, 25), (25, 25)])
def test_where_the_class_would_be_the_number_there_is_none(signed_in, body, count, seats):
    """In a body of one „über zwei Drittel“ says it of the one name that stands there."""
    answer = tell(signed_in, body, count, seats)

    assert answer.context["form"].errors
    assert not body.shares.exists()


def test_nor_where_fewer_sit_than_were_typed(signed_in, body):
    for number in range(9):
        TermFactory(body=body, name=f"Mitglied {number}", period="seit 2017")
    answer = tell(signed_in, body, 7, 15)

    assert "Unter zehn Mitgliedern" in answer.content.decode()
    assert not body.shares.exists()


def test_seats_that_are_filled_without_names_count(signed_in, body):
    SeatGroupFactory(body=body, label=TRAIT, seats=7, by_trait=True)
    for number in range(8):
        TermFactory(body=body, name=f"Mitglied {number}", period="seit 2017")
    tell(signed_in, body, 7, 15)

    assert body.shares.get().share == Share.ABOUT_HALF


@pytest.mark.parametrize(("count", "seats"), [(0, 25), (25, 25), (7, 15), (19, 19)])
def test_none_and_all_are_never_told(body, count, seats):
    assert not may_be_told(count, seats, body, dt.date(2018, 3, 1))


@pytest.mark.parametrize(("count", "seats"), [(0, 25), (25, 25), (7, 15), (None, 9)])
def test_the_table_refuses_such_numbers_too(body, count, seats):
    with pytest.raises(IntegrityError), transaction.atomic():
        BodyShare.objects.create(body=body, trait=TRAIT, share=Share.ABOUT_HALF, count=count, seats=seats)


def test_what_was_told_of_too_few_is_taken_back_with_its_past(body):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE stakeholders_bodyshare DROP CONSTRAINT body_share_of_enough")
        for seats in (3, 15):
            share = BodyShare.objects.create(body=body, trait=f"{TRAIT} {seats}", share=Share.ABOUT_HALF, seats=seats)
            BodyShare.objects.filter(pk=share.pk).update(target_percent=50)
        cursor.execute(import_module("stakeholders.migrations.0008_terms").TAKEN_BACK)

    assert body.shares.get().seats == 15
    kept = Version.objects.filter(label="stakeholders.bodyshare")
    assert {row.part for row in kept} == {share.pk}


@pytest.mark.parametrize(
    ("count", "share"),
    [(4, Share.UNDER_THIRD), (5, Share.ABOUT_HALF), (10, Share.ABOUT_HALF), (11, "ueber_zwei_drittel")],
)
def test_three_classes(count, share):
    assert share_of(count, 15) == share


@pytest.mark.parametrize("day", ["2018-09-01", "2017-09-01"])
@pytest.mark.parametrize("trait", [TRAIT, " Mit migrationsgeschichte "])
def test_two_figures_around_one_change_are_refused(signed_in, body, day, trait):
    """P3: before and after, whichever was told first, and however it is spelled."""
    tell(signed_in, body, 7, 15)
    TermFactory(body=body, name="geht", period="2015 bis 01.06.2018")
    TermFactory(body=body, name="kommt", period="seit 02.06.2018")
    answer = tell(signed_in, body, 8, 15, day=day, trait=trait)

    assert answer.status_code == 200
    assert "keine drei Mitglieder" in answer.content.decode()
    assert body.shares.count() == 1


def test_one_who_comes_for_one_who_goes_is_one_change(body):
    for number in range(2):
        TermFactory(body=body, name=f"geht {number}", period="2015 bis 01.06.2018")
        TermFactory(body=body, name=f"kommt {number}", period="seit 02.06.2018")

    assert changes_between(body, dt.date(2018, 3, 1), dt.date(2018, 9, 1)) == 2


def test_after_three_changes_the_share_is_told_anew(signed_in, body):
    for number in range(12):
        TermFactory(body=body, name=f"bleibt {number}", period="seit 2017")
    tell(signed_in, body, 7, 15)
    for number in range(3):
        TermFactory(body=body, name=f"kommt {number}", period="seit 02.06.2018")

    assert tell(signed_in, body, 8, 15, day="2018-09-01").status_code == 302
    assert body.shares.count() == 2


def test_what_two_sources_say_stands_side_by_side(signed_in, body):
    for wording, source in (("50 % mit Migrationsgeschichte", "Gründungspapier"), ("7 + 5 + 3", "Stadt")):
        url = reverse("stakeholders:claim-create", args=[body.pk])
        sent_by(signed_in, url, {"wording": wording, "source": source})
    page = shown(signed_in, body)

    assert page.index("50 % mit") < page.index("7 + 5 + 3")
    assert "Gründungspapier" in page
