from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from engagements.views.phases import engagement_or_404

from .. import rules
from ..newcomers import newcomers, share_with_newcomers
from .meetings import hub_of


def share(request, pk):
    """Who does not read body, sittings and plan yet, and with one click from today on does."""
    engagement = engagement_or_404(request.user, pk, rules.can_steer)
    hub = reverse("steering:hub", args=[engagement.pk])
    found = newcomers(engagement)
    if request.method == "POST":
        if share_with_newcomers(engagement, by=request.user):
            messages.success(request, _("Ab heute lesen alle in der Runde Gremien, nächste Sitzungen und Plan."))
        return redirect(hub)
    if not found:
        messages.info(request, _("Alle in der Runde lesen Gremien, nächste Sitzungen und Plan."))
        return redirect(hub)
    names = ", ".join(str(row.user) for row in found)
    words = _(
        "Später dazugekommen: %(names)s. Wer dazukommt, liest ab dem ersten Tag. Gremien, nächste Sitzungen und der "
        "Plan sind älter. Damit werden sie ab heute auch für diese Personen lesbar, soweit die Lenkungsrunde sie "
        "liest. Frühere Protokolle, Beschlüsse und Meldungen nicht."
    )
    context = {
        "title": _("Für neue Mitglieder öffnen?"),
        "text": words % {"names": names},
        "button": _("Öffnen"),
        "engagement": engagement,
        "about": hub_of(engagement),
        "cancel_url": hub,
    }
    return render(request, "steering/confirm.html", context)
