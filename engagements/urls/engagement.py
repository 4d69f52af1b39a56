from django.urls import path

from ..views import detail
from ..views import engagement as views

urlpatterns = [
    path("", views.EngagementList.as_view(), name="list"),
    path("neu/", views.EngagementCreate.as_view(), name="create"),
    path("<uuid:pk>/", detail.detail, name="detail"),
    path("<uuid:pk>/bearbeiten/", views.EngagementUpdate.as_view(), name="update"),
    path("<uuid:pk>/verknuepfen/", views.link_create, name="link-create"),
    path("verknuepfungen/<int:pk>/loesen/", views.link_delete, name="link-delete"),
]
