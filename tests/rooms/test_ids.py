"""Keys of confidential rows."""

import time

from rooms.ids import own_key, uuid7


def test_keys_are_ordered_by_time_and_of_the_right_version():
    first = uuid7()
    time.sleep(0.002)
    second = uuid7()

    assert first < second
    assert first.version == second.version == 7


def test_a_sent_key_is_its_senders_own_and_keeps_its_time():
    sent = uuid7()
    mine, hers = own_key(sent, 1, "raum"), own_key(sent, 2, "raum")

    assert mine == own_key(sent, 1, "raum")
    assert len({sent, mine, hers}) == 3
    assert mine.version == 7
    assert mine.int >> 80 == sent.int >> 80
