from django.urls import path, re_path

from ..views import measure_parts, plan, plan_papers, working_groups

UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

urlpatterns = [
    path("<uuid:pk>/plan/", plan.plan, name="plan"),
    path("<uuid:pk>/plan/drucken/", plan_papers.plan_print, name="plan-print"),
    re_path(rf"^(?P<pk>{UUID})/plan/masterplan\.(?P<form>docx|pdf)$", plan_papers.plan_document, name="plan-document"),
    path("<uuid:pk>/plan/felder/neu/", plan.field_create, name="field-create"),
    path("felder/<uuid:pk>/", plan.field_detail, name="field-detail"),
    path("felder/<uuid:pk>/bearbeiten/", plan.field_update, name="field-update"),
    path("felder/<uuid:pk>/ziele/neu/", plan.goal_create, name="goal-create"),
    path("ziele/<uuid:pk>/bearbeiten/", plan.goal_update, name="goal-update"),
    path("ziele/<uuid:pk>/spiegeln/", plan.mirror_create, name="mirror-create"),
    path("ziele/<uuid:pk>/massnahmen/neu/", plan.measure_create, name="measure-create"),
    path("massnahmen/<uuid:pk>/", plan.measure_detail, name="measure-detail"),
    path("massnahmen/<uuid:pk>/bearbeiten/", plan.measure_update, name="measure-update"),
    path("massnahmen/<uuid:pk>/melden/", plan.measure_report, name="measure-report"),
    path("massnahmen/<uuid:pk>/schritte/<int:step>/", plan.step_tick, name="step-tick"),
    path("massnahmen/<uuid:pk>/hindernisse/neu/", measure_parts.obstacle_create, name="obstacle-create"),
    path("hindernisse/<uuid:pk>/", measure_parts.obstacle_update, name="obstacle-update"),
    path("hindernisse/<uuid:pk>/ausgeraeumt/", measure_parts.obstacle_clear, name="obstacle-clear"),
    path("hindernisse/<uuid:pk>/entfernen/", measure_parts.obstacle_delete, name="obstacle-delete"),
    path("massnahmen/<uuid:pk>/anstoss/neu/", measure_parts.impulse_create, name="impulse-create"),
    path("anstoesse/<uuid:pk>/", measure_parts.impulse_update, name="impulse-update"),
    path("anstoesse/<uuid:pk>/entfernen/", measure_parts.impulse_delete, name="impulse-delete"),
    path("<uuid:pk>/plan/arbeitsgruppen/", working_groups.working_groups, name="working-groups"),
]
