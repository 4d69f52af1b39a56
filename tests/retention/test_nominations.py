"""Who was thought of for a seat is forgotten, with every earlier wording, when the seats are filled."""

import datetime as dt
import io

import pytest
from django.core.management import call_command
from django.utils import timezone

from audit.models import Entry, Version
from retention.due import forget_nominations
from stakeholders.enums import NominationState
from stakeholders.models import Nomination, Term
from stakeholders.models.founding import NOMINATION_DAYS
from steering.transitions.council import fill, move_nomination
from tests.factories.engagements import EngagementFactory
from tests.factories.steering import BodyFactory, SeatGroupFactory
from tests.faults.erasure import as_owner

pytestmark = pytest.mark.django_db
N = NominationState
LATER = dt.timedelta(days=NOMINATION_DAYS)


@pytest.fixture
def group():
    body = BodyFactory(room=EngagementFactory().room)
    return SeatGroupFactory(body=body, label="Praxis", seats=2)


def thought_of(group, name, state=N.WILLING):
    body = group.body
    return Nomination.objects.create(body=body, room_id=body.room_id, group=group, name=name, state=state)


def as_if_long_ago():
    """Everything settled now was settled as long ago as the rule says."""
    for row in Nomination.objects.exclude(goes_on=None):
        Nomination.objects.filter(pk=row.pk).update(goes_on=row.goes_on - LATER)


def test_the_day_is_set_when_somebody_says_no_and_taken_back_with_it(group):
    row = move_nomination(thought_of(group, "Frau Nein"), N.DECLINED, by=None)
    assert row.goes_on == timezone.localdate() + LATER

    assert move_nomination(row, N.WILLING, by=None).goes_on is None


def test_with_the_appointment_everybody_goes_and_the_members_stay(group):
    chosen, left = thought_of(group, "Frau Ja"), thought_of(group, "Frau Vielleicht", N.ASKED)
    left.name = "Frau Vielleicht-Doch"
    left.save()
    fill(group.body, [chosen.pk], how=N.APPOINTED, through="Rat", when="2018", by=None)
    thought_of(group, "Frau Neu", N.PROPOSED)  # for the next seat that is free
    as_owner()
    assert forget_nominations() == 0  # not before its day

    as_if_long_ago()
    assert forget_nominations() == 2
    assert list(Nomination.objects.values_list("name", flat=True)) == ["Frau Neu"]
    assert Term.objects.get().name == "Frau Ja"
    keys = [chosen.pk, left.pk]
    assert not Version.objects.filter(key__in=keys).exists()
    assert not Entry.objects.filter(target_key__in=[str(key) for key in keys]).exists()


def test_who_is_still_asked_stays(group):
    thought_of(group, "Frau Frage", N.ASKED)
    as_if_long_ago()
    assert forget_nominations() == 0


def left_over(day=None):
    return set(Nomination.objects.forgettable(day or timezone.localdate() + LATER).values_list("name", flat=True))


def test_left_over_is_only_who_was_not_touched_since_the_filling(group):
    """One of two seats is filled: with whoever is asked further the conversation goes on."""
    chosen, silent, asked = (thought_of(group, name, N.WILLING) for name in ("Frau Ja", "Herr Still", "Frau Weiter"))
    fill(group.body, [chosen.pk], how=N.APPOINTED, through="Rat", when="2018", by=None)
    asked.name = "Frau Weiterhin"
    asked.save()
    thought_of(group, "Frau Neu", N.ASKED)

    assert left_over() == {"Frau Ja", "Herr Still"}
    assert left_over(timezone.localdate() + LATER - dt.timedelta(days=1)) == set()
    move_nomination(silent, N.DECLINED, by=None)
    move_nomination(silent, N.ASKED, by=None)
    assert left_over() == {"Frau Ja"}


def test_an_appointed_row_that_is_corrected_takes_nobody_along(group):
    chosen = thought_of(group, "Frau Ja")
    fill(group.body, [chosen.pk], how=N.APPOINTED, through="Rat", when="2018", by=None)
    thought_of(group, "Frau Neu", N.ASKED)
    chosen.refresh_from_db()
    chosen.name = "Frau Ja-Doch"
    chosen.save()

    assert left_over() == {"Frau Ja-Doch"}


def test_another_body_takes_nobody_along(group):
    elsewhere = SeatGroupFactory(body=BodyFactory(room=group.body.room), label="Praxis", seats=2)
    thought_of(group, "Frau Hier", N.ASKED)
    fill(elsewhere.body, [thought_of(elsewhere, "Frau Dort").pk], how=N.APPOINTED, through="R", when="2018", by=None)

    assert left_over() == {"Frau Dort"}


def test_it_is_part_of_what_goes_every_day(group):
    move_nomination(thought_of(group, "Frau Nein"), N.DECLINED, by=None)
    as_if_long_ago()
    said = io.StringIO()
    call_command("forget_due", stdout=said)

    assert "1 Vorschläge für Sitze gelöscht." in said.getvalue()
    assert not Nomination.objects.exists()


def test_deleted_by_hand_its_name_would_stay_in_its_versions(group):
    """The gate, seen red."""
    row = thought_of(group, "Frau Nein")
    row.delete()

    assert Version.objects.filter(key=row.pk).exists() or Version.objects.filter(before__name="Frau Nein").exists()
