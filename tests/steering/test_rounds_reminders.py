"""Reminders of a round: three days before the deadline and after it, each once, whoever runs the command how often."""

import datetime as dt

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.letters import send_due
from accounts.models import Letter
from steering import rounds
from steering.models import Measure, RoundRequest, UpdateRound
from steering.transitions.measures import report
from steering.transitions.rounds import close_round
from tests.attack.figures import size

from .test_rounds import ADDRESS, SAME, absolute, link, opened, plan, running, send  # noqa: F401

pytestmark = pytest.mark.django_db
OTHER = "rathaus@stadt.example"


@pytest.fixture
def days(monkeypatch, django_capture_on_commit_callbacks):
    """Let days go by, each with the command, and say which mails went on which."""
    begin, found = timezone.localdate(), []

    def pass_by(until, first=1, runs=1):
        send_due()  # the letters that opened the round
        for day in range(first, until + 1):
            monkeypatch.setattr(timezone, "localdate", lambda *_a, day=day: begin + dt.timedelta(days=day))
            for _again in range(runs):
                mail.outbox.clear()
                with django_capture_on_commit_callbacks(execute=True):
                    call_command("remind_steering", verbosity=0)
                found.extend((day, message.to[0]) for message in mail.outbox)
        return found

    return pass_by


@pytest.mark.slow
def test_four_hundred_days_bring_each_reminder_once(running, days):  # noqa: F811
    assert days(size(60, 400), runs=2) == [(17, OTHER), (17, ADDRESS), (21, OTHER), (21, ADDRESS)]
    assert Letter.objects.filter(once__startswith="round:").count() == 6  # two questions, two reminders of each


def test_who_has_answered_is_left_in_peace(running, link, days):  # noqa: F811
    send(link, {"Sprachcafé": SAME, "Wohnraum": SAME})

    assert days(60) == [(17, OTHER), (21, OTHER)]


def test_who_has_answered_in_part_is_reminded(running, link, days):  # noqa: F811
    send(link, {"Sprachcafé": SAME})

    assert (17, ADDRESS) in days(17)


def test_a_closed_round_reminds_nobody(running, lead, days):  # noqa: F811
    days(18)
    close_round(running, by=lead)

    assert [day for day, _to in days(60, first=19)] == [17, 17]


def test_a_day_without_the_command_is_made_up_for(running, days):  # noqa: F811
    assert [day for day, _to in days(60, first=19)] == [19, 19, 21, 21]


def test_a_short_round_has_no_reminder_on_its_first_day(engagement, goal, lead, days):  # noqa: F811
    plan(goal, "Sprachcafé")
    opened(engagement, lead, days=2)

    assert days(60) == [(3, ADDRESS)]


def test_a_reminder_by_hand_takes_the_place_of_the_one_that_would_go(client, lead, running, days):  # noqa: F811
    by_hand = {"absolute": absolute, "when": rounds.by_hand}
    begin = timezone.localdate()
    assert rounds.remind(running, today=begin, **by_hand) == 0  # they were asked today
    assert rounds.remind(running, today=begin + dt.timedelta(days=5), **by_hand) == 2
    assert rounds.remind(running, today=begin + dt.timedelta(days=6), **by_hand) == 0

    assert [day for day, _to in days(60, first=6)] == [21, 21]


def test_two_who_remind_at_once_send_one_letter(running):  # noqa: F811
    late = running.answers_by + dt.timedelta(days=1)
    rounds.remind(running, absolute=absolute, today=late)
    RoundRequest.objects.update(reminded_on=None)  # as a restored backup would have it
    rounds.remind(running, absolute=absolute, today=late)

    assert Letter.objects.filter(once__endswith=":danach").count() == 2


def test_a_forgotten_mark_would_be_seen(running, days, monkeypatch):  # noqa: F811
    """The gate, seen red: a letter without its occasion goes every day."""
    real = rounds.post
    monkeypatch.setattr(rounds, "post", lambda *words, once: real(*words, once=None))
    monkeypatch.setattr(rounds, "occasion", lambda request, today: "danach")
    monkeypatch.setattr(rounds.remind.__wrapped__, "__kwdefaults__", {"when": rounds.occasion})

    assert len(days(3)) > 2


def test_a_reminder_opens_the_same_page(running, days, lead):  # noqa: F811
    days(17)
    path = mail.outbox[-1].body.split("http")[1].split()[0].partition("/lenkung")[2]
    assert Client().get(f"/lenkung{path}").status_code == 200
    report(Measure.objects.get(title="Beirat"), target="umgesetzt", light="gruen", by=lead, round=running)
    assert UpdateRound.objects.get().state == "offen"
