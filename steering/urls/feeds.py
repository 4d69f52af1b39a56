from django.urls import path

from ..views import feeds

urlpatterns = [
    path("kalender/", feeds.feeds, name="feeds"),
    path("kalender/neu/", feeds.feed_create, name="feed-create"),
    path("kalender/<uuid:pk>/widerrufen/", feeds.feed_revoke, name="feed-revoke"),
    path("kalender/<str:token>.ics", feeds.feed, name="feed"),
    path("gremien/<uuid:pk>/oeffentlich.ics", feeds.feed_public, name="feed-public"),
    path("sitzungen/<uuid:pk>/termin.ics", feeds.meeting_calendar, name="meeting-calendar"),
]
