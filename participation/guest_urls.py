from django.urls import include, path

app_name = "guests"
urlpatterns = [
    path("leitbild/", include("participation.guest_urls_contributions")),
    path("veranstaltung/", include("participation.guest_urls_events")),
]
