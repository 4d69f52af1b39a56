from django.urls import path

from . import reading_views

app_name = "rooms"
urlpatterns = [
    path("<uuid:pk>/leser/", reading_views.readers_preview, name="readers-preview"),
    path("vorschau/", reading_views.preview, name="preview"),
]
