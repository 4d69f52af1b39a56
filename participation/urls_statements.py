from django.urls import path

from .views import statement_parts as parts
from .views import statements, version_ends, version_sections, versions

urlpatterns = [
    path("<uuid:pk>/", statements.statement_detail, name="statement-detail"),
    path("beratung/<uuid:pk>/", statements.statement_list, name="statement-list"),
    path("beratung/<uuid:pk>/neu/", statements.statement_create, name="statement-create"),
    path("<uuid:pk>/bearbeiten/", statements.statement_update, name="statement-update"),
    path("schritte/<uuid:pk>/", statements.statement_step, name="statement-step"),
    path("schritte/<uuid:pk>/stand/<slug:state>/", statements.step_move, name="statement-step-move"),
    path("<uuid:pk>/leitziele/", parts.statement_aims, name="statement-aims"),
    path("<uuid:pk>/leitziele/<int:number>/massnahme/", parts.aim_measure_create, name="aim-measure-create"),
    path("leitziele/<int:pk>/loesen/", parts.aim_measure_delete, name="aim-measure-delete"),
    path("<uuid:pk>/unterzeichnende/", parts.signatories, name="signatories"),
    path("<uuid:pk>/unterzeichnende/neu/", parts.signatory_create, name="signatory-create"),
    path("unterzeichnende/<uuid:pk>/", parts.signatory_update, name="signatory-update"),
    path("unterzeichnende/<uuid:pk>/zurueckziehen/", parts.signatory_withdraw, name="signatory-withdraw"),
    path("<uuid:pk>/ueberpruefung/", parts.statement_review, name="statement-review"),
    path("<uuid:pk>/fassungen/neu/", versions.version_create, name="version-create"),
    path("fassungen/<uuid:pk>/", versions.version_detail, name="version-detail"),
    path("fassungen/<uuid:pk>/bearbeiten/", versions.version_update, name="version-update"),
    path("fassungen/<uuid:pk>/naechste/", versions.version_copy, name="version-copy"),
    path("fassungen/<uuid:pk>/vergleich/", versions.version_compare, name="version-compare"),
    path("fassungen/<uuid:pk>/sprachen/neu/", versions.rendering_create, name="rendering-create"),
    path("fassungen/<uuid:pk>/stand/<slug:state>/", version_ends.version_move, name="version-move"),
    path("fassungen/<uuid:pk>/empfehlung/", version_ends.version_recommend, name="version-recommend"),
    path("fassungen/<uuid:pk>/beschluss/", version_ends.version_decide, name="version-decide"),
    path("fassungen/<uuid:pk>/beschliessen/", version_ends.version_adopt, name="version-adopt"),
    path("fassungen/<uuid:pk>/abschnitte/neu/", version_sections.section_create, name="section-create"),
    path("abschnitte/<int:pk>/", version_sections.section_update, name="section-update"),
    path("abschnitte/<int:pk>/herausnehmen/", version_sections.section_delete, name="section-delete"),
    path("abschnitte/<int:pk>/<slug:way>/", version_sections.section_move, name="section-move"),
]
