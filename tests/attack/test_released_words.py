"""What two people let out is what they have seen: no word of a row, nor of what hangs on it, goes out unseen."""

import pytest

from rooms.enums import Circle, Role
from rooms.models import RoomItem
from rooms.releasing import propose
from rooms.transitions import ReleaseRefused, approve
from rooms.words import words_of
from steering.models import MeasureStep
from tests.attack.crowd import HANG_ON, confidential, text_columns
from tests.factories.rooms import MembershipFactory
from tests.factories.stakeholders import PersonFactory
from tests.factories.steering import BodyFactory, MeasureFactory, MinutesFactory, TermFactory
from tests.pages.house import client_of

# Beside the words of the row, what people may read of it: that of a file is the file.
NOT_TOLD = {"content"}


def whole_of(row):
    name = HANG_ON.get(type(row).__name__)
    return getattr(row, name) if name else row


def untold():
    """Every text that would go out with a row and stands on no page of the desk."""
    for model in confidential():
        for row in model.objects.all():
            whole = whole_of(row)
            if not isinstance(whole, RoomItem) or whole.has_own_desk or whole.is_released_as_edition:
                continue
            told = {text for _label, text in words_of(whole)}
            texts = {field.name: getattr(row, field.name) for field in text_columns(model)}
            yield from (
                f"{model.__name__}.{name}"
                for name, text in texts.items()
                if text and text not in told and name not in NOT_TOLD
            )


def test_every_word_of_a_row_stands_before_those_who_decide(crowd_alone):
    assert set(untold()) == set()


def test_words_that_are_left_out_would_be_seen(crowd_alone, monkeypatch):
    """The planted bug: what hangs on a row is forgotten."""
    monkeypatch.setattr("rooms.words.parts_of", lambda item: [])

    assert {name.partition(".")[0] for name in untold()} >= {"MeasureStep", "Term", "Office", "Alias"}


@pytest.fixture
def desk(db):
    plan = {"goal__circle": Circle.STEERING, "goal__field__circle": Circle.STEERING}
    measure = MeasureFactory(circle=Circle.TEAM, title="Wohnungen suchen", light_reason="Der Rat zögert", **plan)
    MeasureStep.objects.create(measure=measure, text="Vermieter ansprechen")
    lead, advisor = (MembershipFactory(room=measure.room, role=role).user for role in (Role.LEAD, Role.ADVISOR))
    return measure, lead, advisor


def test_both_people_read_the_words_of_row_and_parts(desk):
    measure, lead, advisor = desk
    release = propose(measure, to_circle=Circle.STEERING, by=advisor)

    page = client_of(lead).get(release.get_absolute_url()).content.decode()

    assert all(word in page for word in ("Wohnungen suchen", "Der Rat zögert", "Vermieter ansprechen"))


def test_what_was_added_after_the_proposal_does_not_go_out_unseen(desk):
    measure, lead, advisor = desk
    release = propose(measure, to_circle=Circle.STEERING, by=advisor)
    MeasureStep.objects.create(measure=measure, text="Frau Kramer meldet sich")
    page = client_of(lead).get(release.get_absolute_url()).content.decode()

    with pytest.raises(ReleaseRefused, match="wurde das geändert"):
        approve(release, by=lead)

    measure.refresh_from_db()
    assert measure.circle == Circle.TEAM
    assert "Seit dem Vorschlag wurde das geändert" in page


def test_a_member_added_after_the_proposal_does_not_go_out_unseen(desk):
    measure, lead, advisor = desk
    body = BodyFactory(room=measure.room, circle=Circle.TEAM)
    release = propose(body, to_circle=Circle.PUBLIC, by=advisor)
    TermFactory(body=body, name="Jemand Bedrohtes")

    with pytest.raises(ReleaseRefused):
        approve(release, by=lead)


def test_names_of_the_register_in_the_words_are_pointed_out(desk):
    measure, lead, advisor = desk
    PersonFactory(room=measure.room, name="Petra Wiesenhütter")
    MeasureStep.objects.create(measure=measure, text="Petra Wiesenhütter anrufen")

    page = client_of(advisor).get("/raeume/freigaben/neu/", {"was": f"steering.measure:{measure.pk}", "kreis": "20"})

    assert "Petra Wiesenhütter" in page.content.decode()
    assert "looked" in page.context["form"].fields


def test_minutes_go_out_on_their_own_page_only(desk):
    measure, lead, _advisor = desk
    minutes = MinutesFactory(meeting__engagement=measure.engagement, meeting__room=measure.room)

    page = client_of(lead).get("/raeume/freigaben/neu/", {"was": f"steering.minutes:{minutes.pk}", "kreis": "20"})

    assert page.status_code == 404


def test_nothing_goes_further_out_than_what_it_hangs_on(desk):
    measure, lead, _advisor = desk
    address = {"was": f"steering.measure:{measure.pk}"}
    page = client_of(lead).get("/raeume/freigaben/neu/", address)
    assert [value for value, _label in page.context["form"].fields["to_circle"].choices] == [30, 20]

    type(measure.goal).objects.update(circle=Circle.TEAM)
    assert client_of(lead).get("/raeume/freigaben/neu/", address).status_code == 404
