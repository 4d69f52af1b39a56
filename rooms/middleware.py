from contextlib import suppress

from django.conf import settings
from django.contrib.auth import logout as end_session
from django.contrib.sessions.backends.base import UpdateError
from django.db import transaction
from django.shortcuts import redirect, resolve_url
from django_htmx.http import HttpResponseClientRedirect

from accounts import sent, sessions
from audit import reads
from vocabulary.words import house

from .acting import act_as, one_at_a_time
from .reach import reach_of


class SessionEnds:
    """Signs out whoever has not moved for too long or came in too long ago; those who read most, sooner."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            if sessions.SINCE not in request.session:  # a session from before there was a limit
                sessions.begin(None, request, request.user)
            idle = self.too_long(request)
            if idle is not None:
                end_session(request)
                request.sat_idle = idle
            else:
                sessions.note_seen(request)
        return self.get_response(request)

    def too_long(self, request):
        """The minutes without a request that end the sign-in, 0 if it is simply too old, None if it goes on."""
        if sessions.minutes_since(request, sessions.SINCE) > settings.SESSION_HOURS * 60:
            return 0
        idle = sessions.minutes_since(request, sessions.SEEN)
        if idle > settings.SESSION_IDLE_MINUTES:
            return settings.SESSION_IDLE_MINUTES
        if idle > settings.SESSION_IDLE_MINUTES_TEAM and self.reads_much(request.user):
            return settings.SESSION_IDLE_MINUTES_TEAM
        return None

    def reads_much(self, user):
        """Advisors and administrators; asked only in the half hour where it makes a difference."""
        with transaction.atomic():
            act_as(user.pk)
            return user.is_network_admin or bool(reach_of(user).team_rooms)


class ActingPerson:
    """Makes every request one transaction that knows its person.

    The person is told to PostgreSQL for this transaction only (`SET LOCAL`), so that row-level policies can ask for
    her. A view that raises leaves nothing behind: its work is rolled back after the error page is made.

    What the answer was made of is written down before it leaves; an answer that cannot be written down does not leave.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with transaction.atomic(), reads.collected() as seen:
            act_as(person := request.user.pk)
            request.sending = ""
            house.refresh()
            response = self.get_response(request)
            failed = response.status_code >= 500 or getattr(request, "view_failed", False)
            if failed:
                transaction.set_rollback(True)
            elif not 300 <= response.status_code < 400:  # on the way elsewhere nothing is shown
                seen.keep(person, page=getattr(request.resolver_match, "view_name", ""))
            elif request.sending:
                sent.remember(request.sending, response)
            if not failed:
                self.keep_session(request)
        return response

    @staticmethod
    def keep_session(request):
        """What a form did and what the next page says of it go into the table together, by one commit."""
        if request.session.modified and request.session.session_key and not request.session.is_empty():
            with suppress(UpdateError):  # ended elsewhere meanwhile: Django's own middleware says so
                request.session.save()

    def process_view(self, request, view, args, kwargs):
        """A form sent twice waits for the first one, and goes where that one went."""
        if request.method != "POST" or not request.user.pk:
            return None
        one_at_a_time(request.user.pk, request.path)
        request.sending = sent.mark_of(request)
        location = request.sending and sent.earlier(request.sending)
        return redirect(location) if location else None

    def process_exception(self, request, exception):
        request.view_failed = True


class SecondFactorRequired:
    """Leads whoever needs a second factor and has none to where she sets one up; other pages wait until then."""

    OPEN = {"rooms:invitation"}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.needs_second_factor = lambda: request.user.is_authenticated and self.is_required(request.user)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.is_public_face:
            return None
        match = request.resolver_match
        own_pages = match.app_name == "accounts" and match.url_name != "home"
        if own_pages or match.view_name in self.OPEN or request.session.get(sessions.PROVEN):
            return None
        if not request.needs_second_factor() or request.user.factors.exists():
            return None
        target = resolve_url("accounts:security")
        return HttpResponseClientRedirect(target) if request.htmx else redirect(target)

    def is_required(self, user):
        """By the setting: nobody, everybody, or advisors and administrators of the network."""
        if settings.REQUIRE_SECOND_FACTOR != "team":
            return settings.REQUIRE_SECOND_FACTOR == "all"
        return user.is_network_admin or bool(reach_of(user).team_rooms)
