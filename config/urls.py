"""The map of all pages; each app draws its own part."""

from django.urls import include, path

urlpatterns = [
    path("", include("accounts.urls")),
    path("beratungen/", include("engagements.urls")),
    path("lenkung/", include("steering.urls")),
    path("kommunen/", include("municipalities.urls")),
    path("beteiligte/", include("stakeholders.urls")),
    path("netzwerk/", include("network.urls")),
    path("raeume/", include("rooms.urls")),
    path("entwuerfe/", include("rooms.draft_urls")),
    path("loeschkalender/", include("retention.urls")),
    path("stil/", include("config.style_urls")),
]

handler403 = "rooms.kept.refused"
handler404 = "rooms.kept.not_found"
handler400 = "config.outage.bad_request"
handler500 = "config.outage.server_error"
