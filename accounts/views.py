from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login as start_session
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView, UpdateView

from . import letters, notices
from .carrying import safe_target
from .forms import ChangePasswordForm, ForgottenForm, NewPasswordForm, ProfileForm, SignInForm
from .limits import status_of
from .middleware import say_why
from .models import User
from .refusals import refused
from .resume_views import csrf_failure
from .second import come_in
from .sessions import end_sessions, note_shared

__all__ = ["csrf_failure"]  # named in the settings

YEAR = 365 * 24 * 60 * 60
SAMPLE_DOMAIN = "@beispiel.example"


@login_not_required
def home(request):
    """The front door: to her own work for whoever is signed in, else to the public face; back to where one was."""
    if request.user.is_authenticated:
        return redirect("steering:start")
    if getattr(request, "sat_idle", None) is not None:
        say_why(request)
        return redirect_to_login("/")
    return redirect("reports:home")


class SignIn(auth.LoginView):
    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        return super().get_context_data(samples=sample_accounts(), **kwargs)

    def form_valid(self, form):
        response = come_in(self.request, form.get_user(), self.get_redirect_url())
        note_shared(self.request, form)
        return response

    def form_invalid(self, form):
        return with_status(super().form_invalid(form), form)


def with_status(response, form):
    """The page of a refused form; 429 if it was refused because of too many attempts."""
    response.status_code = status_of(form, response.status_code)
    return response


def sample_accounts():
    """The sample accounts, offered as buttons in the sample mode only."""
    if not settings.SAMPLE_MODE:
        return User.objects.none()
    return User.objects.filter(email__endswith=SAMPLE_DOMAIN, is_active=True).order_by("pk")


@login_not_required
@require_POST
def sample_sign_in(request):
    """Sign in as a sample account by one click; nothing of this exists outside the sample mode."""
    if not settings.SAMPLE_MODE:
        raise Http404
    wanted = request.POST.get("email", "")
    account = next((account for account in sample_accounts() if account.email == wanted), None)
    if not account:
        return redirect("accounts:sign-in")
    start_session(request, account, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(safe_target(request, request.POST.get("next")) or settings.LOGIN_REDIRECT_URL)


class Forgotten(auth.PasswordResetView):
    template_name = "accounts/password_forgotten.html"
    form_class = ForgottenForm
    email_template_name = "accounts/mail/password_reset.txt"
    subject_template_name = "accounts/mail/password_reset_subject.txt"
    success_url = reverse_lazy("accounts:password-sent")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def form_invalid(self, form):
        return with_status(super().form_invalid(form), form)


class ForgottenSent(auth.PasswordResetDoneView):
    template_name = "accounts/password_sent.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(is_stuck=letters.is_stuck(), **kwargs)


class NewPassword(auth.PasswordResetConfirmView):
    template_name = "accounts/password_new.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("accounts:sign-in")

    def get_context_data(self, **kwargs):
        if not self.validlink:
            refused("reset-link")
        return super().get_context_data(**kwargs)

    def form_valid(self, form):
        """Whoever is signed in with the old one is not any more; a second factor stays what it is."""
        messages.success(self.request, _("Das neue Passwort gilt. Bitte melden Sie sich damit an."))
        response = super().form_valid(form)
        end_sessions(self.user)
        notices.notify(self.user, notices.Notice.PASSWORD_CHANGED)
        return response


class ChangePassword(auth.PasswordChangeView):
    template_name = "accounts/password_change.html"
    form_class = ChangePasswordForm
    success_url = reverse_lazy("accounts:security")

    def form_valid(self, form):
        messages.success(self.request, _("Ihr Passwort ist geändert. Andere Geräte sind abgemeldet."))
        response = super().form_valid(form)
        end_sessions(self.request.user, but=self.request.session.session_key)
        notices.notify(self.request.user, notices.Notice.PASSWORD_CHANGED)
        return response

    def form_invalid(self, form):
        return with_status(super().form_invalid(form), form)


class Profile(UpdateView):
    template_name = "accounts/profile.html"
    form_class = ProfileForm
    success_url = reverse_lazy("accounts:profile")

    def get_object(self, queryset=None):
        return User.objects.select_related("organisation").get(pk=self.request.user.pk)

    def get_context_data(self, **kwargs):
        return super().get_context_data(memberships=self.memberships(), **kwargs)

    def memberships(self):
        """Where the person is in now; what has ended is not named to her any more."""
        active = self.request.user.memberships.active()
        return active.select_related("room__organisation", "room__engagement", "room__network")

    def form_valid(self, form):
        messages.success(self.request, _("Gespeichert."))
        return keep_language(super().form_valid(form), form.instance.language)


def keep_language(response, language):
    """In a cookie, for the sign-in page."""
    response.set_cookie("language", language, max_age=YEAR, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax")
    return response


@login_not_required
@require_POST
def choose_language(request):
    """Keep the chosen language with the person and with her browser."""
    language = request.POST.get("language", "")
    response = redirect(safe_target(request, request.POST.get("next")) or "accounts:sign-in")
    if language not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(language=language)
    return keep_language(response, language)


@method_decorator(login_not_required, name="dispatch")
class Notice(TemplateView):
    """A page everybody may read: imprint, data protection, accessibility."""

    def get_context_data(self, **kwargs):
        operator = {
            "name": settings.OPERATOR_NAME,
            "address": settings.OPERATOR_ADDRESS,
            "email": settings.OPERATOR_EMAIL,
        }
        return super().get_context_data(operator=operator, is_sample=settings.SAMPLE_MODE, **kwargs)
