"""The release desk: two people, the exact words, what to look at, and taking it back."""

from urllib.parse import unquote

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from engagements.models import Agreement, LogEntry
from engagements.waiting import waiting_for
from rooms import transitions
from rooms.acting import act_as
from rooms.enums import Circle, ReleaseState, Role
from rooms.models import Release
from tests.factories.engagements import LogEntryFactory
from tests.factories.rooms import MembershipFactory
from tests.factories.stakeholders import PersonFactory
from tests.rooms.releases.desk import LOOKED, TEXT, approve, client_of, create_url, person, proposed

pytestmark = pytest.mark.django_db


def test_a_release_takes_two_people_and_then_exactly_its_words_are_read(room, entry):
    release = proposed(room, entry)
    steering = client_of(room, "steering")
    assert steering.get(release.get_absolute_url()).status_code == 404

    approve(room, release)
    page = steering.get(release.get_absolute_url()).content.decode()

    assert TEXT in page
    assert "Rolle advisor" in page  # who stands for it, among members of the room
    assert steering.get(entry.get_absolute_url()).status_code == 404  # the working copy stays with the team
    assert Entry.objects.filter(action__startswith="release.").values_list("action", flat=True).count() == 2


def test_the_working_copy_goes_on_and_the_edition_does_not(room, entry):
    release = proposed(room, entry)
    approve(room, release)
    entry.text = "Ganz anders, mit dem Namen von Frau Geheim."
    entry.save()
    release.refresh_from_db()

    assert release.is_intact
    assert "Geheim" not in client_of(room, "steering").get(release.get_absolute_url()).content.decode()


def test_the_same_person_twice_lets_nothing_out(room, entry):
    for role in ("advisor", "lead"):
        release = proposed(room, entry, role, circle="20" if role == "advisor" else "30")
        page = approve(room, release, role)

        assert "Freigeben kann nur eine zweite Person" in page.content.decode()
        release.refresh_from_db()
        assert release.state == ReleaseState.PROPOSED
        assert release.circle == Circle.TEAM


def test_one_of_the_two_is_the_lead(room, entry):
    second = MembershipFactory(room=room, role=Role.ADVISOR).user
    release = proposed(room, entry)
    with pytest.raises(transitions.ReleaseRefused):
        transitions.approve(release, by=second)
    by_lead = proposed(room, entry, "lead", circle="30")

    assert transitions.approve(by_lead, by=second).state == ReleaseState.RELEASED


def test_the_wider_circle_in_a_form_leads_to_the_proposal_and_changes_nothing_yet(room, entry):
    agreement = Agreement.objects.create(room=room, engagement=room.engagement, title="Papier", text="Wortlaut")
    client = client_of(room, "advisor")
    sent = {"kind": agreement.kind, "title": "Papier", "text": "Neuer Wortlaut", "circle": "20", "version": "1"}
    answer = client.post(reverse("engagements:agreement-update", args=[agreement.pk]), sent)
    agreement.refresh_from_db()

    assert unquote(answer.url) == create_url(agreement)
    assert (agreement.circle, agreement.text) == (Circle.TEAM, "Neuer Wortlaut")


def test_a_row_moves_as_a_whole_once_two_agree_and_comes_back(room):
    agreement = Agreement.objects.create(room=room, engagement=room.engagement, title="Papier", text="Wortlaut")
    release = proposed(room, agreement)
    approve(room, release)
    agreement.refresh_from_db()

    assert (agreement.circle, agreement.shared_on) == (Circle.STEERING, timezone.localdate())
    assert client_of(room, "steering").get(agreement.get_absolute_url()).status_code == 200
    client_of(room, "advisor").post(reverse("rooms:release-withdraw", args=[release.pk]))
    assert client_of(room, "steering").get(agreement.get_absolute_url()).status_code == 404


def test_a_row_taken_back_by_a_form_leaves_no_copy_behind(room):
    """The words kept with the release of a row are the team's evidence, not a second way to read it."""
    agreement = Agreement.objects.create(room=room, engagement=room.engagement, title="Papier", text="Wortlaut")
    release = proposed(room, agreement)
    approve(room, release)
    assert client_of(room, "steering").get(release.get_absolute_url()).status_code == 404
    sent = {"kind": agreement.kind, "title": "Papier", "text": "Wortlaut", "circle": "40", "version": "1"}
    client_of(room, "advisor").post(reverse("engagements:agreement-update", args=[agreement.pk]), sent)

    assert client_of(room, "steering").get(agreement.get_absolute_url()).status_code == 404
    act_as(person(room, "steering").pk)
    assert not Release.objects.exists()


def test_a_row_that_has_changed_since_is_proposed_anew(room):
    agreement = Agreement.objects.create(room=room, engagement=room.engagement, title="Papier", text="Wortlaut")
    release = proposed(room, agreement)
    Agreement.objects.filter(pk=agreement.pk).update(text="Anders", version=2)
    page = approve(room, release)

    assert "Seit dem Vorschlag wurde das geändert" in page.content.decode()
    agreement.refresh_from_db()
    release.refresh_from_db()
    assert (agreement.circle, release.state) == (Circle.TEAM, ReleaseState.PROPOSED)


def test_withdrawn_it_is_gone_on_the_next_request(room, entry):
    release = proposed(room, entry)
    approve(room, release)
    steering = client_of(room, "steering")
    assert steering.get(release.get_absolute_url()).status_code == 200
    client_of(room, "advisor").post(reverse("rooms:release-withdraw", args=[release.pk]))

    assert steering.get(release.get_absolute_url()).status_code == 404
    assert release.title not in steering.get(reverse("rooms:releases", args=[room.pk])).content.decode()


def test_the_second_person_says_what_is_missing(room, entry):
    release = proposed(room, entry)
    url, lead = reverse("rooms:release-return", args=[release.pk]), client_of(room, "lead")

    assert "Bitte schreiben Sie, was noch fehlt." in lead.post(url, {"answer": ""}).content.decode()
    lead.post(url, {"answer": "Der Ort fehlt."})
    release.refresh_from_db()
    assert (release.state, release.answer) == (ReleaseState.RETURNED, "Der Ort fehlt.")
    assert "Darüber ist inzwischen entschieden" in approve(room, release).content.decode()


def test_what_to_look_at_is_named(room, entry):
    PersonFactory(room=room, name="Erika Hartmann")
    words = "Frau Hartmann sagte: „Ich habe seit Jahren Angst, abends hier zu gehen.“ Zwei Familien zogen weg. "
    words += "Der Ordnungsamtsleiter hörte zu, Rolle contact auch."
    entry.text, entry.kind, entry.head_count = words, "einzelgespraech", 1
    entry.save()
    page = client_of(room, "advisor").get(create_url(entry))
    found = {word for caution in page.context["cautions"] for word in caution.words}

    assert {"Erika Hartmann", "Rolle contact", "Ordnungsamtsleiter", "Zwei Familien"} <= found
    assert "Das stützt sich auf ein einziges Gespräch." in page.content.decode()
    assert "Wörtliche Rede" in page.content.decode()


def test_without_having_looked_nothing_is_proposed_and_the_words_stay(room, entry):
    PersonFactory(room=room, name="Erika Hartmann")
    sent = {"to_circle": "20", "title": "Am Platz", "text": "Frau Hartmann war da.", "seen": ""}
    page = client_of(room, "advisor").post(create_url(entry), sent)

    assert "Bitte lesen Sie zuerst die Hinweise." in page.content.decode()
    assert "Frau Hartmann war da." in page.content.decode()
    again = client_of(room, "advisor").post(create_url(entry), sent | LOOKED)
    assert "Zu diesem Wortlaut gibt es andere Hinweise" in again.content.decode()
    shown = again.context["form"].shown
    assert client_of(room, "advisor").post(create_url(entry), sent | LOOKED | {"seen": shown}).status_code == 302


def test_who_could_agree_is_asked_without_a_word_of_the_text(room, entry, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        release = proposed(room, entry)

    assert [letter.to for letter in mail.outbox] == [[person(room, "lead").email]]
    assert release.title not in mail.outbox[0].body + mail.outbox[0].subject
    assert "Freigabe prüfen: Am Platz" in [item.text for item in waiting_for(person(room, "lead"), [room.engagement])]
    assert not [item for item in waiting_for(person(room, "advisor"), [room.engagement]) if "Freigabe" in item.text]


def test_sealed_and_hidden_things_are_not_proposed(room):
    sealed = LogEntryFactory(engagement=room.engagement, author=person(room, "lead"), circle=Circle.SEALED)
    foreign = LogEntryFactory()
    team = LogEntryFactory(engagement=room.engagement)

    assert client_of(room, "lead").get(create_url(sealed)).status_code == 404
    assert client_of(room, "advisor").get(create_url(foreign)).status_code == 404
    for role in ("contact", "steering"):
        assert client_of(room, role).get(create_url(team)).status_code == 404
    for was in ("", "x", "rooms.release:1", "accounts.user:1", "engagements.logentry:x", "a\x00:b"):
        assert client_of(room, "lead").get(reverse("rooms:release-create"), {"was": was}).status_code == 404


def test_a_second_proposal_for_the_same_circle_waits_for_the_first(room, entry):
    proposed(room, entry)
    client = client_of(room, "lead")
    page = client.post(create_url(entry), {"to_circle": "20", "title": "Am Platz", "text": TEXT})

    assert "wartet schon ein Vorschlag" in page.content.decode()
    assert Release.objects.count() == 1


def test_whoever_reads_it_from_outside_learns_no_names(room, entry):
    release = proposed(room, entry, circle="10")
    approve(room, release)
    outside = MembershipFactory(room__kind="network", role=Role.OBSERVER).user
    client = Client()
    client.force_login(outside)
    page = client.get(release.get_absolute_url()).content.decode()

    assert TEXT in page
    assert "Rolle advisor" not in page
    assert "Rolle lead" not in page


def test_an_entry_that_was_written_for_the_steering_group_goes_no_further_alone(room):
    entry = LogEntryFactory(engagement=room.engagement, author=person(room, "advisor"), circle=Circle.STEERING)
    client = client_of(room, "advisor")
    sent = {"kind": "einzelgespraech", "when": "heute", "title": "A", "text": "B", "circle": "0", "version": 1}
    answer = client.post(reverse("engagements:log-update", args=[entry.pk]), sent)
    entry.refresh_from_db()

    assert "freigaben/neu" in answer.url
    assert (entry.circle, entry.text) == (Circle.STEERING, "B")
    assert LogEntry.objects.count() == 1
