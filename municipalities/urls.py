from django.urls import path

from . import views

app_name = "municipalities"
urlpatterns = [
    path("", views.PlaceList.as_view(), name="list"),
    path("suche/", views.search, name="search"),
    path("<slug:key>/", views.PlaceDetail.as_view(), name="detail"),
    path("<slug:key>/kennzahlen/neu/", views.FigureCreate.as_view(), name="figure-create"),
    path("<slug:key>/namen/neu/", views.PlaceNameCreate.as_view(), name="name-create"),
    path("<slug:key>/einheiten/neu/", views.UnitCreate.as_view(), name="unit-create"),
]
