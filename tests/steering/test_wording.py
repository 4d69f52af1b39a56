import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from rooms.enums import Circle
from steering.skeleton import skeleton
from steering.wording import CLOSES, OPENS, check_marks, passages, without_internal
from tests.factories.steering import TaskFactory

TEXT = "Alle hören das.\n\n[intern]Frau A ist dagegen.[/intern]\n\nAlle hören auch das."


def test_what_is_marked_is_not_told():
    assert without_internal(TEXT) == "Alle hören das.\n\nAlle hören auch das."


def test_the_text_in_pieces_says_which_are_internal():
    assert passages(TEXT) == [
        (False, "Alle hören das.\n\n"),
        (True, "Frau A ist dagegen."),
        (False, "\n\nAlle hören auch das."),
    ]


@pytest.mark.parametrize("text", ["offen [intern] nie geschlossen", "offen [INTERN] nie geschlossen [intern"])
def test_what_is_never_closed_is_internal_to_the_end(text):
    assert without_internal(text) == "offen"
    with pytest.raises(ValidationError, match="endet aber nicht"):
        check_marks(text)


@pytest.mark.parametrize("text", ["[/intern] zuerst", "[intern]a[intern]b[/intern][/intern]", "a[/intern]"])
def test_marks_come_in_pairs(text):
    with pytest.raises(ValidationError, match="paarweise"):
        check_marks(text)


def test_a_text_without_marks_is_told_as_it_is():
    assert without_internal("Ein Satz.\n\nNoch einer.") == "Ein Satz.\n\nNoch einer."
    check_marks("Ein Satz.")


WORDS = st.text(alphabet="abc \n", max_size=12)


@given(st.lists(st.tuples(st.booleans(), WORDS), max_size=8))
def test_no_internal_word_is_ever_told(pieces):
    text = "".join(f"{OPENS}geheim {words}{CLOSES}" if inside else f"offen {words}" for inside, words in pieces)

    told = without_internal(text)

    assert "geheim" not in told
    assert "intern" not in told
    assert told.count("offen") == sum(not inside for inside, _words in pieces)


@pytest.mark.django_db
def test_marks_typed_elsewhere_do_not_open_what_the_house_has_closed(engagement, lead, meeting):
    """A task of the team with a mark in its words stays inside as a whole, and none of the group swallows the rest."""
    TaskFactory(engagement=engagement, meeting=meeting, circle=Circle.TEAM, text="Vorher[/intern] KANARIE", who="K")
    TaskFactory(engagement=engagement, meeting=meeting, circle=Circle.STEERING, text="Alle [intern] fragen", who="Rat")
    text = skeleton(lead, meeting)

    assert "KANARIE" in text
    assert "KANARIE" not in without_internal(text)
    assert "(Rat)" in without_internal(text)
