"""What was asked for an event goes after it: answers in a week, names in a month, the counts stay."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from audit.models import Version
from participation.enums import EventState
from participation.models import Answer, Event, Headcount, Registration
from retention.due import forget_answers, forget_registrations
from tests.factories.events import EventFactory, HeadcountFactory, QuestionFactory, RegistrationFactory, in_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(engagement):
    event = EventFactory(engagement=engagement, begins=in_days(0), ends=in_days(1), state=EventState.HELD)
    row = RegistrationFactory(event=event)
    Answer.objects.create(room=row.room, registration=row, question=QuestionFactory(event=event), text="Nüsse")
    HeadcountFactory(event=event)
    row.name = "Anderer Name"
    row.save()
    return event


def left():
    return Answer.objects.count(), Registration.objects.count()


def test_day_by_day(event, monkeypatch):
    """The last day of the event is tomorrow; on no day too early, and not twice."""
    today, found = timezone.localdate(), {}
    for n in range(40):
        monkeypatch.setattr("retention.due.timezone.localdate", lambda n=n: today + dt.timedelta(days=n))
        forget_answers()
        forget_registrations()
        found[n] = left()

    assert [n for n in found if found[n] == (1, 1)][-1] == 8
    assert [n for n in found if found[n] == (0, 1)][-1] == 31
    assert found[32] == (0, 0)
    event.refresh_from_db()
    assert event.cleared_on == today + dt.timedelta(days=32)
    assert Headcount.objects.count() == 1


def test_no_earlier_wording_stays(event):
    row = Registration.objects.get()
    assert Version.objects.filter(key=row.pk).exists()
    Event.objects.filter(pk=event.pk).update(begins=in_days(-60), ends=None)
    call_command("forget_due")

    assert left() == (0, 0)
    assert not Version.objects.filter(key=row.pk).exists()


@pytest.mark.parametrize("cancelled", [True, False])
def test_without_a_date_it_goes_after_it_was_cancelled_or_last_changed(event, cancelled):
    long_ago = timezone.now() - dt.timedelta(days=60)
    day = {"cancelled_on": long_ago.date()} if cancelled else {"changed_at": long_ago}
    Event.objects.filter(pk=event.pk).update(begins=None, ends=None, **day)
    call_command("forget_due")

    assert left() == (0, 0)


def test_without_a_date_it_stays_while_somebody_works_on_it(event):
    Event.objects.filter(pk=event.pk).update(begins=None, ends=None)
    call_command("forget_due")

    assert left() == (1, 1)


def test_what_is_still_ahead_stays(event):
    Event.objects.filter(pk=event.pk).update(begins=in_days(30), ends=None)
    call_command("forget_due")

    assert left() == (1, 1)
