from django.urls import include, path

from accounts.stepup import confirmed_recently

from .views import desk as views

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
        path(f"personen/<int:pk>/{step}/", view, {"step": step}, name=f"person-{name}")
        for step, name, view in [
            ("stilllegen", "deactivate", confirmed_recently(views.person_step)),
            ("freigeben", "reactivate", views.person_step),
            ("verwaltung-geben", "grant-admin", confirmed_recently(views.person_step)),
            ("verwaltung-nehmen", "withdraw-admin", confirmed_recently(views.person_step)),
        ]
    ],
    path("", include("network.urls_members")),
    path("", include("network.urls_pool")),
    path("", include("network.urls_help")),
    path("", include("network.urls_library")),
    path("", include("network.urls_profiles")),
    path("", include("network.urls_desk")),
]
