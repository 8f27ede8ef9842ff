"""The pair's own pages, and what organizers see of pairs."""

from tests.access.rows import EVERYBODY, MENTEE, ORGANIZERS, ORGANIZERS_WRITE, PAIR, Row

_PAIR = {"pair": "pair"}
_SESSION = {"pair": "pair", "session": "session"}
_GOAL = {"pair": "pair", "goal": "goal"}
_CASE = {"pair": "pair", "case": "case"}

TABLE = {
    "pairs:extension_propose": Row(get=PAIR, post=PAIR, path={"pair": "pair"}),
    "pairs:extension_answer": Row(
        post=PAIR, path={"pair": "pair", "extension": "extension"}, data={"answer": "no"}
    ),
    "pairs:pair_move_end": Row(post=ORGANIZERS_WRITE, path={"pair": "pair"}),
    # Behind the link of a mail, which names its reader; whoever is signed in does not matter.
    "pairs:did_you_meet": Row(get=EVERYBODY, post=EVERYBODY, path={"token": "did_you_meet_token"}),
    "pairs:pick_a_time": Row(get=EVERYBODY, post=EVERYBODY, path={"token": "pick_a_time_token"}),
    "pairs:times_propose": Row(get=PAIR, post=PAIR, path=_PAIR),
    "pairs:times_answer": Row(post=PAIR, path={"pair": "pair", "proposal": "time_proposal"}),
    "pairs:was_it_so": Row(
        get=EVERYBODY, post=EVERYBODY, path={"token": "was_it_so_token"}, data={"do": "confirm"}
    ),
    "pairs:pair_detail": Row(get=PAIR, path=_PAIR),
    "pairs:pair_talk": Row(get=PAIR, post=PAIR, path=_PAIR),
    "pairs:pair_meeting": Row(get=PAIR, post=PAIR, path=_PAIR),
    "pairs:agreement_propose": Row(get=PAIR, post=PAIR, path=_PAIR),
    "pairs:agreement_answer": Row(post=PAIR, path={"pair": "pair", "agreement": "agreement"}),
    "pairs:session_calendar": Row(get=PAIR, path=_PAIR),
    "pairs:pair_end": Row(get=PAIR, post=PAIR, path=_PAIR),
    "pairs:session_list": Row(get=PAIR, path=_PAIR),
    "pairs:session_log": Row(get=PAIR, post=PAIR, path=_PAIR),
    "pairs:session_plan": Row(get=PAIR, post=PAIR, path=_PAIR),
    "pairs:session_detail": Row(get=PAIR, post=PAIR, path=_SESSION),
    "pairs:session_about": Row(post=PAIR, path=_SESSION),
    "pairs:session_edit": Row(get=PAIR, post=PAIR, path=_SESSION),
    "pairs:session_remove": Row(post=PAIR, path=_SESSION),
    "pairs:session_restore": Row(post=PAIR, path=_SESSION),
    "pairs:session_none": Row(post=PAIR, path=_PAIR, data={"last": "2021-06-14"}),
    "pairs:session_answer": Row(post=PAIR, path=_SESSION),
    "pairs:session_move": Row(get=PAIR, post=PAIR, path={"pair": "pair", "session": "planned"}),
    "pairs:session_cancel": Row(post=PAIR, path={"pair": "pair", "session": "planned"}),
    "pairs:goal_add": Row(get=PAIR, post=PAIR, path=_PAIR),
    "pairs:goal_list": Row(get=PAIR, path=_PAIR),
    "pairs:goal_detail": Row(get=PAIR, path=_GOAL),
    "pairs:goal_edit": Row(get=PAIR, post=PAIR, path=_GOAL),
    "pairs:goal_change": Row(post=MENTEE, path=_GOAL, data={"change": "holds"}),
    "pairs:step_add": Row(post=PAIR, path=_GOAL),
    "pairs:step_change": Row(
        post=PAIR,
        path={"pair": "pair", "goal": "goal_of_step", "step": "goal_step"},
        data={"change": "tick"},
    ),
    "pairs:agenda_add": Row(post=PAIR, path=_PAIR),
    "pairs:agenda_start": Row(post=PAIR, path=_PAIR),
    "pairs:agenda_ask": Row(post=PAIR, path={"pair": "pair", "session": "planned"}),
    "pairs:agenda_new": Row(get=PAIR, post=PAIR, path=_PAIR),
    "pairs:agenda_own": Row(get=PAIR, post=PAIR, path={"pair": "pair", "agenda": "own_agenda"}),
    "pairs:agenda_change": Row(
        post=PAIR, path={"pair": "pair", "item": "agenda_item"}, data={"change": "tick"}
    ),
    "pairs:purpose_edit": Row(get=PAIR, post=PAIR, path=_PAIR),
    "pairs:style_edit": Row(get=PAIR, post=PAIR, path=_PAIR),
    "pairs:expectations": Row(get=PAIR, post=PAIR, path=_PAIR),
    "pairs:readiness": Row(get=ORGANIZERS),
    "pairs:pair_list": Row(get=ORGANIZERS),
    "pairs:pair_export": Row(get=ORGANIZERS),
    "pairs:pair_overview": Row(get=ORGANIZERS, path=_PAIR),
    "pairs:pair_release": Row(post=ORGANIZERS_WRITE, path=_PAIR),
    "pairs:case_change": Row(post=ORGANIZERS_WRITE, path=_CASE),
}
