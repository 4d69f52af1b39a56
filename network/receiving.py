"""What happens to a request from outside: it comes in, somebody takes it, answers it, and opens a consultation."""

from base64 import b32encode
from hashlib import sha256

from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.letters import post
from audit.models import Entry
from engagements.enums import ActivityKind
from engagements.models import LogEntry
from rooms.enums import Circle, Role
from rooms.models import Membership

from .models import Inquiry
from .models.inquiries import promised
from .transitions.inquiries import held
from .words_of_inquiries import told

ON_DUTY = gettext_lazy("In Ortsgespräch ist eine Anfrage eingegangen")
ON_DUTY_ACUTE = gettext_lazy("In Ortsgespräch ist eine akute Anfrage eingegangen")
RUN_OUT = gettext_lazy("In Ortsgespräch wartet eine Anfrage auf Antwort")
CONFIRMED = gettext_lazy("Ihre Anfrage %(reference)s ist angekommen")
ANSWERED = gettext_lazy("Antwort auf Ihre Anfrage %(reference)s")
PRIMARY_KEY = "network_inquiry_pkey"


def reference_of(key):
    """A short name for a request that tells nothing of it: „AB3K-9QXZ“."""
    letters = b32encode(sha256(key.bytes).digest()).decode()
    return f"{letters[:4]}-{letters[4:8]}"


def receive(said, *, room_id, key, is_acute, language, absolute):
    """Seal what somebody outside has written into the room she chose; sent twice it is there once.

    Whoever acts is nobody: she can leave the row, and read none. None where the organisation takes requests no more.
    """
    inquiry = Inquiry(pk=key, room_id=room_id, reference=reference_of(key), is_acute=is_acute, language=language)
    inquiry.answer_by = promised(is_acute, timezone.now())
    inquiry.put("content", said)
    try:
        with transaction.atomic():
            inquiry.save(force_insert=True)
    except IntegrityError as problem:
        if PRIMARY_KEY not in str(problem):
            raise
        return inquiry  # the same form a second time: it has gone its way already
    except ProgrammingError:  # the wall: closed a moment ago
        return None
    Entry.objects.record("inquiry.received", inquiry, by=None)
    tell_on_duty(inquiry, absolute)
    confirm(inquiry, said)
    return inquiry


def on_duty(inquiry):
    """Address and language of those on duty, for a request that has just come in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT email, language FROM inquiry_on_duty(%s)", [inquiry.pk])
        return cursor.fetchall()


def tell_on_duty(inquiry, absolute):
    """One mail to each on duty, without a word of the request and without its sender."""
    link = absolute(inquiry.get_absolute_url())
    for email, language in on_duty(inquiry):
        with translation.override(language):
            words = {"link": link, "is_acute": inquiry.is_acute, "answer_by": inquiry.answer_by}
            body = render_to_string("network/inquiry_mail.txt", words)
            post("inquiry", email, ON_DUTY_ACUTE if inquiry.is_acute else ON_DUTY, body)


def confirm(inquiry, said):
    """To whoever asked, where she left a mail address: the reference, and until when somebody answers."""
    if not said["email"]:
        return
    words = {"inquiry": inquiry}
    subject = CONFIRMED % {"reference": inquiry.reference}
    post("inquiry-confirmed", said["email"], subject, render_to_string("network/inquiry_confirmed.txt", words))


# --- on duty -------------------------------------------------------------------------------


@transaction.atomic
def hand_to(inquiry, person, *, by):
    """Somebody of the team looks after the request from now on; what was said of whoever did before is open again."""
    inquiry = held(inquiry)
    if inquiry.taken_by_id != person.pk:
        inquiry.interest = ""
    inquiry.taken_by = person
    inquiry.version += 1
    inquiry.save(update_fields=["taken_by", "interest", "version", "changed_at"])
    Entry.objects.record("inquiry.taken", inquiry, by=by)
    return inquiry


@transaction.atomic
def note_talk(inquiry, *, by, interest, next_contact, **words):
    """Keep what the first talk brought, sealed."""
    inquiry = held(inquiry)
    inquiry.put("talk", inquiry.ours | words)
    inquiry.interest, inquiry.next_contact = interest, next_contact
    inquiry.version += 1
    inquiry.save(update_fields=["talk", "interest", "next_contact", "version", "changed_at"])
    Entry.objects.record("inquiry.noted", inquiry, by=by)
    return inquiry


@transaction.atomic
def answer(inquiry, *, by, text, way):
    """Answer whoever asked: by mail from here, or noted where it happened on the phone; the promise is kept."""
    inquiry, now = held(inquiry), timezone.now()
    email = inquiry.said.get("email", "")
    if way == "mail":
        with translation.override(inquiry.language):
            words = {"text": text, "organisation": inquiry.room.organisation, "reference": inquiry.reference}
            body = render_to_string("network/inquiry_answer.txt", words)
            post("inquiry-answer", email, ANSWERED % {"reference": inquiry.reference}, body)
    ours = inquiry.ours
    line = {"at": now.isoformat(), "by": by.name, "way": way, "text": text}
    inquiry.put("talk", ours | {"answers": [*ours.get("answers", []), line]})
    inquiry.answered_at = inquiry.answered_at or now
    inquiry.version += 1
    inquiry.save(update_fields=["talk", "answered_at", "version", "changed_at"])
    Entry.objects.record("inquiry.answered", inquiry, by=by)
    return inquiry


@transaction.atomic
def carry_over(inquiry, engagement, *, by):
    """Tie the request to the consultation that came of it; its words become the first entry there, still sealed."""
    inquiry = held(inquiry)
    entry = LogEntry.objects.create(
        engagement=engagement,
        room_id=engagement.room_id,
        author=by,
        circle=Circle.SEALED,
        kind=ActivityKind.FIRST_TALK,
        title=_("Anfrage %(reference)s und Erstgespräch") % {"reference": inquiry.reference},
        text=told(inquiry),
        when=timezone.localdate(inquiry.created_at).strftime("%d.%m.%Y"),
    )
    inquiry.engagement = engagement
    inquiry.version += 1
    inquiry.save(update_fields=["engagement", "version", "changed_at"])
    Entry.objects.record("inquiry.opened", inquiry, by=by)
    return entry


def remind_late(now, absolute):
    """One mail to those on duty for each request whose promise has run out; how many requests that were."""
    late = Inquiry.objects.unanswered().filter(answer_by__lt=now, reminded_at=None).select_related("room")
    for inquiry in late:
        people = Membership.objects.active().filter(room=inquiry.room_id, role=Role.LEAD, user__is_active=True)
        addressed = {row.user for row in people.select_related("user")} | ({inquiry.taken_by} - {None})
        for person in addressed:
            with translation.override(person.language):
                link = absolute(reverse("network:inquiry-detail", args=[inquiry.pk]))
                body = render_to_string("network/inquiry_late.txt", {"link": link})
                post("inquiry-late", person.email, RUN_OUT, body, once=f"inquiry-late:{inquiry.pk}:{person.pk}")
        Inquiry.objects.filter(pk=inquiry.pk).update(reminded_at=now)
    return len(late)


def hours_in_words(inquiry):
    """How long there is until the promise runs out, as one says it."""
    hours = inquiry.hours_left
    if hours < 0:
        return _("Frist abgelaufen")
    if hours < 48 or inquiry.is_acute:
        return ngettext("noch %(n)s Stunde", "noch %(n)s Stunden", hours) % {"n": hours}
    return ngettext("noch %(n)s Tag", "noch %(n)s Tage", hours // 24) % {"n": hours // 24}
