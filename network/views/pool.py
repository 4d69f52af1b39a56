"""The pool: who is in it, one's own profile, and the way to somebody without an address on a page."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import posted, require
from engagements.models import Engagement
from rooms.enums import Role
from rooms.reach import reach_of

from .. import pooling, rules, telling
from ..forms.pool import ContactForm, PoolFilter, ProfileForm
from ..models import Network, PoolProfile
from .base import delete, edit


def profile_or_404(request, pk, rule=None):
    rows = PoolProfile.objects.visible_to(request.user).select_related("network__room")
    row = get_object_or_404(rows, pk=pk)
    return require(rule, request.user, row) if rule else row


def is_hers(user, profile):
    """What stands in a profile, and whether it is public, is her own affair."""
    return profile.person_id == user.pk


def keeps(user, profile):
    """Whoever keeps the network takes people into its pool."""
    return rules.can_keep(user, profile.network)


def may_search(user):
    """The network, and whoever puts a team together."""
    leads = any(row.role in (Role.LEAD, Role.PROCESS) for row in reach_of(user).memberships)
    return user.is_authenticated and (rules.can_read_network(user) or leads)


def teams_of(user):
    """The consultations whose team this person puts together."""
    rooms = [row.room_id for row in reach_of(user).memberships if row.role in (Role.LEAD, Role.PROCESS)]
    return Engagement.objects.visible_to(user).filter(room__in=rooms).order_by("title")


def pool_list(request, pk):
    """Search the pool of a network."""
    network = get_object_or_404(Network, pk=pk)
    if not may_search(request.user):
        raise Http404
    search = PoolFilter(request.GET)
    rows = PoolProfile.objects.visible_to(request.user).filter(network=network, admitted_on__isnull=False)
    context = {
        "network": network,
        "filter": search,
        "is_filtered": any(request.GET.values()),
        "rows": search.apply(rows).for_list(),
        "waiting": PoolProfile.objects.visible_to(request.user).filter(network=network, admitted_on=None),
        "mine": PoolProfile.objects.filter(network=network, person=request.user.pk).first(),
        "may_join": rules.can_join(request.user, network),
    }
    return render(request, "network/pool_list.html", context)


def pool_create(request, pk):
    """Enter oneself; the network then takes her in."""
    network = get_object_or_404(Network.objects.select_related("room"), pk=pk)
    if not may_search(request.user):
        raise Http404
    require(rules.can_join, request.user, network)
    mine = PoolProfile.objects.filter(network=network, person=request.user.pk).first()
    if mine:
        return redirect(mine)
    row = PoolProfile(network=network, room=network.room, person=request.user, name=request.user.name)
    lead = _("Wer das Netzwerk führt, nimmt Sie auf. Öffentlich wird Ihr Profil nur, wenn Sie selbst es wollen.")
    back = network.get_absolute_url()
    said = _("Gespeichert. Ihr Profil wartet jetzt auf die Aufnahme in den Pool.")
    return edit(request, ProfileForm, row, title=_("Mein Profil im Pool"), back=back, lead=lead, said=said)


def pool_update(request, pk):
    """Change one's own profile."""
    row = profile_or_404(request, pk, is_hers)
    return edit(request, ProfileForm, row, title=_("Mein Profil im Pool"), back=row.get_absolute_url())


def pool_detail(request, pk):
    """One profile, and what can be done from here."""
    row = profile_or_404(request, pk)
    context = {
        "row": row,
        "regions": row.regions.all(),
        "is_mine": is_hers(request.user, row),
        "may_keep": keeps(request.user, row),
        "teams": teams_of(request.user) if row.admitted_on and not is_hers(request.user, row) else [],
    }
    return render(request, "network/pool_detail.html", context)


@require_POST
def pool_public(request, pk):
    """Her own consent, in one click, and back in one click."""
    row = profile_or_404(request, pk, is_hers)
    wanted = request.POST.get("oeffentlich") == "1"
    pooling.set_public(row, wanted, by=request.user)
    messages.success(request, _("Ihr Profil ist öffentlich.") if wanted else _("Ihr Profil ist nicht mehr öffentlich."))
    return redirect(row)


@require_POST
def pool_admit(request, pk):
    """Take somebody into the pool, or let her go."""
    row = profile_or_404(request, pk, keeps)
    wanted = request.POST.get("aufnehmen") == "1"
    pooling.set_admitted(row, wanted, by=request.user)
    messages.success(request, _("Im Pool.") if wanted else _("Nicht mehr im Pool."))
    return redirect(row)


def pool_delete(request, pk):
    """Delete one's own profile with all requests that hang on it."""
    row = profile_or_404(request, pk, is_hers)
    words = {
        "said": _("Ihr Profil ist gelöscht."),
        "title": _("Mein Profil löschen"),
        "text": row.name,
        "undo": _("Auch die Anfragen an Sie gehen mit."),
    }
    back = reverse("network:pool-list", args=[row.network_id])
    return delete(request, row, back=back, cancel_url=row.get_absolute_url(), **words)


def pool_contact(request, pk):
    """Write to somebody of the pool; the house carries the letter."""
    row = profile_or_404(request, pk)
    form = ContactForm(posted(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        words = {"sender": request.user, "text": form.cleaned_data["text"], "absolute": request.build_absolute_uri}
        telling.write_to(row, **words)
        messages.success(request, _("Ihre Nachricht ist auf dem Weg."))
        return redirect(row)
    title = _("%(name)s schreiben") % {"name": row.name}
    context = {"form": form, "title": title, "back": row.get_absolute_url(), "crumb": row.network}
    return render(request, "network/form.html", context)
