from django.urls import path

from .views import network

urlpatterns = [
    path("bibliothek/", network.library, name="library"),
    path("bibliothek/<uuid:pk>/", network.library_item, name="library-item"),
    path("pool/", network.pool, name="pool"),
]
