from django.urls import path

from . import draft_views as views

app_name = "drafts"
urlpatterns = [
    path("", views.store, name="store"),
    path("schluessel/", views.device_key, name="key"),
    path("liste/", views.mine, name="list"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/verwerfen/", views.discard, name="discard"),
]
