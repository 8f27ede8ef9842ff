"""Addresses of the end of a mentorship and what comes after it; the record is open to everybody."""

from django.urls import path

from completion.views import endings, records, summaries

app_name = "completion"

_ENDING = "pairs/<int:pair>/ending/"

urlpatterns = [
    path("record/", records.record_check, name="record_check"),
    path("record/<str:code>/", records.record, name="record"),
    path(_ENDING, endings.ending, name="ending"),
    path(f"{_ENDING}summary/", summaries.summary, name="summary"),
    path(f"{_ENDING}summary/name/", summaries.summary_name, name="summary_name"),
    path(f"{_ENDING}record/", records.record_own, name="record_own"),
    path(f"{_ENDING}steps/<slug:step>/", endings.ending_step, name="ending_step"),
    path("organize/<slug:program>/<slug:cycle>/pairs/words/", endings.words, name="words"),
]
