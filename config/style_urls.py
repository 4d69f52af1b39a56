from django.urls import path

from .style import style_page

urlpatterns = [path("", style_page, name="style")]
