"""The yearly report: counted, for the group, with nothing from further inside; on the page and as a file."""

import datetime as dt
import io
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from rooms.acting import act_as
from rooms.enums import Circle
from stakeholders.enums import BodyKind, Share
from stakeholders.models import BodyShare, CouncilStep, CouncilYear, Nomination
from steering import yearly
from steering.models import Minutes, Obstacle
from steering.yearly import YearPaper
from tests.factories.steering import (
    BodyFactory,
    GoalFactory,
    MeasureFactory,
    MeetingFactory,
    ResolutionFactory,
    SeatGroupFactory,
    TermFactory,
)
from tests.stakeholders.sent import sent_by

pytestmark = pytest.mark.django_db
INSIDE = "geheimwort"


@pytest.fixture
def council(engagement):
    return BodyFactory(room=engagement.room, kind=BodyKind.INTEGRATION_BOARD, name="Beirat", circle=Circle.STEERING)


def measure_of(engagement, ground, **fields):
    open_ = {"circle": Circle.STEERING, "field__circle": Circle.STEERING}
    return MeasureFactory(goal=GoalFactory(field__engagement=engagement, **open_), rests_on=ground, **fields)


@pytest.fixture
def year(engagement, council):
    """A year of a council: two groups, two sittings, a recommendation with its answer, one without."""
    here = {"engagement": engagement, "circle": Circle.STEERING}
    praxis = SeatGroupFactory(body=council, label="Praxis", seats=3)
    SeatGroupFactory(body=council, label="Menschen mit Fluchterfahrung", seats=2, by_trait=True)
    terms = [TermFactory(body=council, group=praxis, name=f"Frau Nummer {n}") for n in range(2)]
    for number, present in ((1, 2), (2, 1)):
        meeting = MeetingFactory(**here, body=council, number=number, on=dt.date(2019, number, 5), state="gehalten")
        for place, term in enumerate(terms):
            meeting.attendance.create(term=term, presence="anwesend" if place < present else "entschuldigt")
    MeetingFactory(**here, body=council, number=3, on=dt.date(2018, 12, 5), state="gehalten")
    row = ResolutionFactory(
        **here, body=council, title="Abends tagen", decided="12.04.2019", outcome="beschlossen", number=3
    )
    answer = ResolutionFactory(
        **here,
        kind="beschluss",
        organ="Rat",
        title="Abends",
        decided="Mai 2019",
        answers=row,
        number=7,
        outcome="geaendert",
    )
    ResolutionFactory(**here, body=council, title="Dolmetschen", decided="2018", number=2)
    measure_of(engagement, answer, title="Saal mieten", circle=Circle.STEERING)
    return council


@pytest.fixture
def planted(engagement, year):
    """Everything around it that stays further inside."""
    here = {"engagement": engagement, "circle": Circle.TEAM}
    praxis = year.groups.get(label="Praxis")
    room = {"room": engagement.room}
    MeetingFactory(**here, body=year, number=9, on=dt.date(2019, 3, 5), state="gehalten", place=INSIDE)
    ResolutionFactory(**here, body=year, title=f"{INSIDE} Empfehlung", decided="2019", number=8)
    told = year.resolutions.get(title="Abends tagen")
    ResolutionFactory(**here, kind="beschluss", title=f"{INSIDE} Antwort", answers=told, number=9)
    year.resolutions.update(reservations=INSIDE, reasons=INSIDE)
    hidden = BodyFactory(**room, name=f"{INSIDE} Stab")
    told.answered_by.filter(circle=Circle.STEERING).update(body=hidden)
    measure_of(engagement, told, title=f"{INSIDE} Maßnahme")
    measure = measure_of(engagement, told, circle=Circle.STEERING, light="rot", light_reason=INSIDE)
    Obstacle.objects.create(measure=measure, **room, text=INSIDE)
    Nomination.objects.create(body=year, **room, group=praxis, name=INSIDE)
    CouncilStep.objects.create(body=year, **room, key="bestand", note=INSIDE, circle=Circle.CLIENT)
    meeting = year.meetings.get(number=1)
    Minutes.objects.create(pk=meeting.pk, meeting=meeting, **room, text=f"[intern]{INSIDE}[/intern]")
    CouncilYear.objects.create(body=year, **room, year=2018, foreword=INSIDE, circle=Circle.STEERING)
    own = {"foreword": "Ein gutes Jahr.", "done": "Viel.", "ahead": "Mehr."}
    CouncilYear.objects.create(body=year, **room, year=2019, circle=Circle.STEERING, **own)


def url(body, name="council-year", year=2019):
    return reverse(f"steering:{name}", args=[body.pk, year])


def bytes_of(client, body):
    """The page, and everything in the file, unpacked."""
    page = client.get(url(body)).content.decode()
    file = client.get(url(body, "council-year-document"))
    assert file.status_code == 200
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        return page, "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


SAID = [
    "2 Mitglieder auf 5 Sitzen",
    "Praxis: 3 Sitze, besetzt 2",
    "Menschen mit Fluchterfahrung: 2 Sitze<",
    "2 Sitzungen<",
    "1. Sitzung am 05.01.2019: 2 von 2 da",
    "2. Sitzung am 05.02.2019: 1 von 2 da",
    "E 3 Abends tagen (12.04.2019): beschlossen",
    "→ B 7 Abends (Rat, Mai 2019): geändert beschlossen",
    "E 2 Dolmetschen (2018)",
    "Saal mieten: vorgeschlagen",
]


@pytest.mark.parametrize("who", ["lead", "contact", "member"])
def test_it_says_what_the_year_was_and_no_more(client, request, year, who):
    client.force_login(request.getfixturevalue(who))
    for text in bytes_of(client, year):
        for words in SAID:
            assert words in text, words
        assert "Frau Nummer" not in text  # counts, no names


@pytest.mark.parametrize("who", ["lead", "advisor", "contact", "member"])
def test_nothing_internal_stands_in_it_whoever_asks(client, request, planted, year, who):
    client.force_login(request.getfixturevalue(who))
    for text in bytes_of(client, year):
        assert "Ein gutes Jahr." in text
        assert INSIDE not in text


def test_without_the_limit_it_would(client, lead, planted, year, monkeypatch):
    """The gate, seen red."""
    monkeypatch.setattr(yearly.YearPaper, "told", lambda self, model: model.objects.visible_to(self.user))
    client.force_login(lead)

    assert all(INSIDE in text for text in bytes_of(client, year))


def test_a_share_is_told_in_words_and_a_number_only_of_a_large_body(lead, council):
    BodyShare.objects.create(
        body=council, trait="mit Migrationsgeschichte", as_of=dt.date(2018, 3, 1), share=Share.ABOUT_HALF, seats=15
    )
    BodyShare.objects.create(
        body=council, trait="unter 27", as_of=dt.date(2019, 3, 1), share=Share.UNDER_THIRD, seats=30, count=7
    )
    BodyShare.objects.create(
        body=council, trait="unter 27", as_of=dt.date(2020, 3, 1), share=Share.UNDER_THIRD, seats=30, count=8
    )
    act_as(lead.pk)
    assert YearPaper(lead, council, 2019).shares() == [
        "unter 27: 7 von 30 (eigene Angabe, anonym, 01.03.2019)",
        "mit Migrationsgeschichte: etwa die Hälfte (eigene Angabe, anonym, 01.03.2018)",
    ]


def test_foreword_and_texts_are_written_once_and_again(client, contact, council):
    client.force_login(contact)
    sent_by(client, url(council, "council-year-write"), {"foreword": "Ein Anfang."})
    sent_by(client, url(council, "council-year-write"), {"ahead": "Weiter."})
    row = CouncilYear.objects.get()

    assert (row.foreword, row.ahead, row.year, row.circle) == ("Ein Anfang.", "Weiter.", 2019, Circle.STEERING)


def test_a_member_reads_and_does_not_write_and_a_year_to_come_is_none(client, member, council):
    client.force_login(member)
    assert client.get(url(council, "council-year-write")).status_code == 403
    assert client.get(url(council, year=timezone.localdate().year + 1)).status_code == 404
    assert client.get(url(council, year=timezone.localdate().year)).status_code == 200


def test_who_is_not_of_the_consultation_gets_no_report_even_of_a_public_body(client, council, django_user_model):
    council.circle = Circle.PUBLIC
    council.save()
    client.force_login(django_user_model.objects.create(email="x@example.org", name="X"))

    assert client.get(url(council)).status_code == 404


def test_a_file_that_leaves_is_noted(client, lead, year):
    client.force_login(lead)
    client.get(url(year, "council-year-document"))

    assert Entry.objects.filter(action="engagement.year_exported").count() == 1
