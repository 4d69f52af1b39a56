"""The map of what groups work with; each noun draws its own part."""

from . import consensing, council, feeds, hub, meetings, minutes, plan, resolutions, review, rounds

app_name = "steering"
urlpatterns = [
    *council.urlpatterns,
    *meetings.urlpatterns,
    *consensing.urlpatterns,
    *minutes.urlpatterns,
    *resolutions.urlpatterns,
    *plan.urlpatterns,
    *rounds.urlpatterns,
    *feeds.urlpatterns,
    *review.urlpatterns,
    *hub.urlpatterns,
]
