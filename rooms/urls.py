from django.urls import path

from . import eyes_views, file_views, history_views, joining_views, reading_views, release_views, version_views, views

app_name = "rooms"
urlpatterns = [
    path("<uuid:pk>/leser/", reading_views.readers_preview, name="readers-preview"),
    path("<uuid:pk>/sicht/", eyes_views.my_view, name="my-view"),
    path("<uuid:pk>/augen/", eyes_views.eyes, name="eyes"),
    path("<uuid:pk>/gelesen/", history_views.reads, name="reads"),
    path("mein-profil/gelesen/", history_views.my_profile, name="profile-reads"),
    path("vorschau/", reading_views.preview, name="preview"),
    path("einladung/<str:token>/", joining_views.invitation, name="invitation"),
    path("<uuid:pk>/mitglieder/", views.members, name="members"),
    path("<uuid:pk>/mitglieder/einladen/", views.invite, name="invite"),
    path("<uuid:pk>/mitglieder/rolle/", views.add_role, name="membership-add"),
    path("<uuid:pk>/mitglieder/<int:membership_pk>/beenden/", views.end_membership, name="membership-end"),
    path(
        "<uuid:pk>/einladungen/<uuid:invitation_pk>/zurueckziehen/",
        views.withdraw_invitation,
        name="invitation-withdraw",
    ),
    path("<uuid:pk>/einladungen/<uuid:invitation_pk>/erneuern/", views.renew_invitation, name="invitation-renew"),
    path("<uuid:pk>/freigaben/", release_views.releases, name="releases"),
    path("freigaben/neu/", release_views.create, name="release-create"),
    path("freigaben/<uuid:pk>/", release_views.detail, name="release"),
    path("freigaben/<uuid:pk>/freigeben/", release_views.approve, name="release-approve"),
    path("freigaben/<uuid:pk>/zurueckgeben/", release_views.give_back, name="release-return"),
    path("freigaben/<uuid:pk>/zurueckziehen/", release_views.withdraw, name="release-withdraw"),
    path("fassungen/<str:label>/<uuid:key>/", version_views.versions, name="versions"),
    path("<uuid:pk>/geloescht/", version_views.deleted, name="deleted"),
    path("dateien/<uuid:pk>/", file_views.download, name="file"),
]
