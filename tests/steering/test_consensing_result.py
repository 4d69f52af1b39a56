"""What was called out or counted: in numbers, in order, frozen, and turned into a resolution with one click."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from engagements.transitions.steps import StepRefused
from rooms.enums import Circle
from steering.consensing import resolve, vote
from steering.enums import ConsensingState, Consensus, Outcome, ResolutionKind, Way
from steering.models import AgendaItem, Attendance, Consensing, ConsensingOption, ConsensingSheet, Resolution
from steering.transitions.consensing import close_consensing
from tests.factories.steering import SeatGroupFactory, TermFactory

from .test_consensing import url_of

pytestmark = pytest.mark.django_db
NUMBERS = ((0, 3, 1), (5, 5, 6), (4, 4, 9))


@pytest.fixture
def called(asked):
    return asked(Way.CALLED, NUMBERS)


def call(client, row, *texts, **more):
    words = {f"w-{option.pk}": text for option, text in zip(row.options.all(), texts, strict=True)}
    return client.post(url_of("call", row), words, **more)


def test_numbers_called_out_have_no_names(signed_in, asked):
    row = asked(Way.CALLED)
    call(signed_in, row, "0 3,10", "5;5 / 6", "4 4 4")

    assert [option.called for option in row.options.all()] == [[0, 3, 10], [5, 5, 6], [4, 4, 4]]


@pytest.mark.parametrize("text", ["0 11", "drei", "-1", "1.5", "999"])
def test_other_numbers_get_a_sentence_and_stay(signed_in, asked, text):
    row = asked(Way.CALLED)
    page = call(signed_in, row, text, "1", "1").content.decode()

    assert "Bitte nur Zahlen von 0 bis 10" in page
    assert f'value="{text}"' in page
    assert [option.called for option in row.options.all()] == [[], [], []]


def test_the_page_says_order_numbers_and_ties(signed_in, asked, lead):
    row = asked(Way.CALLED, ((0, 3, 3), (2, 2, 2), (10, 10, 10)))
    signed_in.post(url_of("close", row))
    page = signed_in.get(row.get_absolute_url()).content.decode()

    assert "Gleichauf" in page
    assert "80 %" in page
    assert "0–3" in page
    assert page.count("Als Empfehlung festhalten") == 2
    assert list(row.options.values_list("place", flat=True)) == [1, 1, 3]


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        (((), (), ()), "Es hat noch niemand bewertet."),
        (((1, 2), (1,), (1, 2)), "gleich viele Zahlen"),
    ],
)
def test_what_cannot_be_counted_says_why(signed_in, asked, numbers, said):
    row = asked(Way.CALLED, numbers)
    answer = signed_in.post(url_of("close", row), follow=True)

    assert said in answer.content.decode()
    row.refresh_from_db()
    assert row.state == ConsensingState.OPEN


# --- frozen ------------------------------------------------------------------------------------


def test_what_was_counted_stays_whoever_writes(called, lead, sits):
    row = close_consensing(called, by=lead)
    changes = [
        lambda: ConsensingOption.objects.filter(consensing=row).update(called=[0]),
        lambda: ConsensingOption.objects.filter(consensing=row, order=1).update(place=3),
        lambda: ConsensingOption.objects.create(consensing=row, order=9, text="Neu"),
        lambda: Consensing.objects.filter(pk=row.pk).update(state=ConsensingState.OPEN),
        lambda: Consensing.objects.filter(pk=row.pk).update(voters=99),
        lambda: ConsensingSheet.objects.create(consensing=row, member=sits(), resistances=[0, 0, 0]),
    ]
    for change in changes:
        with pytest.raises(ProgrammingError, match="frozen"), transaction.atomic():
            change()
    with pytest.raises(StepRefused, match="schon abgeschlossen"):
        close_consensing(row, by=lead)
    Consensing.objects.filter(pk=row.pk).update(changed_at=timezone.now())


def test_before_it_may_change(called):
    assert ConsensingOption.objects.filter(consensing=called).update(called=[0]) == 3


def test_a_sheet_after_the_end_gets_a_sentence(client, asked, sits, called, lead):
    row, user = asked(), sits()
    vote(row, user, [1, 1, 1])
    Consensing.objects.filter(pk=row.pk).update(state=ConsensingState.CLOSED, closed_on="2026-03-12", voters=1)
    client.force_login(user)
    words = {f"w-{option.pk}": "1" for option in row.options.all()}

    with pytest.raises(StepRefused, match="schon abgeschlossen"):
        vote(row, user, [1, 1, 1])
    assert client.post(url_of("vote", row), words).status_code == 302


def test_a_counted_question_keeps_its_item_and_an_open_one_goes_with_its_sheets(signed_in, called, asked, sits, lead):
    row = asked()
    vote(row, sits(), [1, 1, 1])
    signed_in.post(url_of("delete", row))
    close_consensing(called, by=lead)
    signed_in.post(url_of("delete", called))
    signed_in.post(f"/lenkung/tagesordnung/{called.item_id}/entfernen/")

    assert list(Consensing.objects.values_list("pk", flat=True)) == [called.pk]
    assert not ConsensingSheet.objects.exists()
    assert AgendaItem.objects.filter(pk=called.item_id).exists()


# --- what becomes of it ------------------------------------------------------------------------


def best(row):
    return row.options.get(place=1)


def test_one_click_makes_it_a_recommendation_once(signed_in, called, lead):
    close_consensing(called, by=lead)
    answers = [signed_in.post(url_of("resolve", called), {"option": best(called).pk}) for _ in range(2)]
    made = Resolution.objects.get()

    assert {answer.url for answer in answers} == {made.get_absolute_url()}
    assert (made.kind, made.outcome, made.number) == (ResolutionKind.RECOMMENDATION, Outcome.PENDING, 1)
    assert (made.title, made.wording, made.consensus) == ("Wo?", "Haus", Consensus.RESERVED)
    assert "Widerstand zusammen 4, höchster 3, Akzeptanz 87 %" in made.reservations
    assert (made.item, made.circle) == (called.item, Circle.STEERING)


def test_a_council_decides(called, lead, body):
    body.kind = "kommunalparlament"
    body.save()
    close_consensing(called, by=lead)
    made = resolve(called, best(called), by=lead)

    assert (made.kind, made.outcome) == (ResolutionKind.DECISION, Outcome.ADOPTED)


@pytest.mark.parametrize(("numbers", "place"), [(NUMBERS, 2), (((9, 9, 9), (9, 9, 8), (0, 0, 0)), 1)])
def test_neither_the_second_nor_nothing_becomes_a_resolution(signed_in, asked, lead, numbers, place):
    row = close_consensing(asked(Way.CALLED, numbers), by=lead)
    answer = signed_in.post(url_of("resolve", row), {"option": row.options.get(place=place).pk}, follow=True)

    assert "was den geringsten Widerstand hat und etwas ändert" in answer.content.decode()
    assert not Resolution.objects.exists()


def test_without_a_quorum_it_needs_a_reason(signed_in, called, lead, body, meeting):
    body.quorum = "mehrheit"
    body.save()
    term = TermFactory(body=body, group=SeatGroupFactory(body=body, seats=5))
    Attendance.objects.create(meeting=meeting, term=term)
    close_consensing(called, by=lead)
    refused = signed_in.post(url_of("resolve", called), {"option": best(called).pk}).content.decode()
    assert "Bitte schreiben Sie, warum es trotzdem gelten soll." in refused
    assert not Resolution.objects.exists()

    signed_in.post(url_of("resolve", called), {"option": best(called).pk, "reason": "Alle wollen es."})
    assert Resolution.objects.get().quorum_note == "Alle wollen es."


def test_a_member_reads_the_result_and_no_row_of_numbers_before(client, called, member, lead):
    client.force_login(member)
    before = client.get(called.get_absolute_url()).content.decode()
    close_consensing(called, by=lead)
    page = client.get(called.get_absolute_url()).content.decode()

    assert "Haus" in before
    assert "0 3 1" not in before
    assert "87 %" in page
    assert "Als Empfehlung" not in page
    for name in ("close", "delete"):
        assert client.get(url_of(name, called)).status_code == 403
    for name in ("call", "resolve"):
        assert client.post(url_of(name, called)).status_code == 403


def test_pages_ask_as_often_for_three_as_for_one(signed_in, called, asked):
    def asked_for(url):
        signed_in.get(url)
        with CaptureQueriesContext(connection) as seen:
            signed_in.get(url)
        return len(seen)

    urls = [called.get_absolute_url(), called.item.meeting.get_absolute_url()]
    one = [asked_for(url) for url in urls]
    for order in (4, 5):
        ConsensingOption.objects.create(consensing=called, order=order, text=f"Noch {order}")
    asked()
    asked()

    assert [asked_for(url) for url in urls] == one
