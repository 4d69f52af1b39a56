from django.urls import path, register_converter
from django.urls.converters import StringConverter

from .views import duplicates, organisations, people, register


class KindConverter(StringConverter):
    regex = "organisation|person"


register_converter(KindConverter, "register_kind")

app_name = "stakeholders"
urlpatterns = [
    path("<uuid:room>/", register.register, name="list"),
    path("<uuid:room>/organisation/neu/", organisations.create, name="organisation-create"),
    path("<uuid:room>/person/neu/", people.create, name="person-create"),
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
