from django.urls import path

from outcomes.views import figures, pages
from outcomes.views.report import frozen, live, shares

app_name = "outcomes"

_CYCLE = "organize/<slug:program>/<slug:cycle>/"
_REPORT = f"{_CYCLE}report/"
_FROZEN = f"{_REPORT}frozen/"

urlpatterns = [
    path("figures/", figures.figures, name="figures"),
    path("figures/export/", figures.figures_export, name="figures_export"),
    path(_CYCLE, pages.dashboard, name="dashboard"),
    path(f"{_CYCLE}line/", pages.cycle_line, name="cycle_line"),
    path(f"{_CYCLE}needs/<slug:key>/take/", pages.need_take, name="need_take"),
    path(f"{_CYCLE}needs/<slug:key>/give-back/", pages.need_give_back, name="need_give_back"),
    path(_REPORT, live.report, name="report"),
    path(f"{_REPORT}export/", live.report_export, name="report_export"),
    path(f"{_REPORT}file/", live.report_file, name="report_file"),
    path(f"{_REPORT}tables/<slug:key>/", live.report_table, name="report_table"),
    path(f"{_REPORT}shares/", shares.share_list, name="share_list"),
    path(f"{_REPORT}shares/<int:pk>/withdraw/", shares.share_withdraw, name="share_withdraw"),
    path("shared/report/<slug:code>/", shares.share_open, name="share_open"),
    path(_FROZEN, frozen.frozen_list, name="frozen_list"),
    path(f"{_FROZEN}<int:number>/", frozen.frozen_report, name="frozen_report"),
    path(f"{_FROZEN}<int:number>/file/", frozen.frozen_file, name="frozen_file"),
    path(f"{_FROZEN}<int:number>/tables/<slug:key>/", frozen.frozen_table, name="frozen_table"),
]
