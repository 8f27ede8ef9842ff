"""Addresses of people at work: a pair's own pages, and the organizers' pages about pairs."""

from django.urls import path

from pairs.views import (
    agreements,
    answers,
    exports,
    extensions,
    organizer,
    pairs,
    was_it_so,
)
from pairs.views.agenda import own, points, settings
from pairs.views.begin import starting, styles
from pairs.views.goals import following, writing
from pairs.views.sessions import logs, meetings, plans, proposals

app_name = "pairs"

_PAIR = "pairs/<int:pair>/"
_SESSION = f"{_PAIR}sessions/<int:session>/"
_GOAL = f"{_PAIR}goals/<int:goal>/"
_CYCLE = "organize/<slug:program>/<slug:cycle>/pairs/"

urlpatterns = [
    path(_PAIR, pairs.pair_detail, name="pair_detail"),
    path("did-you-meet/<str:token>/", answers.did_you_meet, name="did_you_meet"),
    path("pick-a-time/<str:token>/", proposals.pick_a_time, name="pick_a_time"),
    path("was-it-so/<str:token>/", was_it_so.was_it_so, name="was_it_so"),
    path(f"{_PAIR}meeting/", pairs.pair_meeting, name="pair_meeting"),
    path(f"{_PAIR}talk/", meetings.pair_talk, name="pair_talk"),
    path(f"{_PAIR}agreement/", agreements.agreement_propose, name="agreement_propose"),
    path(
        f"{_PAIR}agreement/<int:agreement>/", agreements.agreement_answer, name="agreement_answer"
    ),
    path(f"{_PAIR}extend/", extensions.extension_propose, name="extension_propose"),
    path(f"{_PAIR}extend/<int:extension>/", extensions.extension_answer, name="extension_answer"),
    path(f"{_PAIR}sessions.ics", pairs.session_calendar, name="session_calendar"),
    path(f"{_PAIR}end/", pairs.pair_end, name="pair_end"),
    path(f"{_PAIR}sessions/", logs.session_list, name="session_list"),
    path(f"{_PAIR}sessions/log/", logs.session_log, name="session_log"),
    path(f"{_PAIR}sessions/plan/", plans.session_plan, name="session_plan"),
    path(f"{_PAIR}times/", proposals.times_propose, name="times_propose"),
    path(f"{_PAIR}times/<int:proposal>/", proposals.times_answer, name="times_answer"),
    path(_SESSION, logs.session_detail, name="session_detail"),
    path(f"{_SESSION}edit/", logs.session_edit, name="session_edit"),
    path(f"{_SESSION}about/", logs.session_about, name="session_about"),
    path(f"{_SESSION}remove/", logs.session_remove, name="session_remove"),
    path(f"{_SESSION}restore/", logs.session_restore, name="session_restore"),
    path(f"{_PAIR}sessions/none/", answers.session_none, name="session_none"),
    path(f"{_SESSION}answer/", logs.session_answer, name="session_answer"),
    path(f"{_SESSION}move/", plans.session_move, name="session_move"),
    path(f"{_SESSION}cancel/", plans.session_cancel, name="session_cancel"),
    path(f"{_SESSION}ask/", points.agenda_ask, name="agenda_ask"),
    path(f"{_PAIR}purpose/", starting.purpose_edit, name="purpose_edit"),
    path(f"{_PAIR}style/", styles.style_edit, name="style_edit"),
    path(f"{_PAIR}expectations/", starting.expectations, name="expectations"),
    path(f"{_PAIR}goals/", following.goal_list, name="goal_list"),
    path(f"{_PAIR}goals/new/", writing.goal_add, name="goal_add"),
    path(f"{_GOAL}", following.goal_detail, name="goal_detail"),
    path(f"{_GOAL}edit/", writing.goal_edit, name="goal_edit"),
    path(f"{_GOAL}change/", writing.goal_change, name="goal_change"),
    path(f"{_GOAL}steps/", following.step_add, name="step_add"),
    path(f"{_GOAL}steps/<int:step>/", following.step_change, name="step_change"),
    path(f"{_PAIR}agenda/", points.agenda_add, name="agenda_add"),
    path(f"{_PAIR}agenda/start/", points.agenda_start, name="agenda_start"),
    path(f"{_PAIR}agenda/<int:item>/", points.agenda_change, name="agenda_change"),
    path(f"{_PAIR}agendas/new/", own.agenda_new, name="agenda_new"),
    path(f"{_PAIR}agendas/<int:agenda>/", own.agenda_own, name="agenda_own"),
    path(
        "organize/<slug:program>/<slug:cycle>/settings/agendas/",
        settings.settings_agendas,
        name="settings_agendas",
    ),
    path(_CYCLE, organizer.pair_list, name="pair_list"),
    path(f"{_CYCLE}ready/", starting.readiness, name="readiness"),
    path(f"{_CYCLE}export/", exports.pair_export, name="pair_export"),
    path(f"{_CYCLE}<int:pair>/", organizer.pair_overview, name="pair_overview"),
    path(f"{_CYCLE}<int:pair>/end/", organizer.pair_release, name="pair_release"),
    path(f"{_CYCLE}<int:pair>/move-end/", organizer.pair_move_end, name="pair_move_end"),
    path(f"{_CYCLE}<int:pair>/cases/<int:case>/", organizer.case_change, name="case_change"),
]
