"""Addresses of the end of a mentorship and what comes after it; the record is open to everybody."""

from django.urls import path

from completion.views import endings, records, shares, summaries, thanks

app_name = "completion"

_PAIR = "pairs/<int:pair>/"
_ENDING = f"{_PAIR}ending/"

urlpatterns = [
    path("record/", records.record_check, name="record_check"),
    path("record/<str:code>/", records.record, name="record"),
    path(_ENDING, endings.ending, name="ending"),
    path(f"{_ENDING}summary/", summaries.summary, name="summary"),
    path(f"{_ENDING}summary/name/", summaries.summary_name, name="summary_name"),
    path(f"{_ENDING}summary/share/", shares.summary_share, name="summary_share"),
    path(f"{_ENDING}summary/share/<int:share>/end/", shares.share_end, name="share_end"),
    path("summaries/", shares.shared_list, name="shared_list"),
    path("summaries/<int:pk>/", shares.shared_summary, name="shared_summary"),
    path(f"{_ENDING}record/", records.record_own, name="record_own"),
    path(f"{_PAIR}thanks/", thanks.thanks_page, name="thanks"),
    path(f"{_PAIR}thanks/notes/<int:note>/remove/", thanks.note_remove, name="note_remove"),
    path(f"{_PAIR}thanks/kudos/<int:line>/", thanks.kudos_answer, name="kudos_answer"),
    path(f"{_PAIR}thanks/feedback/", thanks.feedback_ask, name="feedback_ask"),
    path(f"{_ENDING}steps/<slug:step>/", endings.ending_step, name="ending_step"),
    path("organize/<slug:program>/<slug:cycle>/pairs/words/", endings.words, name="words"),
]
