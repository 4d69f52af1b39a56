"""Forms that are sent twice, too late, or with far too much in them."""

import pytest
from django.db import connection
from django.urls import reverse

from engagements.models import EngagementLink, LogEntry, Phase, Programme, ProgrammePartner
from rooms.enums import Circle
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory, PhaseFactory
from tests.factories.rooms import RoomFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client):
    user = UserFactory()
    client.force_login(user)
    return user


def test_the_same_link_is_refused_in_words(client, lead):
    one, other = EngagementFactory(lead=lead), EngagementFactory(lead=lead)
    url = reverse("engagements:link-create", args=[one.pk])
    answers = [client.post(url, {"kind": "folge", "target": other.pk}) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 200]
    assert "Diese Verknüpfung gibt es schon." in answers[1].content.decode()
    assert EngagementLink.objects.count() == 1


def test_who_goes_back_and_writes_something_else_is_asked_whether_to_change_or_to_add(client, lead):
    url = reverse("engagements:log-create", args=[EngagementFactory(lead=lead).pk])
    given = {"key": client.get(url).context["key"], "kind": "notiz", "when": "heute", "circle": Circle.TEAM}
    answers = [
        client.post(url, given | {"title": title, "text": f"Text {title}"}) for title in ("Eins", "Eins", "Zwei")
    ]
    entry, page = LogEntry.objects.get(), answers[2].content.decode()

    assert [answer.status_code for answer in answers] == [302, 302, 409]
    assert "Dieses Formular wurde schon gesendet: „Eins“" in page
    assert "Text Zwei" in page
    assert f'formaction="{reverse("engagements:log-update", args=[entry.pk])}"' in page


def test_the_other_text_goes_into_the_row_with_both_side_by_side(client, lead):
    """„Eintrag ändern“ sends the new text to the entry's own form, where nothing is overwritten unseen."""
    url = reverse("engagements:log-create", args=[EngagementFactory(lead=lead).pk])
    given = {"key": client.get(url).context["key"], "kind": "notiz", "when": "heute", "circle": Circle.TEAM}
    client.post(url, given | {"title": "Eins", "text": "Alt"})
    entry = LogEntry.objects.get()

    page = client.post(reverse("engagements:log-update", args=[entry.pk]), given | {"title": "Zwei", "text": "Neu"})

    entry.refresh_from_db()
    assert entry.title == "Eins"
    assert {(each.stored, each.typed) for each in page.context["form"].conflict.both} >= {
        ("Eins", "Zwei"),
        ("Alt", "Neu"),
    }


def test_a_phase_somebody_else_has_planned_meanwhile_is_not_overwritten(client, lead):
    phase = PhaseFactory(engagement=EngagementFactory(lead=lead))
    url = reverse("engagements:phase-update", args=[phase.pk])
    seen = client.get(url).context["form"]["version"].value()
    Phase.objects.filter(pk=phase.pk).update(planned="2030")
    mine = {"planned": "", "period": "", "remark": "Mein Satz", "name": phase.name, "short": ""}
    page = client.post(url, mine | {"version": seen}).content.decode()

    phase.refresh_from_db()
    assert (phase.planned, phase.remark) == ("2030", "")
    assert "Inzwischen wurde hier etwas anderes" in page
    assert "Mein Satz" in page


def test_many_words_and_many_partners_are_no_work(client, lead):
    """By a join every word would multiply the rows by the partners: eight to the power of twelve."""
    programme = Programme.objects.create(room=RoomFactory(), circle=Circle.PUBLIC, title="Programm a")
    for number in range(8):
        ProgrammePartner.objects.create(programme=programme, name=f"a{number}", role="traeger")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '5s'")
    page = client.get(reverse("engagements:programme-list"), {"q": "a " * 12}).content.decode()

    assert page.count("Programm a") == 1
