"""The versions of a mission statement: numbers that stay, sections, comparison in words, other wordings."""

import datetime as dt

import pytest
from django.utils import timezone

from engagements.transitions.steps import StepRefused
from participation.comparing import compare, moved_between
from participation.enums import VersionState
from participation.models import Section, StatementVersion
from participation.transitions.statements import move_version
from participation.writing import begin_rendering, copy_version
from rooms.enums import Circle
from rooms.ids import uuid7
from tests.factories.participation import StatementVersionFactory
from tests.pages.reading import Page
from tests.participation.statements import adopted, at, text
from tests.stakeholders.sent import sent_by

pytestmark = pytest.mark.django_db
S = VersionState


@pytest.fixture
def version(statement):
    return StatementVersionFactory(
        statement=statement, texts=["Alle reden mit.", "Niemand wird bedroht.", "Wir helfen."]
    )


def numbers(version):
    return [row.number for row in version.sections.all()]


# --- sections --------------------------------------------------------------------------------


def test_the_first_version_is_written_section_by_section(signed_in, statement):
    sent_by(signed_in, at("version-create", statement.pk), {"title": "Ort der Vielfalt", "circle": "20"})
    version = StatementVersion.objects.get()
    assert (version.number, version.state, version.circle, version.slug) == (1, S.DRAFT, 20, statement.slug)

    for words in ({"kind": "praeambel", "text": "Wer wir sind."}, {"heading": "Teilhabe", "text": "Alle reden mit."}):
        sent_by(signed_in, at("section-create", version.pk), words)
    page = text(signed_in.get(version.get_absolute_url()))

    assert [(row.number, row.kind) for row in version.sections.all()] == [(1, "praeambel"), (2, "leitziel")]
    assert page.index("Wer wir sind.") < page.index("Alle reden mit.")
    version.refresh_from_db()
    assert version.version == 3


def test_a_section_sent_twice_stands_once(signed_in, version):
    url = at("section-create", version.pk)
    form = next(form for form in Page(signed_in.get(url).content).forms if "heading" in form.values)
    for _time in range(2):
        signed_in.post(url, form.values | {"heading": "Neu", "text": "Einmal."})
    assert numbers(version) == [1, 2, 3, 4]


def test_a_number_is_never_given_again(signed_in, version, lead):
    last = version.sections.get(number=3)
    signed_in.post(at("section-delete", last.pk))
    sent_by(signed_in, at("section-create", version.pk), {"text": "Ein anderes."})
    copy = copy_version(version, by=lead, key=uuid7())
    sent_by(signed_in, at("section-create", copy.pk), {"text": "Noch eines."})
    sent_by(signed_in, at("section-create", version.pk), {"text": "Und eines im alten."})

    assert numbers(version) == [1, 2, 4, 6]
    assert numbers(copy) == [1, 2, 4, 5]


def test_moved_it_keeps_its_number(signed_in, version):
    signed_in.post(at("section-move", version.sections.get(number=3).pk, "hoch"))
    assert numbers(version) == [1, 3, 2]
    signed_in.post(at("section-move", version.sections.get(number=1).pk, "hoch"))
    assert numbers(version) == [1, 3, 2]
    signed_in.post(at("section-move", version.sections.get(number=1).pk, "runter"))
    assert numbers(version) == [3, 1, 2]


def test_what_somebody_else_saved_meanwhile_is_not_written_over(signed_in, client, version, advisor):
    section = version.sections.get(number=1)
    url = at("section-update", section.pk)
    form = next(form for form in Page(signed_in.get(url).content).forms if "heading" in form.values)
    Section.objects.filter(pk=section.pk).update(text="Von jemand anderem.")
    page = text(signed_in.post(url, form.values | {"text": "Von mir."}))

    section.refresh_from_db()
    assert section.text == "Von jemand anderem."
    assert "Inzwischen wurde hier etwas anderes gespeichert" in page
    assert "Von mir." in page


@pytest.mark.parametrize("name", ["version-update", "section-create"])
def test_what_is_no_longer_written_says_so(signed_in, version, lead, name):
    move_version(version, S.FINAL, by=lead)
    response = signed_in.get(at(name, version.pk), follow=True)
    assert "wird nicht mehr geschrieben: Endfassung" in text(response)


def test_a_version_without_words_goes_nowhere(statement, lead):
    empty = StatementVersionFactory(statement=statement)
    with pytest.raises(StepRefused, match="noch keinen Abschnitt"):
        move_version(empty, S.FINAL, by=lead)


def test_a_round_for_comments_has_a_last_day(signed_in, version):
    url = at("version-move", version.pk, S.COMMENTED)
    assert "von heute an" in text(signed_in.post(url, {"until": "2020-01-01"}))
    day = timezone.localdate() + dt.timedelta(days=14)
    signed_in.post(url, {"until": f"{day}"})

    version.refresh_from_db()
    assert (version.state, version.comments_until, version.takes_comments) == (S.COMMENTED, day, True)
    StatementVersion.objects.filter(pk=version.pk).update(comments_until=timezone.localdate() - dt.timedelta(days=1))
    assert "Rückmeldungen abgeschlossen" in text(signed_in.get(version.get_absolute_url()))


@pytest.mark.parametrize("target", ["beschlossen", "abgeloest", "nichts"])
def test_adopted_is_nothing_by_a_click(signed_in, version, target):
    assert signed_in.post(at("version-move", version.pk, target)).status_code == 404


# --- comparison ------------------------------------------------------------------------------


def test_a_comparison_says_in_words_what_became_different(signed_in, version, lead):
    copy = copy_version(version, by=lead, key=uuid7())
    copy.sections.filter(number=1).update(text="Alle reden immer mit.", order=3)
    copy.sections.filter(number=2).delete()
    copy.sections.filter(number=3).update(order=1)
    Section.objects.create(version=copy, number=9, order=4, text="Ganz neu.")

    changes = {change.number: change for change in compare(version, copy)}
    page = text(signed_in.get(at("version-compare", copy.pk)))

    assert changes[1].is_reworded
    assert changes[2].is_removed
    assert changes[9].is_added
    assert sum(change.is_moved for change in changes.values()) == 1
    assert [change.number for change in compare(version, copy)] == [3, 1, 2, 9]
    assert '<ins><span class="sr">eingefügt: </span>immer </ins>' in page
    assert '<del><span class="sr">gestrichen: </span>Niemand wird bedroht.</del>' in page
    for words in ("neuer Abschnitt", "Abschnitt gestrichen", "geändert", "Verschoben: stand an", "Von Fassung 1 zu"):
        assert words in page


def test_nothing_different_is_said_to_be_the_same(version, lead):
    changes = compare(version, copy_version(version, by=lead, key=uuid7()))
    assert [change.is_same for change in changes] == [True] * 3


def test_as_few_as_say_it_all_have_moved():
    assert moved_between([1, 2, 3, 4], [4, 1, 2, 3]) == {4}
    assert moved_between([1, 2, 3], [1, 2, 3]) == set()


def test_a_comparison_stops_at_the_wall(client, version, lead, member):
    copy = copy_version(version, by=lead, key=uuid7())
    StatementVersion.objects.filter(pk=version.pk).update(circle=Circle.TEAM)
    client.force_login(member)
    page = text(client.get(at("version-compare", copy.pk) + f"?mit={version.pk}"))
    assert "noch keine zweite Fassung" in page


# --- other wordings --------------------------------------------------------------------------


def rendering(standard, by, **more):
    row = StatementVersion(renders=standard, statement=standard.statement, title="Al-makan", **more)
    begin_rendering(row, by=by)
    return row


def test_a_translation_has_its_own_words_under_the_same_numbers(signed_in, version):
    words = {"wording": "uebersetzung", "language": "ar", "title": "مكان التنوع"}
    sent_by(signed_in, at("rendering-create", version.pk), words)
    row = StatementVersion.objects.get(language="ar")
    section = row.sections.get(number=2)
    form = text(signed_in.get(at("section-update", section.pk)))
    sent_by(signed_in, at("section-update", section.pk), {"text": "لا أحد يُهدَّد"})
    page = text(signed_in.get(row.get_absolute_url()))

    assert numbers(row) == numbers(version)
    assert row.number == 1
    assert "Niemand wird bedroht." in form
    assert 'lang="ar"' in form
    assert 'dir="rtl"' in form
    assert '<div class="sheet document" lang="ar" dir="rtl">' in page
    assert "2 Abschnitte sind noch ohne Text" in page


def test_german_is_no_translation_and_each_wording_stands_once(signed_in, version, lead):
    url = at("rendering-create", version.pk)
    page = sent_by(signed_in, url, {"wording": "uebersetzung", "language": "de", "title": "Noch einmal"})
    assert "Sprache der Übersetzung" in text(page)
    rendering(version, lead, wording="leicht")
    page = sent_by(signed_in, url, {"wording": "leicht", "language": "de", "title": "Noch einmal"})
    assert "gibt es in dieser Sprache schon" in text(page)


def test_a_wording_with_an_empty_section_is_not_final(version, lead):
    row = rendering(version, lead, wording="leicht")
    with pytest.raises(StepRefused, match="3 von 3"):
        move_version(row, S.FINAL, by=lead)


def test_the_next_rendering_keeps_the_words_whose_original_did_not_change(version, lead):
    first = rendering(version, lead, wording="einfach")
    first.sections.update(text="Einfach gesagt.")
    copy = copy_version(version, by=lead, key=uuid7())
    copy.sections.filter(number=2).update(text="Niemand wird bedroht, nie.")

    second = rendering(copy, lead, wording="einfach")
    assert [row.text for row in second.sections.all()] == ["Einfach gesagt.", "", "Einfach gesagt."]


def test_a_wording_says_that_it_lags_behind(signed_in, version, lead):
    row = rendering(version, lead, wording="einfach")
    row.sections.update(text="Einfach gesagt.")
    second = copy_version(version, by=lead, key=uuid7())
    words = "gibt Fassung 1 wieder; inzwischen gibt es Fassung 2"
    assert words in text(signed_in.get(row.get_absolute_url()))
    adopted(second, lead, dt.date(2019, 1, 9))
    words = "gibt Fassung 1 wieder; inzwischen gilt Fassung 2"
    assert words in text(signed_in.get(row.get_absolute_url()))
    assert words in text(signed_in.get(version.statement.get_absolute_url()))
