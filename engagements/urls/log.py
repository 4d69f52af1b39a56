from django.urls import path, re_path

from ..views import log, log_lists, sealed
from ..views import log_search as search

UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

urlpatterns = [
    path("suche/", search.everywhere, name="search"),
    path("<uuid:engagement>/tagebuch/", log_lists.entries, name="log-list"),
    path("<uuid:engagement>/tagebuch/neu/", log.create, name="log-create"),
    path("<uuid:engagement>/tagebuch/druck/", log_lists.printed, name="log-print"),
    re_path(rf"^(?P<engagement>{UUID})/tagebuch/export\.(?P<form>csv|xlsx)$", log_lists.export, name="log-export"),
    path("<uuid:engagement>/versiegelt/", sealed.sealed_list, name="sealed"),
    path("<uuid:engagement>/versiegelt/<uuid:key>/", sealed.sealed_open, name="sealed-open"),
    path("<uuid:engagement>/oeffnungen/<uuid:unlock>/schliessen/", sealed.unlock_close, name="unlock-close"),
    path("<uuid:engagement>/oeffnungen/<uuid:unlock>/gelesen/", sealed.unlock_note, name="unlock-note"),
    path("eintraege/<uuid:pk>/", log.detail, name="log-detail"),
    path("eintraege/<uuid:pk>/bearbeiten/", log.update, name="log-update"),
]
