"""Calendars to subscribe to: the list of one's own, a new address, and what programs fetch without signing in."""

import hashlib

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import posted
from accounts.limits import Attempt, address_of
from accounts.refusals import refused
from accounts.stepup import confirmed_recently
from rooms.enums import Circle
from rooms.once import Once
from stakeholders.models import Body

from ..exports.calendar import CONTENT_TYPE, calendar
from ..feeds import (
    fetched,
    make_feed,
    meetings_of,
    open_body,
    open_meetings,
    opened_by,
    revoke,
    token_from,
    worded,
)
from ..forms.feeds import FeedForm
from ..models import Feed, Meeting


@require_safe
def feeds(request):
    """What is subscribed to, where, and when it was last fetched."""
    rows = list(Feed.objects.visible_to(request.user).in_order())
    return render(request, "steering/feed_list.html", {"feeds": rows})


@never_cache
@confirmed_recently
def feed_create(request):
    """A new address, shown this one time: nobody can look it up again, neither here nor in the database."""
    user, row = request.user, Feed()
    asked = request.GET.get("gremium")
    once = Once(request, row)
    form = once.mark(FeedForm(posted(request), instance=row, user=user, initial={"body": asked}))
    if request.method == "POST" and (once.twin or form.is_valid()):
        token = token_from(form.data.get("seed", ""), user, once.key)
        if once.twin is None:
            row.of_body = row.body_id is not None
            make_feed(row, token, by=user)
        address = request.build_absolute_uri(reverse("steering:feed", args=[token]))
        return render(request, "steering/feed_new.html", {"address": address, "feed": once.twin or row})
    context = {"form": form, "cancel_url": reverse("steering:feeds")}
    return render(request, "steering/feed_form.html", context, status=once.status)


def feed_revoke(request, pk):
    row = get_object_or_404(Feed.objects.visible_to(request.user).select_related("body"), pk=pk)
    if request.method == "POST":
        revoke(row, by=request.user)
        messages.success(request, _("„%(label)s“ ist widerrufen; die Adresse öffnet nichts mehr.") % {"label": row})
        return redirect("steering:feeds")
    context = {
        "title": _("Kalender „%(label)s“ widerrufen?") % {"label": row},
        "text": _("Die Adresse öffnet dann nichts mehr. Löschen Sie das Abo danach auch in Ihrem Kalenderprogramm."),
        "button": _("Widerrufen"),
        "danger": True,
        "cancel_url": reverse("steering:feeds"),
    }
    return render(request, "steering/feed_revoke.html", context)


@login_not_required
@require_safe
def feed(request, token):
    """What a calendar program fetches: read as the owner reads today, so that what is over for her ends here, too."""
    attempt = Attempt(feed_address=address_of(request))
    if wait := attempt.begin():
        response = shut(request, "often", 429)
        response["Retry-After"] = str(60 * wait)
        return response
    opened = opened_by(token)
    if opened is None:
        return shut(request, "unknown", 404)
    attempt.succeed()
    if opened.is_revoked:
        return shut(request, "revoked", 410)
    owner = fetched(opened)
    with translation.override(owner.language):
        meetings = meetings_of(owner, of_body=opened.of_body, body=opened.body)
        return answer(request, calendar(meetings, name=name_of(owner, opened), link=links(request)))


def name_of(owner, opened):
    """What the calendar is called in the program; a confidential body, or one that is over for her, is not named."""
    if not opened.of_body:
        return _("Ortsgespräch: Sitzungen")
    named = Body.objects.visible_to(owner).filter(pk=opened.body, circle__lt=Circle.TEAM).only("name", "circle", "room")
    return getattr(named.first(), "name", _("Ortsgespräch: ein Gremium"))


@login_not_required
@require_safe
def feed_public(request, pk):
    """The public sittings of a body that meets in public; nothing else of it, whoever asks."""
    body = open_body(pk)
    if body is None:
        raise Http404
    return answer(request, calendar(open_meetings(body), name=body.name))


@require_safe
def meeting_calendar(request, pk):
    """One meeting for one's own calendar, as little of it as in every other."""
    user = request.user
    rows = Meeting.objects.visible_to(user).filter(body__in=Body.objects.visible_to(user))
    meeting = get_object_or_404(worded(rows), pk=pk)
    if meeting.is_protected:
        messages.info(request, _("Ort und Zeit dieser Sitzung sind geschützt; sie steht in keinem Kalender."))
        return redirect(meeting)
    response = answer(request, calendar([meeting], name=_("Ortsgespräch: Sitzungen"), link=links(request)))
    response["Content-Disposition"] = 'attachment; filename="termin.ics"'
    return response


def links(request):
    return lambda meeting: request.build_absolute_uri(meeting.get_absolute_url())


def answer(request, content):
    """The calendar, or only that it is still the same; what has gone from it counts, too, so its content decides."""
    tag = f'"{hashlib.sha256(content).hexdigest()}"'
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["ETag"] = tag
    if not request.user.is_authenticated:  # a program keeps it and asks whether it is still the same
        response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return get_conditional_response(request, etag=tag, response=response)


def shut(request, why, status):
    """One clear sentence about why the address opens nothing."""
    refused("feed", None, why=why)
    return render(request, "steering/feed_shut.html", {"why": why}, status=status)
