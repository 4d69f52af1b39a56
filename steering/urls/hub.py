from django.urls import path

from ..views import hub, newcomers

urlpatterns = [
    path("<uuid:pk>/", hub.hub, name="hub"),
    path("<uuid:pk>/sitzungen/", hub.meeting_list, name="meeting-list"),
    path("<uuid:pk>/neue-mitglieder/", newcomers.share, name="newcomers"),
]
