"""A thread that could not be begun does not keep the next one from beginning."""

import threading

import pytest

from accounts import letters
from accounts.letters import wake as real_wake


def test_after_a_thread_that_could_not_begin_the_next_is_tried(monkeypatch):
    def refused(timer):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Timer, "start", refused)
    with pytest.raises(RuntimeError):
        real_wake()

    assert not letters.waiting.locked()
