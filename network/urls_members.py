from django.urls import path

from .views import meetings, members, peer

urlpatterns = [
    path("netze/", members.space_list, name="space-list"),
    path("netze/neu/", members.space_create, name="space-create"),
    path("netze/<int:pk>/", members.space, name="space"),
    path("netze/<int:pk>/bearbeiten/", members.space_update, name="space-update"),
    path("netze/<int:pk>/mitglieder/neu/", members.member_create, name="member-create"),
    path("mitglieder/<uuid:pk>/bearbeiten/", members.member_update, name="member-update"),
    path("mitglieder/<uuid:pk>/loeschen/", members.member_delete, name="member-delete"),
    path("netze/<int:pk>/kohorten/neu/", members.cohort_create, name="cohort-create"),
    path("kohorten/<uuid:pk>/", members.cohort_detail, name="cohort-detail"),
    path("kohorten/<uuid:pk>/bearbeiten/", members.cohort_update, name="cohort-update"),
    path("netze/<int:pk>/fallberatungen/", peer.peer_list, name="peer-list"),
    path("netze/<int:pk>/fallberatungen/neu/", peer.peer_create, name="peer-create"),
    path("fallberatungen/<uuid:pk>/", peer.peer_detail, name="peer-detail"),
    path("fallberatungen/<uuid:pk>/bearbeiten/", peer.peer_update, name="peer-update"),
    path("fallberatungen/<uuid:pk>/uhr/", peer.peer_clock, name="peer-clock"),
    path("fallberatungen/<uuid:pk>/mitnehmen/", peer.peer_takeaway, name="peer-takeaway"),
    path("fallberatungen/<uuid:pk>/loeschen/", peer.peer_delete, name="peer-delete"),
    path("fallberatungen/<uuid:pk>/<slug:step>/", peer.peer_move, name="peer-move"),
    path("netze/<int:pk>/treffen/", meetings.meeting_list, name="meeting-list"),
    path("netze/<int:pk>/treffen/neu/", meetings.meeting_create, name="meeting-create"),
    path("treffen/<uuid:pk>/", meetings.meeting_detail, name="meeting-detail"),
    path("treffen/<uuid:pk>/nachtragen/", meetings.meeting_update, name="meeting-update"),
    path("netze/<int:pk>/erfolgsfaktoren/", meetings.factor_list, name="factor-list"),
    path("netze/<int:pk>/erfolgsfaktoren/neu/", meetings.factor_create, name="factor-create"),
    path("erfolgsfaktoren/<uuid:pk>/bearbeiten/", meetings.factor_update, name="factor-update"),
    path("erfolgsfaktoren/<uuid:pk>/loeschen/", meetings.factor_delete, name="factor-delete"),
]
