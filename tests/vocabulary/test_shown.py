"""A changed word stands wherever its term does, and a retired term where it stood; what is out keeps its words."""

import pytest
from django import forms
from django.urls import get_resolver, reverse
from django.utils import translation

from engagements.enums import ActivityKind, ConflictTheme
from engagements.models import LogEntry
from participation.enums import TYPED_IN, ContributionSource, Format
from rooms.enums import Circle
from rooms.releasing import propose
from steering.enums import MeasureClass
from tests.engagements.test_exports import fetch, rows_of
from tests.engagements.test_log_form import GIVEN
from tests.factories.engagements import LogEntryFactory
from tests.factories.profiles import Sides
from tests.factories.stakeholders import OrganisationFactory
from vocabulary.forms import OffersTerms
from vocabulary.words import without_retired

pytestmark = pytest.mark.django_db
NEW = "Werkstatt am Ort"
HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture
def at_work(client, advisor):
    client.force_login(advisor)
    return client


@pytest.fixture
def entry(engagement, advisor):
    return LogEntryFactory(engagement=engagement, kind="workshop", author=advisor, title="Treffen")


def page(response):
    return response.content.decode()


def create(engagement):
    return reverse("engagements:log-create", args=[engagement.pk])


def edit(entry):
    return reverse("engagements:log-update", args=[entry.pk])


def kinds(form):
    return [str(value) for value, _label in form["kind"].field.choices]


def test_form_filter_detail_list_and_table_follow(at_work, call, engagement, entry):
    call(ActivityKind.WORKSHOP, de=NEW)
    listed = at_work.get(reverse("engagements:log-list", args=[engagement.pk]))

    assert NEW in page(at_work.get(create(engagement)))
    assert NEW in page(at_work.get(entry.get_absolute_url()))
    assert ("workshop", NEW) in listed.context["filter"].form.fields["art"].choices
    assert page(listed).count(NEW) >= 2  # in the filter and on the row
    for form in ("csv", "xlsx"):
        assert rows_of(fetch(at_work, engagement, form), form)[1][3] == NEW


def test_a_hostile_word_is_a_word(at_work, call, engagement, entry):
    """The form refuses it; were it in the table all the same, it is escaped everywhere."""
    call(ActivityKind.WORKSHOP, de=HOSTILE)
    for url in (create(engagement), edit(entry), entry.get_absolute_url(), engagement.get_absolute_url()):
        assert "<script>alert" not in page(at_work.get(url)), url
    call(ActivityKind.WORKSHOP, de="=1+1")

    assert rows_of(fetch(at_work, engagement, "csv"), "csv")[1][3] == "'=1+1"


def test_a_release_keeps_the_words_it_was_made_with(at_work, call, entry, advisor):
    release = propose(entry, to_circle=Circle.STEERING, by=advisor)
    call(ActivityKind.WORKSHOP, de=NEW)
    release.refresh_from_db()

    told = " ".join(text for _label, text in release.content)
    assert "Workshop" in told
    assert NEW not in told


# --- the public face


def test_the_map_filters_by_the_new_word_and_its_mark_changes(client, call):
    Sides(themes=["energiewende"]).out()
    address = reverse("reports:map")
    before = client.get(address)
    call(ConflictTheme.ENERGY, de="Wind und Sonne", en="Wind and sun")
    after = client.get(address, headers={"If-None-Match": before["ETag"]})

    assert after.status_code == 200
    assert "Wind und Sonne" in page(after)
    assert "Energiewende" not in page(after)
    assert client.get(address, headers={"If-None-Match": after["ETag"]}).status_code == 304
    with translation.override("en"):
        english = client.get(reverse("reports:map"))
    assert "Wind and sun" in page(english)
    call(ConflictTheme.ENERGY)
    assert client.get(address)["ETag"] == before["ETag"]


def test_a_signed_profile_keeps_its_words(client, call):
    edition = Sides(slug="ort", themes=["energiewende"]).out()
    call(ConflictTheme.ENERGY, de="Wind und Sonne")
    edition.refresh_from_db()

    assert "Energiewende" in str(edition.content)
    assert "Wind und Sonne" not in str(edition.content)


# --- retired


def test_retired_it_is_not_offered_for_what_is_new(at_work, call, engagement):
    call(ActivityKind.WORKSHOP, retired=True)
    call(ConflictTheme.TRAFFIC, retired=True)
    form = at_work.get(create(engagement)).context["form"]

    assert "workshop" not in kinds(form)
    assert "mediation" in kinds(form)
    assert "verkehr" not in dict(form["themes"].field.choices)
    assert at_work.post(create(engagement), GIVEN | {"kind": "workshop"}).status_code == 200
    assert at_work.post(create(engagement), GIVEN | {"themes": ["verkehr"]}).status_code == 200
    assert not LogEntry.objects.exists()


def test_a_row_that_carries_it_keeps_it(at_work, call, engagement, entry):
    LogEntry.objects.filter(pk=entry.pk).update(themes=["verkehr"])
    call(ActivityKind.WORKSHOP, retired=True)
    call(ConflictTheme.TRAFFIC, retired=True)
    form = at_work.get(edit(entry)).context["form"]
    assert "workshop" in kinds(form)
    data = {each.html_name: each.value() for each in form if each.value() not in (None, "", [])}
    data |= {"title": "Neu überschrieben"}
    data.pop("new_files", None)

    assert at_work.post(edit(entry), data).status_code == 302
    entry.refresh_from_db()
    assert (entry.title, entry.kind, entry.themes) == ("Neu überschrieben", "workshop", ["verkehr"])


def test_it_is_still_shown_and_searched_for(at_work, call, engagement, entry):
    call(ActivityKind.WORKSHOP, retired=True)
    listed = at_work.get(reverse("engagements:log-list", args=[engagement.pk]), {"art": "workshop"})

    assert [each.title for each in listed.context["entries"]] == ["Treffen"]
    assert "Workshop" in page(at_work.get(entry.get_absolute_url()))


def test_groups_of_kinds_lose_it_too(at_work, call, engagement):
    from stakeholders.enums import Kind  # noqa: PLC0415 -- the one test of that app

    call(Kind.UNION, retired=True)
    kept = OrganisationFactory(room=engagement.room, kind="gewerkschaft")
    new = at_work.get(reverse("stakeholders:organisation-create", args=[engagement.room_id]))
    old = at_work.get(reverse("stakeholders:organisation-update", args=[kept.pk]))

    assert "gewerkschaft" not in str(new.context["form"]["kind"].field.choices)
    assert "verein" in str(new.context["form"]["kind"].field.choices)
    assert "gewerkschaft" in str(old.context["form"]["kind"].field.choices)


def test_lists_outside_forms_of_rows_lose_it_too(client, call, lead, engagement):
    call(ContributionSource.FLIPCHART, retired=True)
    call(Format.FISHBOWL, retired=True)
    client.force_login(lead)
    plan = page(client.get(reverse("participation:event-create", args=[engagement.pk])))

    assert "format=world_cafe" in plan
    assert "format=fishbowl" not in plan
    assert ContributionSource.FLIPCHART not in dict(Cards()["source"].field.choices)
    assert ContributionSource.CARD in dict(Cards()["source"].field.choices)


class Cards(OffersTerms, forms.Form):
    source = forms.ChoiceField(choices=[(each.value, each.label) for each in TYPED_IN])


def terms_in(form):
    """Whether a class of forms has a field whose choices are terms."""
    fields = [each for each in getattr(form, "base_fields", {}).values() if isinstance(each, forms.ChoiceField)]
    chosen = [each.choices for each in fields if not isinstance(each, forms.ModelChoiceField)]
    return any(getattr(label, "term", None) for choices in chosen for _value, label in choices)


def below(form):
    for each in form.__subclasses__():
        yield each
        yield from below(each)


def test_every_form_that_writes_terms_leaves_out_the_retired_ones():
    """Filters go on offering them; whoever builds another form of its own comes by here."""
    get_resolver().url_patterns  # noqa: B018 -- loads every form
    found = {
        each.__qualname__ for each in below(forms.BaseForm) if terms_in(each) and not issubclass(each, OffersTerms)
    }
    filters = {name for name in found if name.endswith(("Filter", "FilterForm", "FilterSetForm"))}

    assert found - filters == {"TwinForm"}  # a search as well


def test_nothing_is_left_out_where_nothing_is_retired(call):
    call(MeasureClass.PILOT, de="Versuch")

    assert without_retired(MeasureClass.choices) == MeasureClass.choices
