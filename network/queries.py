"""What the administration of the network may know of a consultation: that it exists. Every column is named here."""

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext

from accounts.models import User
from engagements.enums import Disclosure, PhaseState, Status
from engagements.models import Engagement
from municipalities.models import GermanSort, Place
from rooms.models import Invitation, Membership

OPEN = [status for status in Status if status.is_open]
COLUMNS = ("town", "organisation", "status", "phase_names", "period_from", "period_until")


def existing_engagements():
    """All consultations by existence: no title, no content, no key; a town that is not to be named is not read."""
    named = When(disclosure=Disclosure.NAMED, then=F("municipality__name"))
    # A phase somebody named freely could tell more than that it exists.
    running = ArrayAgg(
        Coalesce("phases__template__name", Value(gettext("eigene Phase"))),
        filter=Q(phases__state=PhaseState.RUNNING),
        order_by=("phases__order", "phases__round"),
        default=Value([]),
    )
    return (
        Engagement.objects.annotate(
            town=Case(named, default=Value(""), output_field=CharField()),
            organisation=Coalesce(NullIf("room__organisation__short_name", Value("")), "room__organisation__name"),
            phase_names=running,
        )
        .alias(is_over=Case(When(status__in=OPEN, then=Value(0)), default=Value(1)))
        .values(*COLUMNS)
        .order_by("is_over", GermanSort("town"), "organisation", "period_from", "status")
    )


def existence_rows(**filters):
    """The same as rows for a page, with the status as a word and the period as years."""
    rows = list(existing_engagements().filter(**filters))
    for row in rows:
        row["status_label"] = Status(row["status"]).label
        row["is_open"] = Status(row["status"]).is_open
        row["years"] = years(row["period_from"], row["period_until"])
    return rows


def years(first, last):
    """The bounds of a period as years: the wording somebody chose for it stays in the room."""
    if not first and not last:
        return ""
    if first and last:
        return str(first.year) if first.year == last.year else f"{first.year} – {last.year}"
    return f"{first.year} –" if first else f"– {last.year}"


def places_with_engagements():
    """The towns that may be named as having a consultation."""
    return Place.objects.filter(engagements__disclosure=Disclosure.NAMED).distinct().in_order()


def people_for_list():
    """All accounts with their organisation, in the order of their names."""
    return User.objects.select_related("organisation").order_by(GermanSort("name"), "pk")


def without_membership(people):
    """Those who can sign in but are in no room."""
    active = Membership.objects.active().values("user")
    return people.filter(is_active=True, is_network_admin=False).exclude(pk__in=active)


def lapsed_invitations(now):
    """Invitations that ran out before anybody accepted them, by organisation and address only."""
    return (
        Invitation.objects.filter(used_at=None, withdrawn_at=None, expires_at__lte=now)
        .order_by("-expires_at")
        .values("email", "expires_at", organisation=F("room__organisation__name"))
    )
