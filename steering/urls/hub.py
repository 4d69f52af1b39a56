from django.urls import path

from ..views import hub

urlpatterns = [path("<uuid:pk>/", hub.hub, name="hub")]
