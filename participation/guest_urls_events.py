from django.urls import path

from .views import invitations, registrations

urlpatterns = [
    path("<uuid:pk>/", registrations.registration_create, name="register"),
    path("einladung/<slug:secret>/", invitations.invitation, name="invitation"),
    path("meine/<slug:secret>/", registrations.registration, name="registration"),
]
