"""What waits for those who keep a network: in its room, its pool and its lists; of consultations nothing."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.models import Programme
from rooms.enums import ReleaseState
from rooms.models import Invitation, Membership, Release

from .models import Cohort, HelpRequest, NetworkMember, PoolProfile
from .models.pool import STALE_DAYS, Stands

SOON = timedelta(days=30)
FAR = timedelta(days=90)  # what a programme leaves behind takes longer to settle
INVITATION_SOON = timedelta(days=2)


@dataclass(frozen=True)
class Step:
    """One thing to do: when, what, and where it is done."""

    when: str
    words: str
    url: str


def keepers_steps(user, networks):
    """What waits in these networks, by what it is about; a fixed number of questions however many there are."""
    desk = Desk(user, networks)
    return [
        *desk.releases(),
        *desk.requests_for_help(),
        *desk.what_helped(),
        *desk.pool(),
        *desk.members(),
        *desk.memberships(),
        *desk.invitations(),
        *desk.programmes(),
    ]


def day(on):
    return date_format(on, "d.m.Y")


class Desk:
    """One person and the networks she keeps; where it is more than one, each line says which."""

    def __init__(self, user, networks):
        self.user, self.today = user, timezone.localdate()
        self.networks = {network.pk: network for network in networks}
        self.by_room = {network.room_id: network for network in networks}

    def step(self, when, words, url, network=None):
        if network and len(self.networks) > 1:
            words = f"{words} ({network})"
        return Step(str(when), words, url)

    def rows(self, model):
        return model.objects.visible_to(self.user).filter(network__in=self.networks)

    def of(self, row):
        return self.networks[row.network_id]

    def counted(self, rows):
        """(network, number) for those where there is something to count."""
        numbers = Counter(row.network_id for row in rows)
        return [(network, numbers[key]) for key, network in self.networks.items() if numbers[key]]

    def releases(self):
        """Proposals in the rooms of the networks, above all works that shall be public."""
        rows = Release.objects.visible_to(self.user).filter(room__in=self.by_room, state=ReleaseState.PROPOSED)
        for row in rows.order_by("created_at", "pk"):
            hers = row.author_id == self.user.pk
            told = _("Wartet auf eine andere Person: %(title)s") if hers else _("Wartet auf Ihre Prüfung: %(title)s")
            url = row.get_absolute_url()
            yield self.step(_("Freigabe"), told % {"title": row.title}, url, self.by_room[row.room_id])

    def requests_for_help(self):
        """Open for a week, and nobody has offered anything."""
        for row in self.rows(HelpRequest).unanswered().order_by("created_at", "pk"):
            told = _("Seit %(day)s ohne Angebot: %(question)s")
            told %= {"day": day(timezone.localdate(row.created_at)), "question": row.question}
            yield self.step(_("Hilfe"), told, row.get_absolute_url(), self.of(row))

    def what_helped(self):
        """What has helped and stands nowhere else yet."""
        for row in self.rows(HelpRequest).helped().filter(factor=None).order_by("closed_at", "pk"):
            told = _("Hat geholfen, als Erfolgsfaktor aufnehmen? %(words)s") % {"words": row.what_helped}
            yield self.step(_("Hilfe"), told, reverse("network:help-factor", args=[row.pk]), self.of(row))

    def pool(self):
        """Who wants in, who does not belong to the network any more, and how many have not said for long."""
        stale = Q(stated_on__lt=self.today - timedelta(days=STALE_DAYS))
        rows = self.rows(PoolProfile).annotate(stands=Stands(F("person")))
        rows = list(rows.filter(stale | Q(admitted_on=None) | Q(stands=False)).order_by("name", "pk"))
        for row in rows:
            if row.admitted_on is None:
                told = _("%(name)s möchte in den Pool")
            elif not row.stands:
                told = _("%(name)s steht im Pool, gehört aber nicht mehr zum Netzwerk")
            else:
                continue
            yield self.step(_("Pool"), told % {"name": row.name}, row.get_absolute_url(), self.of(row))
        for network, n in self.counted(row for row in rows if row.admitted_on and row.stands and row.is_stale):
            told = ngettext(
                "Bei einem Profil ist die Angabe zur Zeit älter als ein Jahr",
                "Bei %(n)s Profilen ist die Angabe zur Zeit älter als ein Jahr",
                n,
            )
            yield self.step(_("Pool"), told % {"n": n}, reverse("network:pool-list", args=[network.pk]), network)

    def members(self):
        """Towns and organisations whose time ends, and how many of whom nobody knows since when."""
        soon = Q(period_until__range=(self.today, self.today + SOON))
        rows = list(self.rows(NetworkMember).filter(soon | Q(period="")).for_list())
        for row in rows:
            if row.period:
                told = _("%(name)s ist bis %(day)s dabei: verlängern?") % {"name": row, "day": day(row.period_until)}
                yield self.step(_("Mitglieder"), told, reverse("network:member-update", args=[row.pk]), self.of(row))
        for network, n in self.counted(row for row in rows if not row.period):
            told = ngettext(
                "Bei einem Mitglied fehlt, seit wann es dabei ist",
                "Bei %(n)s Mitgliedern fehlt, seit wann sie dabei sind",
                n,
            )
            yield self.step(_("Mitglieder"), told % {"n": n}, f"{network.get_absolute_url()}#mitglieder", network)

    def memberships(self):
        """People whose membership of the room ends: from that day on they read nothing here."""
        ends = (self.today, self.today + SOON)
        rows = Membership.objects.active().filter(room__in=self.by_room, ends_on__range=ends)
        for row in rows.select_related("user").order_by("ends_on", "pk"):
            told = _("Mitgliedschaft von %(name)s endet am %(day)s") % {"name": row.user.name, "day": day(row.ends_on)}
            url = reverse("rooms:members", args=[row.room_id])
            yield self.step(_("Personen"), told, url, self.by_room[row.room_id])

    def invitations(self):
        """Invitations nobody has answered that run out, or have."""
        now = timezone.now()
        rows = Invitation.objects.waiting().filter(room__in=self.by_room, expires_at__lte=now + INVITATION_SOON)
        for row in rows:
            told = _("Einladung läuft am %(day)s ab: %(email)s")
            if row.expires_at <= now:
                told = _("Einladung ist am %(day)s abgelaufen: %(email)s")
            told %= {"day": day(timezone.localdate(row.expires_at)), "email": row.email}
            url = reverse("rooms:members", args=[row.room_id])
            yield self.step(_("Einladung"), told, url, self.by_room[row.room_id])

    def programmes(self):
        """Rounds that end, and the programmes of their towns, as far as this person reads them."""
        ends = (self.today, self.today + FAR)
        for row in self.rows(Cohort).filter(period_until__range=ends).order_by("period_until", "pk"):
            told = _("%(title)s endet am %(day)s") % {"title": row, "day": day(row.period_until)}
            yield self.step(_("Kohorte"), told, row.get_absolute_url(), self.of(row))
        rows = Programme.objects.visible_to(self.user).filter(cohorts__network__in=self.networks)
        for row in rows.filter(period_until__range=ends).order_by("period_until", "pk").distinct():
            told = _("%(title)s endet am %(day)s") % {"title": row, "day": day(row.period_until)}
            yield self.step(_("Programm"), told, row.get_absolute_url())
