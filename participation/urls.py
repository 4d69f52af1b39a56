from django.urls import include, path

app_name = "participation"
urlpatterns = [
    path("leitbilder/", include("participation.urls_statements")),
    path("beitraege/", include("participation.urls_contributions")),
    path("veranstaltungen/", include("participation.urls_events")),
]
