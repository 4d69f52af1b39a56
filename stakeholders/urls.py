from django.urls import path, register_converter
from django.urls.converters import StringConverter

from .views import bodies, body_parts, duplicates, organisations, people, register


class KindConverter(StringConverter):
    regex = "organisation|person"


register_converter(KindConverter, "register_kind")

app_name = "stakeholders"
urlpatterns = [
    path("<uuid:room>/", register.register, name="list"),
    path("<uuid:room>/organisation/neu/", organisations.create, name="organisation-create"),
    path("<uuid:room>/person/neu/", people.create, name="person-create"),
    path("<uuid:room>/gremien/", bodies.body_list, name="body-list"),
    path("<uuid:room>/gremien/neu/", bodies.body_create, name="body-create"),
    path("<uuid:room>/gremien/kommunalwahl/", bodies.council_ended, name="council-ended"),
    path("gremien/<uuid:pk>/", bodies.body_detail, name="body-detail"),
    path("gremien/<uuid:pk>/bearbeiten/", bodies.body_update, name="body-update"),
    path("gremien/<uuid:pk>/uebergang/", bodies.body_succeed, name="body-succeed"),
    path("gremien/<uuid:pk>/sitze/neu/", body_parts.group_create, name="group-create"),
    path("sitze/<int:pk>/bearbeiten/", body_parts.group_update, name="group-update"),
    path("gremien/<uuid:pk>/mitglieder/neu/", body_parts.term_create, name="term-create"),
    path("mitglieder/<int:pk>/bearbeiten/", body_parts.term_update, name="term-update"),
    path("mitglieder/<int:pk>/beenden/", body_parts.term_end, name="term-end"),
    path("gremien/<uuid:pk>/grundlagen/neu/", body_parts.basis_create, name="basis-create"),
    path("gremien/<uuid:pk>/aussagen/neu/", body_parts.claim_create, name="claim-create"),
    path("gremien/<uuid:pk>/anteile/neu/", body_parts.share_create, name="share-create"),
    path("<uuid:room>/dubletten/", duplicates.duplicates, name="duplicates"),
    path("organisation/<uuid:pk>/", organisations.detail, name="organisation-detail"),
    path("organisation/<uuid:pk>/bearbeiten/", organisations.update, name="organisation-update"),
    path("organisation/<uuid:pk>/namen/neu/", organisations.alias_create, name="alias-create"),
    path("namen/<int:pk>/entfernen/", organisations.alias_delete, name="alias-delete"),
    path("person/<uuid:pk>/", people.detail, name="person-detail"),
    path("person/<uuid:pk>/bearbeiten/", people.update, name="person-update"),
    path("person/<uuid:pk>/aemter/neu/", people.office_create, name="office-create"),
    path("aemter/<int:pk>/bearbeiten/", people.office_update, name="office-update"),
    path("aemter/<int:pk>/beenden/", people.office_end, name="office-end"),
    path("aemter/<int:pk>/nachfolge/", people.office_succeed, name="office-succeed"),
    path("<register_kind:kind>/<uuid:first>/zusammenfuehren/<uuid:second>/", duplicates.merge, name="merge"),
    path("<register_kind:kind>/<uuid:first>/verschieden/<uuid:second>/", duplicates.dismiss, name="dismiss"),
]
