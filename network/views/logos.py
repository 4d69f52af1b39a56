"""The logos of those who fund, kept by the administrators of the network."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import posted
from audit.models import Entry
from rooms.once import Once

from ..forms.logos import LogoForm
from ..models import FunderLogo
from .desk import for_administrators


@for_administrators
def logo_list(request):
    """Every logo as the pages show it, with where it comes from."""
    return render(request, "network/logo_list.html", {"logos": FunderLogo.objects.plain()})


@for_administrators
def logo_create(request):
    """Keep the logo of one more funder."""
    once = Once(request, FunderLogo())
    if once.twin:
        return redirect("network:logo-list")
    logo = FunderLogo(pk=once.key)
    return edit(request, logo, once)


@for_administrators
def logo_update(request, pk):
    """Put another picture in its place, or describe it better: it changes on every page at once."""
    logo = get_object_or_404(FunderLogo, pk=pk)
    return edit(request, logo, Once(request, logo))


def edit(request, logo, once):
    form = once.mark(LogoForm(posted(request), request.FILES or None, instance=logo))
    if request.method == "POST" and form.is_valid():
        form.save_by(request.user)
        messages.success(request, _("Gespeichert. Es steht in jeder Fassung, die den Förderer ab jetzt nennt."))
        return redirect("network:logo-list")
    title = _("Logo hinzufügen") if logo._state.adding else _("Logo ändern")
    context = {"form": form, "title": title, "logo": None if logo._state.adding else logo}
    return render(
        request, "network/logo_form.html", context | {"cancel_url": reverse("network:logo-list")}, status=once.status
    )


@for_administrators
def logo_delete(request, pk):
    """Ask, then take it from every page."""
    logo = get_object_or_404(FunderLogo.objects.plain(), pk=pk)
    if request.method == "POST":
        Entry.objects.record("funderlogo.deleted", logo, by=request.user, summary=logo.name)
        logo.delete()
        messages.success(request, _("Gelöscht. Es steht auf keiner Seite mehr."))
        return redirect("network:logo-list")
    context = {
        "title": _("Logo löschen: %(name)s") % {"name": logo.name},
        "text": _(
            "Es verschwindet mit dem nächsten Aufruf von jeder Seite. Der Name des Förderers bleibt dort stehen."
        ),
        "button": _("Logo löschen"),
        "danger": True,
        "cancel_url": reverse("network:logo-list"),
    }
    return render(request, "network/logo_delete.html", context)
