from django.urls import path

from .views import contributions

urlpatterns = [path("<slug:slug>/", contributions.contribution_report, name="contribution-report")]
