from django.urls import path

from .views import guests

urlpatterns = [
    path("beitrag/<slug:token>/", guests.contribution_told, name="contribution-told"),
    path("beitrag/<slug:token>/adresse/", guests.contribution_forget, name="contribution-forget"),
    path("<slug:slug>/", guests.contribution_create, name="contribution-create"),
]
