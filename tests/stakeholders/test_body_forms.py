"""What the pages of a body take in: the same line twice where it is meant, no zero, no meeting further out."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from rooms.enums import Circle, Role
from stakeholders.models import BodyClaim, LegalBasis, SeatGroup, Term
from stakeholders.seating import Seating
from steering.invitations import guests_of
from steering.models import AgendaItem, Meeting, Passage
from tests.factories.rooms import MembershipFactory
from tests.factories.steering import BodyFactory, MeetingFactory, ResolutionFactory, SeatGroupFactory, TermFactory
from tests.pages.reading import Page

from .sent import sent_by

pytestmark = pytest.mark.django_db
PARTS = {
    "stakeholders:group-create": (SeatGroup, {"label": "Rathaus", "seats": "2"}),
    "stakeholders:term-create": (Term, {"name": "Bürger*in, gelost"}),
    "stakeholders:basis-create": (LegalBasis, {"title": "Beschluss 12/2017"}),
    "stakeholders:claim-create": (BodyClaim, {"wording": "Die Hälfte", "source": "Gründungspapier"}),
    "steering:passage-create": (Passage, {"organ": "Sozialausschuss"}),
}


@pytest.fixture
def body(room):
    return BodyFactory(room=room, circle=Circle.STEERING)


@pytest.fixture
def meeting(room, body):
    on = timezone.localdate() + dt.timedelta(days=30)
    return MeetingFactory(engagement=room.engagement, body=body, circle=Circle.STEERING, on=on)


@pytest.fixture
def at(room, body):
    resolution = ResolutionFactory(engagement=room.engagement, circle=Circle.STEERING)
    return lambda name: reverse(name, args=[resolution.pk if name.startswith("steering") else body.pk])


def opened(client, url):
    """A form as it was opened, its key with it."""
    form = next(form for form in Page(client.get(url).content).forms if "key" in form.values)
    return {name: values[0] for name, values in form.values.items()}


# --- sent twice, meant twice ---------------------------------------------------------------------


@pytest.mark.parametrize("name", PARTS)
def test_a_form_makes_one_line_however_often_it_is_sent(signed_in, at, name):
    model, words = PARTS[name]
    sent = opened(signed_in, at(name)) | words
    for _ in range(2):
        assert signed_in.post(at(name), sent).status_code == 302

    assert model.objects.count() == 1


@pytest.mark.parametrize("name", PARTS)
def test_whoever_opens_it_again_may_say_the_same_again(signed_in, at, name):
    """Two members drawn by lot sit there under the same role."""
    model, words = PARTS[name]
    for _ in range(2):
        assert signed_in.post(at(name), opened(signed_in, at(name)) | words).status_code == 302

    assert model.objects.count() == 2


@pytest.mark.parametrize("name", PARTS)
def test_other_words_in_the_same_form_are_not_swallowed(signed_in, at, name):
    model, words = PARTS[name]
    sent = opened(signed_in, at(name)) | words
    signed_in.post(at(name), sent)
    field = next(iter(words))
    answer = signed_in.post(at(name), sent | {field: "Ganz anderes"})

    assert answer.status_code == 409
    assert "Ganz anderes" in answer.content.decode()
    assert model.objects.count() == 1
    again = next(form for form in Page(answer.content).forms if "key" in form.values)
    another = dict(again.buttons).get("another") or again.values["another"][0]
    assert signed_in.post(at(name), sent | {field: "Ganz anderes", "another": another}).status_code == 302
    assert model.objects.count() == 2


def test_a_key_bent_to_a_line_of_another_body_changes_nothing_there(signed_in, room, body, at):
    sent = opened(signed_in, at("stakeholders:claim-create"))
    signed_in.post(at("stakeholders:claim-create"), sent | {"wording": "A", "source": "Q"})
    BodyClaim.objects.update(body=BodyFactory(room=room))
    answer = signed_in.post(at("stakeholders:claim-create"), sent | {"wording": "B", "source": "Q"})

    assert answer.status_code == 404
    assert BodyClaim.objects.get().wording == "A"


@pytest.mark.parametrize("key", ["ffffffff-ffff-ffff-ffff-ffffffffffff", "00000000-0000-0000-0000-000000000000", "x"])
def test_a_key_out_of_the_way_is_one_too(signed_in, at, key):
    name = "stakeholders:claim-create"
    sent = {"wording": "A", "source": "Q", "key": key}

    assert signed_in.post(at(name), sent).status_code == 302
    assert 2**62 < BodyClaim.objects.get().pk < 2**63


def test_a_share_sent_twice_stands_there_once(signed_in, body):
    url = reverse("stakeholders:share-create", args=[body.pk])
    sent = opened(signed_in, url) | {"trait": "mit Migrationsgeschichte", "count": 7, "seats": 15}
    for _ in range(2):
        assert signed_in.post(url, sent).status_code == 302

    assert body.shares.count() == 1


# --- no zero -----------------------------------------------------------------------------------------


def test_a_group_has_a_seat_and_an_item_a_minute(signed_in, body, meeting):
    seats = sent_by(signed_in, reverse("stakeholders:group-create", args=[body.pk]), {"label": "X", "seats": 0})
    agenda = reverse("steering:agenda-create", args=[meeting.pk])
    minutes = sent_by(signed_in, agenda, {"title": "X", "minutes": 0})

    assert seats.context["form"].errors["seats"]
    assert minutes.context["form"].errors["minutes"]
    assert 'min="1"' in str(seats.context["form"]["seats"])
    assert 'min="1"' in str(minutes.context["form"]["minutes"])
    assert not SeatGroup.objects.exists()
    assert not AgendaItem.objects.exists()
    assert sent_by(signed_in, agenda, {"title": "X", "minutes": ""}).status_code == 302


@pytest.mark.parametrize("first", ["9999-12-01", "2200-01-01"])
def test_a_series_begins_in_this_life(signed_in, room, body, first):
    url = reverse("steering:meeting-series", args=[room.engagement.pk])
    answer = signed_in.post(url, {"body": body.pk, "first": first, "every": 6, "count": 4})

    assert answer.status_code == 200
    assert answer.context["form"].errors["first"]


# --- no meeting further out than its body ------------------------------------------------------------


def test_a_meeting_is_not_proposed_further_out_than_its_body(signed_in, room):
    body = BodyFactory(room=room, circle=Circle.TEAM)
    meeting = MeetingFactory(engagement=room.engagement, body=body, circle=Circle.TEAM)
    url = reverse("steering:meeting-update", args=[meeting.pk])
    for circle in (Circle.STEERING, Circle.PUBLIC):
        answer = sent_by(signed_in, url, {"circle": circle})
        assert answer.context["form"].errors["circle"]


def test_a_body_does_not_leave_its_meetings_outside(signed_in, body, meeting):
    url = reverse("stakeholders:body-update", args=[body.pk])
    answer = sent_by(signed_in, url, {"circle": Circle.TEAM})
    assert "Eine Sitzung dieses Gremiums" in answer.content.decode()
    body.refresh_from_db()
    assert body.circle == Circle.STEERING

    Meeting.objects.update(circle=Circle.TEAM)
    sent_by(signed_in, url, {"circle": Circle.TEAM})
    body.refresh_from_db()
    assert body.circle == Circle.TEAM


def test_nobody_is_invited_who_may_not_know_of_the_body(room, body, meeting):
    member = MembershipFactory(room=room, role=Role.STEERING).user
    term = TermFactory(body=body, account=member)
    body.circle = Circle.TEAM
    body.save()
    meeting = Meeting.objects.get()
    guests = guests_of(meeting, Seating(meeting.body, meeting.on))

    assert guests.by_mail == []
    assert guests.otherwise == [term]


# --- words ---------------------------------------------------------------------------------------------


def test_one_is_said_as_one(signed_in, body):
    body.sittings_per_year = 1
    body.save()
    TermFactory(body=body, group=SeatGroupFactory(body=body, seats=1))
    shown = signed_in.get(body.get_absolute_url()).content.decode()

    assert "1 Sitzung im Jahr" in shown
    assert "1 Mitglied auf 1 Sitz<" in shown.replace("</p>", "<")


def test_what_is_missing_is_the_beginning(signed_in, room, body, meeting):
    engagement, words = room.engagement, "Zum Ende fehlt der Beginn."
    create = reverse("steering:meeting-create", args=[engagement.pk])
    series = reverse("steering:meeting-series", args=[engagement.pk])
    update = reverse("steering:meeting-update", args=[meeting.pk])
    first = {"on": "2027-12-01", "first": "2027-12-01", "ends": "18:00", "body": body.pk}
    for url in (create, series, update):
        for begins, sentence in (("", words), ("19:00", "Das Ende liegt vor dem Beginn.")):
            form = sent_by(signed_in, url, first | {"begins": begins}).context["form"]
            assert str([*form.errors.values()]).count("Das Ende") + str([*form.errors.values()]).count(words) == 1
            assert sentence in str([*form.errors.values()])
