"""Before its day an edition stands on no public page, and on its day on all of them, whatever a proxy has kept."""

import pytest
from django.urls import reverse

from network.steps import ProfileStep
from network.transitions.profiles import withdraw
from reports import told
from rooms.walls import READS
from tests.factories.profiles import Sides
from tests.network.test_profiles_embargo import a_day_passes, signed, sql
from tests.reports.test_public_profiles import everything

pytestmark = pytest.mark.django_db
PAGES = ["reports:profiles", "reports:map", "reports:home", "reports:feed", "reports:sitemap"]


@pytest.fixture
def sides():
    return Sides(slug="ortsnamen", title="Beratung in Ortsnamen", themes=["klima"])


def test_nothing_tells_of_it_before_its_day_and_everything_after_it(client, sides):
    other = Sides(slug="anders", themes=["klima"])
    other.out()
    signed(sides)
    pages, status = everything(client, "ortsnamen")
    twins = client.get(reverse("reports:profile", args=["anders"])).content.decode()
    assert status == 404
    assert "rtsnamen" not in pages + twins
    assert "1 Beratung mit eigener Seite" in client.get(reverse("reports:profiles")).content.decode()
    a_day_passes()
    pages, status = everything(client, "ortsnamen")
    twins = client.get(reverse("reports:profile", args=["anders"])).content.decode()

    assert status == 200
    assert pages.count("Beratung in Ortsnamen") >= 4
    assert "Beratung in Ortsnamen" in twins
    assert "2 Beratungen mit eigener Seite" in client.get(reverse("reports:profiles")).content.decode()


def test_what_is_counted_is_not_counted_before_its_day(client, sides):
    signed(sides, ProfileStep.COUNTS)
    assert "gezählt, aber" not in client.get(reverse("reports:profiles")).content.decode()
    assert "nur gezählt" not in client.get(reverse("reports:map")).content.decode()
    a_day_passes()

    assert "1 weitere gezählt" in client.get(reverse("reports:profiles")).content.decode()


def test_no_proxy_keeps_what_was_there_before_the_day(client, sides):
    """A page that is not there is kept by nobody; another is asked for each time, and answered anew."""
    Sides(slug="anders").out()
    signed(sides)
    url = reverse("reports:profile", args=["ortsnamen"])
    assert client.get(url)["Cache-Control"] == "no-store"
    kept = {name: client.get(reverse(name)) for name in PAGES}
    assert all("no-cache" in page["Cache-Control"] for page in kept.values())
    a_day_passes()

    assert client.get(url).status_code == 200
    for name, page in kept.items():
        answer = client.get(reverse(name), headers={"If-None-Match": page["ETag"]})
        assert answer.status_code == 200, name
        assert "rtsnamen" in answer.content.decode(), name


def test_the_page_itself_changes_on_the_day(client, sides):
    """The number of editions stays the same, and no row has been touched: the mark changes all the same."""
    signed(sides, ProfileStep.SHORT, after=None), signed(sides)
    url = reverse("reports:profile", args=["ortsnamen"])
    before = client.get(url)
    assert "vollwort" not in before.content.decode()
    a_day_passes()
    answer = client.get(url, headers={"If-None-Match": before["ETag"]})

    assert answer.status_code == 200
    assert "vollwort" in answer.content.decode()


def test_who_asks_again_and_again_does_not_learn_that_both_have_signed(client, sides):
    """The edition before stays as it is, and with it every mark: when signed, and when taken back before the day."""
    signed(sides, ProfileStep.SHORT, after=None)
    urls = [*map(reverse, PAGES), reverse("reports:profile", args=["ortsnamen"])]

    def seen():
        pages = {url: client.get(url) for url in urls}
        return {url: (page["ETag"], page.content) for url, page in pages.items()}

    before = seen()
    second = signed(sides)
    assert seen() == before
    withdraw(second, by=sides.contact)
    assert seen() == before
    signed(sides)
    a_day_passes()

    now = seen()
    same = {url for url in urls if now[url][0] == before[url][0]}
    assert same <= {reverse("reports:home"), reverse("reports:sitemap")}  # they name the same page as before


def test_the_news_of_it_are_dated_by_its_day(client, sides):
    """A subscriber's program shows what is new since it asked; signed weeks ago would not be new."""
    edition = signed(sides)
    a_day_passes()
    sql("UPDATE network_profileedition SET changed_at = changed_at - interval '1 day 1 second'")
    edition.refresh_from_db()
    feed = client.get(reverse("reports:feed")).content.decode()

    for name in ("published", "updated"):
        assert f"<{name}>{edition.published_at:%Y-%m-%dT%H:%M:%S}" in feed


def test_the_gate_seen_red(client, sides, monkeypatch):
    """The wall and the statement hold it, each alone; without both it would stand there."""
    signed(sides)
    plain = told.ONE.replace("d.not_before <= statement_timestamp()", "true")
    with monkeypatch.context() as patch:
        patch.setattr(told, "ONE", plain)
        assert everything(client, "ortsnamen")[1] == 404
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql(f"ALTER POLICY wall_read ON network_profileedition USING ({READS})")
    assert everything(client, "ortsnamen")[1] == 404
    monkeypatch.setattr(told, "ONE", plain)

    assert everything(client, "ortsnamen")[1] == 200
