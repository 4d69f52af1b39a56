"""T08: seeds nobody reads in the table, codes that are good once over all workers, guesses that lead nowhere."""

import base64
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection

from accounts import factors
from accounts.models import Letter, SecondFactor, User

pytestmark = pytest.mark.django_db
NOW = 1_800_000_015  # in the middle of a step
SEED = b"igel-im-rathaus-1234"


def code_at(now, seed=SEED):
    return factors.app_of(seed).generate(now).decode()


def with_app(user, seed=SEED, now=NOW - 600):
    app = factors.add_app(user, "Telefon", seed, code_at(now, seed), session_key=None, now=now)
    Letter.objects.all().delete()  # the one that says so came long ago
    return app


@pytest.fixture
def app(maria):
    return with_app(maria)


def refusal(user, typed, now=NOW):
    with pytest.raises(ValidationError) as refused:
        factors.use_code(user, typed, now)
    return refused.value.messages[0]


def test_the_numbers_are_those_of_the_standard():
    """RFC 6238, the example for 59 seconds; of its eight digits apps show the last six."""
    assert code_at(59, b"12345678901234567890") == "287082"


def test_a_code_is_good_once(app, maria):
    factors.use_code(maria, code_at(NOW), NOW)

    assert "schon benutzt" in refusal(maria, code_at(NOW))
    assert "schon benutzt" in refusal(maria, code_at(NOW), NOW + 20)
    assert "schon benutzt" in refusal(maria, code_at(NOW - 30))  # and none from before
    factors.use_code(maria, code_at(NOW + 30), NOW + 30)


def test_the_code_that_set_the_app_up_is_used_up(maria):
    with_app(maria, now=NOW)

    assert "schon benutzt" in refusal(maria, code_at(NOW))


@pytest.mark.parametrize("off", [-30, 0, 30])
def test_a_clock_may_be_off_by_a_step(app, maria, off):
    factors.use_code(maria, code_at(NOW + off), NOW)


def test_a_slow_clock_is_said_and_a_fast_one_is_not(app, maria):
    """Whoever guesses must not learn which code will be right in a minute."""
    assert "Stimmt die Uhr" in refusal(maria, code_at(NOW - 90))
    assert "Stimmt die Uhr" not in refusal(maria, code_at(NOW + 90))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "sechs Ziffern"),
        ("12345", "sechs Ziffern"),
        ("abcdef", "sechs Ziffern"),
        ("١٢٣٤٥٦", "sechs Ziffern"),
        ("0000 0000 0000 0000", "Wiederherstellungscode stimmt nicht"),
        ("000000", "Der Code stimmt nicht"),
    ],
)
def test_a_wrong_code_is_refused_with_one_sentence(app, maria, typed, said):
    assert said in refusal(maria, typed)


def test_gaps_between_the_digits_are_fine(app, maria):
    code = code_at(NOW)

    factors.use_code(maria, f" {code[:3]} {code[3:]} ", NOW)


def test_somebody_elses_code_is_not_hers(app, maria, jonas):
    with_app(jonas, seed=b"neun-blaue-kannen-12")

    assert "stimmt nicht" in refusal(maria, code_at(NOW, b"neun-blaue-kannen-12"))


def test_a_seed_moved_to_another_person_proves_nothing(app, maria, jonas):
    SecondFactor.objects.filter(pk=app.pk).update(user=jonas)

    assert "stimmt nicht" in refusal(jonas, code_at(NOW))


def at_once(user, code, number=6):
    """How many of so many workers let the same code in; each has its own connection."""
    barrier = Barrier(number, timeout=60)

    def worker(_number):
        try:
            barrier.wait(timeout=20)
            factors.use_code(user, code, NOW)
            return True
        except ValidationError:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return sum(pool.map(worker, range(number)))


@pytest.mark.django_db(transaction=True)
def test_a_code_opens_once_over_all_workers():
    maria = User.objects.create_user("maria@example.org", "Maria", "vier-zahme-Igel-lesen")
    with_app(maria)

    assert at_once(maria, code_at(NOW)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_code_that_opens_twice_would_be_seen(monkeypatch):
    """The gate, seen red: looked at first, written later."""
    maria = User.objects.create_user("maria@example.org", "Maria", "vier-zahme-Igel-lesen")
    with_app(maria)
    looked = Barrier(6, timeout=60)

    def forgetful(factor, step):
        fresh = SecondFactor.objects.get(pk=factor.pk).counter < step
        looked.wait(timeout=20)
        SecondFactor.objects.filter(pk=factor.pk).update(counter=step)
        return fresh

    monkeypatch.setattr(factors, "use_step", forgetful)

    assert at_once(maria, code_at(NOW)) > 1


@pytest.mark.django_db(transaction=True)
def test_a_recovery_code_opens_once_over_all_workers():
    maria = User.objects.create_user("maria@example.org", "Maria", "vier-zahme-Igel-lesen")
    code = factors.new_recovery_codes(maria)[0]

    assert at_once(maria, code) == 1


def rows_as_text():
    """Everything the tables say, in every spelling PostgreSQL has for it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f::text || encode(secret, 'escape') || encode(secret, 'base64') FROM accounts_secondfactor f"
            " UNION ALL SELECT c::text FROM accounts_recoverycode c"
        )
        return "|".join(text.replace("\n", "") for (text,) in cursor.fetchall()).lower()


def spellings(seed):
    return {
        seed.hex(),
        base64.b32encode(seed).decode().lower(),
        base64.b64encode(seed).decode().lower(),
        seed.decode().lower(),
    }


def told(codes):
    return {
        word
        for word in [*spellings(SEED), *codes, *(code.replace("-", "") for code in codes)]
        if word in rows_as_text()
    }


def test_seeds_and_codes_stand_nowhere_in_the_tables(app, maria):
    codes = factors.new_recovery_codes(maria)

    assert rows_as_text().count("|") >= 10  # the factor and ten codes; others may lie there
    assert told(codes) == set()


def test_a_seed_in_clear_would_be_seen(maria, monkeypatch):
    """The gate, seen red."""
    monkeypatch.setattr(factors, "seal", lambda purpose, data, bound_to: data)
    monkeypatch.setattr(factors, "digests", lambda purpose, text: [text])
    with_app(maria)
    codes = factors.new_recovery_codes(maria)

    assert len(told(codes)) == 3 + 10


def test_recovery_codes_are_good_once_and_only_for_her(app, maria, jonas):
    codes = factors.new_recovery_codes(maria)
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"\d{4}(-\d{4}){3}", code) for code in codes)

    factors.use_code(maria, codes[0].replace("-", " "), NOW)

    assert "schon benutzt" in refusal(maria, codes[0])
    assert "stimmt nicht" in refusal(jonas, codes[1])
    factors.new_recovery_codes(maria)
    assert "stimmt nicht" in refusal(maria, codes[2])


def test_a_missing_master_key_refuses_and_does_not_break(app, maria, settings):
    settings.MASTER_KEYS = [base64.b64encode(b"x" * 32).decode()]

    assert "stimmt nicht" in refusal(maria, code_at(NOW))


def test_old_recovery_codes_hold_after_a_change_of_the_key(maria, settings):
    codes = factors.new_recovery_codes(maria)
    settings.MASTER_KEYS = [base64.b64encode(b"x" * 32).decode(), *settings.MASTER_KEYS]

    factors.use_code(maria, codes[0], NOW)


def test_the_owners_command_resets_and_tells_her(app, maria, capsys, django_capture_on_commit_callbacks):
    factors.new_recovery_codes(maria)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("reset_second_factor", "MARIA@example.org")

    assert not maria.factors.exists()
    assert not maria.recovery_codes.exists()
    assert "1 entfernt" in capsys.readouterr().out
    assert [letter.to for letter in mail.outbox] == [[maria.email]]
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "niemand@example.org")
