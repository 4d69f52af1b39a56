from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login as start_session
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseForbidden
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView, UpdateView

from .forms import ChangePasswordForm, ForgottenForm, NewPasswordForm, ProfileForm, SignInForm
from .models import User

YEAR = 365 * 24 * 60 * 60
KEPT = "behalten-"  # prefix of fields carried over an ended session


class SignIn(auth.LoginView):
    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        return super().get_context_data(samples=sample_accounts(), **kwargs)


def sample_accounts():
    """The sample accounts, offered as buttons in the sample mode only."""
    if not settings.SAMPLE_MODE:
        return []
    return User.objects.filter(email__endswith="@beispiel.example", is_active=True).order_by("pk")


@login_not_required
@require_POST
def sample_sign_in(request):
    """Sign in as a sample account by one click; nothing of this exists outside the sample mode."""
    account = sample_accounts() and sample_accounts().filter(email=request.POST.get("email", "")).first()
    if not account:
        return redirect("accounts:sign-in")
    start_session(request, account, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(safe_target(request, request.POST.get("next")) or settings.LOGIN_REDIRECT_URL)


def safe_target(request, url):
    """A path of ours to go on to, or '' for anything else."""
    return url if url and url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure()) else ""


@login_not_required
def resume(request):
    """Answer to a form that was sent after the session ended: sign in here, and the text goes on its way."""
    if request.path == reverse_lazy("accounts:resume"):
        target = safe_target(request, request.POST.get("ziel"))
        kept = [(key.removeprefix(KEPT), values) for key, values in request.POST.lists() if key.startswith(KEPT)]
        form = SignInForm(request, request.POST)
        if not target:
            return redirect("accounts:sign-in")
        if form.is_valid():
            start_session(request, form.get_user())
    else:
        target, form = request.get_full_path(), SignInForm(request)
        kept = [(key, values) for key, values in request.POST.lists() if key != "csrfmiddlewaretoken"]
    context = {"form": form, "target": target, "prefix": KEPT, "kept": flat(kept)}
    status = 200 if request.user.is_authenticated else 401
    return render(request, "accounts/resume.html", context, status=status)


def flat(lists):
    return [(key, value) for key, values in lists for value in values]


def csrf_failure(request, reason=""):
    """The page shown when a form's token does not fit: says what to do and shows what was typed, to copy."""
    typed = [value for key, value in flat(request.POST.lists()) if "\n" in value or len(value) > 80]
    return HttpResponseForbidden(render_to_string("accounts/csrf_failure.html", {"typed": typed}))


class Forgotten(auth.PasswordResetView):
    template_name = "accounts/password_forgotten.html"
    form_class = ForgottenForm
    email_template_name = "accounts/mail/password_reset.txt"
    subject_template_name = "accounts/mail/password_reset_subject.txt"
    success_url = reverse_lazy("accounts:password-sent")


class ForgottenSent(auth.PasswordResetDoneView):
    template_name = "accounts/password_sent.html"


class NewPassword(auth.PasswordResetConfirmView):
    template_name = "accounts/password_new.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("accounts:sign-in")

    def form_valid(self, form):
        messages.success(self.request, _("Das neue Passwort gilt. Bitte melden Sie sich damit an."))
        return super().form_valid(form)


class ChangePassword(auth.PasswordChangeView):
    template_name = "accounts/password_change.html"
    form_class = ChangePasswordForm
    success_url = reverse_lazy("accounts:profile")

    def form_valid(self, form):
        messages.success(self.request, _("Ihr Passwort ist geändert. Andere Geräte sind abgemeldet."))
        return super().form_valid(form)


class Profile(UpdateView):
    template_name = "accounts/profile.html"
    form_class = ProfileForm
    success_url = reverse_lazy("accounts:profile")

    def get_object(self, queryset=None):
        return User.objects.select_related("organisation").get(pk=self.request.user.pk)

    def form_valid(self, form):
        messages.success(self.request, _("Gespeichert."))
        return super().form_valid(form)


@login_not_required
@require_POST
def choose_language(request):
    """Keep the chosen language with the person, and in a cookie for the sign-in page."""
    language = request.POST.get("language", "")
    response = redirect(safe_target(request, request.POST.get("next")) or "accounts:sign-in")
    if language in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            User.objects.filter(pk=request.user.pk).update(language=language)
        response.set_cookie("language", language, max_age=YEAR, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax")
    return response


class Notice(TemplateView):
    """A page everybody may read: imprint, data protection, accessibility."""
