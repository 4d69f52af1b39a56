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


def test_who_goes_back_and_writes_something_else_writes_another_entry(client, lead):
    url = reverse("engagements:log-create", args=[EngagementFactory(lead=lead).pk])
    given = {"key": client.get(url).context["key"], "kind": "notiz", "when": "heute", "circle": Circle.TEAM}
    for title in ("Eins", "Eins", "Zwei"):
        client.post(url, given | {"title": title, "text": "Text"})

    assert sorted(LogEntry.objects.values_list("title", flat=True)) == ["Eins", "Zwei"]


def test_a_phase_somebody_else_has_planned_meanwhile_is_not_overwritten(client, lead):
    phase = PhaseFactory(engagement=EngagementFactory(lead=lead))
    url = reverse("engagements:phase-update", args=[phase.pk])
    seen = client.get(url).context["form"]["version"].value()
    Phase.objects.filter(pk=phase.pk).update(planned="2030")
    mine = {"planned": "", "period": "", "remark": "Mein Satz", "name": phase.name, "short": ""}
    page = client.post(url, mine | {"version": seen}).content.decode()

    phase.refresh_from_db()
    assert (phase.planned, phase.remark) == ("2030", "")
    assert "Inzwischen hat jemand anderes" in page
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
