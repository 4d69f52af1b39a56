from django.urls import path

from ..views import mails, review

urlpatterns = [
    path("", review.review_home, name="review-home"),
    path("mails/", mails.mails, name="mails"),
    path("start/", review.start, name="start"),
    path("<uuid:pk>/stand/", review.review, name="review"),
]
