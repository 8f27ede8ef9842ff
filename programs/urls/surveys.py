from django.urls import path

from programs.views import published_results, quotes, surveys

_BASE = "organize/<slug:program>/<slug:cycle>/surveys/"

urlpatterns = [
    path(_BASE, surveys.survey_list, name="survey_list"),
    path(f"{_BASE}add/", surveys.survey_defaults, name="survey_defaults"),
    path(f"{_BASE}publish/", published_results.results_publish, name="results_publish"),
    path(
        f"{_BASE}publish/take-back/",
        published_results.results_take_back,
        name="results_take_back",
    ),
    path(f"{_BASE}quotes/", quotes.quote_list, name="quote_list"),
    path(f"{_BASE}quotes/<uuid:pk>/", quotes.quote_approve, name="quote_approve"),
    path(f"{_BASE}<int:pk>/", surveys.survey_detail, name="survey_detail"),
    path(f"{_BASE}<int:pk>/marks/", surveys.survey_mark, name="survey_mark"),
    path(f"{_BASE}<int:pk>/preview/", surveys.survey_preview, name="survey_preview"),
    path(f"{_BASE}<int:pk>/edit/", surveys.survey_edit, name="survey_edit"),
    path(f"{_BASE}<int:pk>/totals.csv", surveys.survey_export, name="survey_export"),
]
