"""The circle of an entry, in its form: what a change of it does, who would read it then, and what takes two."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from engagements.models import LogEntry
from rooms.enums import Circle
from tests.factories.engagements import LogEntryFactory

from .test_log_form import GIVEN, url, write

pytestmark = pytest.mark.django_db


def test_an_unsealed_entry_is_shared_from_today_on_and_takes_its_files_along(signed_in, advisor, engagement):
    write(signed_in, engagement, new_files=[SimpleUploadedFile("a.txt", b"Protokoll")], circle="50")
    entry = LogEntry.objects.get()
    LogEntry.objects.update(shared_on=dt.date(2018, 1, 1))

    signed_in.post(reverse("engagements:log-update", args=[entry.pk]), GIVEN | {"circle": "40", "version": 1})

    entry.refresh_from_db()
    file = entry.files.get()
    assert (entry.circle, entry.shared_on) == (Circle.TEAM, timezone.localdate())
    assert (file.circle, file.shared_on) == (entry.circle, entry.shared_on)
    assert Entry.objects.about(entry).filter(action="logentry.moved").get().summary == "Versiegelt → Beratungsteam"


def test_a_narrower_circle_keeps_the_day_of_sharing(signed_in, advisor, engagement):
    day = dt.date(2018, 1, 1)
    entry = LogEntryFactory(engagement=engagement, circle=Circle.STEERING, author=advisor, shared_on=day)

    signed_in.post(reverse("engagements:log-update", args=[entry.pk]), GIVEN | {"version": 1})

    entry.refresh_from_db()
    assert (entry.circle, entry.shared_on) == (Circle.TEAM, day)


def test_nobody_seals_an_entry_before_her_own_eyes(signed_in, engagement, lead):
    entry = LogEntryFactory(engagement=engagement, author=lead)
    answer = signed_in.post(reverse("engagements:log-update", args=[entry.pk]), GIVEN | {"circle": "50", "version": 1})

    assert "circle" in answer.context["form"].errors


def preview(entry, circle):
    asked = {"circle": circle, "row": f"engagements.logentry:{entry.pk}"}
    return reverse("rooms:readers-preview", args=[entry.room_id]), asked


def test_the_preview_tells_who_would_read_an_entry_of_somebody_else(client, lead, advisor, engagement):
    entry = LogEntryFactory(engagement=engagement, author=advisor)
    client.force_login(lead)

    assert advisor.name in client.get(*preview(entry, "50")).content.decode()
    assert client.get(*preview(entry, "7")).status_code == 404


def test_the_preview_says_who_is_added_and_that_it_takes_two(signed_in, advisor, engagement, member):
    entry = LogEntryFactory(engagement=engagement, author=advisor)
    page, public, same = (signed_in.get(*preview(entry, circle)).content.decode() for circle in ("20", "0", "40"))

    assert f"1 weitere Person liest es dann: {member.name} (Mitglied der Lenkungsrunde)." in page
    assert "So weit geht es nur zu zweit" in page
    assert "Dann liest es jede*r, auch ohne Anmeldung." in public
    assert "dann" not in same
    assert "zu zweit" not in same


def test_the_comparison_says_the_difference_without_scripts(signed_in, advisor, engagement, member):
    entry = LogEntryFactory(engagement=engagement, author=advisor, circle=Circle.STEERING)

    page = signed_in.get(reverse("engagements:log-update", args=[entry.pk])).content.decode()

    assert "1 Person liest es dann nicht mehr" in page
    assert "Dann lesen es alle Mitglieder des Netzwerks." in page


def test_a_new_entry_is_compared_with_nothing(signed_in, engagement, member):
    page = signed_in.get(url(engagement)).content.decode()

    assert " dann" not in page.partition("Alle Kreise im Vergleich")[2].partition("</fieldset>")[0]
    assert write(signed_in, engagement, circle="20").status_code == 302


def test_leaving_the_team_is_proposed_and_everything_else_is_saved(signed_in, advisor, engagement, member):
    entry = LogEntryFactory(engagement=engagement, author=advisor, title="Vorher")
    change = reverse("engagements:log-update", args=[entry.pk])
    answer = signed_in.post(change, GIVEN | {"circle": "20", "version": 1, "text": "Das bleibt stehen."})
    entry.refresh_from_db()

    assert "freigaben/neu" in answer.url
    assert (entry.circle, entry.text) == (Circle.TEAM, "Das bleibt stehen.")
    assert not Entry.objects.about(entry).filter(action="logentry.moved").exists()


@pytest.mark.parametrize(
    ("steps", "leads_on"),
    [
        ((Circle.TEAM, Circle.PUBLIC), True),
        ((Circle.STEERING, Circle.NETWORK), True),
        ((Circle.PUBLIC, Circle.TEAM), False),
        ((Circle.SEALED, Circle.TEAM), False),
        ((Circle.STEERING, Circle.STEERING), False),
    ],
)
def test_only_what_goes_further_out_takes_two(signed_in, engagement, steps, leads_on):
    before, after = steps
    advisor = engagement.room.memberships.get().user
    entry = LogEntryFactory(engagement=engagement, author=advisor, circle=before)
    sent = GIVEN | {"circle": str(after.value), "version": 1}
    answer = signed_in.post(reverse("engagements:log-update", args=[entry.pk]), sent)

    assert ("freigaben/neu" in answer.url) is leads_on


def test_sealed_text_is_not_released_from_under_its_seal(signed_in, advisor, engagement):
    entry = LogEntryFactory(engagement=engagement, author=advisor, circle=Circle.SEALED)
    sent = GIVEN | {"circle": "20", "version": 1}
    page = signed_in.post(reverse("engagements:log-update", args=[entry.pk]), sent).content.decode()

    assert "Versiegeltes kommt zuerst zurück ins Beratungsteam" in page
