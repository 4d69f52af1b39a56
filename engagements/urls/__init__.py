"""The map of the consultations; each noun draws its own part."""

from . import engagement, log, mandate, phases, programmes, templates

app_name = "engagements"
urlpatterns = [
    *log.urlpatterns,
    *programmes.urlpatterns,
    *templates.urlpatterns,
    *phases.urlpatterns,
    *mandate.urlpatterns,
    *engagement.urlpatterns,
]
