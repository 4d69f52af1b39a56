from django.urls import path, re_path

from ..views import log, log_lists
from ..views import log_search as search

UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

urlpatterns = [
    path("suche/", search.everywhere, name="search"),
    path("<uuid:engagement>/tagebuch/", log_lists.entries, name="log-list"),
    path("<uuid:engagement>/tagebuch/neu/", log.create, name="log-create"),
    path("<uuid:engagement>/tagebuch/druck/", log_lists.printed, name="log-print"),
    re_path(rf"^(?P<engagement>{UUID})/tagebuch/export\.(?P<form>csv|xlsx)$", log_lists.export, name="log-export"),
    path("eintraege/<uuid:pk>/", log.detail, name="log-detail"),
    path("eintraege/<uuid:pk>/bearbeiten/", log.update, name="log-update"),
    path("eintraege/<uuid:pk>/leser/", log.readers_preview, name="log-readers"),
]
