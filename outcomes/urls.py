from django.urls import path

from outcomes.views import pages

app_name = "outcomes"

_CYCLE = "organize/<slug:program>/<slug:cycle>/"

urlpatterns = [
    path(_CYCLE, pages.dashboard, name="dashboard"),
    path(f"{_CYCLE}line/", pages.cycle_line, name="cycle_line"),
    path(f"{_CYCLE}report/", pages.report, name="report"),
    path(f"{_CYCLE}report/export/", pages.report_export, name="report_export"),
]
