"""Bodies: seats and who sits there, what one grew out of, and what a council election does."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rooms.enums import Circle
from stakeholders.bodies import end_with_council
from stakeholders.enums import BodyKind
from stakeholders.models import Body, SeatGroup
from stakeholders.seating import Seating
from tests.factories.steering import BodyFactory, SeatGroupFactory, TermFactory

from .sent import sent_by

pytestmark = pytest.mark.django_db
THREE = ["verwaltung", "politik", "zivilgesellschaft"]


@pytest.fixture
def body(room):
    return BodyFactory(room=room, circle=Circle.STEERING, name="Vorbereitungsgruppe", kind=BodyKind.PREPARING)


def page(client, name, *keys):
    return client.get(reverse(f"stakeholders:{name}", args=keys))


# --- keeping ---------------------------------------------------------------------------------


def test_a_body_with_seats_and_members_is_made_on_the_pages(signed_in, room):
    url = reverse("stakeholders:body-create", args=[room.pk])
    made = sent_by(signed_in, url, {"name": "Lenkungsrunde", "purpose": "Empfiehlt."})
    body = Body.objects.get()
    assert (made.url, body.circle, body.sectors) == (body.get_absolute_url(), Circle.STEERING, THREE)

    sent_by(signed_in, reverse("stakeholders:group-create", args=[body.pk]), {"label": "Rathaus", "seats": 2})
    url = reverse("stakeholders:term-create", args=[body.pk])
    sent_by(signed_in, url, {"name": "Amt für Soziales", "group": SeatGroup.objects.get().pk, "period": "seit 2018"})

    shown = page(signed_in, "body-detail", body.pk).content.decode()
    assert "Amt für Soziales" in shown
    assert "1 Sitz frei" in shown


def test_the_same_name_with_other_words_is_another_member(signed_in, body):
    url = reverse("stakeholders:term-create", args=[body.pk])
    for period in ("2015 bis 2018", "seit 2019"):
        sent_by(signed_in, url, {"name": "Amt für Soziales", "period": period})

    assert body.terms.count() == 2


def test_the_town_keeps_its_bodies_but_not_their_circles_and_not_the_accounts(client, contact, lead, body, room):
    client.force_login(contact)
    form = page(client, "body-update", body.pk).context["form"]
    term = page(client, "term-create", body.pk).content.decode()
    made = page(client, "body-create", room.pk).context["form"]

    assert "circle" not in form.fields
    assert lead.name not in term
    assert [value for value, _label in made.fields["circle"].choices] == [Circle.CLIENT, Circle.STEERING]


def test_the_circle_the_town_sends_all_the_same_changes_nothing(client, contact, body):
    client.force_login(contact)
    sent_by(client, reverse("stakeholders:body-update", args=[body.pk]), {"purpose": "neu", "circle": Circle.PUBLIC})

    body.refresh_from_db()
    assert (body.purpose, body.circle) == ("neu", Circle.STEERING)


def test_a_member_reads_and_does_not_keep(client, member, body):
    client.force_login(member)

    assert page(client, "body-detail", body.pk).status_code == 200
    assert page(client, "term-create", body.pk).status_code == 403


def test_who_has_no_seat_in_the_circle_meets_no_name_of_it(client, member, room):
    hidden = BodyFactory(room=room, circle=Circle.TEAM, name="Geheime Runde")
    term = TermFactory(body=hidden, name="Frau Verborgen")
    client.force_login(member)
    listed = page(client, "body-list", room.pk).content.decode()

    assert "Geheime" not in listed
    for name, key in (("body-detail", hidden.pk), ("term-update", term.pk), ("term-end", term.pk)):
        assert page(client, name, key).status_code == 404


# --- time ------------------------------------------------------------------------------------


def test_a_term_that_ends_frees_the_seat_and_lets_the_deputy_go(signed_in, body):
    group = SeatGroupFactory(body=body, seats=1)
    term = TermFactory(body=body, group=group, period="seit 2018")
    deputy = TermFactory(body=body, group=group, period="seit 2019", deputy_of=term)
    sent_by(signed_in, reverse("stakeholders:term-end", args=[term.pk]), {"until": "31.12.2020"})

    deputy.refresh_from_db()
    assert deputy.period == "2019 bis 31.12.2020"
    assert Seating(body, dt.date(2021, 1, 1)).free == 1
    assert Seating(body, dt.date(2020, 12, 31)).free == 0


@pytest.mark.parametrize("until", ["irgendwann", "2016"])
def test_an_end_that_is_none_gets_a_sentence(signed_in, body, until):
    term = TermFactory(body=body, period="seit 2018")
    answer = sent_by(signed_in, reverse("stakeholders:term-end", args=[term.pk]), {"until": until})

    assert answer.status_code == 200
    assert answer.context["form"].errors["until"]


def test_after_the_election_all_terms_end_but_those_that_began_later(lead, body):
    TermFactory(body=body, name="alt", period="seit 2018")
    TermFactory(body=body, name="neu", period="seit 01.07.2024")

    assert end_with_council([body], "09.06.2024", by=lead) == 1
    assert {term.name for term in Seating(body, dt.date(2025, 1, 1)).holding} == {"neu"}


def test_the_wizard_proposes_the_bodies_that_end_with_the_council(signed_in, room, body):
    beirat = BodyFactory(room=room, name="Integrationsbeirat", with_council=True, circle=Circle.STEERING)
    for each in (body, beirat):
        TermFactory(body=each, period="seit 2019")
    url = reverse("stakeholders:council-ended", args=[room.pk])

    assert signed_in.get(url).context["form"].fields["bodies"].initial == [beirat.pk]
    answer = signed_in.post(url, {"when": "09.06.2024", "bodies": [beirat.pk]}, follow=True)

    assert "1 Amtszeit ist beendet." in answer.content.decode()
    assert not beirat.terms.filter(period_until=None)
    assert body.terms.filter(period_until=None).count() == 1


def test_the_preparing_group_grows_into_the_accompanying_one(signed_in, body):
    group = SeatGroupFactory(body=body, label="Zivilgesellschaft", seats=4)
    sits = TermFactory(body=body, group=group, name="Sportverein", period="seit 2011")
    TermFactory(body=body, group=group, name="Vertretung", deputy_of=sits, period="seit 2011")
    TermFactory(body=body, group=group, name="ausgeschieden", period="2010 bis 2011")
    words = {
        "kind": BodyKind.ACCOMPANYING,
        "name": "Projektbegleitgruppe",
        "succession": "erweitert",
        "when": "03.2012",
    }
    sent_by(signed_in, reverse("stakeholders:body-succeed", args=[body.pk]), words)

    new = Body.objects.get(predecessor=body)
    body.refresh_from_db()
    assert (new.circle, new.kind, body.ended) == (Circle.STEERING, BodyKind.ACCOMPANYING, "03.2012")
    assert {(term.name, term.period) for term in new.terms.all()} == {
        ("Sportverein", "seit 03.2012"),
        ("Vertretung", "seit 03.2012"),
    }
    assert new.terms.get(name="Vertretung").deputy_of.name == "Sportverein"
    assert body.terms.get(name="Sportverein").period == "2011 bis 03.2012"
    assert "Projektbegleitgruppe" in page(signed_in, "body-detail", body.pk).content.decode()


# --- as quick with three as with one -------------------------------------------------------------


@pytest.mark.parametrize("name", ["body-list", "body-detail"])
def test_pages_ask_as_often_for_three_as_for_one(signed_in, room, body, name):
    def filled(each):
        for group in SeatGroupFactory.create_batch(2, body=each):
            TermFactory(body=each, group=group, deputy_of=TermFactory(body=each, group=group))

    filled(body)
    keys = [room.pk] if name == "body-list" else [body.pk]
    page(signed_in, name, *keys)
    with CaptureQueriesContext(connection) as one:
        page(signed_in, name, *keys)
    for each in [body, *BodyFactory.create_batch(2, room=room, circle=Circle.STEERING)]:
        filled(each)
    with CaptureQueriesContext(connection) as three:
        page(signed_in, name, *keys)

    assert len(three) == len(one)


def test_members_stand_in_the_order_of_their_numbers(body):
    for name in ("Mitglied 10", "Ältere", "Mitglied 8", "mitglied 9", "Bürger"):
        TermFactory(body=body, name=name)

    names = [term.name for term in body.terms.in_order()]
    assert names == ["Ältere", "Bürger", "Mitglied 8", "mitglied 9", "Mitglied 10"]
