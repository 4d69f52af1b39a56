"""What crawlers look for at the root of a house and nowhere else."""

from django.urls import path

from .views import feeds

urlpatterns = [path("robots.txt", feeds.robots, name="robots")]
