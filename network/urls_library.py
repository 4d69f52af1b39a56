from django.urls import path

from .views import library

urlpatterns = [
    path("netze/<int:pk>/bibliothek/", library.library_list, name="library-list"),
    path("netze/<int:pk>/bibliothek/neu/", library.library_create, name="library-create"),
    path("bibliothek/<uuid:pk>/", library.library_detail, name="library-detail"),
    path("bibliothek/<uuid:pk>/bearbeiten/", library.library_update, name="library-update"),
    path("bibliothek/<uuid:pk>/zuruecknehmen/", library.library_back, name="library-back"),
    path("bibliothek/<uuid:pk>/loeschen/", library.library_delete, name="library-delete"),
]
