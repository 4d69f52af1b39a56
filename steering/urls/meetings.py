from django.urls import path

from ..views import holding, invitations, meetings, papers, preparing

urlpatterns = [
    path("<uuid:pk>/sitzungen/neu/", meetings.meeting_create, name="meeting-create"),
    path("<uuid:pk>/sitzungen/reihe/", meetings.meeting_series, name="meeting-series"),
    path("sitzungen/<uuid:pk>/", meetings.meeting_detail, name="meeting-detail"),
    path("sitzungen/<uuid:pk>/bearbeiten/", meetings.meeting_update, name="meeting-update"),
    path("sitzungen/<uuid:pk>/einladen/", invitations.meeting_invite, name="meeting-invite"),
    path("sitzungen/<uuid:pk>/vorbereiten/", preparing.meeting_prepare, name="meeting-prepare"),
    path("sitzungen/<uuid:pk>/unterlagen/", papers.meeting_papers, name="meeting-papers"),
    path("sitzungen/<uuid:pk>/halten/", holding.hold, name="hold"),
    path("sitzungen/<uuid:pk>/halten/ende/", holding.hold_end, name="hold-end"),
    path("tagesordnung/<uuid:pk>/halten/", holding.hold_item, name="hold-item"),
    path("sitzungen/<uuid:pk>/anwesenheit/", meetings.attendance, name="attendance"),
    path("sitzungen/<uuid:pk>/tagesordnung/neu/", meetings.agenda_create, name="agenda-create"),
    path("sitzungen/<uuid:pk>/stand/<slug:state>/", meetings.meeting_move, name="meeting-move"),
    path("tagesordnung/<uuid:pk>/", meetings.agenda_update, name="agenda-update"),
    path("tagesordnung/<uuid:pk>/entfernen/", meetings.agenda_delete, name="agenda-delete"),
    path("tagesordnung/<uuid:pk>/stand/", meetings.agenda_order, name="agenda-order"),
]
