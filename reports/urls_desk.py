from django.urls import path

from .views import desk

urlpatterns = [path("<slug:key>/", desk.text, name="text")]
