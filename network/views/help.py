"""Requests for help: asking the network, offering to help, and what became of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import posted, require
from rooms.kept import kept
from rooms.once import Once

from .. import rules, telling
from ..asking import who_could_help
from ..enums import HelpState
from ..forms.help import CloseForm, HelpedFactorForm, HelpFilter, HelpForm, OfferForm
from ..models import HelpOffer, HelpRequest, Network, SuccessFactor
from ..models.pool import Stands
from ..transitions import help as transitions
from ..twins import SIZES, released_to
from .base import confirm, edit, for_network, new

ON_A_PAGE = 50


def request_or_404(request, pk, rule=None):
    rows = HelpRequest.objects.visible_to(request.user).select_related("network__room", "author", "member__place")
    row = get_object_or_404(rows.annotate(is_there=Stands(F("author"))), pk=pk)
    return require(rule, request.user, row) if rule else row


def offer_or_404(request, pk):
    rows = HelpOffer.objects.visible_to(request.user).select_related("request__network__room", "request__author")
    return get_object_or_404(rows.annotate(is_there=Stands(F("person"))), pk=pk)


def taken(request, row, step, said):
    """Do one step, or say that somebody was quicker."""
    try:
        step()
    except transitions.StepRefused as refused:
        messages.info(request, str(refused))
    else:
        messages.success(request, said)
    return redirect(row)


@for_network
def help_list(request, pk):
    """What others need, what became of one's own requests, and what has helped."""
    network = get_object_or_404(Network.objects.select_related("room"), pk=pk)
    search = HelpFilter(request.GET)
    rows = HelpRequest.objects.visible_to(request.user).filter(network=network)
    mine = rows.filter(author=request.user.pk).for_list().with_offers()
    helped = search.apply(rows.helped()).for_list().order_by("-closed_at", "pk")
    asked = search.apply(rows.open().exclude(author=request.user.pk)).for_list().with_offers().order_by("until", "pk")
    context = {
        "network": network,
        "filter": search,
        "is_filtered": any(request.GET.values()),
        "page_obj": Paginator(asked, ON_A_PAGE).get_page(request.GET.get("page")),
        "mine": mine.order_by(F("closed_at").desc(nulls_first=True), "-created_at")[:ON_A_PAGE],
        "helped": helped.select_related("factor")[:ON_A_PAGE],
        "may_ask": rules.can_join(request.user, network),
        "may_keep": rules.can_keep(request.user, network),
    }
    return render(request, "network/help_list.html", context)


@for_network
def help_create(request, pk):
    """Ask the network; before anything is sent one can look who could help."""
    network = require(rules.can_join, request.user, get_object_or_404(Network.objects.select_related("room"), pk=pk))
    back = reverse("network:help-list", args=[network.pk])
    return help_form(request, new(HelpRequest, network, author=request.user), _("Das Netzwerk fragen"), back)


@for_network
def help_update(request, pk):
    """Change what is asked, or give it more time; once somebody helps it stays as it was asked."""
    row = request_or_404(request, pk, rules.has_asked)
    if row.state != HelpState.OPEN:
        words = _("Die Bitte ist nicht mehr offen; sie bleibt, wie sie gestellt wurde.")
        if answer := kept(request, words, 409):
            return answer
        messages.info(request, words)
        return redirect(row)
    return help_form(request, row, _("Ihre Bitte ändern"), row.get_absolute_url())


def help_form(request, row, title, back):
    once, network = Once(request, row), row.network
    form = once.mark(HelpForm(posted(request), instance=row, user=request.user))
    if once.twin and not form.is_looking:
        return redirect(once.twin)
    if request.method == "POST" and form.is_valid():
        adding = row._state.adding
        row = form.save_by(request.user)
        said = _("Gefragt. Das Netzwerk liest Ihre Bitte jetzt; unten steht, wer helfen könnte.")
        messages.success(request, said if adding else _("Gespeichert."))
        return redirect(row)
    context = {"form": form, "title": title, "cancel_url": back, "crumb": network, "network": network}
    if form.is_looking:
        context["helpers"] = who_could_help(request.user, network, form.asked())
    return render(request, "network/help_form.html", context, status=200 if form.is_looking else once.status)


@for_network
def help_detail(request, pk):
    """One request: what is needed, who could help, who has offered, and what can be done now."""
    row = request_or_404(request, pk)
    user = request.user
    offers = HelpOffer.objects.visible_to(user).filter(request=row).select_related("person")
    offers = list(offers.annotate(is_there=Stands(F("person"))))
    is_mine, may_keep = rules.has_asked(user, row), rules.can_keep(user, row.network)
    own = next((each for each in offers if each.person_id == user.pk), None)
    may_offer = rules.can_offer_help(user, row) and row.is_there and own is None
    context = {
        "row": row,
        "edition": edition_of(user, row),
        "size": next((label for key, label, _least, _most in SIZES if key == row.size), ""),
        "offers": offers if is_mine or may_keep else [],
        "own": own,
        "is_mine": is_mine,
        "may_keep": may_keep,
        "form": OfferForm(instance=HelpOffer(request=row, person=user), user=user) if may_offer else None,
        "helpers": who_could_help(user, row.network, row) if row.is_running and (is_mine or may_keep) else None,
        "key": Once(request).sent,
    }
    return render(request, "network/help_detail.html", context)


def edition_of(user, row):
    """The released profile of the consultation it is about; taken back, nothing here names it any more."""
    if not row.profile_id:
        return None
    return next((each for each in released_to(user) if each.profile_id == row.profile_id), None)


@for_network
def help_offer(request, pk):
    """Offer to help, in a line that only whoever asked and those who keep the network read."""
    row = request_or_404(request, pk)
    offer = HelpOffer(request=row, person=request.user)
    once = Once(request, offer)
    own = HelpOffer.objects.visible_to(request.user).filter(request=row, person=request.user.pk)
    if once.twin or request.method != "POST" and own.exists():
        return redirect(row)
    over = _("Diese Bitte nimmt keine Angebote mehr an.")
    is_open = rules.can_offer_help(request.user, row) and row.is_there
    if not is_open and request.method != "POST":
        messages.info(request, over)
        return redirect(row)
    form = once.mark(OfferForm(posted(request), instance=offer, user=request.user))
    if not is_open:
        form.add_error(None, over)  # what has been typed stays
    if request.method == "POST" and form.is_valid():
        telling.tell_offered(form.save(), request.build_absolute_uri)
        messages.success(request, _("Danke. Wer gefragt hat, liest Ihr Angebot; Sie hören, wenn es angenommen wird."))
        return redirect(row)
    context = {"form": form, "title": _("Ich kann helfen"), "above": row.question, "crumb": row.network}
    context["cancel_url"] = row.get_absolute_url()
    return render(request, "network/form.html", context, status=once.status)


@require_POST
@for_network
def help_offer_back(request, pk):
    """Take one's own offer back, as long as nobody relies on it."""
    own = HelpOffer.objects.filter(person=request.user.pk)  # also to a request she no longer reads
    offer = get_object_or_404(own, pk=pk)
    row = HelpRequest.objects.visible_to(request.user).filter(pk=offer.request_id).first()
    count, _models = own.filter(pk=pk, accepted_at=None).delete()
    if count:
        messages.success(request, _("Ihr Angebot ist zurückgenommen."))
    else:
        messages.info(request, _("Ihr Angebot ist schon angenommen. Schreiben Sie bitte der Person, die gefragt hat."))
    return redirect(row or "network:space-list")


@require_POST
@for_network
def help_accept(request, pk):
    """Take an offer: from now on the two see each other's address."""
    offer = offer_or_404(request, pk)
    require(rules.has_asked, request.user, offer.request)
    if not offer.is_there:
        messages.info(request, _("Diese Person gehört nicht mehr zum Netzwerk."))
        return redirect(offer.request)

    def step():
        if transitions.accept(offer, by=request.user):
            telling.tell_accepted(offer, request.build_absolute_uri)

    return taken(request, offer.request, step, _("Angenommen. Schreiben Sie einander; die Adressen stehen unten."))


@require_POST
@for_network
def help_search_on(request, pk):
    """Ask on: others can offer again."""
    row = request_or_404(request, pk, rules.has_asked)
    said = _("Ihre Bitte ist wieder offen.")
    return taken(request, row, lambda: transitions.search_on(row, by=request.user), said)


@for_network
def help_close(request, pk):
    """Say whether it has helped, and what; from that a success factor can grow."""
    row = request_or_404(request, pk, rules.has_asked)
    if not row.is_running and request.method != "POST":
        return redirect(row)
    form = CloseForm(posted(request), user=request.user, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            transitions.close(row, by=request.user, **form.cleaned_data)
        except transitions.StepRefused as refused:
            row.refresh_from_db()
            if form.says(row):  # sent twice
                return redirect(row)
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Abgeschlossen. Danke, dass Sie es den anderen sagen."))
            return redirect(row)
    title = _("Hat es geholfen?")
    context = {"form": form, "title": title, "above": row.question, "crumb": row.network}
    return render(request, "network/form.html", context | {"cancel_url": row.get_absolute_url()})


@for_network
def help_withdraw(request, pk):
    """Take a request back: by whoever asked, or by those who keep the network."""
    row = request_or_404(request, pk, rules.can_withdraw_help)
    if not row.is_running:
        return redirect(row)
    if request.method == "POST":
        said = _("Zurückgezogen. Das Netzwerk liest die Bitte nicht mehr.")
        return taken(request, row, lambda: transitions.withdraw(row, by=request.user), said)
    undo = _("Das Netzwerk liest sie dann nicht mehr; Angebote lesen Sie weiter.")
    words = {"title": _("Diese Bitte zurückziehen"), "text": row.question, "undo": undo, "button": _("Zurückziehen")}
    return confirm(request, cancel_url=row.get_absolute_url(), crumb=row.network, **words)


@for_network
def help_factor(request, pk):
    """Make a success factor from what has helped; what was asked stands in the form already."""
    row = request_or_404(request, pk, lambda user, each: rules.can_keep(user, each.network))
    if not row.has_helped or row.factor_id and request.method != "POST":
        return redirect("network:factor-list", row.network_id)
    asked = _("Bitte um Hilfe, %(month)s") % {"month": timezone.localtime(row.closed_at).strftime("%m/%Y")}
    draft = {"text": row.what_helped, "theme": row.theme, "source": asked}
    back = reverse("network:factor-list", args=[row.network_id])
    options = {"request_for_help": row, "initial": draft, "lead": row.question}
    title = _("Erfolgsfaktor eintragen")
    return edit(request, HelpedFactorForm, new(SuccessFactor, row.network), title=title, back=back, **options)
