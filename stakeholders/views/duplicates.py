from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import rules
from ..actions import keep_apart, merge_organisations, merge_persons
from ..duplicates import proposals
from ..forms import MergeForm
from ..merging import MergeRefused
from ..models import Organisation, Person
from .access import editable_item, editable_room, item_or_404, place_of, require

MODELS = {"organisation": Organisation, "person": Person}
MERGE = {"organisation": merge_organisations, "person": merge_persons}


def duplicates(request, room):
    """Pairs that may mean the same, each with the reason; the team decides."""
    room = editable_room(request.user, room)
    context = {"proposals": proposals(request.user, room.pk)}
    return render(request, "stakeholders/duplicates.html", context | place_of(request.user, room))


def pair_or_404(request, kind, first, second):
    model = MODELS[kind]
    one = editable_item(request.user, model.objects, first)
    other = item_or_404(request.user, model.objects, second)
    if one.room_id != other.room_id or one == other:
        raise Http404
    require(rules.can_merge(request.user, one, other))
    return one, other


def merge(request, kind, first, second):
    """Two rows side by side; only a decision of the team makes them one."""
    one, other = pair_or_404(request, kind, first, second)
    form = MergeForm(request.POST or None, first=one, second=other, user=request.user)
    if request.method == "POST" and form.is_valid():
        keep, drop, chosen = form.decision()
        try:
            kept = MERGE[kind](keep, drop, by=request.user, **chosen)
        except MergeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Zusammengeführt. Alle Bezüge stehen jetzt bei „%(name)s“.") % {"name": kept})
            return redirect(kept)
    context = {"form": form, "first": one, "second": other, "kind": kind}
    context |= {"sides": [side(request.user, row) for row in (one, other)]}
    return render(request, "stakeholders/merge.html", context | place_of(request.user, one.room))


def side(user, row):
    """What hangs on one of the two, as far as the person sees it."""
    aliases = list(row.aliases.all()) if isinstance(row, Organisation) else []
    return {
        "item": row,
        "aliases": aliases,
        "offices": list(row.offices.visible_to(user).select_related("person").in_order()),
        "log_count": row.log.visible_to(user).count(),
    }


@require_POST
def dismiss(request, kind, first, second):
    one, other = pair_or_404(request, kind, first, second)
    keep_apart(one, other, by=request.user)
    messages.success(request, _("Vermerkt: „%(one)s“ und „%(other)s“ sind verschieden.") % {"one": one, "other": other})
    return redirect("stakeholders:duplicates", one.room_id)
