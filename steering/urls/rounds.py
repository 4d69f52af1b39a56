from django.urls import path

from ..views import answers, rounds

urlpatterns = [
    path("<uuid:pk>/runden/neu/", rounds.round_create, name="round-create"),
    path("runden/<uuid:pk>/", rounds.round_detail, name="round-detail"),
    path("runden/<uuid:pk>/erinnern/", rounds.round_remind, name="round-remind"),
    path("runden/<uuid:pk>/abschliessen/", rounds.round_close, name="round-close"),
    path("runden/<uuid:pk>/massnahmen/<uuid:measure>/", rounds.round_report, name="round-report"),
    path("antwort/<str:token>/", answers.round_answer, name="round-answer"),
]
