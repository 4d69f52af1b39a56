from django.urls import path

from . import views

app_name = "network"
urlpatterns = [
    path("", views.home, name="home"),
    path("organisationen/", views.organisation_list, name="organisation-list"),
    path("organisationen/neu/", views.organisation_edit, name="organisation-create"),
    path("organisationen/<int:pk>/", views.organisation_detail, name="organisation-detail"),
    path("organisationen/<int:pk>/bearbeiten/", views.organisation_edit, name="organisation-update"),
    path("personen/", views.person_list, name="person-list"),
    path("personen/<int:pk>/", views.person_detail, name="person-detail"),
    *[
        path(f"personen/<int:pk>/{step}/", views.person_step, {"step": step}, name=f"person-{name}")
        for step, name in [
            ("stilllegen", "deactivate"),
            ("freigeben", "reactivate"),
            ("verwaltung-geben", "grant-admin"),
            ("verwaltung-nehmen", "withdraw-admin"),
        ]
    ],
]
