"""A network: who is in it, what comes next, what is new; and the rounds in which it grew."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import posted, require
from engagements.models import Programme

from .. import actions, rules, waiting
from ..forms.members import CohortForm, CountRows, MemberForm, NetworkForm, PlaceRows
from ..models import Cohort, Network, NetworkMeeting, NetworkMember
from .base import delete, edit, edit_with_rows, for_network, kept_or_403, new, row_or_404

NEXT = 4  # so many meetings ahead
NEW = 6  # so many lines tell what is new


@for_network
def space_list(request):
    """All networks of this house; where there is only one, its page."""
    networks = list(Network.objects.all())
    may_found = rules.can_administer(request.user) and request.user.organisation_id is not None
    if len(networks) == 1 and not may_found:
        return redirect(networks[0])
    context = {"networks": networks, "may_found": may_found}
    return render(request, "network/space_list.html", context)


@for_network
def space_create(request):
    """Found a network, with a room of its own."""
    require(lambda user, _o: rules.can_administer(user) and user.organisation_id is not None, request.user, None)
    form = NetworkForm(posted(request), instance=Network())
    if request.method == "POST" and form.is_valid():
        network = actions.found(form, by=request.user)
        messages.success(request, _("Das Netzwerk ist angelegt. Laden Sie jetzt seine Mitglieder ein."))
        return redirect(network)
    context = {"form": form, "title": _("Netzwerk anlegen"), "back": ""}
    return render(request, "network/form.html", context)


@for_network
def space(request, pk):
    """One network: who is in it now, what comes next, what is new, and what waits for this person."""
    network = get_object_or_404(Network.objects.select_related("room"), pk=pk)
    members = NetworkMember.objects.visible_to(request.user).filter(network=network).for_list()
    members = list(members)
    now = [row for row in members if not row.is_over]
    context = {
        "network": network,
        "may_keep": rules.can_keep(request.user, network),
        "is_outside": not rules.can_join(request.user, network) and rules.can_administer(request.user),
        "steps": waiting.steps_of(request.user, network),
        "members": now,
        "count": sum(row.count for row in now),
        "former": [row for row in members if row.is_over],
        "cohorts": Cohort.objects.visible_to(request.user).filter(network=network).for_list(),
        "meetings": NetworkMeeting.objects.visible_to(request.user).filter(network=network).ahead().for_next()[:NEXT],
        "news": waiting.news_of(request.user, network)[:NEW],
    }
    return render(request, "network/space.html", context)


@for_network
def space_update(request, pk):
    """Change the name and the purpose of a network."""
    network = kept_or_403(request, pk)
    form = NetworkForm(posted(request), instance=network)
    if request.method == "POST" and form.is_valid():
        form.save_by(request.user)
        messages.success(request, _("Gespeichert."))
        return redirect(network)
    context = {"form": form, "title": _("Netzwerk ändern"), "back": network.get_absolute_url(), "crumb": network}
    return render(request, "network/form.html", context)


@for_network
def member_create(request, pk):
    """Enter a town or an organisation."""
    network = kept_or_403(request, pk)
    row, back = new(NetworkMember, network), network.get_absolute_url()
    return edit(request, MemberForm, row, title=_("Mitglied eintragen"), back=back)


@for_network
def member_update(request, pk):
    """Since when, until when, for what: change what is known of a member."""
    row = row_or_404(request, NetworkMember.objects.select_related("place"), pk, to_keep=True)
    return edit(request, MemberForm, row, title=_("Mitglied ändern"), back=row.network.get_absolute_url())


@for_network
def member_delete(request, pk):
    """Take out an entry that was never right; who has left keeps her time in the list."""
    row = row_or_404(request, NetworkMember.objects.select_related("place"), pk, to_keep=True)
    text = _("Ist die Mitgliedschaft nur zu Ende, tragen Sie besser das Ende ein: Dann bleibt sie als frühere stehen.")
    title, said = _("%(name)s aus der Liste löschen") % {"name": row}, _("Der Eintrag ist gelöscht.")
    return delete(request, row, back=row.network.get_absolute_url(), said=said, title=title, text=text)


@for_network
def cohort_create(request, pk):
    """Describe a round."""
    network = kept_or_403(request, pk)
    return cohort_form(request, new(Cohort, network), _("Kohorte eintragen"), network.get_absolute_url())


@for_network
def cohort_update(request, pk):
    """Change a round, its towns and the numbers stated about it."""
    row = row_or_404(request, Cohort.objects, pk, to_keep=True)
    return cohort_form(request, row, _("Kohorte ändern"), row.get_absolute_url())


def cohort_form(request, row, title, cancel_url):
    lists = [
        ("orte", _("Genannte Kommunen"), _("Kommune"), "", PlaceRows),
        ("zahlen", _("Was zur Zahl gesagt wurde"), _("Angabe"), _("Jede Angabe mit ihrem Stand."), CountRows),
    ]
    return edit_with_rows(request, CohortForm, row, lists, title=title, cancel_url=cancel_url)


@for_network
def cohort_detail(request, pk):
    """One round: who, how many more, what was planned, and what was said when."""
    row = row_or_404(request, Cohort.objects.for_list(), pk)
    context = {
        "cohort": row,
        "places": row.places.all(),
        "counts": row.counts.all(),
        "programme": Programme.objects.visible_to(request.user).filter(pk=row.programme_id).first(),
        "may_keep": rules.can_keep(request.user, row.network),
    }
    return render(request, "network/cohort_detail.html", context)
