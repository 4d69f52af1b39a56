from django.urls import path

from .views import registrations

urlpatterns = [
    path("<uuid:pk>/", registrations.registration_create, name="register"),
    path("meine/<slug:secret>/", registrations.registration, name="registration"),
]
