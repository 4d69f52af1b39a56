import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from engagements.enums import PhaseState
from engagements.forms.log_fields import MANY
from engagements.models import LogEntry
from rooms.enums import Circle
from rooms.models import File
from stakeholders.models import Organisation
from tests.factories.engagements import EngagementFactory, LogEntryFactory, PhaseFactory
from tests.factories.stakeholders import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db
GIVEN = {"kind": "einzelgespraech", "when": "12.03.2018", "minutes": "1,5 h", "title": "Gespräch", "circle": "40"}


def url(engagement):
    return reverse("engagements:log-create", args=[engagement.pk])


def write(client, engagement, **values):
    return client.post(url(engagement), GIVEN | values)


def test_an_advisor_writes_an_entry(signed_in, advisor, engagement):
    answer = write(signed_in, engagement, text="Der Saal ist **frei**.")

    entry = LogEntry.objects.get()
    assert answer.url == entry.get_absolute_url()
    assert (entry.author, entry.room, entry.minutes, entry.circle) == (advisor, engagement.room, 90, Circle.TEAM)
    assert entry.when_from == dt.date(2018, 3, 12)
    assert Entry.objects.about(entry).get().action == "logentry.created"


def test_the_page_after_saving_says_who_reads_it(signed_in, engagement):
    page = signed_in.post(url(engagement), GIVEN, follow=True).content.decode()

    assert "Eintrag abgelegt. Lesbar für: Sie." in page


def test_today_is_offered_and_kept_as_a_date(signed_in, engagement):
    """A form left open over night, or a draft of yesterday, keeps the day it was begun on."""
    assert f'value="{timezone.localdate():%d.%m.%Y}"' in signed_in.get(url(engagement)).content.decode()
    write(signed_in, engagement, when="heute")

    assert LogEntry.objects.get().when == f"{timezone.localdate():%d.%m.%Y}"


def test_a_day_told_from_today_is_said_as_it_was_understood(signed_in, engagement):
    page = signed_in.post(url(engagement), GIVEN | {"when": "letzten Montag"}, follow=True).content.decode()
    entry = LogEntry.objects.get()

    assert entry.when_from < timezone.localdate()
    assert f"Wann? „letzten Montag“ ist verstanden als {entry.when_from:%d.%m.%Y}." in page


def test_an_impossible_day_is_kept_and_warned_of(signed_in, engagement):
    page = signed_in.post(url(engagement), GIVEN | {"when": "31.02.2018"}, follow=True).content.decode()

    assert LogEntry.objects.get().when == "31.02.2018"
    assert "Wann? „31.02.2018“" in page


def test_a_day_to_come_is_an_appointment(signed_in, engagement):
    day = timezone.localdate() + dt.timedelta(days=9)
    page = signed_in.post(url(engagement), GIVEN | {"when": f"{day:%d.%m.%Y}"}, follow=True).content.decode()

    assert "Termin eingetragen." in page
    assert ">Termin</span>" in page


def test_the_running_phase_and_its_circle_are_offered_but_never_wider_than_the_team(signed_in, engagement):
    phase = PhaseFactory(engagement=engagement, state=PhaseState.RUNNING)
    PhaseFactory(engagement=engagement)

    form = signed_in.get(url(engagement)).context["form"]

    assert form["phase"].value() == phase.pk
    assert form["circle"].value() == Circle.TEAM


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "Überschrift"),
        ("title", "a\x00b", "Nullzeichen"),
        ("minutes", "lange", "70 min"),
        ("text", "x" * 200_001, "200000"),
        ("circle", "45", "eine der Möglichkeiten"),
        ("kind", "erfunden", "eine der Möglichkeiten"),
        ("persons", ["nicht-da"], "eine der Möglichkeiten"),
        ("head_count", "-3", "Mindestens"),
        ("new_organisation", "a\x00b", "Nullzeichen"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(signed_in, engagement, field, value, words):
    answer = write(signed_in, engagement, **{"text": "Das bleibt stehen.", field: value})
    page = answer.content.decode()

    assert answer.status_code == 200
    assert words in str(answer.context["form"].errors)
    assert field == "text" or "Das bleibt stehen." in page
    assert field != "minutes" or 'value="lange"' in page
    assert not LogEntry.objects.exists()


def test_ten_million_characters_are_a_form_error_with_the_text_kept(signed_in, engagement):
    answer = write(signed_in, engagement, text="Wort " * 2_000_000)

    assert answer.status_code == 200
    assert "text" in answer.context["form"].errors
    assert len(answer.content) > 10_000_000


def test_emoji_and_other_scripts_are_text_like_any_other(signed_in, engagement):
    write(signed_in, engagement, title="💬 שלום عليكم", text="Berater*innen 👩‍👩‍👧 مرحبا <script>alert(1)</script>")
    entry = LogEntry.objects.get()

    page = signed_in.get(entry.get_absolute_url()).content.decode()

    assert "💬 שלום عليكم" in page
    assert "Berater*innen" in page
    assert "<script>alert" not in page


def test_people_of_the_room_are_offered_and_foreign_ones_refused(signed_in, engagement):
    mine, sealed = PersonFactory(room=engagement.room), PersonFactory(room=engagement.room, circle=Circle.SEALED)
    foreign = OrganisationFactory(name="Kanarienverein")

    page = signed_in.get(url(engagement)).content.decode()
    answer = write(signed_in, engagement, persons=[mine.pk, sealed.pk], organisations=[foreign.pk])

    assert mine.name in page
    assert sealed.name not in page
    assert "Kanarienverein" not in page
    assert {"persons", "organisations"} <= set(answer.context["form"].errors)


def test_many_people_are_one_list_with_its_own_scroll_bar(signed_in, engagement):
    people = PersonFactory.create_batch(MANY, room=engagement.room)
    few = signed_in.get(url(engagement)).content.decode()
    people.append(PersonFactory(room=engagement.room))
    many = signed_in.get(url(engagement)).content.decode()
    refused = write(signed_in, engagement, when="", persons=[people[0].pk]).content.decode()

    assert few.count('type="checkbox" name="persons"') == MANY
    assert many.count('name="persons"') == refused.count('name="persons"') == 1
    assert f'value="{people[0].pk}" selected' in refused


def test_a_new_organisation_is_added_by_name_and_found_the_second_time(signed_in, engagement):
    for _time in range(2):
        write(signed_in, engagement, new_organisation="Anglerverein")

    assert Organisation.objects.get(room=engagement.room).name == "Anglerverein"
    assert [entry.organisations.get().name for entry in LogEntry.objects.all()] == ["Anglerverein"] * 2


def test_a_name_hidden_from_the_writer_answers_nothing(signed_in, engagement):
    hidden = OrganisationFactory(room=engagement.room, name="Geheimbund", circle=Circle.SEALED)

    write(signed_in, engagement, new_organisation="Geheimbund")

    assert LogEntry.objects.get().organisations.get() != hidden


def test_several_files_hang_on_the_entry_in_its_circle(signed_in, engagement):
    files = [SimpleUploadedFile(f"{name}.txt", b"Protokoll") for name in "ab"]
    write(signed_in, engagement, new_files=files, circle="50")

    entry = LogEntry.objects.get()
    assert sorted(entry.files.values_list("name", "circle", "author")) == [
        ("a.txt", 50, entry.author_id),
        ("b.txt", 50, entry.author_id),
    ]


def test_a_refused_file_is_named_and_has_to_be_chosen_again(signed_in, engagement):
    files = [SimpleUploadedFile("gut.txt", b"Protokoll"), SimpleUploadedFile("boese.exe", b"MZ")]
    page = write(signed_in, engagement, new_files=files, text="Das bleibt stehen.").content.decode()

    assert "boese.exe" in page
    assert "Bitte wählen Sie die Anhänge noch einmal aus" in page
    assert "Das bleibt stehen." in page
    assert not File.objects.exists()


def test_a_form_sent_twice_is_one_entry(signed_in, engagement):
    key = signed_in.get(url(engagement)).context["key"]

    answers = [write(signed_in, engagement, key=key) for _time in range(2)]

    assert answers[0]["Location"] == answers[1]["Location"] == LogEntry.objects.get().get_absolute_url()
    assert answers[0].url == answers[1].url


@pytest.mark.parametrize("key", ["", "x", "a\x00"])
def test_a_key_nobody_gave_is_replaced(signed_in, engagement, key):
    assert write(signed_in, engagement, key=key).status_code == 302


def test_a_key_of_somebody_elses_entry_is_replaced(signed_in, engagement, lead):
    theirs = LogEntryFactory(engagement=engagement, author=lead, circle=Circle.SEALED, title="Kanarie")

    answer = write(signed_in, engagement, key=theirs.pk)

    theirs.refresh_from_db()
    assert theirs.title == "Kanarie"
    assert str(theirs.pk) not in answer.url


def test_a_long_text_of_nothing_but_different_words_can_be_kept(signed_in, engagement):
    text = " ".join(f"ä{number:x}ö" for number in range(40_000))[:199_000]

    assert write(signed_in, engagement, text=text).status_code == 302


def test_members_of_the_steering_group_and_strangers_cannot_write(client, member, engagement):
    entry = LogEntryFactory(engagement=engagement, circle=Circle.STEERING)
    update = reverse("engagements:log-update", args=[entry.pk])
    client.force_login(member)

    assert client.get(url(engagement)).status_code == 403
    assert write(client, engagement).status_code == 403
    assert client.get(update).status_code == 403
    assert write(client, EngagementFactory()).status_code == 404


def test_editing_over_somebody_elses_change_is_refused_once_with_the_text_kept(signed_in, engagement):
    entry = LogEntryFactory(engagement=engagement, text="Der andere Stand", version=2)
    change = reverse("engagements:log-update", args=[entry.pk])

    answer = signed_in.post(change, GIVEN | {"text": "Mein Stand", "version": 1})
    page = answer.content.decode()

    assert "Mein Stand" in page
    assert "Der andere Stand" in page
    assert signed_in.post(change, GIVEN | {"text": "Mein Stand", "version": 2}).status_code == 302


def test_people_the_writer_does_not_see_stay_on_the_entry(signed_in, engagement):
    entry = LogEntryFactory(engagement=engagement)
    hidden = PersonFactory(room=engagement.room, circle=Circle.SEALED)
    entry.persons.add(hidden)

    signed_in.post(reverse("engagements:log-update", args=[entry.pk]), GIVEN | {"version": 1})

    assert entry.persons.get() == hidden


def test_an_attachment_is_taken_away_from_the_store_only_after_commit(
    signed_in, engagement, django_capture_on_commit_callbacks
):
    write(signed_in, engagement, new_files=[SimpleUploadedFile("a.txt", b"Protokoll")])
    entry, file = LogEntry.objects.get(), File.objects.get()
    storage, stored = file.content.storage, file.content.name

    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        signed_in.post(
            reverse("engagements:log-update", args=[entry.pk]), GIVEN | {"version": 1, "drop_files": [file.pk]}
        )

    assert not File.objects.exists()
    assert storage.exists(stored)
    for callback in callbacks:
        callback()
    assert not storage.exists(stored)
