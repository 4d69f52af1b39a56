"""Proposing that something leaves the team: its exact words, and who is asked to agree."""

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.letters import post_to_each
from audit.models import Entry

from .enums import Circle
from .models import Release
from .rules import deciders
from .transitions import ReleaseRefused
from .words import words_of

SUBJECT = gettext_lazy("In Ortsgespräch wartet eine Freigabe auf Sie")


def circles_beyond(item):
    """The circles further out than where a row lies now, the nearest first."""
    nearest = min(item.circle, Circle.TEAM)
    return [circle for circle in sorted(Circle, reverse=True) if item.goes_at_most <= circle < nearest]


@transaction.atomic
def propose(item, *, to_circle, by, purpose="", title=None, text=None):
    """Freeze the words of a row and ask a second person; with `title` and `text` an edition in other words."""
    release = Release(
        room_id=item.room_id,
        author=by,
        kind=item._meta.label_lower,
        key=item.pk,
        item_version=item.version,
        is_edition=item.is_released_as_edition,
        to_circle=to_circle,
        title=title or str(item)[:200],
        content=words_of(item) if text is None else [["", text]],
        purpose=purpose,
    )
    release.sha256 = release.digest()
    try:
        with transaction.atomic():
            release.save()
    except IntegrityError as error:
        raise ReleaseRefused(_("Für diesen Kreis wartet schon ein Vorschlag auf Zustimmung.")) from error
    Entry.objects.record("release.proposed", release, by=by, summary=str(release.target.label))
    return release


def tell_deciders(release, absolute):
    """One mail to each who could agree, in her language, without a word of the text."""
    link = absolute(release.get_absolute_url())
    post_to_each("release", deciders(release), SUBJECT, "rooms/release_mail.txt", link=link)


def propose_url(item, circle):
    """The page on which somebody proposes that a row goes as far as this circle."""
    asked = {"was": f"{item._meta.label_lower}:{item.pk}", "kreis": int(circle)}
    return f"{reverse('rooms:release-create')}?{urlencode(asked)}"


def after_saving(form, row, otherwise):
    """Where to go once a form is saved: to the proposal, if its writer wanted the row to leave the team."""
    circle = getattr(form, "release_to", None)
    return otherwise if circle is None else propose_url(row, circle)
