from django.urls import path

from .views import asking, contributions, weighing
from .views import contribution_points as points
from .views import contribution_rounds as rounds

urlpatterns = [
    path("<uuid:pk>/", contributions.contribution_list, name="contribution-list"),
    path("<uuid:pk>/neu/", contributions.contribution_create, name="contribution-create"),
    path("<uuid:pk>/karten/", contributions.cards_create, name="cards-create"),
    path("<uuid:pk>/punkte/", points.point_list, name="point-list"),
    path("<uuid:pk>/punkte/entscheiden/", points.points_decide, name="points-decide"),
    path("<uuid:pk>/antworten/", rounds.answers_send, name="answers-send"),
    path("<uuid:pk>/fragen/", rounds.comment_round_create, name="comment-round-create"),
    path("<uuid:pk>/punkte/abwaegen/", weighing.points_weigh, name="points-weigh"),
    path("beratung/<uuid:pk>/", asking.comment_round_list, name="comment-round-list"),
    path("beratung/<uuid:pk>/<slug:subject>/", asking.comment_round_ask, name="comment-round-ask"),
    path("beitrag/<uuid:pk>/", contributions.contribution_detail, name="contribution-detail"),
    path("beitrag/<uuid:pk>/bearbeiten/", contributions.contribution_update, name="contribution-update"),
    path("beitrag/<uuid:pk>/abweisen/", contributions.contribution_refuse, name="contribution-refuse"),
    path("beitrag/<uuid:pk>/aufnehmen/", contributions.contribution_accept, name="contribution-accept"),
    path("punkt/<uuid:pk>/", points.point_detail, name="point-detail"),
    path("punkt/<uuid:pk>/bearbeiten/", points.point_update, name="point-update"),
    path("punkt/<uuid:pk>/entscheiden/", points.point_decide, name="point-decide"),
    path("punkt/<uuid:pk>/zuruecknehmen/", points.point_reopen, name="point-reopen"),
    path("punkt/<uuid:pk>/ergebnis/", weighing.point_take_over, name="point-take-over"),
    path("punkt/<uuid:pk>/entfernen/", points.point_delete, name="point-delete"),
    path("runde/<uuid:pk>/", rounds.comment_round_detail, name="comment-round-detail"),
    path("runde/<uuid:pk>/bearbeiten/", rounds.comment_round_update, name="comment-round-update"),
    path("runde/<uuid:pk>/was-wurde-daraus/", rounds.report_create, name="report-create"),
    path("was-wurde-daraus/<uuid:pk>/", rounds.report_detail, name="report-detail"),
]
