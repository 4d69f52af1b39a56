"""The map of all pages; each app draws its own part."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("", include("accounts.urls")),
    path("beratungen/", include("engagements.urls")),
    path("lenkung/", include("steering.urls")),
    path("kommunen/", include("municipalities.urls")),
    path("beteiligte/", include("stakeholders.urls")),
    path("beteiligung/", include("participation.urls")),
    path("netzwerk/", include("network.urls")),
    path("raeume/", include("rooms.urls")),
    path("entwuerfe/", include("rooms.draft_urls")),
    path("loeschkalender/", include("retention.urls")),
    path("stil/", include("config.style_urls")),
    path("", include("reports.urls_root")),
    # The public face: German without, English with /en/ before it; see accounts.middleware.PublicFace.
    *i18n_patterns(
        path("oeffentlich/", include("reports.urls")),
        path("oeffentlich/mitreden/", include("participation.guest_urls")),
        path("oeffentlich/anfrage/", include("network.guest_urls")),
        prefix_default_language=False,
    ),
]

handler403 = "rooms.kept.refused"
handler404 = "rooms.kept.not_found"
handler400 = "config.outage.bad_request"
handler500 = "config.outage.server_error"
