from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.stepup import confirmed_recently
from audit.models import Entry
from rooms.downloads import attachment
from rooms.enums import Circle
from rooms.keyset import keyset_page, without_place
from rooms.readers import readers_in

from ..exports.log import CONTENT_TYPES, WRITERS, for_export
from ..filters import Facets, LogFilter
from ..models import LogEntry
from ..overview import BRIEF, engagement_or_404
from ..rules import can_write
from ..search import with_excerpt

MOST_ON_PAPER = 1000
SHOWN = [
    "room", "circle", "author", "shared_on", "kind", "title", "when", "when_from", "minutes", "themes", "sorts_on",
    "phase__name", "phase__short", "phase__round",
]  # fmt: skip


def find(request, engagement):
    """The engagement, for its members; nobody else learns that it exists."""
    return engagement_or_404(request.user, engagement, BRIEF)


def of(engagement, user):
    """The diary of an engagement as this person may read it."""
    return LogEntry.objects.visible_to(user, room=engagement.room_id).filter(engagement=engagement)


def filtered(request, engagement):
    """The same, narrowed as the address says."""
    user = request.user
    entries, facets = of(engagement, user), Facets(engagement, user)
    readers_in(request, engagement.room_id, facets.members)
    return LogFilter(request.GET, queryset=entries, facets=facets, user=user, request=request)


@require_safe
def entries(request, engagement):
    """The diary, newest first."""
    engagement = find(request, engagement)
    narrowed = filtered(request, engagement)
    page = keyset_page(with_excerpt(narrowed.qs.select_related("phase")).only(*SHOWN), request.GET)
    context = {
        "engagement": engagement,
        "filter": narrowed,
        "page": page,
        "entries": page.rows,
        "sentence": sentence(page, narrowed.chosen),
        "address": without_place(request.GET).urlencode(),
        "narrows": not narrowed.form.is_valid() or any(name != "q" for name, _label in narrowed.chosen),
        "may_write": can_write(request.user, engagement),
    }
    whole = request.htmx.target != "liste"
    response = render(request, "engagements/logentry_list.html" if whole else "engagements/_log_list.html", context)
    if not whole:
        response["HX-Push-Url"] = f"{request.path}?{context['address']}" if context["address"] else request.path
    return response


def sentence(page, chosen):
    """What the list shows, in words; a number only where it is known without counting."""
    count = len(page.rows)
    if not count:
        return _("Kein Eintrag passt dazu.") if chosen else ""
    if page.is_whole:
        return ngettext("%(n)s Eintrag", "%(n)s Einträge", count) % {"n": count}
    if page.is_first:
        return _("Die %(n)s neuesten Einträge") % {"n": count}
    return ngettext("%(n)s älterer Eintrag", "%(n)s ältere Einträge", count) % {"n": count}


@require_safe
def printed(request, engagement):
    """The diary on paper, oldest first, every entry with its circle; what is sealed stays here."""
    engagement = find(request, engagement)
    narrowed = filtered(request, engagement)
    told = narrowed.qs.exclude(circle=Circle.SEALED).select_related("phase", "author").defer("search")
    rows = list(told.newest_first()[: MOST_ON_PAPER + 1])
    context = {
        "engagement": engagement,
        "filter": narrowed,
        "entries": rows[:MOST_ON_PAPER][::-1],
        "is_cut": len(rows) > MOST_ON_PAPER,
        "most": MOST_ON_PAPER,
        "address": without_place(request.GET).urlencode(),
    }
    return render(request, "engagements/logentry_print.html", context)


@require_safe
@confirmed_recently
def export(request, engagement, form):
    """The diary as a file, made in memory: after this request nothing may be read any more."""
    engagement = find(request, engagement)
    narrows = without_place(request.GET)  # without a choice nobody need know what there is to choose from
    rows = filtered(request, engagement).qs if narrows else of(engagement, request.user)
    content, count = WRITERS[form](for_export(rows, request.user))
    summary = ngettext("%(form)s, %(n)s Eintrag", "%(form)s, %(n)s Einträge", count)
    Entry.objects.record(
        "engagement.log_exported", engagement, by=request.user, summary=summary % {"form": form.upper(), "n": count}
    )
    name = f"tagebuch-{slugify(engagement.title)[:60] or 'beratung'}-{timezone.localdate()}.{form}"
    return attachment(content, CONTENT_TYPES[form], name)
