from django.urls import path

from ..views import templates as views

urlpatterns = [
    path("vorlagen/", views.template_list, name="template-list"),
    path("vorlagen/<int:pk>/", views.template_detail, name="template-detail"),
    path("vorlagen/<int:pk>/kopieren/", views.template_copy, name="template-copy"),
    path("vorlagen/<int:pk>/neue-fassung/", views.template_new_version, name="template-new-version"),
    path("vorlagen/<int:pk>/bearbeiten/", views.template_update, name="template-update"),
    path("vorlagen/<int:pk>/veroeffentlichen/", views.template_publish, name="template-publish"),
    path("vorlagen/<int:pk>/verwerfen/", views.template_discard, name="template-discard"),
    path("vorlagen/<int:pk>/phasen/neu/", views.phase_template_create, name="template-phase-create"),
    path("vorlagen/<int:pk>/phasen/<int:phase_pk>/", views.phase_template_update, name="template-phase-update"),
    path(
        "vorlagen/<int:pk>/phasen/<int:phase_pk>/verschieben/", views.phase_template_shift, name="template-phase-shift"
    ),
    path(
        "vorlagen/<int:pk>/phasen/<int:phase_pk>/entfernen/", views.phase_template_delete, name="template-phase-delete"
    ),
    path("<uuid:pk>/vorlage/", views.template_move, name="template-move"),
]
