"""Who signs a profile, and the letter that asks for it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.letters import post_to_each
from rooms.enums import Role
from rooms.models import Membership

SUBJECT = _("In Ortsgespräch wartet ein Steckbrief auf Ihre Unterschrift")


def signers_of(edition):
    """The leads and the contact persons of the room, but for whoever laid it before them."""
    rows = Membership.objects.active().filter(
        room=edition.room_id, role__in=[Role.LEAD, Role.CONTACT], user__is_active=True
    )
    people = dict.fromkeys(row.user for row in rows.for_people())
    return [person for person in people if person.pk != edition.author_id]


def tell_signers(edition, absolute):
    """One mail to each who could sign, in her language, without a word of the text."""
    link = absolute(reverse("network:edition", args=[edition.pk]))
    post_to_each("profile", signers_of(edition), SUBJECT, "network/profile_mail.txt", link=link)
