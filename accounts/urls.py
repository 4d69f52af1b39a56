from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import path

from . import resume_views, second, security_views, stepup, views

app_name = "accounts"
urlpatterns = [
    path("", views.home, name="home"),
    path("anmelden/", views.SignIn.as_view(), name="sign-in"),
    path("anmelden/beispiel/", views.sample_sign_in, name="sample-sign-in"),
    path("anmelden/weiter/", resume_views.resume, name="resume"),
    path("anmelden/zweiter-schritt/", second.second, name="second"),
    path("anmelden/passkey/", second.passkey_sign_in, name="passkey-sign-in"),
    path("anmelden/passkey/frage/", second.passkey_question, name="passkey-question"),
    path("anmelden/bestaetigen/", stepup.confirm, name="confirm"),
    path("abmelden/", login_not_required(LogoutView.as_view()), name="sign-out"),
    path("passwort/vergessen/", views.Forgotten.as_view(), name="password-forgotten"),
    path("passwort/gesendet/", views.ForgottenSent.as_view(), name="password-sent"),
    path("passwort/neu/<uidb64>/<token>/", views.NewPassword.as_view(), name="password-new"),
    path("passwort/aendern/", views.ChangePassword.as_view(), name="password-change"),
    path("profil/", views.Profile.as_view(), name="profile"),
    path("profil/sicherheit/", security_views.security, name="security"),
    path("profil/sicherheit/app/", security_views.add_app, name="app-add"),
    path("profil/sicherheit/passkey/", security_views.add_passkey, name="passkey-add"),
    path("profil/sicherheit/<int:pk>/entfernen/", security_views.remove_factor, name="factor-remove"),
    path("profil/sicherheit/codes/", security_views.recovery_codes, name="recovery-codes"),
    path("profil/sicherheit/abmelden/", security_views.end_session, name="session-end"),
    path("sprache/", views.choose_language, name="language"),
    path("impressum/", views.Notice.as_view(template_name="accounts/imprint.html"), name="imprint"),
    path("datenschutz/", views.Notice.as_view(template_name="accounts/privacy.html"), name="privacy"),
    path("barrierefreiheit/", views.Notice.as_view(template_name="accounts/accessibility.html"), name="accessibility"),
]
