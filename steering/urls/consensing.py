from django.urls import path

from ..views import consensing

urlpatterns = [
    path("tagesordnung/<uuid:pk>/abwaegen/", consensing.consensing_create, name="consensing-create"),
    path("abwaegen/<uuid:pk>/", consensing.consensing_detail, name="consensing-detail"),
    path("abwaegen/<uuid:pk>/bewerten/", consensing.consensing_vote, name="consensing-vote"),
    path("abwaegen/<uuid:pk>/zahlen/", consensing.consensing_call, name="consensing-call"),
    path("abwaegen/<uuid:pk>/abschliessen/", consensing.consensing_close, name="consensing-close"),
    path("abwaegen/<uuid:pk>/verwerfen/", consensing.consensing_delete, name="consensing-delete"),
    path("abwaegen/<uuid:pk>/ergebnis/", consensing.consensing_resolve, name="consensing-resolve"),
]
