"""Counts: who reads them how; what is covered cannot be worked out; what nobody counted is never 0."""

from itertools import combinations, product

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation.counting import keep_counts, told, word_of
from participation.enums import AttendanceMode, CountSet, EventState
from participation.models import Event, Headcount
from participation.small_numbers import COVERED, covered
from rooms.enums import Circle
from tests.factories.events import EventFactory, HeadcountFactory, OpenEventFactory, RegistrationFactory, in_days

LEAST = 5
slow_is_fine = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
numbers = st.lists(st.integers(0, 30), min_size=1, max_size=5)


def shown(values, total=None, least=LEAST):
    cells, whole = covered([(str(i), n) for i, n in enumerate(values)], sum(values) if total is None else total, least)
    return tuple(n for _label, n in cells), whole


def others(values):
    """The same numbers with one person moved from one class to another: the total stays."""
    for here, there in combinations(range(len(values)), 2):
        for step in (1, -1):
            found = list(values)
            found[here] += step
            found[there] -= step
            if min(found) >= 0:
                yield found


@slow_is_fine
@given(numbers)
def test_a_small_number_stands_nowhere(values):
    cells, whole = shown(values)

    assert not {n for n in (*cells, whole) if n != COVERED and n < LEAST}


@slow_is_fine
@given(numbers)
def test_subtracting_from_the_total_finds_no_single_number(values):
    """If anything is covered, what is left of the total belongs to two classes or more, and is not small itself."""
    cells, whole = shown(values)
    hidden = [place for place, n in enumerate(cells) if n == COVERED]
    if not hidden or whole == COVERED:
        return
    rest = whole - sum(n for n in cells if n != COVERED)

    assert len(hidden) > 1
    assert rest >= LEAST


@slow_is_fine
@given(numbers)
def test_who_knows_how_it_is_covered_still_cannot_tell(values):
    """For every small number there is another that would be shown just so: also knowing this very rule."""
    cells, whole = shown(values)
    if whole == COVERED:
        return
    for place, n in enumerate(values):
        if n < LEAST and len(values) > 1:
            alike = [row for row in [*others(values), *swaps(values)] if shown(row) == (cells, whole)]
            looks_alike = {row[place] for row in alike}
            assert looks_alike - {n}, (values, cells)


@pytest.mark.parametrize("values", [[4, 4, 4], [5, 5, 4], [4, 5, 5], [0, 5, 5, 20], [1, 1, 1, 1, 1], [27, 3]])
def test_what_an_earlier_rule_gave_away(values):
    """Found by the test above: the sum of small ones, and which of two equal ones is covered, told too much."""
    cells, whole = shown(values)
    for place in (place for place, n in enumerate(values) if n < LEAST):
        swapped = [row for row in [*others(values), *swaps(values)] if shown(row) == (cells, whole)]
        assert {row[place] for row in swapped} - {values[place]}


def test_in_no_table_of_three_classes_a_small_number_can_be_told():
    """All of them: whatever stands there, another table with another number is shown just so."""
    seen = {}
    for values in product(range(12), repeat=3):
        seen.setdefault(shown(values), []).append(values)
    for (_cells, whole), alike in seen.items():
        for place in range(3) if whole != COVERED else ():
            assert len({values[place] for values in alike}) > 1 or alike[0][place] >= LEAST


def swaps(values):
    """The same numbers at other places."""
    for here, there in combinations(range(len(values)), 2):
        found = list(values)
        found[here], found[there] = found[there], found[here]
        yield found


def naive(cells, total, least):
    """The fault of others: only what is small is covered."""
    return [[label, COVERED if n < least else n] for label, n in cells], total


def test_covering_only_the_small_ones_would_be_found_out():
    cells, whole = naive([("w", 27), ("m", 3)], 30, LEAST)

    assert whole - sum(n for _label, n in cells if n != COVERED) == 3  # what the tests above refuse
    assert shown([27, 3]) == ((COVERED, COVERED), 30)


@slow_is_fine
@given(st.lists(st.none() | st.integers(0, 30), min_size=1, max_size=5))
def test_what_nobody_counted_stays_that(values):
    cells, _whole = covered([(str(i), n) for i, n in enumerate(values)], 200, LEAST)

    assert [n is None for _label, n in cells] == [n is None for n in values]


def test_not_counted_is_never_zero():
    assert str(word_of(None)) == "nicht gezählt"
    assert word_of(0) == "0"


def test_below_the_fewest_nothing_is_told():
    assert shown([2, 1]) == ((COVERED, COVERED), COVERED)


# --- on the pages ---------------------------------------------------------------------------


@pytest.fixture
def event(db, engagement):
    event = OpenEventFactory(engagement=engagement, state=EventState.HELD, begins=in_days(-3), ends=None)
    HeadcountFactory(event=event)
    HeadcountFactory(event=event, by=CountSet.SEX, cells=[["Frauen", 33], ["Männer", 3], ["divers", 4]])
    return event


def send(client, event, by, **numbers):
    data = {"how": "gezaehlt", **numbers}
    return client.post(reverse("participation:counts-edit", args=[event.pk, by]), data)


def test_the_team_reads_numbers_others_what_is_told(client, event, lead, member):
    client.force_login(lead)
    assert send(client, event, "gesamt", n0=40).status_code == 302
    found = client.get(reverse("participation:event-counts", args=[event.pk])).content.decode()
    assert "<td>33</td>" in found
    client.logout()
    for who in (None, member):
        if who:
            client.force_login(who)
            Event.objects.filter(pk=event.pk).update(circle=Circle.STEERING)
        name = "participation:event-detail" if who else "reports:event"
        page = client.get(reverse(name, args=[event.pk])).content.decode()
        assert "<dd>40</dd>" in page
        for n in (3, 4):
            assert f"<dd>{n}</dd>" not in page


def test_without_the_covering_it_would_be_read(client, event):
    """The planted leak: the numbers themselves at the event."""
    raw = [{"by": row.by, "how": row.how, "cells": row.cells} for row in Headcount.objects.filter(event=event)]
    Event.objects.filter(pk=event.pk).update(counted=raw)

    assert "<dd>3</dd>" in client.get(reverse("reports:event", args=[event.pk])).content.decode()


def test_an_empty_field_is_not_counted(client, event, lead):
    client.force_login(lead)
    send(client, event, "alter", n0="", n1=25, n2=15)
    row = Headcount.objects.get(event=event, by="alter")

    assert [n for _label, n in row.cells] == [None, 25, 15]
    assert "nicht gezählt" in client.get(reverse("reports:event", args=[event.pk])).content.decode()


def test_own_classes_come_line_by_line(client, event, lead):
    client.force_login(lead)
    send(client, event, "eigene", own="Verein: 12\nSchule:\nKirche: 28")
    assert Headcount.objects.get(by="eigene").cells == [["Verein", 12], ["Schule", None], ["Kirche", 28]]
    assert send(client, event, "eigene", own="ohne Zahl").status_code == 200


def test_own_classes_are_told_to_nobody_outside_the_team(client, event, lead):
    """They would name one person, or tell what is covered elsewhere."""
    client.force_login(lead)
    send(client, event, "eigene", own="Männer: 3\nAda Gast: 1")
    event.refresh_from_db()
    team = client.get(reverse("participation:event-counts", args=[event.pk])).content.decode()
    client.logout()
    page = client.get(reverse("reports:event", args=[event.pk])).content.decode()

    assert "eigene" not in {each["by"] for each in event.counted}
    assert "Ada Gast" in team
    assert "Eigene Klassen liest nur das Team." in team
    assert "Ada Gast" not in page
    assert "<dd>3</dd>" not in page


def test_who_has_read_one_cut_of_age_reads_no_other_also_when_it_was_deleted(client, event, lead):
    client.force_login(lead)
    send(client, event, "alter", n0=10, n1=20, n2=10)
    send(client, event, "alter", n0="", n1="", n2="")
    assert not Headcount.objects.filter(by="alter").exists()
    send(client, event, "alter_jugend", n0=3, n1=7)
    assert not Headcount.objects.filter(by="alter_jugend").exists()
    found = Headcount(event=event, room=event.room, by="alter_jugend", author=lead)
    assert not keep_counts(found, [["bis 13", 3]], by=lead)
    send(client, event, "alter", n0=9, n1=21, n2=10)

    assert Headcount.objects.filter(by="alter").exists()


def test_two_cuts_of_age_do_not_stand_side_by_side(client, event, lead):
    client.force_login(lead)
    send(client, event, "alter", n0=10, n1=20, n2=10)
    send(client, event, "alter_jugend", n0=3, n1=7)

    assert not Headcount.objects.filter(by="alter_jugend").exists()


def test_taken_back_is_taken_back(client, event, lead):
    client.force_login(lead)
    send(client, event, "geschlecht")

    assert not Headcount.objects.filter(by="geschlecht").exists()
    event.refresh_from_db()
    assert [each["by"] for each in event.counted] == ["gesamt"]


def test_the_total_stands_first(event):
    assert [each["by"] for each in told(list(Headcount.objects.filter(event=event)))] == ["gesamt", "geschlecht"]


# --- on paper -------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("mode", "has_names", "sheets"),
    [(AttendanceMode.COUNT, False, 0), (AttendanceMode.LIST, True, 2), (AttendanceMode.SHEETS, False, 13)],
)
def test_three_ways_to_hold_who_was_there(signed_in, engagement, mode, has_names, sheets):
    event = EventFactory(
        engagement=engagement, attendance=mode, begins=in_days(3), ends=in_days(4), grant_title="Titel laut Bescheid"
    )
    RegistrationFactory(event=event, name="Ada Gast")
    page = signed_in.get(reverse("participation:attendance-print", args=[event.pk])).content.decode()

    assert ("Ada Gast" in page) == has_names
    assert page.count("Titel laut Bescheid") == sheets  # a list for each day, or a sheet for each person
