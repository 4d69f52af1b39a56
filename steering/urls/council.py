from django.urls import path, re_path

from ..views import council, council_people, council_years
from .plan import UUID

urlpatterns = [
    path("gremien/<uuid:pk>/aufbau/", council.council, name="council"),
    path("gremien/<uuid:pk>/aufbau/vorgaenger/", council.predecessor, name="council-predecessor"),
    path("gremien/<uuid:pk>/aufbau/sitze/", council.seats_take, name="council-seats"),
    path("gremien/<uuid:pk>/aufbau/neu/", council.renew_council, name="council-renew"),
    path("aufbau/<uuid:pk>/", council.council_step, name="council-step"),
    path("aufbau/<uuid:pk>/stand/<slug:state>/", council.step_move, name="council-move"),
    path("gremien/<uuid:pk>/aufruf/neu/", council_people.call_create, name="call-create"),
    path("aufrufe/<uuid:pk>/", council_people.call_update, name="call-update"),
    path("gremien/<uuid:pk>/ansprache/", council_people.nominations, name="nominations"),
    path("gremien/<uuid:pk>/ansprache/neu/", council_people.nomination_create, name="nomination-create"),
    path("ansprache/<uuid:pk>/bearbeiten/", council_people.nomination_update, name="nomination-update"),
    path("ansprache/<uuid:pk>/stand/<slug:state>/", council_people.nomination_move, name="nomination-move"),
    path("gremien/<uuid:pk>/besetzen/", council_people.council_fill, name="council-fill"),
    path("gremien/<uuid:pk>/erste-sitzung/", council_people.council_first, name="council-first"),
    path("gremien/<uuid:pk>/jahresbericht/<int:year>/", council_years.council_year, name="council-year"),
    path(
        "gremien/<uuid:pk>/jahresbericht/<int:year>/schreiben/",
        council_years.council_year_write,
        name="council-year-write",
    ),
    re_path(
        rf"^gremien/(?P<pk>{UUID})/jahresbericht/(?P<year>20[0-9][0-9])/jahresbericht\.docx$",
        council_years.council_year_document,
        name="council-year-document",
    ),
]
