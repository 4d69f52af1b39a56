import time

import pytest

from rooms.text import MOST_BRACKETS, to_html


@pytest.mark.parametrize("piece", ["[", "![", "[](", "![a](", "[a][", "[a]: ", "](", "- a\n", "1. a\n", "a|b\n-|-\n"])
def test_a_text_of_nothing_but_signs_is_shown_at_once(piece):
    text = piece * (200_000 // len(piece))
    start = time.process_time()
    html = to_html(text)

    assert time.process_time() - start < 20  # about one on a quiet machine; unbounded it grows with the square
    assert html.count(piece[0]) >= 1


def test_all_brackets_of_such_a_text_are_there():
    number = MOST_BRACKETS + 1

    assert to_html("[" * number).count("[") == number
    assert to_html("[a](https://example.org) " * number).count("https://example.org") == number


def test_links_are_links_and_pictures_stay_what_was_typed():
    assert '<a href="https://example.org"' in to_html("[Protokoll](https://example.org)")
    assert "Lageplan" in to_html("![Lageplan](https://example.org/a.png)")
    assert "<img" not in to_html("![Lageplan](https://example.org/a.png)")
