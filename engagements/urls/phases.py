from django.urls import path

from ..views import phases as views

urlpatterns = [
    path("<uuid:pk>/phasen/", views.phases, name="phases"),
    path("<uuid:pk>/phasen/neu/", views.phase_create, name="phase-create"),
    path("<uuid:pk>/stand/", views.status, name="status"),
    path("phasen/<int:pk>/", views.phase_update, name="phase-update"),
    path("phasen/<int:pk>/wiederholen/", views.phase_repeat, name="phase-repeat"),
    path("phasen/<int:pk>/umstellen/", views.phase_shift, name="phase-shift"),
    path("phasen/<int:pk>/<slug:step>/", views.phase_move, name="phase-move"),
    path("kriterien/<uuid:pk>/", views.criterion_update, name="criterion-update"),
    path("kriterien/<uuid:pk>/abhaken/", views.criterion_tick, name="criterion-tick"),
]
