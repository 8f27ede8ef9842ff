"""Addresses of the board and its settings: runs, votes, publication, repair."""

from django.urls import path

from pairing.views import board, publish, rehearsals, repair, runs, settings, votes

app_name = "pairing"

_BASE = "organize/<slug:program>/<slug:cycle>/pairing/"
_REHEARSAL = "organize/<slug:program>/<slug:cycle>/rehearsal/"

urlpatterns = [
    path(
        "organize/<slug:program>/<slug:cycle>/settings/pairing/",
        settings.settings_pairing,
        name="settings_pairing",
    ),
    path(_REHEARSAL, rehearsals.rehearsal, name="rehearsal"),
    path(f"{_REHEARSAL}stop/", rehearsals.rehearsal_cancel, name="rehearsal_cancel"),
    path(f"{_REHEARSAL}<int:number>/", rehearsals.rehearsal, name="rehearsal_shown"),
    path(_BASE, board.board, name="board"),
    path(f"{_BASE}news/", board.board_news, name="board_news"),
    path(f"{_BASE}undo/<int:version>/", board.board_undo, name="board_undo"),
    path(f"{_BASE}run/", runs.run_start, name="run_start"),
    path(f"{_BASE}run/cancel/", runs.run_cancel, name="run_cancel"),
    path(f"{_BASE}runs/<int:number>/file/", runs.run_file, name="run_file"),
    path(f"{_BASE}runs/", runs.run_list, name="run_list"),
    path(f"{_BASE}runs/<int:number>/draft/", runs.run_draft, name="run_draft"),
    path(f"{_BASE}publish/", publish.publish, name="publish"),
    path(f"{_BASE}publish/sign/", publish.publish_sign, name="publish_sign"),
    path(f"{_BASE}publish/undo/", publish.publish_undo, name="publish_undo"),
    path(f"{_BASE}publish/calls/", publish.publish_close_calls, name="publish_close_calls"),
    path(f"{_BASE}votes/", votes.votes, name="votes"),
    path(f"{_BASE}votes/open/", votes.votes_open, name="votes_open"),
    path(f"{_BASE}votes/close/", votes.votes_close, name="votes_close"),
    path(f"{_BASE}votes/<int:pk>/count/", votes.votes_count, name="votes_count"),
    path(f"{_BASE}votes/ballots/<int:pk>/", votes.vote_cast, name="vote_cast"),
    path(f"{_BASE}repair/late/", repair.late_tell, name="late_tell"),
    path(f"{_BASE}repair/", repair.repair, name="repair"),
    path(f"{_BASE}edit/<slug:kind>/", board.board_edit, name="board_edit"),
]
