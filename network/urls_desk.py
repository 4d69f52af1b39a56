from django.urls import path

from .views import logos, on_duty, site, vocabulary

urlpatterns = [
    path("anfragen/", on_duty.inquiry_list, name="inquiry-list"),
    path("anfragen/neu/", on_duty.inquiry_create, name="inquiry-create"),
    path("anfragen/annahme/<uuid:room>/", on_duty.inquiry_desk, name="inquiry-desk"),
    path("anfragen/<uuid:pk>/", on_duty.inquiry_detail, name="inquiry-detail"),
    path("anfragen/<uuid:pk>/uebernehmen/", on_duty.inquiry_take, name="inquiry-take"),
    path("anfragen/<uuid:pk>/erstgespraech/", on_duty.inquiry_talk, name="inquiry-talk"),
    path("anfragen/<uuid:pk>/antwort/", on_duty.inquiry_answer, name="inquiry-answer"),
    path("anfragen/<uuid:pk>/entscheidung/", on_duty.inquiry_decide, name="inquiry-decide"),
    path("anfragen/<uuid:pk>/wieder-klaeren/", on_duty.inquiry_reopen, name="inquiry-reopen"),
    path("anfragen/<uuid:pk>/beratung/", on_duty.InquiryOpen.as_view(), name="inquiry-open"),
    path("logos/", logos.logo_list, name="logo-list"),
    path("logos/neu/", logos.logo_create, name="logo-create"),
    path("logos/<uuid:pk>/", logos.logo_update, name="logo-update"),
    path("logos/<uuid:pk>/loeschen/", logos.logo_delete, name="logo-delete"),
    path("texte/", site.text_list, name="text-list"),
    path("texte/<slug:key>/<slug:language>/", site.text_edit, name="text-edit"),
    path("texte/<slug:key>/<slug:language>/<int:number>/", site.text_version, name="text-version"),
    path("vokabular/", vocabulary.vocabulary_list, name="vocabulary-list"),
    path("vokabular/<slug:key>/", vocabulary.vocabulary_edit, name="vocabulary-edit"),
]
