"""Mail: kept with what it tells of, in the same transaction, and sent by somebody nobody waits for.

`docs/decisions/0022-letters.md` says what holds when the mail server is down or a process dies.
"""

import json
import logging
import re
import threading
from datetime import timedelta
from email.utils import parseaddr
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from . import keys
from .models import Letter

logger = logging.getLogger("ortsgespraech.letters")
PURPOSE = "letter"
RESET = "reset"  # the occasion of a letter anybody can ask for
PAUSE = 1  # second: what was asked for is answered first
AGAIN = (1, 5, 15, 60)  # minutes until the next try
GIVE_UP = timedelta(days=3)
KEPT = timedelta(days=365)
SENDER_REFUSED = {530, 535}
POLICY = re.compile(rb"\s*5\.7\.")  # RFC 3463: security and policy
waiting, sending = threading.Lock(), threading.Lock()


def post(occasion, to, subject, body, *, once=None, headers=None):
    """Post a letter to one address; it goes when the transaction is committed, and for each `once` one goes.

    `occasion` is a word for the log, `once` tells by keys, never by names, what the letter is about. A letter to nobody
    is as much work as any, and is thrown away.
    """
    letter = Letter(occasion=occasion, once=once)
    told = [to, str(subject), body, headers or {}]
    letter.content = keys.seal(PURPOSE, json.dumps(told).encode(), str(letter.pk))
    Letter.objects.bulk_create([letter], ignore_conflicts=True)
    transaction.on_commit(wake, robust=True)


def post_to_each(occasion, people, subject, template, **words):
    """One letter to each of several people, in the language of each; `subject` is lazy."""
    for person in people:
        with translation.override(person.language):
            post(occasion, person.email, subject, render_to_string(template, words))


def unsent(keys_of_letters):
    """`once` -> letter, of those that have not been taken by a mail server."""
    return {letter.once: letter for letter in Letter.objects.filter(once__in=keys_of_letters, sent_at=None)}


def is_stuck():
    """Whether letters wait that no mail server has taken so far; not those for new passwords, posted by strangers.

    One to nobody never waits, so by the others anybody could tell which address has an account.
    """
    return Letter.objects.open().filter(tries__gt=0).exclude(occasion=RESET).exists()


# --- Sending -------------------------------------------------------------------------------


def wake():
    """Let what is due be sent in a moment, by a thread of its own; one that has not begun yet does it for all."""
    if waiting.acquire(blocking=False):
        try:
            threading.Timer(PAUSE, one_round).start()
        except RuntimeError:  # no room for a thread: the next letter tries anew
            waiting.release()
            raise


def one_round():
    with sending:
        waiting.release()  # what is posted from here on may have come too late for this round
        try:
            send_due()
        finally:
            connection.close()


def send_due():
    """Send all that is due, until there is no more or the mail server does not answer."""
    while send_next():
        pass


def send_next():
    """Send the letter that has waited longest; whether to go on with another.

    Its row is locked for so long: nobody else sends it, and whoever dies over it leaves it as it was.
    """
    with transaction.atomic():
        letter = Letter.objects.open().filter(due_at__lte=timezone.now()).select_for_update(skip_locked=True).first()
        if letter is None:
            return False
        problem = hand_over(letter)
        letter.tries += 1
        now, is_server = timezone.now(), is_about_server(problem)
        if problem is None:
            done(letter, sent_at=now)
        elif now - letter.written_at > GIVE_UP or is_final(problem):
            done(letter, refused_at=now)
        else:
            letter.due_at = now + timedelta(minutes=AGAIN[min(letter.tries, len(AGAIN)) - 1])
            letter.save(update_fields=["tries", "due_at"])
    return not is_server


def hand_over(letter):
    """Give the letter to the mail server; what kept it from being taken, if anything did."""
    try:
        told = json.loads(keys.open_sealed(PURPOSE, letter.content, str(letter.pk)))
        (to, subject, body), headers = told[:3], (told[3] if len(told) > 3 else {})
        if to:
            house = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2]
            same_every_time = {"Message-ID": f"<{letter.pk}@{house}>"}
            EmailMessage(subject, body, None, [to], headers=headers | same_every_time).send()
    except Exception as problem:  # noqa: BLE001 -- whatever it is, the letter stays and others go on
        told = letter.occasion, letter.tries + 1, type(problem).__name__, code_of(problem) or "-"
        logger.warning("letter not taken occasion=%s try=%s problem=%s code=%s", *told)
        return problem
    return None


def is_about_server(problem):
    """Whether the mail server is the trouble, and not this letter."""
    return isinstance(problem, OSError) and not isinstance(problem, SMTPRecipientsRefused | SMTPDataError)


def is_final(problem):
    """Whether no later try helps: this address or this letter is refused for good.

    A server that wants us to sign in, or holds us for a sender of rubbish, says 530 or 5.7.x of letters that are well:
    that is mended on our side, and until then they wait.
    """
    if is_about_server(problem) or code_of(problem) < 500:
        return False
    return code_of(problem) not in SENDER_REFUSED and not POLICY.match(said_by(problem))


def said_by(problem):
    """What the mail server answered, in its own words."""
    if isinstance(problem, SMTPRecipientsRefused):
        return next(iter(problem.recipients.values()))[1]
    return getattr(problem, "smtp_error", b"")


def code_of(problem):
    """What the mail server answered; 0 where it did not."""
    if isinstance(problem, SMTPRecipientsRefused):
        return next(iter(problem.recipients.values()))[0]
    return getattr(problem, "smtp_code", 0)


def done(letter, **when):
    """The words go, for good or for bad; of a letter that must not go twice its `once` stays."""
    row = Letter.objects.filter(pk=letter.pk)
    if letter.once:
        row.update(content=b"", tries=letter.tries, **when)
    else:
        row.delete()


def forgettable():
    """What has been sent or given up so long ago that nobody will post it again."""
    return Letter.objects.filter(content=b"", written_at__lt=timezone.now() - KEPT)
