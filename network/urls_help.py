from django.urls import path

from .views import help as views

urlpatterns = [
    path("netze/<int:pk>/hilfe/", views.help_list, name="help-list"),
    path("netze/<int:pk>/hilfe/neu/", views.help_create, name="help-create"),
    path("hilfe/<uuid:pk>/", views.help_detail, name="help-detail"),
    path("hilfe/<uuid:pk>/bearbeiten/", views.help_update, name="help-update"),
    path("hilfe/<uuid:pk>/angebot/", views.help_offer, name="help-offer"),
    path("hilfe/<uuid:pk>/weiter-suchen/", views.help_search_on, name="help-search-on"),
    path("hilfe/<uuid:pk>/abschliessen/", views.help_close, name="help-close"),
    path("hilfe/<uuid:pk>/zurueckziehen/", views.help_withdraw, name="help-withdraw"),
    path("hilfe/<uuid:pk>/erfolgsfaktor/", views.help_factor, name="help-factor"),
    path("hilfe/angebote/<uuid:pk>/annehmen/", views.help_accept, name="help-accept"),
    path("hilfe/angebote/<uuid:pk>/zuruecknehmen/", views.help_offer_back, name="help-offer-back"),
]
