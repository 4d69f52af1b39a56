from django.urls import path

from .views import courses, pool, team

urlpatterns = [
    path("netze/<int:pk>/pool/", pool.pool_list, name="pool-list"),
    path("netze/<int:pk>/pool/mein-profil/", pool.pool_create, name="pool-create"),
    path("pool/<uuid:pk>/", pool.pool_detail, name="pool-detail"),
    path("pool/<uuid:pk>/bearbeiten/", pool.pool_update, name="pool-update"),
    path("pool/<uuid:pk>/oeffentlich/", pool.pool_public, name="pool-public"),
    path("pool/<uuid:pk>/aufnehmen/", pool.pool_admit, name="pool-admit"),
    path("pool/<uuid:pk>/loeschen/", pool.pool_delete, name="pool-delete"),
    path("pool/<uuid:pk>/schreiben/", pool.pool_contact, name="pool-contact"),
    path("beratungen/<uuid:pk>/team/", team.team, name="team"),
    path("beratungen/<uuid:pk>/team/<uuid:profile>/", team.request_create, name="request-create"),
    path("anfragen-pool/<uuid:pk>/bearbeiten/", team.request_update, name="request-update"),
    path("anfragen-pool/<uuid:pk>/antwort/", team.request_answer, name="request-answer"),
    path("anfragen-pool/<uuid:pk>/<slug:step>/", team.request_move, name="request-move"),
    path("netze/<int:pk>/lehrgaenge/", courses.course_list, name="course-list"),
    path("netze/<int:pk>/lehrgaenge/neu/", courses.course_create, name="course-create"),
    path("lehrgaenge/<uuid:pk>/", courses.course_detail, name="course-detail"),
    path("lehrgaenge/<uuid:pk>/bearbeiten/", courses.course_update, name="course-update"),
    path("lehrgaenge/<uuid:pk>/anwesend/", courses.course_attendance, name="course-attendance"),
    path("lehrgaenge/<uuid:pk>/teilnehmende/neu/", courses.participant_create, name="participant-create"),
    path("teilnehmende/<uuid:pk>/bearbeiten/", courses.participant_update, name="participant-update"),
    path("teilnehmende/<uuid:pk>/loeschen/", courses.participant_delete, name="participant-delete"),
    path("teilnehmende/<uuid:pk>/zertifikat/", courses.certificate, name="certificate"),
]
