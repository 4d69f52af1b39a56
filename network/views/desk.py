from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import posted, require
from accounts.models import Organisation, User
from audit.reads import note_profile
from audit.rows import merge
from engagements.enums import TemplateState
from engagements.models import ProcessTemplate
from municipalities.models import GermanSort
from rooms.reach import reach_of

from .. import actions, overview, queries, rules
from ..forms import EarlierNames, OrganisationForm, OverviewFilter, PeopleFilter, PersonForm
from ..history import history_of
from ..keeping import keepers_steps
from ..models import Network, SiteText

PER_PAGE = 50
STEPS = {  # path -> button, what will happen, what has happened
    "stilllegen": (
        gettext_lazy("Konto stilllegen"),
        gettext_lazy(
            "%(name)s kann sich dann nicht mehr anmelden und wird überall abgemeldet. Texte und Rollen bleiben."
        ),
        gettext_lazy("Das Konto ist stillgelegt."),
    ),
    "freigeben": (
        gettext_lazy("Konto wieder freigeben"),
        gettext_lazy("%(name)s kann sich dann wieder anmelden, mit denselben Rollen wie vorher."),
        gettext_lazy("Das Konto ist wieder frei."),
    ),
    "verwaltung-geben": (
        gettext_lazy("Netzwerkverwaltung geben"),
        gettext_lazy("%(name)s sieht dann alle Konten, Organisationen und das Bestehen jeder Beratung, keinen Inhalt."),
        gettext_lazy("Die Person verwaltet jetzt das Netzwerk."),
    ),
    "verwaltung-nehmen": (
        gettext_lazy("Netzwerkverwaltung entziehen"),
        gettext_lazy("%(name)s sieht die Seiten des Netzwerks dann nicht mehr."),
        gettext_lazy("Die Person verwaltet das Netzwerk nicht mehr."),
    ),
}


def for_administrators(view):
    """These pages do not exist for anybody else."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not rules.can_administer(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@for_administrators
def home(request):
    """Everything the administration needs for its next steps, on one page."""
    people, today = queries.people_for_list(), timezone.localdate()
    rows, waiting = overview.overview(), overview.waiting()
    kept = list(Network.objects.filter(room__in=reach_of(request.user).team_rooms))
    search = OverviewFilter(request.GET, rows=rows)
    context = {
        "rows": rows,
        "engagements": search.found,
        "filter": search,
        "counts": overview.counts(rows),
        "waiting": waiting,
        "acute": [row for row in waiting if row["acute"]],
        "steps": keepers_steps(request.user, kept),
        "embargoes": overview.embargoes(),
        "roles": overview.ending_roles(today),
        "texts": SiteText.objects.current().count(),
        "places": queries.places_with_engagements(),
        "organisations": Organisation.objects.order_by(GermanSort("name")),
        "drafts": ProcessTemplate.objects.filter(state=TemplateState.DRAFT),
        "lapsed": queries.lapsed_invitations(timezone.now(), kept),
        "ending": queries.ending_invitations(timezone.now(), kept),
        "without": queries.without_membership(people),
    }
    return render(request, "network/home.html", context)


@for_administrators
def organisation_list(request):
    organisations = Organisation.objects.prefetch_related("earlier_names").order_by(GermanSort("name"))
    return render(request, "network/organisation_list.html", {"organisations": organisations})


@for_administrators
def organisation_detail(request, pk):
    organisation = get_object_or_404(Organisation.objects.prefetch_related("earlier_names"), pk=pk)
    context = {
        "organisation": organisation,
        "people": queries.people_for_list().filter(organisation=organisation),
        "engagements": queries.existence_rows(organisation),
        "history": history_of(organisation),
    }
    return render(request, "network/organisation_detail.html", context)


@for_administrators
def organisation_edit(request, pk=None):
    """Create an organisation or change it, with the names it had before."""
    organisation = Organisation() if pk is None else get_object_or_404(Organisation, pk=pk)
    form = OrganisationForm(posted(request), instance=organisation)
    names = EarlierNames(posted(request), instance=organisation, prefix="namen")
    if request.method == "POST" and form.is_valid() and names.is_valid():
        organisation = actions.save_organisation(form, names, by=request.user)
        messages.success(request, _("Gespeichert."))
        return redirect(organisation)
    if form.conflict:
        names = merge(names, form.data, form.conflict, _("früherer Name"))
    context = {"form": form, "names": names, "organisation": organisation}
    return render(request, "network/organisation_form.html", context)


@for_administrators
def person_list(request):
    """Everybody with an account, fifty to a page."""
    search = PeopleFilter(request.GET)
    start = int(request.GET["ab"]) if request.GET.get("ab", "").isdecimal() and len(request.GET["ab"]) < 7 else 0
    rows = list(search.people()[start : start + PER_PAGE + 1])
    page = {
        "newer_url": page_url(request, max(start - PER_PAGE, 0)) if start else "",
        "older_url": page_url(request, start + PER_PAGE) if len(rows) > PER_PAGE else "",
    }
    return render(request, "network/person_list.html", {"people": rows[:PER_PAGE], "filter": search, "page": page})


def page_url(request, start):
    query = request.GET.copy()
    query["ab"] = start
    return f"?{query.urlencode()}"


@for_administrators
def person_detail(request, pk):
    """One account: how it stands, and what can be done about it. Where a person takes part is not shown."""
    person = get_object_or_404(User.objects.select_related("organisation"), pk=pk)
    note_profile(person.pk)
    form = PersonForm(posted(request), instance=person)
    if request.method == "POST" and form.is_valid():
        form.save_by(request.user)
        messages.success(request, _("Gespeichert."))
        return redirect("network:person-detail", person.pk)
    context = {
        "person": person,
        "form": form,
        "is_member": person.memberships.active().exists(),
        "may_change_standing": rules.can_change_standing(request.user, person),
        "history": history_of(person),
    }
    return render(request, "network/person_detail.html", context)


@for_administrators
def person_step(request, pk, step):
    """Ask, then change how things stand with an account; never with one's own."""
    person = require(rules.can_change_standing, request.user, get_object_or_404(User, pk=pk))
    button, before, after = STEPS[step]
    if request.method == "POST":
        take(step, person, by=request.user)
        messages.success(request, after)
        return redirect("network:person-detail", person.pk)
    context = {
        "person": person,
        "title": f"{button}: {person.name}",
        "text": before % {"name": person.name},
        "button": button,
        "danger": step in {"stilllegen", "verwaltung-nehmen"},
        "cancel_url": reverse("network:person-detail", args=[person.pk]),
    }
    return render(request, "network/person_step.html", context)


def take(step, person, *, by):
    if step in {"stilllegen", "freigeben"}:
        actions.set_active(person, step == "freigeben", by=by)
    else:
        actions.set_network_admin(person, step == "verwaltung-geben", by=by)
