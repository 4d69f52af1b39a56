"""The map of what groups work with; each noun draws its own part."""

from . import feeds, hub, meetings, minutes, plan, resolutions, review, rounds

app_name = "steering"
urlpatterns = [
    *meetings.urlpatterns,
    *minutes.urlpatterns,
    *resolutions.urlpatterns,
    *plan.urlpatterns,
    *rounds.urlpatterns,
    *feeds.urlpatterns,
    *review.urlpatterns,
    *hub.urlpatterns,
]
