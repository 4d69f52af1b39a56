"""The library of a network."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rooms import uploads
from rooms.enums import Circle
from rooms.models import File
from rooms.releasing import propose_url

from .. import rules
from ..forms.library import LibraryFilter, LibraryForm
from ..models import LibraryItem
from ..shelving import file_of, take_back
from .base import confirm, edit, for_network, kept_or_403, new, row_or_404, searched


@for_network
def library_list(request, pk):
    """Search the library."""
    return render(request, "network/library_list.html", searched(request, LibraryFilter, LibraryItem.objects, pk))


@for_network
def library_detail(request, pk):
    """One work, with its file or address; who keeps the network proposes it for everybody."""
    row = row_or_404(request, LibraryItem.objects, pk)
    may_keep, is_public = rules.can_keep(request.user, row.network), row.circle == Circle.PUBLIC
    context = {
        "row": row,
        "file": File.objects.visible_to(request.user).filter(pk=row.file_id).first(),
        "may_keep": may_keep,
        "is_without_file": may_keep and is_public and row.file_id and file_of(row) is None,
        "propose_url": propose_url(row, Circle.PUBLIC) if may_keep and not is_public else "",
    }
    return render(request, "network/library_detail.html", context)


@for_network
def library_create(request, pk):
    """Put a work on the shelf."""
    network = kept_or_403(request, pk)
    back = reverse("network:library-list", args=[network.pk])
    return edit(request, LibraryForm, new(LibraryItem, network), title=_("Werk eintragen"), back=back)


@for_network
def library_update(request, pk):
    """Change what is said of a work, or give it a newer file; what everybody reads is taken back first."""
    row = row_or_404(request, LibraryItem.objects.select_related("file"), pk, to_keep=True)
    if row.circle == Circle.PUBLIC:
        return render(request, "network/library_back.html", {"row": row})
    return edit(request, LibraryForm, row, title=_("Werk ändern"), back=row.get_absolute_url())


@require_POST
@for_network
def library_back(request, pk):
    """Take a work back into the network, in one click; then it can be changed and proposed anew."""
    row = row_or_404(request, LibraryItem.objects, pk, to_keep=True)
    take_back(row, by=request.user)
    messages.success(request, _("Wieder im Netzwerk. Nach dem Ändern können Sie das Werk neu vorschlagen."))
    return redirect("network:library-update", row.pk)


@for_network
def library_delete(request, pk):
    """Take a work off the shelf, with its file."""
    row = row_or_404(request, LibraryItem.objects.select_related("file"), pk, to_keep=True)
    if request.method == "POST":
        file, network = row.file, row.network_id
        row.delete()
        if file:
            uploads.remove(file)
        messages.success(request, _("Gelöscht."))
        return redirect("network:library-list", network)
    words = {
        "title": _("Werk löschen"),
        "text": row.title,
        "undo": _("Auch die Datei geht mit."),
        "button": _("Löschen"),
    }
    return confirm(request, cancel_url=row.get_absolute_url(), crumb=row.network, **words)
