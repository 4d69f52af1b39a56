"""What the administration of the network may know of a consultation: that it exists. Every column is named here."""

from datetime import timedelta

from django.db import connection
from django.db.models import F
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from accounts.models import User
from engagements.enums import Status
from municipalities.models import GermanSort, Place
from rooms.models import Invitation, Membership

COLUMNS = ("town", "organisation", "status", "phase_names", "period_from", "period_until")


def existing_engagements(organisation=None):
    """All consultations by existence: no title, no content, no key; a town that is not to be named is not read.

    The rows themselves lie behind the wall; `network_existence` is the one function that looks over it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(COLUMNS)} FROM network_existence() WHERE %s::bigint IS NULL OR organisation_key = %s",  # noqa: S608
            [organisation and organisation.pk] * 2,
        )
        return [dict(zip(COLUMNS, row, strict=True)) for row in cursor.fetchall()]


def existence_rows(organisation=None):
    """The same as rows for a page, those still open first, with the status as a word and the period as years."""
    rows = in_words(existing_engagements(organisation))
    return sorted(rows, key=lambda row: (not row["is_open"], folded(row["town"]), row["organisation"], row["years"]))


def in_words(rows):
    """The same rows with the status as a word and the period as years."""
    for row in rows:
        status = Status(row["status"])
        row["get_status_display"], row["is_open"] = status.label, status.is_open
        # A phase somebody named freely could tell more than that it exists; it comes without its name.
        row["phase_names"] = [name or _("eigene Phase") for name in row["phase_names"]]
        row["years"] = years(row["period_from"], row["period_until"])
    return rows


def folded(name):
    """A sort key that puts Ärger beside Apfel, like `GermanSort` in the database."""
    return name.lower().translate(str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"}))


def years(first, last):
    """The bounds of a period as years: the wording somebody chose for it stays in the room."""
    if not first and not last:
        return ""
    if first and last:
        return str(first.year) if first.year == last.year else f"{first.year} – {last.year}"
    return f"{first.year} –" if first else f"– {last.year}"


def places_with_engagements():
    """The towns that may be named as having a consultation."""
    named = RawSQL("SELECT place_key FROM network_existence()", [])  # noqa: S611
    return Place.objects.filter(pk__in=named).in_order()


def people_for_list():
    """All accounts with their organisation, in the order of their names."""
    return User.objects.select_related("organisation").order_by(GermanSort("name"), "pk")


def without_membership(people):
    """Those who can sign in but are in no room."""
    active = Membership.objects.active().values("user")
    return people.filter(is_active=True, is_network_admin=False).exclude(pk__in=active)


def lapsed_invitations(now, kept=()):
    """Invitations that ran out before anybody accepted them, by organisation and address only.

    Those into the networks one keeps stand among the next steps.
    """
    return told_of(Invitation.objects.filter(expires_at__lte=now), kept).order_by("-expires_at")


def ending_invitations(now, kept=()):
    """Invitations that run out in two days and nobody has accepted, in the same words."""
    rows = Invitation.objects.filter(expires_at__gt=now, expires_at__lte=now + timedelta(days=2))
    return told_of(rows, kept).order_by("expires_at")


def told_of(invitations, kept):
    unanswered = invitations.filter(used_at=None, withdrawn_at=None).exclude(room__network__in=kept)
    return unanswered.values("email", "expires_at", organisation=F("room__organisation__name"))
