from django.urls import path

from ..views import review

urlpatterns = [
    path("", review.review_home, name="review-home"),
    path("start/", review.start, name="start"),
    path("<uuid:pk>/stand/", review.review, name="review"),
]
