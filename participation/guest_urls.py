from django.urls import include, path

from .views import guests

app_name = "guests"
urlpatterns = [
    path("leitbild/", include("participation.guest_urls_contributions")),
    path("frage/<slug:slug>/", guests.contribution_create, name="question-create"),
    path("veranstaltung/", include("participation.guest_urls_events")),
]
