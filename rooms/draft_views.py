"""Drafts: stored and offered to the script of the forms (static/js/drafts.js), read and thrown away on own pages."""

import base64
import copy
import time
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.device_keys import key_for
from accounts.sessions import SHARED
from audit import reads

from . import drafts
from .draft_sent import Sent, Unreadable
from .models import Draft
from .reach import reach_of


@require_http_methods(["GET", "HEAD", "POST"])
def store(request):
    """What there is of the form the script asks for, or what it sends to be kept."""
    try:
        with transaction.atomic():
            return keep(request) if request.method == "POST" else offer(request)
    except DatabaseError:  # a full disk, say: the device keeps its copy
        return refusal(503, _("Der Server kann den Entwurf gerade nicht speichern."))


def offer(request):
    """The draft of one form; who asks, and the token with which to send from now on."""
    own = Draft.objects.filter(person=request.user)
    row = own.filter(slot=request.GET.get("slot", "")[: drafts.LONGEST_SLOT]).first()
    answer = {
        "person": request.user.pk,
        "csrf": get_token(request),
        "now": int(time.time()),
        "version": row.version if row else 0,
        "drafts": [as_data(row)] if row and row.content else [],
    }
    if wanted := request.GET.get("entwurf"):
        found = drafts.drafts_of(request.user).filter(pk=wanted).first() if is_key(wanted) else None
        answer["wanted"] = as_data(found) if found else None
    return JsonResponse(answer)


def is_key(text):
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def as_data(row):
    fields, at = drafts.content_of(row).fields, drafts.in_words(row.saved_at)
    return {"id": str(row.pk), "slot": row.slot, "fields": fields, "at": at}


def keep(request):
    """Store what was sent, unless somebody else sits there now or another window was quicker."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > drafts.LARGEST:
        return refusal(413, _("Dieser Text ist zu lang für einen Entwurf. Bitte legen Sie ihn ab oder teilen Sie ihn."))
    try:
        sent = Sent(request)
    except Unreadable:
        return refusal(400, _("Diesen Entwurf kann der Server nicht lesen."))
    if sent.person != request.user.pk:
        return refusal(403, _("Angemeldet ist jetzt jemand anderes."), person=request.user.pk)
    try:
        row = drafts.keep(request.user, sent.slot, sent.content, base=sent.base, room=sent.room, aside=sent.aside)
    except drafts.Conflict as conflict:
        found = conflict.draft
        return JsonResponse({"version": found.version, "draft": as_data(found) if found.content else None}, status=409)
    except drafts.TooMany:
        words = _("Es sind %(n)s Entwürfe aufgehoben, mehr geht nicht. Bitte verwerfen Sie erst einen.")
        return refusal(413, words % {"n": drafts.MOST})
    return JsonResponse({"version": row.version, "saved_at": drafts.in_words(row.saved_at)})


def refusal(status, words, **more):
    return JsonResponse({"error": words, **more}, status=status)


@require_POST
def device_key(request):
    """The key for what this device keeps, for as long as the page is open; none where others use the device."""
    key = None if request.session.get(SHARED) else base64.b64encode(key_for(request.user)).decode()
    return JsonResponse({"person": request.user.pk, "key": key})


@require_safe
def mine(request):
    """What one has begun and not sent."""
    rows = []
    for row in drafts.drafts_of(request.user).iterator(chunk_size=5):  # two hundred at once may be as many megabytes
        rows.append((row, drafts.content_of(row).title, why_not(request.user, row)))
        row.content = b""
    return render(request, "rooms/draft_list.html", {"rows": rows, "days": drafts.DAYS})


@require_safe
def detail(request, pk):
    """One draft to read and to copy; to go on writing where its form still takes it."""
    row = find(request, pk)
    content = drafts.content_of(row)
    context = {
        "draft": row,
        "content": content,
        "texts": content.texts,
        "why_not": why_not(request.user, row) or ("" if opens(request, row.path) else closed()),
        "days": drafts.DAYS,
    }
    return render(request, "rooms/draft_detail.html", context)


@require_POST
def discard(request, pk):
    """Throw a draft away."""
    drafts.forget(find(request, pk))
    if request.headers.get("Accept", "").startswith("application/json"):
        return HttpResponse(status=204)
    messages.success(request, _("Entwurf verworfen."))
    return redirect("drafts:list")


def find(request, pk):
    return get_object_or_404(drafts.drafts_of(request.user), pk=pk)


def closed():
    return _("Das Formular, zu dem dieser Entwurf gehört, gibt es nicht mehr oder es ist nicht mehr für Sie bestimmt.")


def why_not(user, draft):
    """Why one cannot go on with this draft, as far as it is known without asking its page; '' if one can."""
    if draft.room_id and draft.room_id not in reach_of(user).rooms:
        return _("Sie sind an dieser Beratung nicht mehr beteiligt. Was Sie geschrieben haben, bleibt trotzdem Ihres.")
    try:
        resolve(draft.path)
    except Resolver404:
        return closed()
    return ""


def opens(request, path):
    """Whether the page of the form would open for this person now; it is asked itself, and nothing of it is shown."""
    match, probe = resolve(path), copy.copy(request)
    probe.method, probe.path, probe.path_info, probe.resolver_match = "GET", path, path, match
    probe.GET = probe.POST = QueryDict()
    try:
        with transaction.atomic(), reads.compared_only():
            return match.func(probe, *match.args, **match.kwargs).status_code == 200
    except (Http404, PermissionDenied):
        return False
