from django.urls import path

from ..views import programmes as views

urlpatterns = [
    path("programme/", views.ProgrammeList.as_view(), name="programme-list"),
    path("programme/neu/", views.programme_create, name="programme-create"),
    path("programme/<uuid:pk>/", views.ProgrammeDetail.as_view(), name="programme-detail"),
    path("programme/<uuid:pk>/bearbeiten/", views.programme_update, name="programme-update"),
    path("programme/<uuid:pk>/zuordnen/", views.part_create, name="part-create"),
    path("programme/zuordnungen/<int:pk>/aufheben/", views.part_delete, name="part-delete"),
]
