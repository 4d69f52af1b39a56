from http import HTTPStatus

from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.middleware import AuthenticationMiddleware, LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_htmx.http import HttpResponseClientRedirect

from .sessions import note_person

PUBLIC_FACE = "/oeffentlich/"


class PublicFace:
    """Marks the pages for everybody: they know no person and no session, and their address says their language."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = translation.get_language_from_path(request.path_info)
        path = request.path_info.removeprefix(f"/{language}") if language else request.path_info
        request.is_public_face = path.startswith(PUBLIC_FACE)
        request.public_language = language or settings.LANGUAGE_CODE
        response = self.get_response(request)
        if request.is_public_face and response.status_code == HTTPStatus.NOT_FOUND:
            patch_cache_control(response, no_store=True)  # what is not there today may be there tomorrow
        return response


class WhoIsThere(AuthenticationMiddleware):
    """As Django's own; but the person has come with her session and is not asked for a second time."""

    def process_request(self, request):
        if request.is_public_face:
            request.user = AnonymousUser()
            return
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: person_of(request))


def person_of(request):
    """The person of the session where all that Django asks of her holds; whatever does not, Django decides."""
    session = request.session
    key, person = session.get(auth.SESSION_KEY), session.person  # the first loads both
    fits = (
        person is not None
        and str(person.pk) == key
        and person.is_active
        and session.get(auth.BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(session.get(auth.HASH_SESSION_KEY, ""), person.get_session_auth_hash())
    )
    return person if fits else auth.get_user(request)


class PersonsLanguage:
    """German unless the person or her browser's cookie has chosen otherwise; the browser's own wish is not asked."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = self.chosen(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    @staticmethod
    def chosen(request):
        if request.is_public_face:
            return request.public_language
        wanted = request.user.language if request.user.is_authenticated else request.COOKIES.get("language")
        return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def page_around(request):
    """The path of the page that htmx asked a part for; '/' where the browser says nothing usable."""
    try:
        return request.htmx.current_url_abs_path or "/"
    except ValueError:  # an address no browser has
        return "/"


def say_why(request):
    """On the sign-in page: why a person who was signed in a moment ago is not any more."""
    idle = getattr(request, "sat_idle", None)
    if idle is None:
        return
    text = _("Ihre Anmeldung liegt zu lange zurück. Bitte melden Sie sich neu an.")
    if idle:
        text = ngettext(
            "Es geschah länger als %(n)s Minute nichts. Bitte melden Sie sich neu an.",
            "Es geschah länger als %(n)s Minuten nichts. Bitte melden Sie sich neu an.",
            idle,
        ) % {"n": idle}
    messages.info(request, text)


class SignInRequired(LoginRequiredMiddleware):
    """Every page asks who is there unless it says otherwise; a form sent after the session ended loses nothing."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if request.is_public_face:
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request, view_func):
        if request.headers.get("Accept", "").startswith("application/json"):
            return HttpResponse(status=401)
        if request.method != "POST" or request.htmx:
            say_why(request)
        if request.htmx:  # after signing in the person wants the page she sat at, not the part of it
            return redirect_to_login(page_around(request))
        if request.method == "POST":
            from .resume_views import keep_typed  # noqa: PLC0415 -- middleware is loaded before the views are

            return keep_typed(request)
        return super().handle_no_permission(request, view_func)

    def process_response(self, request, response):
        if request.user.is_authenticated:
            note_person(request, response)
        return response


class HtmxSignIn:
    """Lets a fragment that met the end of the session send the whole page to sign in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        sign_in = resolve_url(settings.LOGIN_URL)
        if request.htmx and response.status_code == 302 and response["Location"].startswith(sign_in):
            return HttpResponseClientRedirect(response["Location"])
        return response


class NotKept:
    """What a signed-in person saw stays in no cache, hers or one on the way; and no page asks the device for more."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        person = getattr(request, "user", None)  # missing where a guard before sign-in has answered
        if person is not None and person.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        return response
