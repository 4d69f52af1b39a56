from django.urls import path

from ..views import minutes

urlpatterns = [
    path("sitzungen/<uuid:pk>/protokoll/", minutes.minutes_detail, name="minutes-detail"),
    path("sitzungen/<uuid:pk>/protokoll/schreiben/", minutes.minutes_write, name="minutes-write"),
    path("sitzungen/<uuid:pk>/protokoll/zustimmung/", minutes.minutes_review, name="minutes-review"),
    path("sitzungen/<uuid:pk>/protokoll/genehmigen/", minutes.minutes_approve, name="minutes-approve"),
    path("sitzungen/<uuid:pk>/protokoll/rueckmeldung/", minutes.minutes_reply, name="minutes-reply"),
    path("sitzungen/<uuid:pk>/protokoll/nachtrag/", minutes.addendum_create, name="addendum-create"),
    path("einwaende/<uuid:pk>/", minutes.reply_settle, name="reply-settle"),
]
