import datetime as dt

import pytest
from django.urls import reverse

from engagements.models import LogEntry
from rooms.enums import Circle
from tests.factories.engagements import EngagementFactory, LogEntryFactory, PhaseFactory
from tests.factories.stakeholders import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


def show(client, engagement, **params):
    return client.get(reverse("engagements:log-list", args=[engagement.pk]), params)


def titles(response):
    return [entry.title for entry in response.context["entries"]]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(client, advisor, engagement, count, django_assert_num_queries):
    phase = PhaseFactory(engagement=engagement)
    for entry in LogEntryFactory.create_batch(count, engagement=engagement, phase=phase, author=advisor):
        entry.persons.add(PersonFactory(room=engagement.room))
    client.force_login(advisor)

    # 4: savepoint, session and user, acting person, release; 5: memberships, engagement, facets and readers, rows,
    # what was read
    with django_assert_num_queries(9):
        response = show(client, engagement)

    assert len(titles(response)) == count


def test_members_see_their_circle_and_nothing_betrays_more(client, member, engagement):
    phase = PhaseFactory(engagement=engagement, name="Kanarienphase")
    LogEntryFactory(engagement=engagement, circle=Circle.STEERING, title="Für die Runde")
    for circle in (Circle.CLIENT, Circle.TEAM, Circle.SEALED):
        hidden = LogEntryFactory(
            engagement=engagement, circle=circle, title="Kanarie", text="Kanarie", phase=phase, kind="mediation",
            themes=["armut"],
        )  # fmt: skip
        verein = OrganisationFactory(room=engagement.room, circle=Circle.STEERING, name=f"Kanarienverein {circle}")
        hidden.organisations.add(verein)
    client.force_login(member)

    response = show(client, engagement)
    page = response.content.decode()

    assert titles(response) == ["Für die Runde"]
    assert "1 Eintrag" in page
    for word in ("Kanarie", "Mediation", "Armut", "Versiegelt", "Beratungsteam", "versiegelte", "nur von mir"):
        assert word not in page


def test_people_the_reader_may_not_know_are_no_filter(client, member, engagement):
    entry = LogEntryFactory(engagement=engagement, circle=Circle.STEERING)
    entry.persons.add(PersonFactory(room=engagement.room, name="Kanarie"))
    client.force_login(member)

    assert "Kanarie" not in show(client, engagement).content.decode()


def test_sealed_entries_are_read_by_author_and_lead(client, lead, advisor, engagement):
    LogEntryFactory(engagement=engagement, circle=Circle.SEALED, title="von der Leitung", author=lead)
    LogEntryFactory(engagement=engagement, circle=Circle.SEALED, title="von mir", author=advisor)
    seen = {}
    for person in (lead, advisor):
        client.force_login(person)
        seen[person] = set(titles(show(client, engagement)))

    assert seen == {lead: {"von der Leitung", "von mir"}, advisor: {"von mir"}}


def test_strangers_find_no_diary(client, advisor):
    client.force_login(advisor)

    assert show(client, EngagementFactory()).status_code == 404


@pytest.fixture
def diary(client, advisor, engagement):
    client.force_login(advisor)
    phase = PhaseFactory(engagement=engagement)
    LogEntryFactory(engagement=engagement, title="alt", when="2015", kind="mediation", author=advisor)
    LogEntryFactory(engagement=engagement, title="mitte", when="Herbst 2017", phase=phase, themes=["armut", "klima"])
    new = LogEntryFactory(engagement=engagement, title="neu", when="12.03.2018", circle=Circle.PUBLIC)
    new.persons.add(PersonFactory(room=engagement.room, name="Frau Sommer"))
    return engagement


def test_each_filter_narrows_the_list(client, diary):
    person = LogEntry.objects.get(title="neu").persons.get()
    phase = diary.phases.get()

    expected = {
        (("q", "mitte"),): ["mitte"],
        (("art", "mediation"),): ["alt"],
        (("kreis", "0"),): ["neu"],
        (("phase", phase.pk),): ["mitte"],
        (("thema", "klima"),): ["mitte"],
        (("von", "2017-10-01"),): ["neu", "mitte"],
        (("bis", "2017-10-01"),): ["mitte", "alt"],
        (("meine", "on"),): ["alt"],
        (("mit", f"p-{person.pk}"),): ["neu"],
    }
    for params, wanted in expected.items():
        assert titles(show(client, diary, **dict(params))) == wanted, params


@pytest.mark.parametrize(
    "params",
    [
        {"art": "erfunden"}, {"kreis": "x"}, {"kreis": "99"}, {"phase": "0"}, {"phase": "a\x00"}, {"thema": "x"},
        {"mit": "p-1"}, {"von": "gestern"}, {"bis": "2018-02-31"}, {"q": "a\x00b"}, {"q": "x" * 300},
    ],
)  # fmt: skip
def test_a_filter_that_cannot_be_shows_nothing_and_says_so(client, diary, params):
    response = show(client, diary, **params)

    assert response.status_code == 200
    assert titles(response) == []
    assert "Diese Filter gibt es hier nicht" in response.content.decode()


@pytest.mark.parametrize(
    "cursor", ["", "x", "2018-03-12", "2018-03-12_", "_1", "2018-13-40_x", "\x00", "9" * 500, "💬"]
)
def test_a_broken_cursor_leads_to_the_first_page(client, diary, cursor):
    for name in ("vor", "nach"):
        assert titles(show(client, diary, **{name: cursor})) == ["neu", "mitte", "alt"]


def test_pages_go_on_where_the_last_ended_though_others_write(client, advisor, engagement):
    client.force_login(advisor)
    for number in range(60):
        day = dt.date(2018, 1, 1) + dt.timedelta(days=number // 3)
        LogEntryFactory(engagement=engagement, title=f"{number:02}", when=f"{day:%d.%m.%Y}", kind="mediation")
    every = list(LogEntry.objects.newest_first().values_list("title", flat=True))
    address, seen = reverse("engagements:log-list", args=[engagement.pk]) + "?art=mediation", []

    first = client.get(address)
    LogEntryFactory(engagement=engagement, title="dazwischen", when="1.1.2020", kind="mediation")
    LogEntryFactory(engagement=engagement, title="anderes", when="2.1.2018")
    response = first
    while True:
        seen += titles(response)
        if not (older := response.context["page"].older_url):
            break
        assert "art=mediation" in older
        response = client.get(address.partition("?")[0] + older)

    assert seen == every
    back = client.get(address.partition("?")[0] + response.context["page"].newer_url)
    assert titles(back) == every[25:50]
    newer = client.get(address.partition("?")[0] + back.context["page"].newer_url)
    assert titles(newer) == every[:25]
    first = client.get(address.partition("?")[0] + newer.context["page"].newer_url)
    assert titles(first) == ["dazwischen", *every[:24]]


def test_htmx_gets_the_list_alone_and_a_clean_address(client, diary):
    response = client.get(
        reverse("engagements:log-list", args=[diary.pk]),
        {"q": "", "art": "mediation"},
        headers={"HX-Request": "true", "HX-Target": "liste"},
    )
    page = response.content.decode()

    assert "<html" not in page
    assert response["HX-Push-Url"].endswith("/tagebuch/?art=mediation")
    assert "1 Eintrag" in page
