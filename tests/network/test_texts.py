"""Imprint, privacy and their like: built in, until an administrator writes her own."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.urls import reverse
from django.utils import translation

from network.models import SiteText, TextKey
from rooms.acting import act_as
from tests.factories.accounts import UserFactory

from .visits import page

pytestmark = pytest.mark.django_db
LIST = reverse("network:text-list")
EDIT = reverse("network:text-edit", args=["impressum", "de"])


def public(key, language="de"):
    with translation.override(language):
        return reverse("reports:text", args=[key])


def publish(client, body, seen=0, **more):
    return client.post(EDIT, {"body": body, "seen": seen, **more})


def test_these_pages_do_not_exist_for_others(client):
    client.force_login(UserFactory())
    for path in (LIST, EDIT, reverse("network:text-version", args=["impressum", "de", 1])):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404


@pytest.mark.parametrize("key", TextKey.values)
@pytest.mark.parametrize("language", ["de", "en"])
def test_without_a_text_of_ones_own_the_built_in_one_holds(client, key, language):
    response = client.get(public(key, language))

    assert response.status_code == 200
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    assert '<div class="text"><' in page(response).replace("\n", "")


def test_what_is_published_stands_at_both_addresses_in_its_language(client, signed_in):
    assert publish(signed_in, "## Wir\n\nVerein *Muster* e. V.").status_code == 302
    client.logout()

    for path in (public("impressum"), reverse("accounts:imprint")):
        assert "Verein <em>Muster</em> e. V." in page(client.get(path))
    assert "Muster" not in page(client.get(public("impressum", "en")))


def test_no_raw_html_and_no_script(client, signed_in):
    publish(signed_in, "<script>alert(1)</script> [klick](javascript:alert(1)) <b onclick=x>fett</b>")

    text = page(client.get(public("impressum")))
    assert "<script>alert" not in text
    assert 'href="javascript:' not in text
    assert "<b onclick" not in text


def test_headings_begin_below_that_of_the_page(client, signed_in):
    publish(signed_in, "## Eins\n\n### Zwei\n\n`<h3>` bleibt Text")

    text = page(client.get(public("impressum")))
    assert "<h2>Eins</h2>" in text
    assert "<h3>Zwei</h3>" in text
    assert "&lt;h3&gt; bleibt" in text or "&lt;h3&gt;</code> bleibt" in text


def test_versions_stay_and_say_who_wrote_them(signed_in, admin):
    publish(signed_in, "Erste Fassung")
    publish(signed_in, "Zweite Fassung", seen=1)

    assert [row.number for row in SiteText.objects.of("impressum", "de")] == [2, 1]
    before = page(signed_in.get(reverse("network:text-version", args=["impressum", "de", 1])))
    assert "Erste Fassung" in before
    assert admin.name in before
    assert admin.name in page(signed_in.get(LIST))


def test_emptied_the_built_in_text_holds_again(client, signed_in):
    publish(signed_in, "Eigener Text")
    publish(signed_in, "", seen=1)

    assert "Eigener Text" not in page(client.get(public("impressum")))
    assert "Verantwortung für Inhalte" in page(client.get(public("impressum")))


def test_a_preview_publishes_nothing(signed_in):
    response = publish(signed_in, "**Entwurf**", preview="1")

    assert "<strong>Entwurf</strong>" in page(response)
    assert not SiteText.objects.exists()


def test_two_who_write_at_once_overwrite_nobody(signed_in):
    publish(signed_in, "Erste Fassung")
    late = publish(signed_in, "Von der alten ausgegangen", seen=0)

    assert "Inzwischen gibt es eine neue Fassung" in page(late)
    assert "Von der alten ausgegangen" in page(late)
    assert SiteText.objects.count() == 1


def refused(statement):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.rowcount == 0
    except DatabaseError:
        return True


INSERT = (
    "INSERT INTO network_sitetext (key, language, number, body, changed_at) VALUES ('impressum', 'de', 9, 'x', now())"
)


def test_by_plain_sql_only_administrators_add_and_nobody_changes(signed_in, admin):
    publish(signed_in, "Text")
    for person in (None, UserFactory().pk):
        act_as(person)
        assert refused(INSERT)
    act_as(admin.pk)
    assert refused("UPDATE network_sitetext SET body = 'anders'")
    assert refused("DELETE FROM network_sitetext")
    assert not refused(INSERT)


def test_a_leak_would_be_seen():
    """The gate, seen red."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER POLICY wall_add ON network_sitetext WITH CHECK (true)")
    act_as(None)

    assert not refused(INSERT)
