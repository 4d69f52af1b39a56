"""Asking for help without an account: below /oeffentlich/anfrage/."""

from django.urls import path

from .views import inquiries as views

app_name = "inquiries"
urlpatterns = [
    path("", views.ask, name="ask"),
    path("akut/", views.ask, {"short": True}, name="ask-acute"),
    path("angekommen/<str:token>/", views.sent, name="sent"),
]
