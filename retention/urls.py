from django.urls import path

from . import views

app_name = "retention"
urlpatterns = [
    path("<uuid:pk>/", views.due, name="due"),
    path("<uuid:pk>/vorschlagen/<slug:group>/", views.propose, name="propose"),
    path("<uuid:pk>/loeschstopp/", views.hold_create, name="hold-create"),
    path("<uuid:pk>/frist/<slug:group>/", views.term, name="term"),
    path("<uuid:pk>/eintrag/<str:label>/<uuid:key>/", views.row, name="row"),
    path("loeschung/<uuid:pk>/", views.plan, name="plan"),
    path("loeschung/<uuid:pk>/loeschen/", views.confirm, name="confirm"),
    path("loeschung/<uuid:pk>/zurueckziehen/", views.withdraw, name="withdraw"),
    path("loeschstopp/<uuid:pk>/bestaetigen/", views.hold_confirm, name="hold-confirm"),
    path("loeschstopp/<uuid:pk>/beenden/", views.hold_end, name="hold-end"),
]
