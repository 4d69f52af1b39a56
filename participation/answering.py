"""Telling people what became of what they brought in: one mail each, once, when somebody of the team sends them."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.letters import post

from .asking import belongs_to
from .contributing import about_words, path_of
from .enums import Handling, Tongue
from .models import Contribution
from .transitions.contributions import note_answered


@dataclass
class Line:
    """One point as the mail says it."""

    words: str
    about: str
    outcome: str
    reason: str


def waiting(user, whole):
    """Contributions whose points are all decided, and whose answer has not gone yet."""
    rows = Contribution.objects.visible_to(user).filter(**belongs_to(whole)).answerable()
    return rows.select_related("contact").order_by("number")


@transaction.atomic
def send_answers(contributions, *, by, absolute):
    """Answer each once; who left an address gets a mail, the others find it behind their link. Returns both counts."""
    told = mailed = 0
    for contribution in contributions:
        if not note_answered(contribution, by=by):
            continue
        told += 1
        contact = getattr(contribution, "contact", None)
        if contact and contact.email:
            write(contribution, contact, absolute)
            mailed += 1
    return told, mailed


def write(contribution, contact, absolute):
    """The one letter, in the language she wrote in; in German and English where we do not write hers."""
    known = dict(settings.LANGUAGES)
    wanted = [contribution.language] if contribution.language in known else [Tongue.DE.value, Tongue.EN.value]
    bodies = [body_in(language, contribution, contact, absolute, several=len(wanted) > 1) for language in wanted]
    with translation.override(wanted[0]):
        subject = _("Was aus Ihrem Beitrag wurde")
    post("contribution", contact.email, subject, "\n\n---\n\n".join(bodies), once=f"contribution:{contribution.pk}")


def body_in(language, contribution, contact, absolute, *, several):
    """Without her name: nobody has checked that the address is hers."""
    with translation.override(language):
        words = {"number": contribution.number, "lines": lines_of(contribution)}
        words |= {"link": absolute(path_of(contribution.pk)), "several": several, "day": contact.delete_on}
        return render_to_string("participation/contribution_mail.txt", words)


def lines_of(contribution):
    """Each point with what became of it; of one that joined another, what became of that."""
    return [line_of(point) for point in contribution.points.with_signs().select_related("merged_with")]


def line_of(point):
    answer = point.answer
    outcome = str(Handling(point.handling).label)
    if point.merged_with_id:
        outcome = f"{outcome}: {Handling(answer.handling).label}"
    reason = " ".join(filter(None, [point.reason, answer.reason if answer is not point else ""]))
    return Line(point.text, about_words(point.about, point.named), outcome, reason)
