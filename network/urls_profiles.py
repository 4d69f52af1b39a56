from django.urls import path

from .views import profiles as views

urlpatterns = [
    path("steckbriefe/<uuid:pk>/", views.desk, name="profile"),
    path("steckbriefe/<uuid:pk>/bearbeiten/", views.write, name="profile-update"),
    path("steckbriefe/<uuid:pk>/vorlegen/", views.propose, name="profile-propose"),
    path("steckbriefe/<uuid:pk>/einwilligung/", views.consent_create, name="consent-create"),
    path("steckbriefe/einwilligungen/<uuid:pk>/widerrufen/", views.consent_withdraw, name="consent-withdraw"),
    path("steckbriefe/fassungen/<uuid:pk>/", views.edition, name="edition"),
    *[
        path(f"steckbriefe/fassungen/<uuid:pk>/unterschreiben/{side}/", views.sign, {"side": side}, name=name)
        for side, name in [("beratung", "edition-sign-team"), ("kommune", "edition-sign-town")]
    ],
    path("steckbriefe/fassungen/<uuid:pk>/zurueckziehen/", views.withdraw, name="edition-withdraw"),
    path("aehnliche/", views.twins, name="twins"),
    path("aehnliche/<uuid:pk>/", views.twin, name="twin"),
]
