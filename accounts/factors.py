"""Codes of an app and codes on paper: made here, and each good once, over all workers."""

import base64
import logging
import os
import re
import secrets
import time

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .keys import CannotOpen, digests, open_sealed, seal
from .models import FactorKind, RecoveryCode, SecondFactor
from .notices import Notice, notify
from .refusals import refused
from .sessions import end_sessions

logger = logging.getLogger(__name__)
ISSUER = "Ortsgespräch"
DIGITS, SECONDS, SEED_BYTES = 6, 30, 20
AROUND = 1  # steps a clock may be off
BEHIND = 20  # steps in which we say that the clock is slow; never ahead: that would tell which code will be right
RECOVERY_CODES, RECOVERY_DIGITS = 10, 16
PURPOSE, RECOVERY = "totp", "recovery"


def new_seed():
    return os.urandom(SEED_BYTES)


def app_of(seed):
    return TOTP(seed, DIGITS, SHA1(), SECONDS, enforce_key_length=False)  # noqa: S303 -- what every app speaks


def address_of_seed(seed, user):
    """What stands in the QR code."""
    return app_of(seed).get_provisioning_uri(user.email, ISSUER)


def typed_key(seed):
    """The same for typing, in groups of four."""
    return " ".join(re.findall(".{4}", base64.b32encode(seed).decode()))


def fits(seed, code, step):
    try:
        app_of(seed).verify(code.encode(), step * SECONDS)
    except InvalidToken:
        return False
    return True


def step_of(seed, code, now):
    """The step a code belongs to, if it may be used now; the whole span is always searched."""
    here = int(now // SECONDS)
    found = [step for step in range(here - AROUND, here + AROUND + 1) if fits(seed, code, step)]
    return found[-1] if found else None


def is_from_a_slow_clock(seed, code, now):
    here = int(now // SECONDS)
    return any(fits(seed, code, step) for step in range(here - BEHIND, here - AROUND))


def use_step(factor, step):
    """Use a step up; of two workers with the same code one waits here for the row and then finds it used."""
    fresh = SecondFactor.objects.filter(pk=factor.pk, counter__lt=step)
    return bool(fresh.update(counter=step, last_used_at=timezone.now()))


def digits_of(typed):
    return re.sub(r"[\s-]", "", typed)


def use_code(user, typed, now=None):
    """Take a code of her app or one from her paper, or refuse it with a sentence."""
    try:
        take_code(user, typed, now)
    except ValidationError:
        refused("code", user)
        raise


def take_code(user, typed, now):
    code, now = digits_of(typed), now or time.time()
    if not re.fullmatch(rf"[0-9]{{{DIGITS}}}|[0-9]{{{RECOVERY_DIGITS}}}", code):
        raise ValidationError(_("Ein Code aus der App hat sechs Ziffern, ein Wiederherstellungscode sechzehn."))
    if len(code) == RECOVERY_DIGITS:
        return use_recovery(user, code)
    seeds = list(seeds_of(user))
    for factor, seed in seeds:
        step = step_of(seed, code, now)
        if step and use_step(factor, step):
            return None
        if step:
            raise ValidationError(_("Dieser Code wurde schon benutzt. Bitte warten Sie auf den nächsten."))
    refuse(code, [seed for _factor, seed in seeds], now)


def refuse(code, seeds, now):
    """Why a code of an app is not taken, as far as it helps nobody who guesses."""
    if any(is_from_a_slow_clock(seed, code, now) for seed in seeds):
        raise ValidationError(_("Dieser Code ist abgelaufen. Stimmt die Uhr Ihres Geräts?"))
    raise ValidationError(_("Der Code stimmt nicht. Bitte geben Sie den ein, den die App gerade zeigt."))


def use_recovery(user, code):
    mine = RecoveryCode.objects.filter(user=user, digest__in=digests(RECOVERY, f"{user.pk}:{code}"))
    if mine.filter(used_at=None).update(used_at=timezone.now()):
        notify(user, Notice.RECOVERY_USED)
        return
    if mine.exists():
        raise ValidationError(_("Dieser Wiederherstellungscode wurde schon benutzt. Bitte nehmen Sie einen anderen."))
    raise ValidationError(_("Dieser Wiederherstellungscode stimmt nicht. Bitte prüfen Sie die Ziffern."))


def seeds_of(user):
    """Her apps with what they count from; where the master key is gone, an app proves nothing any more."""
    for factor in user.factors.filter(kind=FactorKind.APP):
        try:
            yield factor, open_sealed(PURPOSE, factor.secret, str(user.pk))
        except CannotOpen:
            logger.error("second factor %s was sealed with a key that is missing", factor.pk)


@transaction.atomic
def add_app(user, name, seed, typed, *, session_key, now=None):
    """Add an app that has just shown the right code; that code is used up with it."""
    code, now = digits_of(typed), now or time.time()
    step = step_of(seed, code, now) if re.fullmatch(rf"[0-9]{{{DIGITS}}}", code) else None
    if step is None:
        refuse(code, [seed] if code.isascii() and code.isdigit() else [], now)
    secret = seal(PURPOSE, seed, str(user.pk))
    return add(user, session_key, kind=FactorKind.APP, name=name, secret=secret, counter=step)


def add(user, session_key, **fields):
    """From here on a password alone opens nothing; other devices come in anew."""
    factor = SecondFactor.objects.create(user=user, **fields)
    end_sessions(user, but=session_key)
    notify(user, Notice.FACTOR_ADDED)
    return factor


@transaction.atomic
def remove(factor, *, session_key):
    """Take a second factor away; the codes on paper go with the last one."""
    factor.delete()
    if not factor.user.factors.exists():
        factor.user.recovery_codes.all().delete()
    end_sessions(factor.user, but=session_key)
    notify(factor.user, Notice.FACTOR_REMOVED)


@transaction.atomic
def new_recovery_codes(user):
    """Ten codes in the clear, for this one time; earlier ones are good no more."""
    codes = [f"{secrets.randbelow(10**RECOVERY_DIGITS):0{RECOVERY_DIGITS}}" for _each in range(RECOVERY_CODES)]
    user.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=digests(RECOVERY, f"{user.pk}:{code}")[0]) for code in codes
    )
    return ["-".join(re.findall(".{4}", code)) for code in codes]


@transaction.atomic
def forget_all(user):
    """For somebody who has lost everything: what the owner's command does."""
    count = user.factors.count()
    user.factors.all().delete()
    user.recovery_codes.all().delete()
    end_sessions(user)
    notify(user, Notice.FACTORS_RESET)
    return count
