from django.urls import path

from .views import statements

urlpatterns = [
    path("", statements.statement_list, name="statement-list"),
    path("<slug:slug>/", statements.statement, name="statement"),
    path("<slug:slug>/fassung-<int:number>/", statements.statement, name="statement-version"),
    path("<slug:slug>/fassung-<int:number>/<slug:code>/", statements.statement, name="statement-version-wording"),
    path("<slug:slug>/sprache/<slug:code>/", statements.statement, name="statement-wording"),
]
