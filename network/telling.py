"""Letters of the network: that something waits, never what is in it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.letters import post_to_each

SEATED = _("Sie sind zu einer Kollegialen Fallberatung eingeladen")
ASKED = _("In Ortsgespräch fragt jemand nach Ihrer Mitarbeit")
ANSWERED = _("Auf eine Anfrage an den Pool gibt es eine Antwort")
OFFERED = _("Auf Ihre Bitte im Netzwerk gibt es ein Angebot")
ACCEPTED = _("Ihr Angebot im Netzwerk wurde angenommen")
WRITTEN = _("Jemand aus Ortsgespräch möchte Sie erreichen")


def tell_seated(consultation, seats, absolute):
    """Those who are new in a peer consultation, each in her language."""
    people = [seat.person for seat in seats.select_related("person")]
    link = absolute(reverse("network:peer-detail", args=[consultation.pk]))
    post_to_each("peer", people, SEATED, "network/seated_mail.txt", link=link)


def tell_asked(row, absolute):
    """Whoever of the pool is asked for a team."""
    link = absolute(reverse("network:request-answer", args=[row.pk]))
    post_to_each("pool", [row.asked_person], ASKED, "network/asked_mail.txt", link=link)


def tell_answered(row, absolute):
    """Whoever asked somebody of the pool."""
    link = absolute(reverse("network:team", args=[row.engagement_id]))
    post_to_each("pool", [row.author] if row.author else [], ANSWERED, "network/answered_mail.txt", link=link)


def write_to(profile, *, sender, text, absolute):
    """A letter through the house: neither learns the other's address unless she writes it."""
    link = absolute(profile.get_absolute_url())
    words = {"sender": sender.name, "words": text, "link": link}
    post_to_each("pool-contact", [profile.person], WRITTEN, "network/contact_mail.txt", **words)


def tell_offered(offer, absolute):
    """Whoever asked for help, once for each offer; what was offered she reads inside."""
    link = absolute(offer.get_absolute_url())
    post_to_each("help", [offer.request.author], OFFERED, "network/help_offered_mail.txt", link=link)


def tell_accepted(offer, absolute):
    """Whoever offered help that is wanted now."""
    link = absolute(offer.get_absolute_url())
    post_to_each("help", [offer.person], ACCEPTED, "network/help_accepted_mail.txt", link=link)
