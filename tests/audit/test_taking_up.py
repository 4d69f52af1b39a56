"""„Diese Fassung übernehmen“: old texts in the form of their row, stored by a person, and never further out."""

import re

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from audit.models import Read, Version
from engagements.models import LogEntry
from rooms.enums import Circle
from rooms.models import RoomItem, Unlock
from rooms.models.unlocks import LASTS
from rooms.taking_up import FORMS
from rooms.versions import values_of
from tests.factories.accounts import UserFactory
from tests.factories.engagements import LogEntryFactory
from tests.factories.rooms import MembershipFactory
from tests.factories.stakeholders import PersonFactory
from tests.faults.sent import fields_of

from .windows import signed_in

pytestmark = pytest.mark.django_db
BUTTON = "Diese Fassung übernehmen"


@pytest.fixture
def entry(engagement, lead):
    """An entry with three wordings; the first is the longest gone."""
    made = LogEntryFactory(
        engagement=engagement, room=engagement.room, author=lead, title="Runder Tisch", text="erster Text", when="2020"
    )
    LogEntry.objects.filter(pk=made.pk).update(text="zweiter Text")
    LogEntry.objects.filter(pk=made.pk).update(text="dritter Text", title="Zweiter Titel")
    return made


def versions(row):
    return list(Version.objects.filter(key=row.pk).order_by("pk"))


def ways(client, row):
    page = client.get(reverse("rooms:versions", args=[row._meta.label_lower, row.pk])).content.decode()
    return re.findall(r'href="([^"]*\?fassung=\d+)"', page)


def form_with(client, row, version):
    return client.get(reverse("engagements:log-update", args=[row.pk]), {"fassung": version.pk})


def test_the_old_texts_stand_in_the_form_and_nothing_is_stored(entry, lead):
    client = signed_in(lead)
    newest, oldest = ways(client, entry)
    page = client.get(oldest)

    assert (page.context["form"]["text"].value(), page.context["form"]["title"].value()) == (
        "erster Text",
        "Runder Tisch",
    )
    assert "Gespeichert ist noch nichts" in page.content.decode()
    assert client.get(newest).context["form"]["text"].value() == "zweiter Text"
    entry.refresh_from_db()
    assert (entry.text, len(versions(entry))) == ("dritter Text", 2)


def test_sent_it_is_stored_like_typed_and_the_text_before_stays_among_the_versions(entry, lead):
    client = signed_in(lead)
    address = ways(client, entry)[-1]
    response = client.post(address, fields_of(client.get(address).content.decode()))

    assert response.status_code == 302
    entry.refresh_from_db()
    assert (entry.text, entry.title) == ("erster Text", "Runder Tisch")
    assert "dritter Text" in [values_of(version).get("text") for version in versions(entry)]


def test_saved_meanwhile_by_another_the_old_text_counts_as_typed_and_both_are_shown(entry, lead, advisor):
    client, other = signed_in(lead), signed_in(advisor)
    address = ways(client, entry)[-1]
    mine = fields_of(client.get(address).content.decode())
    plain = reverse("engagements:log-update", args=[entry.pk])
    hers = fields_of(other.get(plain).content.decode()) | {"text": "vierter Text"}
    assert other.post(plain, hers).status_code == 302

    page = client.post(address, mine)

    both = {each.label: (each.stored, each.typed) for each in page.context["form"].conflict.both}
    assert ("vierter Text", "erster Text") in both.values()
    assert page.context["form"]["text"].value() == "erster Text"


def test_words_from_further_in_are_not_taken_further_out(entry, lead):
    """What stood in the team's circle does not come into what the client reads; what the client had read does."""
    LogEntry.objects.filter(pk=entry.pk).update(circle=Circle.CLIENT)
    LogEntry.objects.filter(pk=entry.pk).update(text="vierter Text, für alle dort")
    LogEntry.objects.filter(pk=entry.pk).update(text="fünfter Text")
    client = signed_in(lead)

    page = form_with(client, entry, versions(entry)[0])

    assert page.context["form"]["text"].value() == "fünfter Text"
    assert "erster Text" not in page.content.decode()
    assert "engeren Kreis" in page.content.decode()
    assert len(ways(client, entry)) == 2
    assert form_with(client, entry, versions(entry)[-1]).context["form"]["text"].value().startswith("vierter")


def test_sealed_words_are_not_taken_into_an_open_row(engagement, lead):
    entry = LogEntryFactory(
        engagement=engagement, room=engagement.room, author=lead, circle=Circle.SEALED, title="A", text="versiegelt"
    )
    entry.text = "anders versiegelt"
    entry.save()
    sealed = versions(entry)[-1]
    entry.circle = Circle.TEAM
    entry.text = "offen"
    entry.save()
    client = signed_in(lead)

    page = form_with(client, entry, sealed)

    assert page.context["form"]["text"].value() == "offen"
    assert "versiegelt" not in page.context["form"]["text"].value()
    assert not ways(client, entry)


def test_of_a_sealed_row_the_author_takes_up_what_she_sealed(engagement, lead):
    entry = LogEntryFactory(
        engagement=engagement, room=engagement.room, author=lead, circle=Circle.SEALED, title="A", text="erster"
    )
    entry.text = "zweiter"
    entry.save()

    assert signed_in(lead).get(ways(signed_in(lead), entry)[0]).context["form"]["text"].value() == "erster"


def test_who_opened_it_for_reading_takes_nothing_up(engagement, lead, advisor):
    entry = LogEntryFactory(
        engagement=engagement, room=engagement.room, author=lead, circle=Circle.SEALED, title="A", text="erster"
    )
    entry.text = "zweiter"
    entry.save()

    Unlock.objects.create(
        room=engagement.room, kind="engagements.logentry", key=entry.pk, person=advisor, reason="Anruf",
        at=(now := timezone.now()), until=now + LASTS,
    )  # fmt: skip
    client = signed_in(advisor)

    assert client.get(reverse("rooms:versions", args=["engagements.logentry", entry.pk])).status_code == 200
    assert not ways(client, entry)
    assert form_with(client, entry, versions(entry)[0]).status_code == 403


def test_strangers_and_readers_reach_nothing(entry, engagement):
    stranger, client_side = UserFactory(), MembershipFactory(room=engagement.room, role="contact").user

    for person in (stranger, client_side):
        page = form_with(signed_in(person), entry, versions(entry)[0])
        assert page.status_code in {403, 404}
        assert "erster Text" not in page.content.decode()


def test_the_version_of_another_row_is_no_version_of_this_one(entry, lead, engagement):
    other = LogEntryFactory(engagement=engagement, room=engagement.room, text="Wort von nebenan")
    LogEntry.objects.filter(pk=other.pk).update(text="anders")

    page = form_with(signed_in(lead), entry, versions(other)[0])

    assert page.context["form"]["text"].value() == "dritter Text"
    assert "nebenan" not in page.content.decode()


@pytest.mark.parametrize("odd", ["", "x", "-1", "0", "9" * 30, "١", "1.5", "99999999"])
def test_an_address_nobody_gave_opens_the_form_as_it_is(entry, lead, odd):
    page = signed_in(lead).get(reverse("engagements:log-update", args=[entry.pk]), {"fassung": odd})

    assert page.status_code == 200
    assert page.context["form"]["text"].value() == "dritter Text"


def test_taking_up_is_reading(entry, advisor, django_capture_on_commit_callbacks):
    client, version = signed_in(advisor), versions(entry)[0]
    before = Read.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        form_with(client, entry, version)

    assert Read.objects.count() == before + 1
    assert entry.pk in Read.objects.order_by("-number").first().keys


def test_a_person_of_the_register(engagement, lead):
    person = PersonFactory(room=engagement.room, name="Anna Alt")
    person.name = "Anna Neu"
    person.save()
    client = signed_in(lead)

    assert client.get(ways(client, person)[0]).context["form"]["name"].value() == "Anna Alt"


def test_every_form_named_exists_and_belongs_to_a_row_of_a_room():
    for label, name in FORMS.items():
        assert issubclass(apps.get_model(label), RoomItem)
        assert reverse(name, args=["01a202bd-e185-71fe-a0bf-7805443ddb43"])
