from django.urls import path

from ..views import agreements, contributions
from ..views import mandate as views

urlpatterns = [
    path("<uuid:pk>/auftrag/", views.mandate, name="mandate"),
    path("<uuid:pk>/auftrag/neu/", views.mandate_create, name="mandate-create"),
    path("auftraege/<uuid:pk>/", views.mandate_update, name="mandate-update"),
    path("auftraege/<uuid:pk>/entfernen/", views.mandate_delete, name="mandate-delete"),
    path("<uuid:pk>/ansprechpersonen/neu/", views.contact_create, name="contact-create"),
    path("ansprechpersonen/<uuid:pk>/entfernen/", views.contact_delete, name="contact-delete"),
    path("<uuid:pk>/vereinbarungen/neu/", agreements.agreement_create, name="agreement-create"),
    path(
        "<uuid:pk>/vereinbarungen/gesondert/<slug:code>/",
        agreements.agreement_draft_separate,
        name="agreement-draft-separate",
    ),
    path("vereinbarungen/<uuid:pk>/", agreements.agreement_detail, name="agreement-detail"),
    path("vereinbarungen/<uuid:pk>/bearbeiten/", agreements.agreement_update, name="agreement-update"),
    path("vereinbarungen/<uuid:pk>/drucken/", agreements.agreement_print, name="agreement-print"),
    path("vereinbarungen/<uuid:pk>/<slug:state>/", agreements.agreement_move, name="agreement-move"),
    path("<uuid:pk>/eigenleistungen/neu/", contributions.contribution_create, name="contribution-create"),
    path("eigenleistungen/<uuid:pk>/", contributions.contribution_update, name="contribution-update"),
    path("eigenleistungen/<uuid:pk>/stand/", contributions.contribution_tick, name="contribution-tick"),
    path("eigenleistungen/<uuid:pk>/entfernen/", contributions.contribution_delete, name="contribution-delete"),
]
