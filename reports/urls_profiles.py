from django.urls import path

from .views import feeds, map, profiles, subscriptions

urlpatterns = [
    path("karte/", map.germany, name="map"),
    path("beratungen/", profiles.profile_list, name="profiles"),
    path("beratungen/<slug:slug>/", profiles.profile, name="profile"),
    path("neues/", feeds.feed, name="feed"),
    path("neues/<slug:topic>/", feeds.feed, name="feed-topic"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("abonnieren/", subscriptions.create, name="subscription-create"),
    path("abonnieren/<str:key>/", subscriptions.confirmed, name="subscription-confirm"),
    path("abmelden/<str:key>/", subscriptions.ended, name="subscription-end"),
]
