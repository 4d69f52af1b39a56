from django.urls import path

from ..views import review

urlpatterns = [
    path("", review.review_home, name="review-home"),
    path("<uuid:pk>/stand/", review.review, name="review"),
]
