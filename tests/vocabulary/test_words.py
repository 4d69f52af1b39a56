"""A term says the word of the house, in the language of the page; and never in a migration."""

import io
import pickle

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils import translation

from engagements.enums import ActivityKind, ConflictTheme
from engagements.models import LogEntry
from participation.enums import ContributionSource
from stakeholders.enums import BodyKind, Sector
from vocabulary.models import LONGEST, Term
from vocabulary.words import VOCABULARIES, HouseWords, Words, house

WORKSHOP = ActivityKind.WORKSHOP


def in_english(word):
    with translation.override("en"):
        return str(word)


def test_the_word_of_the_house_in_each_language(call):
    call(WORKSHOP, de="Werkstatt", en="Workbench")

    assert str(WORKSHOP.label) == "Werkstatt"
    assert in_english(WORKSHOP.label) == "Workbench"
    assert dict(ActivityKind.choices)["workshop"] == "Werkstatt"
    assert LogEntry(kind="workshop").get_kind_display() == "Werkstatt"
    assert (WORKSHOP.standard, WORKSHOP.value) == ("Workshop", "workshop")


def test_without_an_english_word_english_pages_say_the_standard_one(call):
    before = in_english(ConflictTheme.TRAFFIC.label)
    call(ConflictTheme.TRAFFIC, de="Mobilität")

    assert in_english(ConflictTheme.TRAFFIC.label) == before != "Mobilität"
    assert str(ConflictTheme.TRAFFIC.label) == "Mobilität"


def test_emptied_the_standard_word_holds_again(call):
    call(WORKSHOP, de="Werkstatt")
    call(WORKSHOP)

    assert str(WORKSHOP.label) == "Workshop"


def test_a_choice_made_long_ago_says_the_word_of_today(call):
    """Forms and filters are built when the process starts."""
    early = ActivityKind.choices
    call(WORKSHOP, de="Werkstatt")

    assert dict(early)["workshop"] == "Werkstatt"
    assert dict(LogEntry._meta.get_field("kind").flatchoices)["workshop"] == "Werkstatt"
    assert str(pickle.loads(pickle.dumps(WORKSHOP))) == "workshop"


# --- two processes


def test_another_process_says_it_within_a_minute(call, settings, monkeypatch):
    now, other = [1000.0], HouseWords()
    monkeypatch.setattr("vocabulary.words.time.monotonic", lambda: now[0])
    settings.VOCABULARY_SECONDS = 60
    other.refresh()
    call(WORKSHOP, de="Werkstatt")

    assert other.say(WORKSHOP.place, "Workshop") == "Workshop"
    now[0] += 59
    other.refresh()
    assert other.say(WORKSHOP.place, "Workshop") == "Workshop"
    now[0] += 1
    other.refresh()
    assert other.say(WORKSHOP.place, "Workshop") == "Werkstatt"


def test_who_knows_the_words_asks_nothing(call, settings, django_assert_num_queries):
    settings.VOCABULARY_SECONDS = 60
    call(WORKSHOP, de="Werkstatt")

    with django_assert_num_queries(0):
        house.refresh()
        assert [str(label) for label in ActivityKind.labels].count("Werkstatt") == 1


def test_a_request_reads_what_another_process_has_saved(client, call, settings):
    call(WORKSHOP, de="Werkstatt")
    house.forget()
    settings.VOCABULARY_SECONDS = 60
    client.get("/anmelden/")

    assert str(WORKSHOP.label) == "Werkstatt"


@pytest.mark.django_db
def test_a_page_does_not_fail_for_want_of_a_word(call, monkeypatch, settings):
    """Before the table is there, or while it is locked; what was known holds."""

    def broken(*_args):
        raise DatabaseError("no such table")

    call(WORKSHOP, de="Werkstatt")
    monkeypatch.setattr(type(Term.objects.all()), "values_list", broken)
    house.stale()
    settings.VOCABULARY_SECONDS = 60
    house.refresh()

    assert str(WORKSHOP.label) == "Werkstatt"
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


# --- migrations


@pytest.mark.django_db
def test_no_migration_follows_a_word_of_the_house(call):
    call(WORKSHOP, de="Werkstatt", en="Workbench")
    out = io.StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=out, verbosity=1)

    assert "No changes" in out.getvalue()


# --- the vocabularies themselves


@pytest.mark.parametrize("key", VOCABULARIES)
def test_terms_fit_the_table_and_what_stays_is_there(key):
    words = VOCABULARIES[key]
    stays = words.values if words.stays is True else words.stays

    assert issubclass(words, Words)
    assert str(words.called)
    assert set(stays) <= set(words.values)
    assert len(key) <= Term._meta.get_field("vocabulary").max_length
    for word in words:
        assert len(word.value) <= Term._meta.get_field("term").max_length
        assert len(word.standard) <= LONGEST


def test_what_the_product_sets_itself_is_not_retired():
    for word in (ContributionSource.WEB, BodyKind.STEERING, Sector.POLITICS, ActivityKind.FIRST_TALK):
        assert not word.may_retire
    assert WORKSHOP.may_retire


def carriers():
    """Every column of the house that holds terms, by what its choices say."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            several = hasattr(field, "base_field")
            for _value, label in (field.base_field if several else field).flatchoices or []:
                if term := getattr(label, "term", None):
                    walled = any(each.name == "circle" for each in model._meta.concrete_fields)
                    yield term[0], model._meta.db_table, field.column, several, walled
                    break


def test_every_column_with_terms_is_counted():
    """A new one needs a migration that tells `vocabulary_uses` of it."""
    from importlib import import_module  # noqa: PLC0415 -- no name Python would import otherwise

    counted = import_module("vocabulary.migrations.0001_initial").CARRIED

    assert set(carriers()) == set(counted)
