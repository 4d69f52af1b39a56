from django.urls import path

from ..views import invitations, meetings

urlpatterns = [
    path("<uuid:pk>/sitzungen/neu/", meetings.meeting_create, name="meeting-create"),
    path("<uuid:pk>/sitzungen/reihe/", meetings.meeting_series, name="meeting-series"),
    path("sitzungen/<uuid:pk>/", meetings.meeting_detail, name="meeting-detail"),
    path("sitzungen/<uuid:pk>/bearbeiten/", meetings.meeting_update, name="meeting-update"),
    path("sitzungen/<uuid:pk>/einladen/", invitations.meeting_invite, name="meeting-invite"),
    path("sitzungen/<uuid:pk>/anwesenheit/", meetings.attendance, name="attendance"),
    path("sitzungen/<uuid:pk>/tagesordnung/neu/", meetings.agenda_create, name="agenda-create"),
    path("sitzungen/<uuid:pk>/stand/<slug:state>/", meetings.meeting_move, name="meeting-move"),
    path("tagesordnung/<uuid:pk>/", meetings.agenda_update, name="agenda-update"),
    path("tagesordnung/<uuid:pk>/entfernen/", meetings.agenda_delete, name="agenda-delete"),
    path("tagesordnung/<uuid:pk>/stand/", meetings.agenda_order, name="agenda-order"),
]
