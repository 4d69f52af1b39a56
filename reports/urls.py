from django.urls import include, path

from .views import home

app_name = "reports"
urlpatterns = [
    path("", home.home, name="home"),
    path("", include("reports.urls_profiles")),
    path("leitbilder/", include("reports.urls_statements")),
    path("beitraege/", include("reports.urls_contributions")),
    path("veranstaltungen/", include("reports.urls_events")),
    path("netzwerk/", include("reports.urls_network")),
    path("seiten/", include("reports.urls_desk")),
]
