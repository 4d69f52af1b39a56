"""What may come between at a question that is weighed: another page, another click, an item that went further in."""

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from rooms.acting import act_as
from rooms.enums import Circle
from rooms.releasing import circles_beyond
from steering.enums import ConsensingState, Way
from steering.models import AgendaItem, Consensing, ConsensingSheet, Meeting, Resolution
from steering.transitions.consensing import close_consensing
from steering.views import consensing as views
from tests.attack.test_wall import as_owner
from tests.pages.reading import Page
from tests.stakeholders.sent import sent_by

from .test_consensing import sheet, url_of

pytestmark = pytest.mark.django_db
NUMBERS = ((0, 0, 0), (1, 1, 1), (9, 9, 9))


@pytest.fixture
def called(asked):
    return asked(Way.CALLED, NUMBERS)


def further_in(item):
    AgendaItem.objects.filter(pk=item.pk).update(circle=Circle.TEAM, title="Kanarie")


def without_wall(table):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"DROP POLICY wall_read ON {table}")
        cursor.execute(f"CREATE POLICY wall_read ON {table} FOR SELECT USING (true)")


# --- an item that went further in --------------------------------------------------------------


def test_what_came_of_it_lies_as_far_in_as_its_item(signed_in, called, item, lead):
    further_in(item)
    act_as(lead.pk)
    close_consensing(called, by=lead)
    as_owner()
    for _ in range(2):
        signed_in.post(url_of("resolve", called), {"option": called.options.get(order=1).pk})

    assert Resolution.objects.get().circle == Circle.TEAM


def test_what_lies_with_the_group_stays_there(signed_in, called, lead):
    act_as(lead.pk)
    close_consensing(called, by=lead)
    as_owner()
    signed_in.post(url_of("resolve", called), {"option": called.options.get(order=1).pk})

    assert Resolution.objects.get().circle == Circle.STEERING


def test_a_question_goes_no_further_than_its_item(asked, item):
    Consensing.objects.filter(pk=asked().pk).update(circle=Circle.TEAM)
    row = Consensing.objects.get()
    assert circles_beyond(row) == [Circle.CLIENT, Circle.STEERING]

    further_in(item)
    assert circles_beyond(Consensing.objects.get()) == []


def test_the_page_asks_for_the_item_itself_and_not_only_the_wall(client, asked, item, sits):
    row = asked()
    client.force_login(sits())
    assert client.get(row.get_absolute_url()).status_code == 200

    further_in(item)
    without_wall("steering_agendaitem")
    assert client.get(row.get_absolute_url()).status_code == 404


# --- two at once -------------------------------------------------------------------------------


def opened(client, row):
    """The form with the numbers as the page shows it."""
    return next(form.values for form in Page(client.get(row.get_absolute_url()).content).forms if "seen" in form.values)


def test_an_old_page_does_not_write_over_numbers_called_since(signed_in, asked):
    row = asked(Way.CALLED)
    old, fields = opened(signed_in, row), [f"w-{option.pk}" for option in row.options.all()]
    new = old | dict(zip(fields, ["1 2", "3 4", "5 6"], strict=True))
    for _ in range(2):  # sent twice the same is the same
        assert signed_in.post(url_of("call", row), new).status_code == 302
    answer = signed_in.post(url_of("call", row), old | dict(zip(fields, ["7 7", "3 4", ""], strict=True)))
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "Inzwischen hat jemand anderes Zahlen eingetragen" in page
    assert "Inzwischen steht hier: 1 2" in page
    assert "Inzwischen steht hier: 3 4" not in page
    assert [option.called for option in row.options.all()] == [[1, 2], [3, 4], [5, 6]]

    again = next(form.values for form in Page(answer.content).forms if "seen" in form.values)
    assert [again[name] for name in fields] == [["7 7"], ["3 4"], [""]]
    signed_in.post(url_of("call", row), again)
    assert [option.called for option in row.options.all()] == [[7, 7], [3, 4], []]


def test_closed_in_between_it_is_not_dropped(signed_in, called, monkeypatch):
    """Somebody counts between the look at the row and the click."""
    found = views.consensing_or_404

    def slow(user, pk, rule=None):
        answer = found(user, pk, rule)
        words = {"state": ConsensingState.CLOSED, "voters": 3, "closed_on": timezone.localdate()}
        Consensing.objects.filter(pk=pk).update(**words)
        return answer

    monkeypatch.setattr(views, "consensing_or_404", slow)
    answer = signed_in.post(url_of("delete", called))
    monkeypatch.undo()

    assert answer.status_code == 302
    assert Consensing.objects.filter(pk=called.pk).exists()


# --- a meeting that is over --------------------------------------------------------------------

OVER = (({"approved_on": timezone.localdate()}, "Das Protokoll ist genehmigt"), ({"state": "abgesagt"}, "abgesagt"))


@pytest.mark.parametrize(("change", "said"), OVER)
def test_nothing_is_weighed_any_more(signed_in, asked, sits, change, said):
    by_sheet, called = asked(), asked(Way.CALLED)
    Meeting.objects.filter(pk=called.item.meeting_id).update(**change)
    fields = {f"w-{option.pk}": "1 2" for option in called.options.all()}
    url = reverse("steering:consensing-create", args=[called.item_id])
    answers = [signed_in.get(url, follow=True), signed_in.post(url_of("call", called), fields, follow=True)]
    assert "Zahlen speichern" not in answers[1].content.decode()

    signed_in.force_login(sits())
    answers += [signed_in.get(by_sheet.get_absolute_url()), sheet(signed_in, by_sheet, 1, 2, 3, follow=True)]
    assert [said in answer.content.decode() for answer in answers] == [True] * 4
    assert not ConsensingSheet.objects.exists()
    assert not any(option.called for option in called.options.all())


def test_before_it_is(client, asked, sits):
    row = asked()
    client.force_login(sits())
    sheet(client, row, 1, 2, 3)

    assert ConsensingSheet.objects.exists()


# --- the item is taken off ---------------------------------------------------------------------


def test_whoever_takes_the_item_off_reads_that_ratings_go_with_it(signed_in, asked, item):
    url, words = reverse("steering:agenda-delete", args=[item.pk]), "bewertet wurde"
    assert words not in signed_in.get(url).content.decode()

    asked()
    assert words in signed_in.get(url).content.decode()


def test_the_form_is_offered_as_far_in_as_the_item(signed_in, item):
    further_in(item)
    sent_by(signed_in, reverse("steering:consensing-create", args=[item.pk]), {"options": "Haus\nHalle"})

    assert Consensing.objects.get().circle == Circle.TEAM
