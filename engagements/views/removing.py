"""Taking a row off the mandate page, whichever list it stands in."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import require
from audit.models import Entry

from .. import rules


def remove(request, found, *, title, text):
    """Ask before a row of the mandate page goes, and note that it went."""
    require(rules.can_write, request.user, found.engagement)
    back = reverse("engagements:mandate", args=[found.engagement_id])
    if request.method == "POST":
        Entry.objects.record(f"{found._meta.model_name}.deleted", found, by=request.user)
        found.delete()
        messages.success(request, _("Entfernt."))
        return redirect(back)
    context = {
        "title": title,
        "text": text,
        "button": _("Entfernen"),
        "danger": True,
        "cancel_url": back,
        "engagement": found.engagement,
    }
    return render(request, "engagements/mandate_confirm.html", context)
