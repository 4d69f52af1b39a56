from django.urls import path

from .views import network

urlpatterns = [
    path("bibliothek/", network.library, name="library"),
    path("bibliothek/<uuid:pk>/", network.library_item, name="library-item"),
    path("bibliothek/<uuid:pk>/datei/", network.library_file, name="library-file"),
    path("foerderer/<uuid:pk>-<slug:mark>.png", network.logo, name="logo"),
    path("pool/", network.pool, name="pool"),
]
