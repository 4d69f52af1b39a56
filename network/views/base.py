"""How the pages of a network ask who may read, show a form and save it."""

from functools import wraps

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import posted, require
from audit.models import Entry
from audit.rows import merge
from engagements.forms.phases import warnings_of
from engagements.forms.rows import MORE, failed, unchecked, with_more_rows
from rooms.enums import Circle
from rooms.once import Once

from .. import rules
from ..models import Network


def for_network(view):
    """These pages do not exist for whoever is in no network."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not rules.can_read_network(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def kept_or_403(request, pk):
    """A network this person keeps."""
    return require(rules.can_keep, request.user, get_object_or_404(Network.objects.select_related("room"), pk=pk))


def row_or_404(request, rows, pk, *, to_keep=False):
    """A row of a network this person reads; to change it she keeps the network."""
    row = get_object_or_404(rows.visible_to(request.user).select_related("network__room"), pk=pk)
    if to_keep:
        require(rules.can_keep, request.user, row.network)
    return row


def new(model, network, **fields):
    """A row of a network, read by the network; further out it comes by two people."""
    return model(room=network.room, network=network, circle=Circle.NETWORK, **fields)


def edit(request, form_class, row, *, title, back, lead="", said="", crumb=None, **options):
    """A form for one row: made once however often it is sent, then back to the page it belongs to."""
    once = Once(request, row)
    if once.twin:
        return redirect(back)
    form = once.mark(form_class(posted(request), request.FILES or None, instance=row, user=request.user, **options))
    if request.method == "POST" and form.is_valid():
        form.save_by(request.user)
        messages.success(request, said or _("Gespeichert."))
        for warning in warnings_of(form):
            messages.warning(request, warning)
        return redirect(back)
    context = {"form": form, "title": title, "lead": lead, "cancel_url": back, "crumb": crumb or row.network}
    return render(request, "network/form.html", context, status=once.status)


def edit_with_rows(request, form_class, row, lists, *, title, cancel_url):
    """One form over several tables: all of it is saved, or none; a button for more rows only shows more rows.

    `lists` are tuples of prefix, title, word for one row, hint, formset.
    """
    once = Once(request, row)
    if once.twin:
        return redirect(once.twin)
    data = request.POST or None
    more = with_more_rows(request.POST, {each[0] for each in lists}) if data else None
    form = once.mark(form_class(more or data, instance=row, user=request.user))
    shown = [
        {"title": name, "word": word, "hint": hint, "rows": rows(more or data, instance=row, prefix=prefix)}
        for prefix, name, word, hint, rows in lists
    ]
    formsets, wrong = [each["rows"] for each in shown], None
    if more:
        unchecked([form], formsets)
    elif data:
        if all([form.is_valid(), *(formset.is_valid() for formset in formsets)]):
            return save_with_rows(request, form, formsets, once.key)
        for each in shown if form.conflict else ():
            each["rows"] = merge(each["rows"], form.data, form.conflict, each["word"])
        wrong = failed(form, [(each["word"], each["rows"]) for each in shown])
    context = {"form": form, "lists": shown, "failed": wrong, "title": title, "more": MORE}
    context |= {"cancel_url": cancel_url, "crumb": row.network}
    return render(request, "network/rows_form.html", context, status=once.status)


@transaction.atomic
def save_with_rows(request, form, formsets, key):
    adding = form.instance._state.adding
    if adding:
        form.instance.pk = key  # lists of rows have taken it away
    row = form.save_by(request.user)
    for formset in formsets:
        formset.instance = row
    changed = [formset for formset in formsets if formset.save_in_order()]
    if changed and not adding:
        form.note_new_state()
        names = ", ".join(str(formset.model._meta.verbose_name_plural) for formset in changed)
        Entry.objects.record(f"{row._meta.model_name}.changed", row, by=request.user, summary=names)
    messages.success(request, _("Gespeichert."))
    return redirect(row)


def searched(request, form_class, rows, pk):
    """What a list of a network with a search shows; the address holds the search."""
    network = get_object_or_404(Network.objects.select_related("room"), pk=pk)
    search = form_class(request.GET)
    return {
        "network": network,
        "filter": search,
        "is_filtered": any(request.GET.values()),
        "rows": search.apply(rows.visible_to(request.user).filter(network=network)).for_list(),
        "may_keep": rules.can_keep(request.user, network),
    }


def delete(request, row, *, back, said="", cancel_url="", crumb=None, **words):
    """Ask, then delete a row with all that hangs on it."""
    if request.method == "POST":
        row.delete()
        messages.success(request, said or _("Gelöscht."))
        return redirect(back)
    words |= {"button": _("Löschen"), "cancel_url": cancel_url or back, "crumb": crumb or row.network}
    return confirm(request, **words)


def confirm(request, *, title, text, button, cancel_url, crumb, undo="", danger=True):
    """A page that asks before what cannot be undone."""
    context = {"title": title, "text": text, "button": button, "cancel_url": cancel_url, "crumb": crumb}
    return render(request, "network/confirm.html", context | {"undo": undo, "danger": danger})
