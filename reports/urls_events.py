from django.urls import path

from .views import events

urlpatterns = [
    path("", events.event_list, name="events"),
    path("kalender.ics", events.event_feed, name="event-feed"),
    path("<uuid:pk>/", events.event, name="event"),
    path("<uuid:pk>/kalender.ics", events.event_calendar, name="event-calendar"),
    path("vorschlaege/<uuid:pk>/", events.proposal, name="event-proposal"),
]
